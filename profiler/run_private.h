/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/run_private.h - between the files of a run: run.c, run_*.c. */

#ifndef WHITTLE_PROFILER_RUN_PRIVATE_H
#define WHITTLE_PROFILER_RUN_PRIVATE_H

#include "profiler/collector.h"
#include "profiler/domain.h"
#include "profiler/run.h"
#include "profiler/run_loop.h"
#include "profiler/watchdog.h"

/* Everything that a run makes and must undo. */
struct run {
	const struct run_options *options;
	const struct invocation *invocation;
	struct profile *profile;
	struct selinux_status selinux;
	struct launch_plan plan;
	struct workload workload;
	struct collector collector;
	struct watchdog watchdog;
	struct run_loop loop;
	struct mute mute;
	struct progress progress;
	int lock;
	struct run_signals signals;
	char label[256];
	char id[32];
	char directory[128];
	char group[300];
	char helper_group[304];
};

/*
 * The user's --setup, where there is one. Fails with STATUS_DIFFERS, and tells
 * the outcome, where the command fails: of the workload that says nothing.
 */
MUST_CHECK enum status run_setup(const struct run *run, struct error *err);

/* Has anything shown that the workload itself was recorded? */
bool run_is_seen(const struct run *run, const struct harvest_stats *stats);

/*
 * STATUS_DIFFERS where the user's commands did not work out: never ready,
 * an exercise that failed, or a workload that ended by itself before.
 */
MUST_CHECK enum status run_judge_commands(const struct run *run,
					  struct error *err);

/*
 * After the last record: finish the collector, which gives *RET_STATS, and say
 * in the profile all else that is known. Fails as the user's commands did
 * (STATUS_DIFFERS), or with STATUS_INCOMPLETE where records are missing.
 */
MUST_CHECK enum status run_fill_profile(struct run *run,
					struct harvest_stats *ret_stats,
					struct error *err);

#endif
