/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/known.h - what a profile knows already, so that a further run need
 * not log it.
 *
 * Known is only what a further record could not make worse: a system call
 * that the program itself was seen to make (not its container runtime alone)
 * and that no verification found to be unneeded, and a capability of the host
 * whose verdict is needed or proven. What has a softer verdict is looked at
 * again each time.
 */

#ifndef WHITTLE_PROFILER_KNOWN_H
#define WHITTLE_PROFILER_KNOWN_H

#include <stdint.h>

#include "profile/capset.h"
#include "profile/error.h"
#include "profile/profile.h"

struct known_call {
	uint32_t arch; /* as in profile/syscall_names.h */
	const char *name;
};

/* All zero: nothing is known. */
struct known_items {
	struct known_call *calls; /* names belong to the profile */
	size_t call_count;
	capset_t capabilities;
};

void known_items_done(struct known_items *known);

/* What PROFILE knows; it must outlive *RET. */
MUST_CHECK enum status known_items_of(const struct profile *profile,
				      struct known_items *ret,
				      struct error *err);

#endif
