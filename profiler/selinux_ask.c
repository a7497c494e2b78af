/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/selinux_ask.h"

#include <selinux/selinux.h>

/*
 * security_compute_av_flags() rather than security_compute_av(): the latter
 * is the userspace object managers' call and reports no flags. The library
 * translates its own class and permission numbers to the kernel's.
 */
static enum selinux_answer ask_allows(void *data, const char *source,
				      const char *target, const char *class,
				      const char *permission)
{
	security_class_t class_number = string_to_security_class(class);
	access_vector_t vector;
	struct av_decision decision;

	(void)data;
	if (!class_number)
		return SELINUX_UNKNOWN;
	vector = string_to_av_perm(class_number, permission);
	if (!vector)
		return SELINUX_UNKNOWN;
	/* Fails with EINVAL for a context that the policy does not have. */
	if (security_compute_av_flags(source, target, class_number, vector,
				      &decision) != 0)
		return SELINUX_UNKNOWN;
	return (decision.allowed & vector) == vector ? SELINUX_ALLOWED
						     : SELINUX_REFUSED;
}

static bool ask_has_context(void *data, const char *context)
{
	(void)data;
	return security_check_context(context) == 0;
}

static enum selinux_boolean ask_boolean(void *data, const char *name)
{
	int value = security_get_boolean_active(name);

	(void)data;
	if (value < 0)
		return SELINUX_BOOLEAN_ABSENT;
	return value ? SELINUX_BOOLEAN_ON : SELINUX_BOOLEAN_OFF;
}

const struct selinux_asker *selinux_ask_loaded(void)
{
	static const struct selinux_asker asker = {
		.allows = ask_allows,
		.has_context = ask_has_context,
		.boolean = ask_boolean,
	};

	return is_selinux_enabled() == 1 ? &asker : NULL;
}
