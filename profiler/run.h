/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/run.h - one profiling run from the host check to the filled
 * profile.
 */

#ifndef WHITTLE_PROFILER_RUN_H
#define WHITTLE_PROFILER_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "collectors/harvest.h"
#include "profile/error.h"
#include "profile/profile.h"
#include "profile/text.h"
#include "profiler/audit_control.h"
#include "profiler/verb.h"
#include "profiler/workload.h"

/* All borrowed; NULL or 0: not given. */
struct run_options {
	struct launch_plan plan; /* what the user said; the run fills in
				    label, id, directory and group */
	const struct workload_ops *launch;
	uint64_t timeout_ms;
	const char *setup; /* before each start, once the lock is held */
	const char *ready;
	const char *exercise;
	enum collector_mode collector;
	uint64_t buffer_bytes;
	uint32_t backlog_limit;
	uint64_t log_budget_bytes;
	bool is_log_budget_off;
	bool is_without_selinux;
	bool has_arguments; /* --arg-rules */
	/* Of an enforced run (plan.enforcement): what it was refused besides
	   what the profile is filled with. */
	struct refusal_list *refusals;
	struct run_outcome *outcome; /* NULL: not asked for */
	/* Allowed without a record; NULL: all is logged. */
	const struct known_items *known;
	bool is_progress_off;
	bool has_wait;
	uint64_t wait_ms; /* for another run to end; without: as it takes */
	/* Nothing is started after it: what it gave can be written before a
	   signal that is pending takes effect. */
	bool is_last;
	uint64_t linger_ms; /* once it is up, then it is stopped; 0: never */
	/* Standard input is read from here on in each of several runs. */
	bool has_input_start;
	off_t input_start;
};

/* How it went, besides what the profile's run says. */
struct run_outcome {
	bool was_recorded;     /* PROFILE is filled, whatever is returned */
	bool was_stopped;      /* by --timeout, not by itself */
	bool was_interrupted;  /* by a signal */
	bool was_ready;	       /* or nobody asked */
	bool was_exercised;    /* to the exercise's end */
	bool has_setup_failed; /* nothing was started */
	/* Of an enforced run: the calls that its filter refused, as words in
	   the order in which each came first; those that came only after the
	   order to stop stand before. Freed with text_done(). */
	struct text refused;
};

/*
 * Run the workload and fill PROFILE (initialised): with what it did, or, where
 * the plan has a enforcement, with what it was refused. Returns STATUS_OK,
 * STATUS_INCOMPLETE (the profile says why), STATUS_DIFFERS (never ready, or
 * a failed exercise; ERR says which; or a failed setup, and then there is no
 * profile) or a failure that leaves no profile: but
 * for STATUS_INTERNAL with the outcome's was_recorded, where the host could not
 * be put back. Else it is as it was in every case. The signals that a run takes
 * are blocked while it lasts, and after one that is_last.
 */
MUST_CHECK enum status run_workload(const struct run_options *options,
				    const struct invocation *invocation,
				    struct profile *profile,
				    struct harvest_stats *ret_stats,
				    struct error *err);

#endif
