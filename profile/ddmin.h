/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/ddmin.h - delta debugging: of a set of items with which something
 * works, a part with which it still works and of which none can be left out
 * alone. Pure: who asks runs the tests.
 *
 * Source: A. Zeller, R. Hildebrandt, Simplifying and isolating
 * failure-inducing input (2002), with "works" for "fails".
 */

#ifndef WHITTLE_PROFILE_DDMIN_H
#define WHITTLE_PROFILE_DDMIN_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/attributes.h"

enum ddmin_answer {
	DDMIN_WORKS,
	DDMIN_FAILS,
	DDMIN_STOP, /* no more tests: the search ends where it is */
};

/* Does it work with the items of KEEP alone (COUNT flags)? The same question
   may come twice. */
typedef enum ddmin_answer (*ddmin_test)(void *context, const bool *keep,
					size_t count);

/*
 * KEEP holds COUNT flags, all that are set being known to work together; in
 * the end those stay set that do not go without. True: none of these can be
 * left out alone, each was tried. False: it was stopped, or no memory; KEEP
 * still holds a set that works.
 */
MUST_CHECK bool ddmin(bool *keep, size_t count, ddmin_test test, void *context);

#endif
