/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/syscall_unit.h - the system calls of a profile in groups of which
 * an allowlist can leave each one out: a call with its family, since the list
 * would bring it back with any other member. What the list holds anyway (what
 * the runtimes call before the execve, what any program may come to call) is
 * in none.
 */

#ifndef WHITTLE_POLICIES_SYSCALL_UNIT_H
#define WHITTLE_POLICIES_SYSCALL_UNIT_H

#include "policies/seccomp_advice.h"

struct syscall_unit {
	const char *id;	    /* the family's, or the call's own name */
	const char **names; /* the profile's calls in it, sorted, each once */
	size_t name_count;
};

struct syscall_units {
	struct syscall_unit *items; /* by id */
	size_t count;
	bool is_exact; /* a call alone is a unit */
	size_t fixed;  /* names that no unit has */
};

/*
 * Fill *UNITS from PROFILE, whose strings it borrows, for lists that
 * seccomp_advice_make() makes with OPTIONS (left_out is not looked at). Freed
 * with syscall_units_done(), also after a failure. Fails with
 * STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status syscall_units_make(struct syscall_units *units,
					  const struct profile *profile,
					  const struct seccomp_options *options,
					  struct error *err);
void syscall_units_done(struct syscall_units *units);
#define AUTO_SYSCALL_UNITS CLEANUP(syscall_units_done)

/* Which unit NAME belongs to, seen in the profile or not; COUNT: none. */
size_t syscall_units_find(const struct syscall_units *units, const char *name);

/*
 * Set LEFT_OUT, a flag for each of PROFILE's calls: those in the units whose
 * flag in OUT is set. For struct seccomp_options.
 */
void syscall_units_leave_out(const struct syscall_units *units,
			     const struct profile *profile, const bool *out,
			     bool *left_out);

#endif
