/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/minimize_state.h - what a minimization has learned, in a file
 * beside its output: after an interruption or a kill it goes on from there.
 */

#ifndef WHITTLE_PROFILER_MINIMIZE_STATE_H
#define WHITTLE_PROFILER_MINIMIZE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/capset.h"
#include "profile/error.h"

/* What a run leaves to a workload. Lists are words with a blank between. */
struct minimize_question {
	capset_t keep;
	const char *without; /* calls or their groups; NULL: none */
	const char *type;    /* of SELinux; NULL: the grant's */
};

/* The runs that answer one question in one way. Strings belong to the state. */
struct minimize_trial {
	capset_t keep;
	char *without, *type; /* WITHOUT never NULL */
	/* Which of WITHOUT were asked for, the last one last: all, where
	   nobody knows. */
	char *missed;
	bool is_known;
	unsigned int runs, worked;
};

struct minimize_state {
	char *path; /* OUTPUT.minimize */
	char key[65];
	struct minimize_trial *trials; /* in the order of their making */
	size_t count;
	unsigned int runs; /* of all trials */
	/* Of the runs that worked: the longest, and did one end by itself,
	   did one have to be stopped? */
	uint64_t slowest_ms;
	bool has_ended, has_stopped;
	bool is_of_another; /* there is a file with another key */
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

struct minimize_tally {
	unsigned int runs, worked;
	const char *missed; /* in one that failed; NULL: none did */
	bool is_known;	    /* it told: the last word is suspected most */
};

/*
 * All runs that answer QUESTION. A run without more is one of them where it
 * asked for nothing of what was besides: all its calls got the same answers.
 */
struct minimize_tally minimize_state_tally(
	const struct minimize_state *state,
	const struct minimize_question *question);

/* One run more; on the disk before it returns. MISSED, of QUESTION's without,
   is what it asked for; NULL: nobody knows. */
MUST_CHECK enum status minimize_state_add(
	struct minimize_state *state, const struct minimize_question *question,
	const char *missed, bool works, struct error *err);

/* Did runs that answer one question end differently? */
bool minimize_state_is_flaky(const struct minimize_state *state);

/* It is done with. */
void minimize_state_remove(const struct minimize_state *state);

#endif
