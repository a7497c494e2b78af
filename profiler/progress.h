/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/progress.h - one line on the terminal that says how far a run is.
 * It is written over itself and wiped at the end; where standard error is no
 * terminal, or with -q, there is none.
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
	bool is_shown;	   /* a line stands there */
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
void progress_show(struct progress *progress,
		   const struct progress_state *state);
/* Wipe the line, before anything else is written. */
void progress_wipe(struct progress *progress);

/* The line itself, without "whittle: ". */
void progress_format(const struct progress *progress,
		     const struct progress_state *state, struct text *line);

#endif
