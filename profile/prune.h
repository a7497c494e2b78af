/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/prune.h - which of many items can be left out together, where a test
 * that fails tells which of those left out were missed, and which is suspected
 * most. One suspect after the other is put back until it works, and each is
 * left out alone in the end: about two tests for each item that must stay.
 * Where a test tells nothing, the search goes by halves as profile/ddmin.h
 * does. Pure: who asks runs the tests.
 */

#ifndef WHITTLE_PROFILE_PRUNE_H
#define WHITTLE_PROFILE_PRUNE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/ddmin.h"

/* Of a test that failed. */
struct prune_blame {
	bool *missed;	/* all false at first; of OUT; none: nobody knows */
	size_t suspect; /* at first, and where there is none, COUNT */
};

/*
 * Does it work without the items of OUT (COUNT flags)? Where it does not,
 * BLAME is filled as far as that is known. IS_LAST: the answer decides about
 * one item for good. The same question may come twice.
 */
typedef enum ddmin_answer (*prune_test)(void *context, const bool *out,
					size_t count, bool is_last,
					struct prune_blame *blame);

/*
 * OUT holds COUNT flags: items without which it is known to work, none at
 * first as a rule; more are set. True: each of the others was left out beside
 * them, and then it failed. False: the search was stopped, or no memory; OUT
 * still holds what it worked without.
 */
MUST_CHECK bool prune(bool *out, size_t count, prune_test test, void *context);

#endif
