/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/seccomp_lint.h - what is wrong with an existing seccomp profile. */

#ifndef WHITTLE_POLICIES_SECCOMP_LINT_H
#define WHITTLE_POLICIES_SECCOMP_LINT_H

#include <stddef.h>

#include "profile/error.h"
#include "profile/oci_seccomp.h"
#include "profile/profile.h"

struct lint_finding {
	const char *id;	   /* "void-rule": lives as long as the program */
	char *names;	   /* the calls it is about, a blank between, or NULL */
	char *text;	   /* one line */
	const char *hint;  /* what to do, or NULL; as long as the program */
	unsigned int risk; /* of a call that is allowed too much, else 0 */
};

struct lint {
	struct lint_finding *findings;
	size_t count;
	bool failed; /* no memory */
};

/* One line about each id, for the manual and --help. Ends with a NULL id. */
struct lint_rule {
	const char *id;
	const char *finds;
};
extern const struct lint_rule lint_rules[];

/*
 * Judge SECCOMP; AGAINST is the profile of the workload that it is for, or
 * NULL. Both are borrowed for the call. *LINT is freed with
 * seccomp_lint_done(), also after a failure. Fails with STATUS_INTERNAL: no
 * memory.
 */
MUST_CHECK enum status seccomp_lint_make(struct lint *lint,
					 const struct oci_seccomp *seccomp,
					 const struct profile *against,
					 struct error *err);
void seccomp_lint_done(struct lint *lint);

#endif
