/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/seccomp_advice.h - the syscalls of an allowlist. */

#ifndef WHITTLE_POLICIES_SECCOMP_ADVICE_H
#define WHITTLE_POLICIES_SECCOMP_ADVICE_H

#include <stddef.h>
#include <stdint.h>

#include "profile/profile.h"

/* The names that have one reason to be in the allowlist, sorted. */
struct seccomp_group {
	const char *comment; /* lives as long as the program */
	const char **names;  /* borrowed from the profile */
	size_t count;
};

enum {
	SECCOMP_GROUP_PROGRAM, /* the workload's own calls */
	SECCOMP_GROUP_RUNTIME, /* only its launcher's, before the execve */
	SECCOMP_GROUP_COUNT
};

#define SECCOMP_ARCHES_MAX 32

/* How many calls of one architecture were seen. */
struct seccomp_arch_use {
	uint32_t arch;
	size_t count;
};

struct seccomp_advice {
	struct seccomp_group groups[SECCOMP_GROUP_COUNT];
	size_t count; /* names in all groups; 0: nothing to allow is known */
	/* For the profile: those seen with those that they run beside. */
	const char *architectures[SECCOMP_ARCHES_MAX]; /* "SCMP_ARCH_X86" */
	size_t architecture_count;
	struct seccomp_arch_use seen[SECCOMP_ARCHES_MAX];
	size_t seen_count;
	size_t nameless; /* calls left out: the library has no name */
};

/*
 * Fill *ADVICE from PROFILE. A number without a name never enters. Fails with
 * STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status seccomp_advice_make(struct seccomp_advice *advice,
					   const struct profile *profile,
					   struct error *err);
void seccomp_advice_done(struct seccomp_advice *advice);

#endif
