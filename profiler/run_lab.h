/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/run_lab.h - --lab: the same run or verification, in the guest. */

#ifndef WHITTLE_PROFILER_RUN_LAB_H
#define WHITTLE_PROFILER_RUN_LAB_H

#include <stddef.h>
#include <stdint.h>

#include "profiler/run_request.h"
#include "profiler/verb.h"

/* An option of one verb alone, with what it said; VALUE NULL: a flag. */
struct run_lab_option {
	const char *name; /* without the dashes */
	const char *value;
};

/* All borrowed. */
struct run_lab_errand {
	const char *verb; /* "run", "verify" */
	const struct run_request *request;
	const struct run_lab_option *options;
	size_t option_count;
	const char *name;     /* of the subject; NULL: not given */
	const char *profile;  /* carried in, the first operand; NULL: none */
	const char *output;   /* of the profile that comes back */
	uint64_t patience_ms; /* for the workload, besides the guest's start */
};

/*
 * Carry what ERRAND names of this host into a guest (a command or a bundle
 * given with a slash, a profile), run whittle there with the same options, and
 * write the profile that comes back, if one does. The exit status is the one
 * of whittle in the guest.
 */
MUST_CHECK enum status run_in_lab(const struct run_lab_errand *errand,
				  struct invocation *invocation,
				  struct error *err);

#endif
