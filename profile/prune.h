/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/prune.h - which of many items can be left out together, where a test
 * that fails tells which of those left out were missed. With such an answer
 * all others are cleared of that failure at once, so the search takes about
 * two tests for each item that must stay; without, it goes by halves as
 * profile/ddmin.h does. Pure: who asks runs the tests.
 */

#ifndef WHITTLE_PROFILE_PRUNE_H
#define WHITTLE_PROFILE_PRUNE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/ddmin.h"

/*
 * Does it work without the items of OUT (COUNT flags)? Where it does not,
 * MISSED, all false when called, gets those of OUT that were asked for; none:
 * nobody knows. IS_LAST: the answer decides about one item for good. The same
 * question may come twice.
 */
typedef enum ddmin_answer (*prune_test)(void *context, const bool *out,
					size_t count, bool is_last,
					bool *missed);

/*
 * OUT holds COUNT flags: items without which it is known to work, none at
 * first as a rule; more are set. True: each of the others was left out beside
 * them, and then it failed. False: the search was stopped, or no memory; OUT
 * still holds what it worked without.
 */
MUST_CHECK bool prune(bool *out, size_t count, prune_test test, void *context);

#endif
