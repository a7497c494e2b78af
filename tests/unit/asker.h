/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An asker whose policy is a function of one permission at a time. The first
 * 32 names of permissions that are met get a bit each.
 */

#ifndef WHITTLE_TESTS_ASKER_H
#define WHITTLE_TESTS_ASKER_H

#include <string.h>

#include "policies/selinux_asker.h"

enum fake_answer { FAKE_UNKNOWN, FAKE_REFUSED, FAKE_CONSTRAINED, FAKE_ALLOWED };

static const char *fake_names[32];

static inline uint32_t fake_permission(void *data, const char *class,
				       const char *permission)
{
	(void)data;
	(void)class;
	for (unsigned int i = 0; i < 32; i++) {
		if (!fake_names[i])
			fake_names[i] = strdup(permission);
		if (strcmp(fake_names[i], permission) == 0)
			return 1U << i;
	}
	return 0;
}

/* To be called last in a decide of one's own. */
static inline struct selinux_decision
fake_decide(void *data, const char *source, const char *target,
	    const char *class, uint32_t requested,
	    enum fake_answer (*allows)(void *data, const char *source,
				       const char *target, const char *class,
				       const char *permission))
{
	struct selinux_decision decision = {.is_known = true};

	for (unsigned int i = 0; i < 32 && fake_names[i]; i++) {
		enum fake_answer answer =
			allows(data, source, target, class, fake_names[i]);

		if (answer == FAKE_UNKNOWN)
			return (struct selinux_decision){0};
		if (answer == FAKE_ALLOWED)
			decision.allowed |= 1U << i;
		else if (requested & (1U << i))
			decision.refusals |= answer == FAKE_CONSTRAINED
						     ? SELINUX_BY_CONSTRAINT
						     : SELINUX_BY_TYPE;
	}
	return decision;
}

#endif
