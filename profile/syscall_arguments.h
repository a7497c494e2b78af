/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/syscall_arguments.h - calls of which one argument says most of what
 * they open, and which values of it were seen. Only what a filter can look at
 * counts: a number, never what a pointer points to.
 */

#ifndef WHITTLE_PROFILE_SYSCALL_ARGUMENTS_H
#define WHITTLE_PROFILE_SYSCALL_ARGUMENTS_H

#include "profile/profile.h"

struct syscall_argument_row {
	const char *name;   /* of the call */
	unsigned int index; /* of the argument, from 0, on most machines */
	const char *what;   /* "the signal" */
};

/* Ends with a NULL name. */
extern const struct syscall_argument_row syscall_argument_rows[];

/* The row of the call NAME; NULL: none, or NAME is NULL. */
const struct syscall_argument_row *syscall_argument_row(const char *name);

/*
 * Which argument it is on ARCH, an AUDIT_ARCH_ value. Source: kernel/fork.c,
 * CONFIG_CLONE_BACKWARDS2: s390's clone takes the stack before the flags.
 */
unsigned int syscall_argument_index(const struct syscall_argument_row *row,
				    uint32_t arch);

/* More different values than this are not kept: it is then incomplete. */
#define ARGUMENT_VALUES_MAX 64

/*
 * Note COUNT VALUES (at most ARGUMENT_VALUES_MAX) of argument INDEX of a call
 * that is in PROFILE already; they are copied and sorted. IS_COMPLETE: all
 * calls that were counted had one of them. RUNS: over how many runs.
 */
void profile_argument_set(struct profile *profile, uint32_t arch,
			  uint32_t number, unsigned int index,
			  const uint64_t *values, size_t count,
			  bool is_complete, uint64_t runs);

/* No argument of PROFILE had all the values that it may have. */
void profile_arguments_cut(struct profile *profile);

#endif
