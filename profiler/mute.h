/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/mute.h - capabilities whose checks leave no record for a while:
 * each has a boolean in the profiling domain's policy. What is switched off is
 * written to the journal first.
 *
 * A capability that is known before the run is muted all the time. One that is
 * asked for thousands of times is muted for the rest of the phase, once the
 * last checks told nothing new and no further one could change the verdict. A
 * flip has the kernel build its table of conditional rules anew and forget all
 * decisions: they come in batches.
 */

#ifndef WHITTLE_PROFILER_MUTE_H
#define WHITTLE_PROFILER_MUTE_H

#include <stdint.h>

#include "collectors/harvest.h"
#include "profile/capset.h"
#include "profile/error.h"
#include "profile/profile.h"

#define MUTE_CHECKS   1000u /* fewer are no flood */
#define MUTE_STALE    500u  /* of these, that told nothing new */
#define MUTE_PAUSE_MS 500u  /* between two flips */

/* All zero: nothing is muted. */
struct mute {
	capset_t always;  /* known before */
	capset_t flooded; /* in this phase */
	capset_t noted;	  /* flooded in any */
	capset_t journaled;
	uint64_t flip_ms; /* when the last was */
};

/* Mute CAPABILITIES for the whole run. The journal's lock must be held. */
MUST_CHECK enum status mute_always(struct mute *mute, capset_t capabilities,
				   struct error *err);

/* Mute those that flood, when it is time. */
MUST_CHECK enum status mute_floods(struct mute *mute, struct harvest *harvest,
				   struct error *err);

/* A new phase begins: what flooded is listened to again. */
MUST_CHECK enum status mute_end_phase(struct mute *mute,
				      struct harvest *harvest,
				      struct error *err);

/* Which were muted for a flood, into PROFILE's notes. */
void mute_note(const struct mute *mute, struct profile *profile);

/* The journal's words "NAME...": switch these booleans on again. */
MUST_CHECK enum status mute_undo(char *names, struct error *err);

#endif
