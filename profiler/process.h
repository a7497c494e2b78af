/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/process.h - starting other programs. */

#ifndef WHITTLE_PROFILER_PROCESS_H
#define WHITTLE_PROFILER_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "profile/error.h"

/* In a new child: no blocked signals, default dispositions. */
void process_child_reset(void);

/*
 * Run ARGV (found in PATH) and wait for it. Its standard output goes to
 * BUFFER (cut to SIZE, NUL-terminated; NULL: dropped), its standard input is
 * empty, its errors go to ours when IS_LOUD. After TIMEOUT_MS it is killed.
 * *RET_STATUS is its exit status as a shell has it (128 + N for signal N, 127
 * when it does not exist). Fails when no process can be made.
 */
MUST_CHECK enum status process_run(const char *const argv[], char *buffer,
				   size_t size, bool is_loud,
				   uint64_t timeout_ms, int *ret_status,
				   struct error *err);

/* The exit status of waitpid() as a shell has it. */
int process_shell_status(int wait_status);

/* Is PID at its end: a signal that kills it is on its way, it is exiting, or it
   waits to be reaped? Source: proc_pid_stat(5). */
bool process_is_ending(pid_t pid);

/* The executable that NAME means, by PATH where it has no slash; freed with
   free(). NULL: none is found, or no memory. */
char *process_find(const char *name);

/* Is NAME found in PATH and executable? */
bool process_is_installed(const char *name);

/* CLOCK_MONOTONIC in milliseconds. */
uint64_t process_now_ms(void);

#endif
