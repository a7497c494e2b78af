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

/* The name that a fence logs, and nothing else does it in that process. */
#define FENCE_SYSCALL "getppid"

/* Can the kernel and the library log, and is logging switched on? */
MUST_CHECK enum status filter_check(struct error *err);

/*
 * Load a filter that logs every call of every architecture of this machine
 * and allows it, without no_new_privs. WITHOUT_CLONE3: clone3 is answered with
 * ENOSYS and not logged; libc then calls clone, whose flags can be seen. For a
 * child between fork and execve: nothing is allocated after the filter is in
 * force. Returns 0 or -errno.
 */
MUST_CHECK int filter_load_log(bool without_clone3);

/* The same filter as an OCI profile (JSON text, constant). */
const char *filter_oci_json(bool without_clone3);

/*
 * Fork a child that makes one logged call (FENCE_SYSCALL) and ends: its
 * record is a mark in the log. It is not waited for: with a full backlog the
 * call blocks until somebody reads. Returns its pid, or -1 with errno.
 */
MUST_CHECK pid_t filter_emit_fence(void);

#endif
