/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/seccomp_request.h - the options of report that shape an allowlist.
 */

#ifndef WHITTLE_PROFILER_SECCOMP_REQUEST_H
#define WHITTLE_PROFILER_SECCOMP_REQUEST_H

#include "policies/seccomp_advice.h"
#include "profile/error.h"

/*
 * Take the option NAME with VALUE into *OPTIONS; the strings are borrowed.
 * *RET_TAKEN is false when NAME is none of them. Fails with STATUS_USAGE.
 */
MUST_CHECK enum status seccomp_request_set(struct seccomp_options *options,
					   const char *name, const char *value,
					   bool *ret_taken, struct error *err);

/* Do the options fit each other? Fails with STATUS_USAGE. */
MUST_CHECK enum status seccomp_request_check(
	const struct seccomp_options *options, struct error *err);

#endif
