/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/cgroup.h - the control group (v2) that holds all processes of a
 * run, so that they can be counted, frozen and killed together.
 *
 * Source: Documentation/admin-guide/cgroup-v2.rst (cgroup.kill is there since
 * Linux 5.14; before it the processes are killed one by one).
 */

#ifndef WHITTLE_PROFILER_CGROUP_H
#define WHITTLE_PROFILER_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "profile/error.h"

/*
 * The path of a new group NAME ("whittle-1a2b") at the top of the v2
 * hierarchy, into BUFFER; nothing is made yet. STATUS_UNSUPPORTED when no v2
 * hierarchy is mounted.
 */
MUST_CHECK enum status cgroup_path(const char *name, char *buffer, size_t size,
				   struct error *err);
MUST_CHECK enum status cgroup_make(const char *path, struct error *err);
MUST_CHECK enum status cgroup_add(const char *path, pid_t pid,
				  struct error *err);
/* Is any process in it? False when the group is gone. */
bool cgroup_is_populated(const char *path);
/* Stop or let go all processes; false when it cannot be done. */
bool cgroup_freeze(const char *path, bool is_frozen);
/* Send SIGNAL to every process in it; how many there were. */
unsigned int cgroup_signal(const char *path, int signal_number);
/* SIGKILL to every process in it and below. */
void cgroup_kill(const char *path);
/* The path of the group that process PID is in; false when it is gone, in no
   group of its own, or the path is longer than SIZE. */
MUST_CHECK bool cgroup_of_process(pid_t pid, char *buffer, size_t size);
/* SIGKILL to all, wait until none is left, remove the group and all below it.
   True when it is gone in the end. A group that does not exist is gone. */
bool cgroup_destroy(const char *path);

#endif
