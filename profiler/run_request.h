/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/run_request.h - the options that whittle run and whittle verify
 * have in common, read.
 */

#ifndef WHITTLE_PROFILER_RUN_REQUEST_H
#define WHITTLE_PROFILER_RUN_REQUEST_H

#include "profiler/run.h"

#define RUN_REPEATS_MAX 128u

/* What the command line said; all strings are borrowed. */
struct run_request {
	struct run_options run;
	const char *output;
	const char *name;
	const char *engine;
	const char *refine; /* a profile's file */
	uint64_t warmup_ms;
	bool is_lab; /* in the guest */
	bool with_counts;
	const char *engine_args[RUN_REPEATS_MAX + 1];
	const char *env[RUN_REPEATS_MAX + 1];
	size_t engine_arg_count;
	size_t env_count;
};

/*
 * Take in the option NAME with VALUE: one of the tables of verb_run.c or
 * verb_verify.c. Fails with STATUS_USAGE.
 */
MUST_CHECK enum status run_request_set(struct run_request *request,
				       const char *name, const char *value,
				       struct error *err);

/*
 * The rest of the command line is COMMAND (NULL-terminated, borrowed): choose
 * the launcher, check what does not go together. VERB is for the hint. Fails
 * with STATUS_USAGE.
 */
MUST_CHECK enum status run_request_finish(struct run_request *request,
					  char *const *command,
					  const char *verb, struct error *err);

/*
 * More than one run may be made: each reads standard input from where it
 * stands now. What can be read only once, but for a terminal, is read by none
 * of them where there will be SEVERAL, which is told, else by the first. Fails
 * with STATUS_INTERNAL.
 */
MUST_CHECK enum status run_request_share_input(
	struct run_request *request, bool several,
	const struct invocation *invocation, struct error *err);

#endif
