/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/domain.h"

#include <errno.h>
#include <selinux/selinux.h>
#include <string.h>
#include <sys/random.h>

#include "profile/capset.h"
#include "profile/text.h"

#define CATEGORIES     1024u
#define DOMAIN_USER    "system_u:system_r:"
#define DOMAIN_CONTEXT DOMAIN_USER DOMAIN_TYPE
#define INSTALL_HINT   "whittle policy install"

void selinux_state_get(struct selinux_status *ret)
{
	char *type = NULL;
	char *context = NULL;

	*ret = (struct selinux_status){0};
	if (is_selinux_enabled() != 1)
		return;
	ret->is_enabled = true;
	ret->is_enforcing = security_getenforce() == 1;
	ret->has_mls = is_selinux_mls_enabled() == 1;
	if (selinux_getpolicytype(&type) == 0 && type)
		snprintf(ret->policy, sizeof(ret->policy), "%s", type);
	free(type);
	if (getcon_raw(&context) == 0 && context)
		snprintf(ret->context, sizeof(ret->context), "%s", context);
	freecon(context);
}

static void make_plain_context(const struct selinux_status *state, char *buffer,
			       size_t size)
{
	snprintf(buffer, size, "%s%s", DOMAIN_CONTEXT,
		 state->has_mls ? ":s0" : "");
}

bool domain_is_known(const struct selinux_status *state)
{
	char context[128];

	make_plain_context(state, context, sizeof(context));
	return state->is_enabled && security_check_context_raw(context) == 0;
}

/* The name of the boolean that guards PERMISSION, for the message. */
static enum status not_audited(const char *class, access_vector_t missing,
			       struct error *err)
{
	access_vector_t first = missing & (~missing + 1);
	const char *name = security_av_perm_to_string(
		string_to_security_class(class), first);
	char hint[256];
	bool is_on;

	snprintf(hint, sizeof(hint), "whittle_audit_%s", name ? name : "?");
	if (name && selinux_boolean_get(hint, &is_on) && !is_on)
		snprintf(hint, sizeof(hint), "setsebool whittle_audit_%s 1",
			 name);
	else
		snprintf(hint, sizeof(hint),
			 "%s again: the module is an "
			 "older or another one",
			 INSTALL_HINT);
	return error_set(err, STATUS_UNSUPPORTED, hint,
			 "domain " DOMAIN_TYPE
			 " does not audit %s of class %s: a check could "
			 "stay unseen",
			 name ? name : "a permission", class);
}

/* All permissions that the loaded policy's CLASS has. */
static access_vector_t class_permissions(security_class_t class)
{
	access_vector_t all = 0;

	for (unsigned int bit = 0; bit < 32; bit++)
		if (security_av_perm_to_string(class,
					       (access_vector_t)1 << bit))
			all |= (access_vector_t)1 << bit;
	return all;
}

static enum status check_class(const char *context, const char *name,
			       struct error *err)
{
	security_class_t class = string_to_security_class(name);
	struct av_decision decision = {0};
	access_vector_t all;

	if (!class)
		return error_set(err, STATUS_UNSUPPORTED, NULL,
				 "the loaded policy has no class %s", name);
	all = class_permissions(class);
	if (security_compute_av_flags_raw(context, context, class, all,
					  &decision) != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "ask the loaded policy about %s",
				       context);
	if (decision.allowed & all)
		return error_set(err, STATUS_UNSUPPORTED,
				 "find the module that adds the rule: "
				 "sesearch -A -s " DOMAIN_TYPE,
				 "domain " DOMAIN_TYPE
				 " is granted permissions of class %s: their "
				 "use would not be logged as a need",
				 name);
	if (!(decision.flags & SELINUX_AVD_FLAGS_PERMISSIVE))
		return error_set(err, STATUS_UNSUPPORTED, INSTALL_HINT,
				 "domain " DOMAIN_TYPE
				 " is not permissive: it would stop the "
				 "workload");
	if (all & ~decision.auditallow)
		return not_audited(name, all & ~decision.auditallow, err);
	return STATUS_OK;
}

static enum status check_transition(const struct selinux_status *state,
				    const char *context, struct error *err)
{
	security_class_t class = string_to_security_class("process");
	access_vector_t wanted =
		class ? string_to_av_perm(class, "transition") : 0;
	struct av_decision decision = {0};

	if (!state->is_enforcing)
		return STATUS_OK;
	if (security_compute_av_flags_raw(state->context, context, class,
					  wanted, &decision) == 0 &&
	    ((decision.allowed & wanted) ||
	     (decision.flags & SELINUX_AVD_FLAGS_PERMISSIVE)))
		return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED,
			 "start whittle from an administrator's domain such "
			 "as unconfined_t or sysadm_t",
			 "the loaded policy does not let '%s' start programs "
			 "in " DOMAIN_TYPE,
			 printable(state->context));
}

