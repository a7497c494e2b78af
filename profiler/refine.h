/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/refine.h - a profile that further runs add to: what it knows is not
 * logged again, what they find is merged into it.
 */

#ifndef WHITTLE_PROFILER_REFINE_H
#define WHITTLE_PROFILER_REFINE_H

#include <stdbool.h>

#include "profile/error.h"
#include "profile/profile.h"
#include "profiler/known.h"
#include "profiler/verb.h"

/* All zero: there is none. */
struct refine {
	bool is_set;
	char *text; /* the profile's JSON */
	struct profile profile;
	struct known_items known; /* of PROFILE */
};

void refine_done(struct refine *refine);

/* Begin with the profile in the file PATH. */
MUST_CHECK enum status refine_load(struct refine *refine, const char *path,
				   struct error *err);

/*
 * Merge NEWS into REFINE, which it is when there was none. The items that were
 * not known before are told.
 */
MUST_CHECK enum status refine_take(struct refine *refine, struct profile *news,
				   bool with_counts,
				   const struct invocation *invocation,
				   struct error *err);

#endif
