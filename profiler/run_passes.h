/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/run_passes.h - whittle run, once its options are read: one run, or
 * a warm-up and a second one that logs only what the first did not show; the
 * profile is written.
 */

#ifndef WHITTLE_PROFILER_RUN_PASSES_H
#define WHITTLE_PROFILER_RUN_PASSES_H

#include "profiler/run_request.h"
#include "profiler/verb.h"

/* As run_workload(); a failure to write is one as well. */
MUST_CHECK enum status run_passes(const struct run_request *request,
				  const struct invocation *invocation,
				  struct error *err);

#endif
