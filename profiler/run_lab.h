/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/run_lab.h - whittle run --lab: the same run, in the guest. */

#ifndef WHITTLE_PROFILER_RUN_LAB_H
#define WHITTLE_PROFILER_RUN_LAB_H

#include "profiler/run_request.h"
#include "profiler/verb.h"

/*
 * Carry what REQUEST names of this host into a guest (a command or a bundle
 * given with a slash, the profile to refine), run whittle there with the same
 * options, and write the profile that comes back. The exit status is the one
 * of the run in the guest.
 */
MUST_CHECK enum status run_in_lab(const struct run_request *request,
				  struct invocation *invocation,
				  struct error *err);

#endif
