/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/selinux_ask.h"

#include <selinux/selinux.h>
#include <string.h>

#include "profile/error.h"
#include "profile/text.h"
#include "profiler/selinux_policy_file.h"

#define LOADED_POLICY "/sys/fs/selinux/policy"

struct selinux_loaded {
	bool is_plain; /* the copy is left alone */
	struct selinux_asker asker;
	struct selinux_policy *copy; /* opened when first needed */
	bool is_tried;
	unsigned int supposed; /* booleans that differ from the kernel's */
	bool is_extended;
	struct error error;
};

static const struct selinux_asker *copy_of(struct selinux_loaded *loaded)
{
	if (loaded->is_plain)
		return NULL;
	if (!loaded->is_tried) {
		loaded->is_tried = true;
		if (selinux_policy_open(&loaded->copy, LOADED_POLICY,
					&loaded->error) != STATUS_OK)
			loaded->copy = NULL;
	}
	return loaded->copy ? selinux_policy_asker(loaded->copy) : NULL;
}

static uint32_t ask_permission(void *data, const char *class,
			       const char *permission)
{
	security_class_t class_number = string_to_security_class(class);

	(void)data;
	return class_number ? string_to_av_perm(class_number, permission) : 0;
}

/*
 * security_compute_av_flags() rather than security_compute_av(): the latter
 * is the userspace object managers' call and reports no flags. The library
 * translates its own class and permission numbers to the kernel's. Fails with
 * EINVAL for a context that the policy does not have.
 */
static struct selinux_decision ask_kernel(const char *source,
					  const char *target, const char *class,
					  uint32_t requested)
{
	struct selinux_decision decision = {0};
	security_class_t class_number = string_to_security_class(class);
	struct av_decision vectors;

	if (!class_number ||
	    security_compute_av_flags(source, target, class_number, requested,
				      &vectors) != 0)
		return decision;
	decision.is_known = true;
	decision.allowed = vectors.allowed;
	decision.silent = ~vectors.allowed & ~vectors.auditdeny;
	return decision;
}

/*
 * The same permission may have another bit in the copy: libselinux's numbers
 * are its own.
 */
static uint32_t translate(const char *class, uint32_t vector,
			  uint32_t (*to)(void *data, const char *class,
					 const char *permission),
			  void *data)
{
	security_class_t class_number = string_to_security_class(class);
	uint32_t other = 0;

	for (unsigned int bit = 0; bit < 32; bit++) {
		const char *name = vector & (1U << bit)
					   ? security_av_perm_to_string(
						     class_number, 1U << bit)
					   : NULL;

		if (name)
			other |= to(data, class, name);
	}
	return other;
}

/* The reverse: every permission of CLASS that the copy's VECTOR has. */
static uint32_t translate_back(const char *class, uint32_t vector,
			       const struct selinux_asker *copy)
{
	security_class_t class_number = string_to_security_class(class);
	uint32_t ours = 0;

	for (unsigned int bit = 0; bit < 32; bit++) {
		const char *name =
			security_av_perm_to_string(class_number, 1U << bit);

		if (name &&
		    (vector & copy->permission(copy->data, class, name)))
			ours |= 1U << bit;
	}
	return ours;
}

static struct selinux_decision ask_copy(const struct selinux_asker *copy,
					const char *source, const char *target,
					const char *class, uint32_t requested)
{
	struct selinux_decision decision = copy->decide(
		copy->data, source, target, class,
		translate(class, requested, copy->permission, copy->data));

	decision.allowed = translate_back(class, decision.allowed, copy);
	decision.silent = translate_back(class, decision.silent, copy);
	return decision;
}

static struct selinux_decision ask_decide(void *data, const char *source,
					  const char *target, const char *class,
					  uint32_t requested)
{
	struct selinux_loaded *loaded = data;
	struct selinux_decision decision;
	const struct selinux_asker *copy;

	if (loaded->is_extended || loaded->supposed)
		return ask_copy(copy_of(loaded), source, target, class,
				requested);
	decision = ask_kernel(source, target, class, requested);
	if (!decision.is_known || !(requested & ~decision.allowed))
		return decision;
	copy = copy_of(loaded);
	if (copy)
		decision.refusals =
			ask_copy(copy, source, target, class, requested)
				.refusals;
	return decision;
}

static bool ask_has_context(void *data, const char *context)
{
	struct selinux_loaded *loaded = data;
	const struct selinux_asker *copy;

	if (loaded->is_extended) {
		copy = copy_of(loaded);
		return copy->has_context(copy->data, context);
	}
	return security_check_context(context) == 0;
}

static enum selinux_boolean ask_boolean(void *data, const char *name)
{
	struct selinux_loaded *loaded = data;
	int value;

	if (loaded->supposed) {
		const struct selinux_asker *copy = copy_of(loaded);

		return copy->boolean(copy->data, name);
	}
	value = security_get_boolean_active(name);
	if (value < 0)
		return SELINUX_BOOLEAN_ABSENT;
	return value ? SELINUX_BOOLEAN_ON : SELINUX_BOOLEAN_OFF;
}

/* The host stays as it is: only the copy is changed. */
static bool suppose(void *data, const char *name, bool is_on)
{
	struct selinux_loaded *loaded = data;
	const struct selinux_asker *copy = copy_of(loaded);
	bool was_on =
		copy && copy->boolean(copy->data, name) == SELINUX_BOOLEAN_ON;
	bool is_own = is_on == (security_get_boolean_active(name) > 0);

	if (!copy || !copy->suppose(copy->data, name, is_on))
		return false;
	if (was_on != is_on)
		loaded->supposed += is_own ? -1U : 1U;
	return true;
}

static bool extend(void *data, const char *module, const char *base,
		   const char **ret_why)
{
	struct selinux_loaded *loaded = data;
	const struct selinux_asker *copy = copy_of(loaded);

	if (!copy) {
		*ret_why = loaded->error.message;
		return false;
	}
	loaded->is_extended =
		copy->extend(copy->data, module, base, ret_why) && module;
	return loaded->is_extended || !module;
}

static const struct policy_rules *ask_rules(void *data)
{
	const struct selinux_asker *copy = copy_of(data);

	return copy ? copy->rules(copy->data) : NULL;
}

struct selinux_loaded *selinux_loaded_new(void)
{
	struct selinux_loaded *loaded =
		is_selinux_enabled() == 1 ? calloc(1, sizeof(*loaded)) : NULL;

	if (loaded)
		loaded->asker = (struct selinux_asker){
			.permission = ask_permission,
			.decide = ask_decide,
			.has_context = ask_has_context,
			.boolean = ask_boolean,
			.suppose = suppose,
			.extend = extend,
			.rules = ask_rules,
			.data = loaded,
		};
	return loaded;
}

void selinux_loaded_free(struct selinux_loaded *loaded)
{
	if (!loaded)
		return;
	selinux_policy_free(loaded->copy);
	free(loaded);
}

void selinux_loaded_set_plain(struct selinux_loaded *loaded, bool is_plain)
{
	loaded->is_plain = is_plain;
}

const struct selinux_asker *selinux_loaded_asker(struct selinux_loaded *loaded)
{
	return &loaded->asker;
}

const char *selinux_loaded_name(void)
{
	static char name[64];
	char *type = NULL;

	if (selinux_getpolicytype(&type) != 0 || !type)
		return NULL;
	snprintf(name, sizeof(name), "%s", printable(type));
	free(type);
	return name;
}

const char *selinux_loaded_problem(const struct selinux_loaded *loaded)
{
	return loaded->is_tried && !loaded->copy ? loaded->error.message : NULL;
}
