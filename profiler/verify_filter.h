/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/verify_filter.h - the allowlist that a profile's report writes, to
 * be enforced: as text for an engine, compiled for a program.
 */

#ifndef WHITTLE_PROFILER_VERIFY_FILTER_H
#define WHITTLE_PROFILER_VERIFY_FILTER_H

#include "policies/seccomp_advice.h"
#include "profiler/enforcement.h"

struct verify_filter {
	struct seccomp_advice advice;
	char *text; /* NULL: the profile has no calls to allow */
	struct filter_program *program;
};

/*
 * Fill *FILTER from PROFILE, which must outlive it and stay as it is; OPTIONS
 * as for seccomp_advice_make(). IS_UNLOGGED: the flag that has refusals logged
 * is left out. Freed with verify_filter_done(), also after a failure.
 */
MUST_CHECK enum status verify_filter_make(struct verify_filter *filter,
					  const struct profile *profile,
					  const struct seccomp_options *options,
					  bool is_unlogged, struct error *err);
void verify_filter_done(struct verify_filter *filter);
#define AUTO_VERIFY_FILTER CLEANUP(verify_filter_done)

/* Have ENFORCEMENT borrow it. */
void verify_filter_enforce(const struct verify_filter *filter,
			   struct enforcement *enforcement);

#endif
