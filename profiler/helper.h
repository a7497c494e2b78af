/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/helper.h - the commands a user gives to a run (--ready,
 * --exercise) and the order to stop: children that run beside the loop.
 */

#ifndef WHITTLE_PROFILER_HELPER_H
#define WHITTLE_PROFILER_HELPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "profile/error.h"
#include "profiler/workload.h"

struct helper {
	pid_t pid; /* 0: not running */
	bool is_ended;
	int exit_status; /* as a shell has it */
};

/*
 * Start COMMAND by sh -c, in GROUP (a cgroup), with WHITTLE_PID and, for a
 * container, WHITTLE_CONTAINER of WORKLOAD. Its standard output goes to our
 * standard error: ours may be the profile. IS_QUIET drops both.
 */
MUST_CHECK enum status helper_start_shell(struct helper *helper,
					  const char *command,
					  const char *group,
					  const struct workload *workload,
					  bool is_quiet, struct error *err);
/* Start ARGV, silent. */
MUST_CHECK enum status helper_start(struct helper *helper,
				    const char *const argv[],
				    const char *group, struct error *err);
/* If PID (as waited for, WAIT_STATUS) is this helper's: note its end. */
bool helper_note_end(struct helper *helper, pid_t pid, int wait_status);

#endif
