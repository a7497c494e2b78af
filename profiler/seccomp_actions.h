/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/seccomp_actions.h - which actions of seccomp the kernel may log:
 * sysctl kernel.seccomp.actions_logged. Source: seccomp(2).
 */

#ifndef WHITTLE_PROFILER_SECCOMP_ACTIONS_H
#define WHITTLE_PROFILER_SECCOMP_ACTIONS_H

#include "profile/error.h"

/*
 * Have what a filter refuses with an errno logged where its flags ask for
 * that. A kernel logs it unless told otherwise; a change is journaled.
 */
MUST_CHECK enum status seccomp_actions_log_refusals(struct error *err);

/* Set the whole list, "errno log". */
MUST_CHECK enum status seccomp_actions_set(const char *words,
					   struct error *err);

#endif
