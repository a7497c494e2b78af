/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/progress.h - one line on the terminal that says how far a run is.
 * It is written over itself and wiped at the end; where standard error is no
 * terminal, or with -q, there is none. It gives way for good once somebody
 * else, as the workload, writes to that terminal.
 */

#ifndef WHITTLE_PROFILER_PROGRESS_H
#define WHITTLE_PROFILER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/harvest.h"
#include "profile/text.h"
#include "profiler/verb.h"

#define PROGRESS_PAUSE_MS 500u

/* All zero: quiet. */
struct progress {
	bool is_on;
	bool is_refined;   /* what is found is news */
	uint64_t shown_ms; /* since when */
};

struct progress_state {
	const char *doing; /* "starting", "up", ... */
	struct harvest_counts counts;
	uint64_t lost;
};

void progress_init(struct progress *progress, bool is_wanted, bool is_refined,
		   const struct invocation *invocation);

/* Is it time for a new line? */
bool progress_is_due(const struct progress *progress);
/* One of another kind, "whittle: " included. */
void progress_show_words(struct progress *progress, const char *words);
void progress_show(struct progress *progress,
		   const struct progress_state *state);
/* Wipe the line that stands on the terminal, if one does, before anything
   else is written there. */
void progress_wipe(void);
/* What was written there since was written by this program. */
void progress_wrote(void);

/* The line itself, without "whittle: ". */
void progress_format(const struct progress *progress,
		     const struct progress_state *state, struct text *line);

#endif
