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
 * Where the workload lacks a capability, the kernel makes no record of it. So
 * it runs once more as whittle run has it, with everything and logged; what
 * that shows and GRANT does not cover is told and, unless PROFILE is NULL,
 * added to it. *RET_FOUND: how many items. STATUS_UNSUPPORTED: this host
 * cannot record it.
 */
MUST_CHECK enum status verify_heal_record(struct profile *profile,
					  const struct verify_grant *grant,
					  const struct run_options *run,
					  const struct invocation *invocation,
					  size_t *ret_found, struct error *err);

#endif
