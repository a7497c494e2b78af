/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/launcher.h - is a process still the container runtime? For logs
 * without labels, where nothing better tells.
 */

#ifndef WHITTLE_COLLECTORS_LAUNCHER_H
#define WHITTLE_COLLECTORS_LAUNCHER_H

#include <stdbool.h>

/* The name of a live run's marks in the log: one logged call of a child of
   whittle's own. They are nobody's subject. */
#define LAUNCHER_MARK_COMM "whittle-mark"

/*
 * What runc and crun look like between loading the filter and execve. Names
 * are a hint, not a proof. COMM and EXE may be NULL.
 */
bool launcher_is_hinted(const char *comm, const char *exe);

#endif
