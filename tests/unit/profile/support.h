/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of profile/ share. */

#ifndef WHITTLE_TESTS_PROFILE_SUPPORT_H
#define WHITTLE_TESTS_PROFILE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "profile/attributes.h"
#include "profile/profile.h"

/* A profile in *STATE for each test. */
static inline int setup_profile(void **state)
{
	struct profile *profile = malloc(sizeof(*profile));

	if (!profile)
		return -1;
	profile_init(profile);
	*state = profile;
	return 0;
}

static inline int teardown_profile(void **state)
{
	profile_done(*state);
	free(*state);
	return 0;
}

#define TEST(f) cmocka_unit_test(f)
#define PROFILE_TEST(f)                                                        \
	cmocka_unit_test_setup_teardown(f, setup_profile, teardown_profile)

#endif
