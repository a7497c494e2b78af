/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/profile_rewrite.h - a profile that was read from a file, changed,
 * and is written back: what the file holds beyond this program's knowledge
 * stays, and it can say by what it was verified.
 */

#ifndef WHITTLE_PROFILE_PROFILE_REWRITE_H
#define WHITTLE_PROFILE_PROFILE_REWRITE_H

#include "profile/profile.h"

/* One leaving-out of verify --minimize: how many runs, how many worked. */
struct verification_trial {
	struct string_list without; /* names: capabilities, calls */
	const char *type;	    /* another than the grant's; or NULL */
	unsigned int runs, worked;
};

/* Under what the workload worked. All borrowed; NULL: not given. */
struct verification {
	const struct profile *seen; /* subject and environment of that run */
	const char *ready, *exercise;
	capset_t capabilities;
	bool is_exact; /* the allowlist had nothing but what was seen */
	bool has_seccomp;
	bool is_complete; /* nothing of what was refused was lost */
	const struct verification_trial *trials;
	size_t trial_count;
};

/*
 * PROFILE as JSON text, with the keys of OLD (the text that it was read from)
 * that it lacks; counts where OLD has them. VERIFICATION, unless NULL, takes
 * the place of an earlier one of the same subject, environment and commands.
 * Sorts PROFILE. *RET is freed with free(). Fails with STATUS_MALFORMED: OLD
 * is no JSON object; STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status profile_rewrite(struct profile *profile, const char *old,
				       size_t old_length,
				       const struct verification *verification,
				       char **ret, struct error *err);

#endif
