/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/check.h - one capability check of the kernel, as its records tell
 * it. A collector makes it; a judge (policies/) says what it means.
 */

#ifndef WHITTLE_PROFILE_CHECK_H
#define WHITTLE_PROFILE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/profile.h"

#define CHECK_ARGUMENTS 4u /* that a SYSCALL record has: a0 to a3 */

/* All strings are borrowed and may be NULL: not in the record. */
struct capability_check {
	unsigned int capability;
	enum capability_namespace ns;
	bool is_of_file;  /* no check: the executed file itself has it, with
			     the effective bit */
	bool is_granted;  /* "avc: granted": only auditallow shows it */
	bool is_enforced; /* permissive=0: the call was really refused */
	bool has_syscall; /* the fields below come from a SYSCALL record */
	uint32_t arch;	  /* as in profile/syscall_names.h */
	uint32_t syscall_number;
	const char *syscall;		/* name or NULL */
	uint64_t args[CHECK_ARGUMENTS]; /* to be read by check_argument() */
	/* Bit n is set when a<n> is read; NULL: nobody asks. */
	unsigned int *arguments_read;
	bool lacks_args; /* they are not all known: no rule that asks for
			    them holds */
	bool is_success;
	int64_t exit; /* negative: -errno */
	bool has_ids;
	uint32_t uid, euid, fsuid, gid, egid, fsgid;
	const char *comm;
	const char *exe;
	const char *path; /* of the object asked about */
	bool has_mode;
	uint32_t mode; /* st_mode of that object */
	uint32_t owner_uid, owner_gid;
	enum phase phase;
};

/*
 * Argument a<N>. What is said of CHECK depends on those that were read so, and
 * on no other: a check that differs in the others alone means the same.
 */
static inline uint64_t check_argument(const struct capability_check *check,
				      unsigned int n)
{
	if (check->arguments_read)
		*check->arguments_read |= 1u << n;
	return check->args[n];
}

struct judgement {
	enum verdict verdict;
	capset_t instead;   /* for VERDICT_ONE_OF: what else would do */
	const char *reason; /* one line, names the rule or the table row;
			       lives as long as the program, or until the
			       judge's next call */
};

/* Never fails: what no rule knows is needed. */
typedef struct judgement (*capability_judge)(
	const struct capability_check *check);

#endif
