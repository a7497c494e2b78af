/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_question.h - what a workload needs, put to one context at
 * a time: the accesses that count, and how their targets look from there.
 */

#ifndef WHITTLE_POLICIES_SELINUX_QUESTION_H
#define WHITTLE_POLICIES_SELINUX_QUESTION_H

#include "policies/selinux_advice.h"

/* One recorded access, without what is noise. */
struct selinux_need {
	const struct access *access;
	struct string_list permissions; /* that count; borrowed strings */
	uint32_t vector;		/* the same, as the policy's bits */
};

struct selinux_needs {
	const struct selinux_asker *asker;
	struct selinux_need *items;
	size_t count;
	capset_t capabilities;
	size_t noise, unknown;
};

/* False: no memory. *NEEDS is freed with selinux_needs_done() either way. */
MUST_CHECK bool selinux_needs_init(struct selinux_needs *needs,
				   const struct profile *profile,
				   capset_t capabilities,
				   const struct selinux_asker *asker);
void selinux_needs_done(struct selinux_needs *needs);

/* A context to ask from. */
struct selinux_subject {
	char context[160];
	char level[64];
	const char *type; /* borrowed */
};

/* LEVEL NULL stands for the pair that an engine draws. */
void selinux_subject_init(struct selinux_subject *subject, const char *user,
			  const char *role, const char *type,
			  const char *level);

/* The TARGET of a recorded access as SUBJECT meets it. */
void selinux_target_add(struct text *text,
			const struct selinux_subject *subject,
			const char *target);

/* The type in CONTEXT; no length where there is none. */
struct span selinux_context_type(const char *context);
/* What follows the type: "s0:c1,c2"; "" where there is none. */
const char *selinux_context_level(const char *context);

/* What SUBJECT refuses of NEEDS: *LACKS, freed with selinux_lacks_free(). */
struct selinux_answer {
	struct selinux_lack *lacks;
	size_t lack_count;
	capset_t refused;
	size_t side_paths;
	size_t missing;	      /* permissions and capabilities in all */
	unsigned int reasons; /* of all refusals */
};

MUST_CHECK bool selinux_ask(struct selinux_answer *answer,
			    const struct selinux_needs *needs,
			    const struct selinux_subject *subject);
void selinux_lacks_free(struct selinux_lack *lacks, size_t count);

#endif
