/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/run_name.h - what a run and its profile are called unless told. */

#ifndef WHITTLE_PROFILER_RUN_NAME_H
#define WHITTLE_PROFILER_RUN_NAME_H

#include "profiler/workload.h"

/*
 * The last part of the image's reference (without tag and digest), of the
 * bundle's path, or of the command; "workload" where there is none. Freed
 * with free(); NULL: no memory.
 */
char *run_default_name(const struct launch_plan *plan);

/*
 * NAME.whittle.json, in this folder whatever NAME is, hidden from nobody, and
 * short enough for a file's name. Freed with free(); NULL: no memory.
 */
char *run_default_output(const char *name);

#endif
