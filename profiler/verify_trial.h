/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/verify_trial.h - one enforced run of a workload: did it work, and
 * what was it refused?
 */

#ifndef WHITTLE_PROFILER_VERIFY_TRIAL_H
#define WHITTLE_PROFILER_VERIFY_TRIAL_H

#include "collectors/refusal.h"
#include "profiler/run.h"
#include "profiler/verify_grant.h"

struct verify_trial {
	bool works;
	bool is_interrupted;
	bool was_stopped; /* by --timeout */
	bool is_launched; /* else it could not be executed: all is known */
	uint64_t milliseconds;
	struct text refused; /* calls, as in struct run_outcome */
	bool is_complete;    /* nothing of what was refused was lost */
	/* What it was refused, by SELinux and seccomp; who and where it ran. */
	struct profile denied;
	struct refusal_list refusals; /* calls, whatever refused them */
	struct harvest_stats stats;
	char why[1024]; /* not: what did not work out */
};

/*
 * Set up, and run the workload of RUN under ENFORCEMENT. PROFILE tells how it
 * ended when it was recorded, which decides where there is no exercise. A
 * workload that does not work is STATUS_OK; a --setup that fails is
 * STATUS_DIFFERS. Freed with verify_trial_done(),
 * also after a failure.
 */
MUST_CHECK enum status verify_trial_run(struct verify_trial *trial,
					const struct run_options *run,
					const struct enforcement *enforcement,
					const struct profile *profile,
					const struct invocation *invocation,
					struct error *err);
void verify_trial_done(struct verify_trial *trial);
#define AUTO_VERIFY_TRIAL CLEANUP(verify_trial_done)

/*
 * One line for each thing that it was refused. GRANT's own refusals, made so
 * that a library goes on, are none. Returns how many lines.
 */
size_t verify_trial_tell(const struct verify_trial *trial,
			 const struct verify_grant *grant,
			 const struct invocation *invocation);

/* Something failed for want of what no record names: a capability, maybe. */
bool verify_trial_has_unnamed(const struct verify_trial *trial);

#endif
