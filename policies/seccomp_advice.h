/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/seccomp_advice.h - an allowlist: what was called, what a container
 * runtime calls before, and what comes in the place of these elsewhere.
 */

#ifndef WHITTLE_POLICIES_SECCOMP_ADVICE_H
#define WHITTLE_POLICIES_SECCOMP_ADVICE_H

#include <stddef.h>
#include <stdint.h>

#include "profile/profile.h"

/* Why the names of a group are in the file. */
enum seccomp_reason {
	SECCOMP_REASON_PROGRAM,	 /* the workload called them */
	SECCOMP_REASON_RUNTIME,	 /* only its launcher did, before the execve */
	SECCOMP_REASON_TABLE,	 /* the launcher may (runtime_table.h) */
	SECCOMP_REASON_FAMILY,	 /* stand in for seen ones (syscall_family.h) */
	SECCOMP_REASON_NARROW,	 /* seen, and with these arguments only */
	SECCOMP_REASON_FALLBACK, /* refused so that a library goes on */
	SECCOMP_REASON_NOTIFY,	 /* handed to an agent */
};

/* A condition: (argument INDEX & MASK) == VALUE. */
struct seccomp_argument {
	unsigned int index;
	uint64_t mask; /* UINT64_MAX: the whole argument */
	uint64_t value;
};

#define SECCOMP_ARGUMENTS_MAX 2

/* The names that have one reason to be in the file, sorted. */
struct seccomp_group {
	enum seccomp_reason reason;
	char *comment;
	const char *action; /* "SCMP_ACT_ALLOW" */
	int errno_value;    /* of SCMP_ACT_ERRNO */
	const char **names; /* the profile's, a table's or the advice's */
	size_t count;
	struct seccomp_argument arguments[SECCOMP_ARGUMENTS_MAX];
	size_t argument_count; /* all of them must hold */
};

/* The first two groups; they are there also without any name. */
enum { SECCOMP_GROUP_PROGRAM, SECCOMP_GROUP_RUNTIME };

#define SECCOMP_ARCHES_MAX 32

/* How many calls of one architecture were seen. */
struct seccomp_arch_use {
	uint32_t arch;
	size_t count;
};

/* All borrowed; a NULL pointer and all zeros are the defaults. */
struct seccomp_options {
	bool is_exact;		 /* only what was seen */
	const char *runtimes;	 /* "runc,crun"; NULL: all of the table */
	const char *action;	 /* the default; NULL: SCMP_ACT_ERRNO */
	int errno_value;	 /* of SCMP_ACT_ERRNO; 0: EPERM */
	const char *notify;	 /* "mount,mknod": for the agent */
	const char *listener;	 /* the agent's socket */
	bool has_argument_rules; /* narrow rules where evidence shows them */
	/* Calls of the profile, by index, that are to be as if they had not
	   been seen; NULL: those with the verdict unneeded. */
	const bool *left_out;
};

struct seccomp_advice {
	bool is_exact; /* only what was seen */
	const char *default_action;
	int default_errno;    /* 0: the action takes none */
	const char *listener; /* or NULL */
	struct seccomp_group *groups;
	size_t group_count;
	size_t count;	 /* names allowed; 0: nothing to allow is known */
	size_t recorded; /* of those, names that the profile holds */
	/* For the profile: those seen with those that they run beside. */
	const char *architectures[SECCOMP_ARCHES_MAX]; /* "SCMP_ARCH_X86" */
	size_t architecture_count;
	struct seccomp_arch_use seen[SECCOMP_ARCHES_MAX];
	size_t seen_count;
	size_t nameless; /* calls left out: the library has no name */
	char **notes;	 /* a line each, for a reader */
	size_t note_count;
	char **kept; /* names of its own */
	size_t kept_count;
	bool failed; /* no memory */
};

/*
 * Fill *ADVICE from PROFILE, which must outlive it as OPTIONS' strings must.
 * OPTIONS may be NULL. A number without a name never enters. Freed with
 * seccomp_advice_done(), also after a failure. Fails with STATUS_INTERNAL: no
 * memory.
 */
MUST_CHECK enum status seccomp_advice_make(
	struct seccomp_advice *advice, const struct profile *profile,
	const struct seccomp_options *options, struct error *err);
void seccomp_advice_done(struct seccomp_advice *advice);

/* Does some group allow NAME, with or without conditions? */
bool seccomp_advice_allows(const struct seccomp_advice *advice,
			   const char *name);

/* Is NAME one of LIST's words, which have a comma between? */
bool seccomp_list_has(const char *list, const char *name);

/* The next of *LIST's words to WORD; *LIST moves on. False at the end, and
   for a word that does not fit. */
bool seccomp_list_next(const char **list, char *word, size_t size);

#endif
