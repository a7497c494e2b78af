/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/run_loop.h - the time between launch and the last record: reads
 * records, watches children and signals, runs the ready and exercise
 * commands, stops the workload.
 */

#ifndef WHITTLE_PROFILER_RUN_LOOP_H
#define WHITTLE_PROFILER_RUN_LOOP_H

#include "profiler/collector.h"
#include "profiler/helper.h"
#include "profiler/mute.h"
#include "profiler/progress.h"
#include "profiler/run.h"
#include "profiler/run_signals.h"

enum run_state {
	RUN_STARTING, /* not yet up */
	RUN_UP,	      /* up, or nobody asks whether it is */
	RUN_STOPPING, /* ordered to stop */
	RUN_DRAINING, /* ended; records still come */
	RUN_DONE,
};

/* Why the run stopped the workload, for the notes. */
enum stop_reason {
	STOP_NONE, /* it ended by itself */
	STOP_EXERCISED,
	STOP_LINGERED,
	STOP_TIMEOUT,
	STOP_NEVER_READY,
	STOP_BUDGET,
	STOP_SIGNAL,
};

struct run_loop {
	const struct run_options *options;
	const struct invocation *invocation;
	struct collector *collector;
	struct workload *workload;
	struct mute *mute;	  /* NULL: without SELinux */
	const char *helper_group; /* cgroup of ready, exercise and stop */
	int signals;		  /* signalfd */
	enum run_state state;
	enum stop_reason reason;
	struct helper ready;
	struct helper exercise;
	struct helper stop;
	bool has_exercise_run;
	int exercise_status;
	uint64_t started_ms;
	uint64_t up_ms;
	uint64_t exercised_ms;	 /* when the exercise had ended */
	uint64_t ready_again_ms; /* when to ask again */
	uint64_t stop_ms;	 /* when the order to stop was given */
	uint64_t ended_ms;	 /* when the workload was seen to be gone */
	uint64_t mark_ms;	 /* when the last end mark was set */
	struct progress progress;
	uint64_t window_ms;	   /* since when MESSAGES are counted */
	uint64_t messages;	   /* read until then */
	bool is_flooded;	   /* many came in the last window */
	unsigned int signal_count; /* INT and TERM so far */
	bool has_mark_failed;	   /* the end mark never came */
};

/* Runs until the last record has been read. */
MUST_CHECK enum status run_loop(struct run_loop *loop, struct error *err);

#endif
