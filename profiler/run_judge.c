/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/text.h"
#include "profiler/run_private.h"

enum status run_judge_commands(const struct run *run, struct error *err)
{
	const struct run_options *options = run->options;
	const struct run_loop *loop = &run->loop;

	if (loop->reason == STOP_NEVER_READY)
		return error_set(err, STATUS_DIFFERS,
				 "try it by hand; -v shows its output",
				 "the workload was never ready: '%s' did not "
				 "succeed",
				 printable(options->ready));
	if (loop->has_exercise_run && loop->exercise_status != 0)
		return error_set(err, STATUS_DIFFERS,
				 "what it did is in the profile all the same",
				 "the exercise failed with status %d",
				 loop->exercise_status);
	if (loop->reason == STOP_NONE &&
	    ((options->ready && !loop->up_ms) ||
	     (options->exercise && !loop->has_exercise_run)))
		return error_set(err, STATUS_DIFFERS,
				 "a daemon must stay in the foreground, or "
				 "its start failed",
				 "the workload ended (status %d) before it "
				 "was %s",
				 run->workload.exit_status,
				 options->exercise ? "exercised" : "ready");
	return STATUS_OK;
}
