/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/verify_heal.h - what a workload lacked, named by the records, and
 * added to its profile.
 */

#ifndef WHITTLE_PROFILER_VERIFY_HEAL_H
#define WHITTLE_PROFILER_VERIFY_HEAL_H

#include "profiler/verify_trial.h"

/*
 * Add to PROFILE what the filter and SELinux refused in TRIAL. Returns how
 * many items it did not know before.
 */
size_t verify_heal_denied(struct profile *profile,
			  const struct verify_trial *trial,
			  const struct verify_grant *grant);

/*
 * Capabilities that became needed though the records call them opportunistic,
 * since nothing else was lacking; what stood there before tells the set.
 */
struct verify_insisted {
	capset_t opportunistic, unneeded;
};

/* It did not work with them either: their verdicts are what they were. */
void verify_heal_withdraw(struct profile *profile,
			  const struct verify_insisted *insisted);

/*
 * What RECORDED shows and GRANT does not cover is told and, unless PROFILE is
 * NULL, added to it; what PROFILE had as unneeded is needed again. Where that
 * is nothing, capabilities that GRANT leaves out as opportunistic; INSISTED
 * gets those. Returns how many items.
 */
size_t verify_heal_recorded(struct profile *profile,
			    const struct profile *recorded,
			    const struct verify_grant *grant,
			    const struct invocation *invocation,
			    struct verify_insisted *insisted);

struct verify_recording {
	size_t found;	     /* items */
	bool is_interrupted; /* by a signal: there may be more */
	struct verify_insisted insisted;
};

/*
 * Where the workload lacks a capability, the kernel makes no record of it. So
 * it runs once more as whittle run has it, with everything and logged, for
 * verify_heal_recorded(). *RET is all zero before. STATUS_UNSUPPORTED: this
 * host cannot record it.
 */
MUST_CHECK enum status verify_heal_record(struct profile *profile,
					  const struct verify_grant *grant,
					  const struct run_options *run,
					  const struct invocation *invocation,
					  struct verify_recording *ret,
					  struct error *err);

#endif
