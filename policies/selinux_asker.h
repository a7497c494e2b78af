/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_asker.h - how to ask one SELinux policy, be it the loaded
 * one or a file. None of the operations fails or prints; what a policy or its
 * reader does not know is an answer of its own.
 */

#ifndef WHITTLE_POLICIES_SELINUX_ASKER_H
#define WHITTLE_POLICIES_SELINUX_ASKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policies/policy_rules.h"

/* Why something is refused: a set of these; 0 where it is not known. */
enum selinux_refusal {
	SELINUX_BY_TYPE = 1,	   /* no rule allows it: type enforcement */
	SELINUX_BY_CONSTRAINT = 2, /* levels and categories, users */
	SELINUX_BY_ROLE = 4,
	SELINUX_BY_BOUNDS = 8, /* the type is bounded by one without it */
};

struct selinux_decision {
	bool is_known; /* the policy has both contexts and the class */
	uint32_t allowed;
	uint32_t silent;       /* refused, and the policy says: unlogged */
	unsigned int refusals; /* of what was requested */
};

enum selinux_boolean {
	SELINUX_BOOLEAN_ABSENT,
	SELINUX_BOOLEAN_OFF,
	SELINUX_BOOLEAN_ON,
};

/* Whose names for container types a policy has. */
enum selinux_platform {
	PLATFORM_UNKNOWN,
	PLATFORM_CONTAINER_SELINUX, /* Fedora, RHEL and their likes */
	PLATFORM_REFPOLICY,	    /* Debian */
	PLATFORM_BOTTLEROCKET,
};

struct selinux_asker {
	/* The bit of PERMISSION in CLASS; 0: there is none. */
	uint32_t (*permission)(void *data, const char *class,
			       const char *permission);
	/* What may SOURCE do to TARGET (full contexts), REQUESTED of it? */
	struct selinux_decision (*decide)(void *data, const char *source,
					  const char *target, const char *class,
					  uint32_t requested);
	bool (*has_context)(void *data, const char *context);
	enum selinux_boolean (*boolean)(void *data, const char *name);
	/*
	 * Answer from now on as if boolean NAME were IS_ON. The policy itself
	 * stays as it is. False: this asker cannot.
	 */
	bool (*suppose)(void *data, const char *name, bool is_on);
	/*
	 * Answer from now on as if the policy held MODULE (CIL) besides; NULL:
	 * as it is. False: it does not compile, or this asker cannot; then
	 * *RET_WHY, which lives until the next call, says why. What concerns
	 * other types than BASE may be left out of the answers.
	 */
	bool (*extend)(void *data, const char *module, const char *base,
		       const char **ret_why);
	/* Its rules, borrowed; NULL: they cannot be read. */
	const struct policy_rules *(*rules)(void *data);
	void *data;
};

#endif
