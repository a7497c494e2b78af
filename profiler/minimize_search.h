/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/minimize_search.h - asking a workload: one question is one or more
 * fresh runs, remembered in a file, within a budget.
 */

#ifndef WHITTLE_PROFILER_MINIMIZE_SEARCH_H
#define WHITTLE_PROFILER_MINIMIZE_SEARCH_H

#include "profile/ddmin.h"
#include "profiler/minimize_state.h"
#include "profiler/verify.h"

/* How a question becomes a run, and what that missed. */
struct minimize_means {
	/* Change ENFORCEMENT, the grant's with the question's capabilities and
	   type, to QUESTION; NULL: it is that already. */
	enum status (*enforce)(void *context,
			       const struct minimize_question *question,
			       struct enforcement *enforcement,
			       struct error *err);
	/* Which words of QUESTION's without TRIAL asked for (free it); NULL, or
	   a NULL result: nobody knows. */
	char *(*missed)(void *context, const struct minimize_question *question,
			const struct verify_trial *trial);
	void *context;
};

struct minimize_search {
	struct verify_job *job;
	struct verify_grant *grant;
	struct minimize_state state;
	struct verify_trial last; /* the last run that worked */
	capset_t last_keep;	  /* ... and what it had */
	char *last_without, *last_type;
	uint64_t runs;	/* of this call */
	char why[1024]; /* of the last run that did not work */
	bool is_interrupted;
	bool is_out_of_runs;
	enum status status; /* of a run that could not be made */
	struct error *err;
};

void minimize_search_done(struct minimize_search *search);

/* No more runs are to be made: an interruption, the budget, a failure. */
bool minimize_search_is_over(const struct minimize_search *search);

/*
 * Does it work under QUESTION? As many runs are made as are not known yet: one
 * that works settles it, FAILURES that fail do; where the exercise is flaky,
 * two of three decide. *RET_TALLY (may be NULL) is of all its runs.
 */
enum ddmin_answer minimize_search_ask(struct minimize_search *search,
				      const struct minimize_question *question,
				      const struct minimize_means *means,
				      unsigned int failures,
				      struct minimize_tally *ret_tally);

/*
 * Have the last run that worked be one of QUESTION: another one is made where
 * it is not. False: it failed, or was not made (minimize_search_is_over()).
 */
MUST_CHECK bool minimize_search_confirm(
	struct minimize_search *search,
	const struct minimize_question *question,
	const struct minimize_means *means);

/* "NET_RAW CHOWN", "none". */
void minimize_name_set(struct text *text, capset_t set);

/* profiler/minimize_calls.c: which groups of system calls can go? */
struct minimize_calls;

/* *RET is freed with minimize_calls_free(). */
MUST_CHECK enum status minimize_calls_new(struct minimize_calls **ret,
					  struct minimize_search *search,
					  struct error *err);
void minimize_calls_free(struct minimize_calls *calls);

/* Search, under KEEP; then judge what was found in the job's profile and tell
   it. Returns how many groups are not decided. */
void minimize_calls_search(struct minimize_calls *calls, capset_t keep);
size_t minimize_calls_judge(struct minimize_calls *calls);

/* The groups left out, as words; borrowed. */
const char *minimize_calls_without(const struct minimize_calls *calls);
/* How questions of them are asked. */
const struct minimize_means *minimize_calls_means(
	const struct minimize_calls *calls);
/* Add the calls that the words of WITHOUT stand for to LIST. */
void minimize_calls_name(const struct minimize_calls *calls,
			 const char *without, struct string_list *list);

/*
 * profiler/minimize_types.c: does a nearer type than the grant's do, under
 * QUESTION? Its type is set to the nearest that does. What that refuses is
 * judged unneeded in the job's profile. True: it is decided.
 */
bool minimize_types(struct minimize_search *search,
		    struct minimize_question *question,
		    const struct minimize_means *means);

#endif
