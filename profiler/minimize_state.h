/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/minimize_state.h - what a minimization has learned, in a file
 * beside its output: after an interruption or a kill it goes on from there.
 */

#ifndef WHITTLE_PROFILER_MINIMIZE_STATE_H
#define WHITTLE_PROFILER_MINIMIZE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/capset.h"
#include "profile/error.h"

/* The runs with one set of capabilities. */
struct minimize_trial {
	capset_t keep;
	unsigned int runs, worked;
};

struct minimize_state {
	char *path; /* OUTPUT.minimize */
	char key[65];
	struct minimize_trial *trials; /* in the order of their making */
	size_t count;
	unsigned int runs; /* of all trials */
};

/*
 * Read the state beside OUTPUT, if there is one with KEY (hex digest of all
 * that decides a trial's outcome); another one's is passed over. Freed with
 * minimize_state_done(). Fails with STATUS_MALFORMED: it is damaged, or it
 * could not be written.
 */
MUST_CHECK enum status minimize_state_open(struct minimize_state *state,
					   const char *output,
					   const char key[65],
					   struct error *err);
void minimize_state_done(struct minimize_state *state);
#define AUTO_MINIMIZE_STATE CLEANUP(minimize_state_done)

/* The trial of KEEP, or NULL. */
const struct minimize_trial *minimize_state_find(
	const struct minimize_state *state, capset_t keep);

/* One run more with KEEP; on the disk before it returns. */
MUST_CHECK enum status minimize_state_add(struct minimize_state *state,
					  capset_t keep, bool works,
					  struct error *err);

/* Did runs with the same set end differently? */
bool minimize_state_is_flaky(const struct minimize_state *state);

/* It is done with. */
void minimize_state_remove(const struct minimize_state *state);

#endif
