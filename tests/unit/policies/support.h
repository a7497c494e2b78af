/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of policies/ share. */

#ifndef WHITTLE_TESTS_POLICIES_SUPPORT_H
#define WHITTLE_TESTS_POLICIES_SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <linux/capability.h>

#include "profile/profile.h"

#define BIT(capability) ((capset_t)1 << (CAP_##capability))

/* One host entry with one evidence, whose reason is REASON. */
static inline void add_need(struct profile *profile, unsigned int capability,
			    enum verdict verdict, capset_t instead,
			    const char *reason)
{
	const struct evidence evidence = {
		.comm = "test",
		.syscall = "test",
		.phase = PHASE_START,
		.reason = reason,
		.count = 1,
	};

	profile_capability_add(profile, capability, NAMESPACE_HOST, verdict,
			       instead, &evidence);
}

static inline void add_access(struct profile *profile, const char *source,
			      const char *target, const char *class,
			      const char *permission)
{
	const struct access access = {
		.source = source,
		.target = target,
		.class = class,
		.path = "/a/path",
		.comm = "test",
		.outcome = "permissive",
		.phase = PHASE_START,
		.count = 1,
	};

	profile_access_add(profile, &access, permission);
}

#endif