enum status domain_check(const struct selinux_status *state, struct error *err)
{
	static const char *const classes[] = {"capability", "capability2",
					      "cap_userns", "cap2_userns"};
	char context[128];
	enum status status = STATUS_OK;

	if (!state->is_enabled)
		return error_set(err, STATUS_UNSUPPORTED,
				 "profile in the guest: whittle lab run -- "
				 "whittle run ...; or record system calls "
				 "alone: --without selinux",
				 "this host has no SELinux");
	if (!domain_is_known(state))
		return error_set(
			err, STATUS_UNSUPPORTED, INSTALL_HINT,
			"the loaded policy has no domain " DOMAIN_TYPE);
	make_plain_context(state, context, sizeof(context));
	for (size_t i = 0; status == STATUS_OK && i < ARRAY_LENGTH(classes);
	     i++)
		status = check_class(context, classes[i], err);
	if (status == STATUS_OK)
		status = check_transition(state, context, err);
	return status;
}

/* Two different categories, the lower one first, as the kernel writes them. */
static bool draw_pair(unsigned int *low, unsigned int *high)
{
	uint32_t random[2];
	unsigned int a, b;

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return false;
	a = random[0] % CATEGORIES;
	b = random[1] % (CATEGORIES - 1);
	if (b >= a)
		b++;
	*low = a < b ? a : b;
	*high = a < b ? b : a;
	return true;
}

enum status domain_draw_level(char buffer[DOMAIN_LEVEL_SIZE], struct error *err)
{
	unsigned int low, high;

	if (!draw_pair(&low, &high))
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "draw categories");
	snprintf(buffer, DOMAIN_LEVEL_SIZE, "s0:c%u,c%u", low, high);
	return STATUS_OK;
}

enum status domain_make_label(const struct selinux_status *state,
			      const char *type, const char *level, char *buffer,
			      size_t size, const char **ret_level,
			      struct error *err)
{
	char pair[32];
	unsigned int low, high;

	if (!state->has_mls)
		return error_set(err, STATUS_UNSUPPORTED, NULL,
				 "the loaded policy has no categories: runs "
				 "could not be told apart");
	if (!draw_pair(&low, &high))
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "draw categories");
	snprintf(pair, sizeof(pair), "s0:c%u,c%u", low, high);
	snprintf(buffer, size, DOMAIN_USER "%s:%s", type, level ? level : pair);
	if (security_check_context_raw(buffer) != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "the loaded policy refuses '%s'",
				       buffer);
	*ret_level = buffer + strlen(DOMAIN_USER) + strlen(type) + 1;
	return STATUS_OK;
}

int domain_set_exec(const char *context)
{
	return setexeccon_raw(context);
}

int domain_set_create(const char *context)
{
	return setfscreatecon_raw(context);
}

enum status selinux_boolean_set(const char *name, bool is_on, struct error *err)
{
	SELboolean wanted = {.name = (char *)(uintptr_t)name, .value = is_on};
	bool is_already;

	if (!selinux_boolean_get(name, &is_already) || is_already == is_on ||
	    security_set_boolean_list(1, &wanted, 0) == 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno,
			       "run as root from an administrator's shell",
			       "set the SELinux boolean %s to %d",
			       printable(name), is_on);
}

bool selinux_boolean_get(const char *name, bool *ret)
{
	int value = security_get_boolean_active(name);

	if (value < 0)
		return false;
	*ret = value == 1;
	return true;
}

enum status selinux_booleans_set(const char *names, bool is_on,
				 struct error *err)
{
	char *words AUTO_FREE = strdup(names);
	char *save = NULL;

	if (!words)
		return error_no_memory(err);
	for (char *name = strtok_r(words, " ", &save); name;
	     name = strtok_r(NULL, " ", &save))
		if (security_set_boolean(name, is_on) != 0)
			return error_set_errno(err, STATUS_UNSUPPORTED, errno,
					       "setsebool needs the same right",
					       "set SELinux boolean '%s'",
					       printable(name));
	if (security_commit_booleans() != 0)
		return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
				       "make SELinux booleans take effect");
	return STATUS_OK;
}
