/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/filter.h - the seccomp filters that log.
 * Source: seccomp_init(3), seccomp(2); logging needs API level 3.
 */

#ifndef WHITTLE_PROFILER_FILTER_H
#define WHITTLE_PROFILER_FILTER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "profile/error.h"
#include "profile/text.h"
#include "profiler/known.h"

/* What the filter of a run does beside logging. */
struct filter_plan {
	/* clone3 is answered with ENOSYS and not logged; libc then calls
	   clone, whose flags can be seen. */
	bool is_without_clone3;
	/* Borrowed; these calls are allowed without a record. NULL: none. */
	const struct known_items *known;
};

/* The name that a fence logs, and nothing else does it in that process. */
#define FENCE_SYSCALL "getppid"

/* Can the kernel and the library log, and is logging switched on? */
MUST_CHECK enum status filter_check(struct error *err);

/*
 * Load the filter of PLAN: it logs every call of every architecture of this
 * machine and allows it, except as PLAN says, without no_new_privs. For a
 * child between fork and execve: nothing is allocated after the filter is in
 * force. Returns 0 or -errno.
 */
MUST_CHECK int filter_load_log(const struct filter_plan *plan);

/*
 * Add the same filter as an OCI profile (JSON) to TEXT. Its rules have no
 * architecture: what is known of the native one is allowed in all of them.
 */
void filter_add_oci_json(const struct filter_plan *plan, struct text *text);

/*
 * Fork a child that makes one logged call (FENCE_SYSCALL) and ends: its
 * record is a mark in the log. It is not waited for: with a full backlog the
 * call blocks until somebody reads. Returns its pid, or -1 with errno.
 */
MUST_CHECK pid_t filter_emit_fence(void);

#endif
