/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/verify.h - what the command line of whittle verify said, and the
   profile that it is about. */

#ifndef WHITTLE_PROFILER_VERIFY_H
#define WHITTLE_PROFILER_VERIFY_H

#include "policies/seccomp_advice.h"
#include "profile/profile_rewrite.h"
#include "profiler/run_lab.h"
#include "profiler/run_request.h"
#include "profiler/verify_grant.h"
#include "profiler/verify_heal.h"
#include "profiler/verify_trial.h"

#define VERIFY_LAB_OPTIONS_MAX 32u

struct verify_job {
	struct run_request request;
	/* Those of verify alone, for --lab. */
	struct run_lab_option lab_options[VERIFY_LAB_OPTIONS_MAX];
	size_t lab_option_count;
	struct seccomp_options seccomp;
	const struct invocation *invocation;
	bool is_healing, is_minimizing;
	bool is_confined_only; /* never run it with everything */
	bool has_calls;	       /* --syscalls */
	bool has_types;	       /* --selinux */
	bool has_module;       /* --module */
	bool has_progress;
	uint64_t max_runs;
	const char *path;   /* of the profile */
	const char *output; /* of what it becomes */
	char *text;	    /* as it was read */
	size_t length;
	struct profile profile;
	bool *no_calls;	 /* a flag for each of its calls: none is left out */
	bool is_changed; /* there is something to write */
	struct verify_insisted insisted; /* of --heal */
};

/* The grant of the profile as it is now. */
MUST_CHECK enum status verify_grant_of(const struct verify_job *job,
				       struct verify_grant **ret,
				       struct error *err);

/* Write the profile to its output, with VERIFICATION unless that is NULL. */
MUST_CHECK enum status verify_write(struct verify_job *job,
				    const struct verification *verification,
				    struct error *err);

/* Fill *RET with who worked in TRIAL, under GRANT. */
void verify_describe(const struct verify_job *job,
		     const struct verify_trial *trial,
		     const struct verify_grant *grant,
		     struct verification *ret);

#define VERIFY_ROUNDS_MAX 8 /* of healing: one denial can hide the next */

/*
 * Run it enforced, tell what it was refused and whether it works; with --heal
 * so often as that finds something to add. Writes the profile where it works
 * or was healed. STATUS_DIFFERS: it does not work, or it was interrupted.
 */
MUST_CHECK enum status verify_rounds(struct verify_job *job, struct error *err);

/*
 * verify --minimize: leave out capabilities one after the other, judge by
 * fresh runs, write what was learned into the profile. STATUS_DIFFERS: it does
 * not work to begin with, it was interrupted, or the runs were used up.
 */
MUST_CHECK enum status verify_minimize(struct verify_job *job,
				       struct error *err);

#endif
