/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/explain.h - what a name stands for: a capability, a system call,
 * or a row of one of our tables, and where a profile has it.
 */

#ifndef WHITTLE_POLICIES_EXPLAIN_H
#define WHITTLE_POLICIES_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/avoid_table.h"
#include "policies/capability_advice.h"
#include "policies/check_sites.h"
#include "policies/judge.h"
#include "policies/seccomp_advice.h"
#include "policies/unseen_checks.h"
#include "profile/profile.h"

/* A name can be several: chown is a capability and a system call. */
struct explanation {
	const char *name; /* as it was given */
	bool is_capability;
	unsigned int capability;
	const char *syscall; /* or NULL */
	/* Rows with this id, the first of each table; or NULL. */
	const struct check_site *site;
	const struct unseen_check *unseen;
	const struct judge_rule *rule;
	const struct avoid_row *way;
	/* What a profile says of it: NULL where none was given. */
	const struct profile *profile;
	struct capability_advice capabilities;
	struct seccomp_advice seccomp;
};

/*
 * Find what NAME, which must outlive *RET, stands for. CAP_ before it or
 * upper case means a capability alone. Fails with STATUS_USAGE: nothing.
 */
MUST_CHECK enum status explain_find(struct explanation *ret, const char *name,
				    struct error *err);

/*
 * Ask PROFILE, which must outlive *EXPLANATION. Freed with explain_done(),
 * also after a failure. Fails with STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status explain_ask(struct explanation *explanation,
				   const struct profile *profile,
				   struct error *err);
void explain_done(struct explanation *explanation);

/* Some record or note of the profile is about the name. */
bool explain_is_in_profile(const struct explanation *explanation);

/* EVIDENCE of NEED is what is explained: its capability, its row. */
bool explain_concerns(const struct explanation *explanation,
		      const struct capability_need *need,
		      const struct evidence *evidence);

/* NOTE was made by the row that is explained. */
bool explain_made_note(const struct explanation *explanation, const char *note);

/* Call TELL with each name that can be explained. */
void explain_each_name(void (*tell)(const char *name));

#endif
