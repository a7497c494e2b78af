/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/syscall_family.h - system calls that stand in for one another. The
 * same program calls another member on another kernel, with another C library
 * or on another architecture, so a list of what one run called is too short.
 */

#ifndef WHITTLE_POLICIES_SYSCALL_FAMILY_H
#define WHITTLE_POLICIES_SYSCALL_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

struct syscall_family {
	const char *id;
	const char *members; /* names with a blank between; each in one row */
	const char *why;     /* when one comes in the place of another */
	/* Every program may come to call them, whatever was seen of it. */
	bool is_always;
};

/* Ends with a NULL id. */
extern const struct syscall_family syscall_families[];

/* The row that has NAME among its members; NULL: none. */
const struct syscall_family *syscall_family_of(const char *name);

/*
 * Walk over the words of MEMBERS: the next one goes to WORD. *POSITION begins
 * as MEMBERS. False at the end.
 */
bool syscall_family_next(const char **position, char *word, size_t size);

#endif
