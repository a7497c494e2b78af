/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "profile/text.h"
#include "profiler/minimize_key.h"
#include "profiler/minimize_search.h"

/* All of it: the search, what it asks about, and where it has got to. */
struct minimization {
	struct minimize_search search;
	struct minimize_calls *calls; /* NULL: none are asked about */
	capset_t asked, kept;
	bool works; /* with KEPT, as it was begun with */
	unsigned int items[CAPABILITY_MAX + 1];
	size_t item_count;
};

/* Capabilities are the grant's but for those that a question keeps. */
static const struct minimize_means plain_means;

static void minimization_done(struct minimization *own)
{
	minimize_calls_free(own->calls);
	minimize_search_done(&own->search);
}

/* ---- capabilities ---------------------------------------------------------
 */

static enum ddmin_answer ask(struct minimization *own, capset_t keep,
			     struct minimize_tally *ret_tally)
{
	const struct minimize_question question = {.keep = keep};

	return minimize_search_ask(&own->search, &question, &plain_means, 2,
				   ret_tally);
}

static capset_t set_of(const struct minimization *own, const bool *keep)
{
	capset_t set = CAPSET_NONE;

	for (size_t i = 0; i < own->item_count; i++)
		if (keep[i])
			set |= capset_of(own->items[i]);
	return set;
}

static enum ddmin_answer test(void *context, const bool *keep, size_t count)
{
	struct minimization *own = context;

	(void)count;
	return ask(own, set_of(own, keep), NULL);
}

/* All that it asked for on the host, be it needed or not. */
static capset_t asked_set(const struct profile *profile)
{
	capset_t set = CAPSET_NONE;

	for (size_t i = 0; i < profile->capability_count; i++)
		if (profile->capabilities[i].ns == NAMESPACE_HOST &&
		    profile->capabilities[i].verdict != VERDICT_RUNTIME)
			set |= capset_of(profile->capabilities[i].capability);
	return set;
}

/*
 * The evidence: which runs said so. The verdict overrules what records and
 * rules made of it before, an earlier minimization's too.
 */
static void judge(struct verify_job *job, unsigned int capability,
		  enum verdict verdict, const struct minimize_tally *tally)
{
	bool is_proven = verdict == VERDICT_PROVEN;
	struct capability_need *need;
	char reason[160];
	struct evidence evidence = {
		.phase = job->request.run.exercise ? PHASE_EXERCISE
						   : PHASE_WORKLOAD,
		.reason = reason,
	};

	snprintf(reason, sizeof(reason),
		 "minimize: %s without it, in %u of %u runs",
		 is_proven ? "fails" : "works",
		 is_proven ? tally->runs - tally->worked : tally->worked,
		 tally->runs);
	profile_capability_add(&job->profile, capability, NAMESPACE_HOST,
			       verdict, CAPSET_NONE, &evidence);
	need = profile_capability_find(&job->profile, capability,
				       NAMESPACE_HOST);
	if (!need)
		return;
	need->verdict = verdict;
	need->instead = CAPSET_NONE;
}

/*
 * What is known of each item, now that KEPT of ASKED is left. One that is not
 * settled, as the runs were used up, stays open; so does one that goes the
 * other way once the exercise was found to be flaky, and all of them where
 * nothing was seen to work yet.
 */
static capset_t judge_capabilities(struct minimization *own)
{
	capset_t open = CAPSET_NONE;

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++) {
		bool is_kept = capset_has(own->kept, i);
		capset_t set = is_kept ? own->kept & ~capset_of(i) : own->kept;
		struct minimize_tally tally;

		if (!capset_has(own->asked | own->kept, i))
			continue;
		if (own->works && ask(own, set, &tally) ==
					  (is_kept ? DDMIN_FAILS : DDMIN_WORKS))
			judge(own->search.job, i,
			      is_kept ? VERDICT_PROVEN : VERDICT_UNNEEDED,
			      &tally);
		else
			open |= capset_of(i);
	}
	return open;
}

/* Which set to begin with: the minimal one, else all that was asked for. */
static enum ddmin_answer begin(struct minimization *own)
{
	capset_t minimal =
		verify_grant_enforcement(own->search.grant)->capabilities;
	enum ddmin_answer answer = ask(own, minimal, NULL);

	own->kept = minimal;
	if (answer != DDMIN_FAILS || (own->asked | minimal) == minimal)
		return answer;
	own->kept = own->asked | minimal;
	return ask(own, own->kept, NULL);
}

/*
 * The next call asks again: the exercise, or what it needs on the host, may
 * have been mended.
 */
static enum status fails_with_all(const struct minimization *own,
				  struct error *err)
{
	minimize_state_remove(&own->search.state);
	return error_set(err, STATUS_DIFFERS,
			 "whittle verify tells what it lacks, --heal adds it",
			 "it does not work with all that it asked for: there "
			 "is nothing to leave out: %.400s",
			 own->search.why);
}

static enum status search_capabilities(struct minimization *own,
				       struct error *err)
{
	bool keep[CAPABILITY_MAX + 1] = {false};
	enum ddmin_answer answer = begin(own);

	if (answer == DDMIN_FAILS)
		return fails_with_all(own, err);
	own->works = answer == DDMIN_WORKS;
	if (!own->works)
		return own->search.status;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(own->kept, i))
			own->items[own->item_count++] = i;
	memset(keep, 1, own->item_count * sizeof(bool));
	if (!ddmin(keep, own->item_count, test, own) &&
	    !minimize_search_is_over(&own->search))
		return error_no_memory(err);
	own->kept = set_of(own, keep);
	return own->search.status;
}

/* ---- the result -----------------------------------------------------------
 */

static void tell_set(const struct minimization *own, const char *what,
		     capset_t set)
{
	struct text names AUTO_TEXT = {0};

	minimize_name_set(&names, set);
	say_hint(own->search.job->invocation, "%s: %s", what,
		 text_string(&names));
}

static void describe_trial(const struct minimization *own,
			   const struct minimize_trial *trial,
			   struct verification_trial *entry)
{
	struct profile *profile = &own->search.job->profile;

	entry->runs = trial->runs;
	entry->worked = trial->worked;
	entry->type = trial->type;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has((own->asked | own->kept) & ~trial->keep, c))
			profile_list_append(profile, &entry->without,
					    capability_name(c));
	if (own->calls)
		minimize_calls_name(own->calls, trial->without,
				    &entry->without);
}

/* The trials that decided, for the file. */
static enum status write_result(struct minimization *own, struct error *err)
{
	struct minimize_search *search = &own->search;
	struct verify_job *job = search->job;
	struct verification_trial *trials AUTO_FREE =
		calloc(search->state.count + 1, sizeof(*trials));
	struct verification verification;
	enum status status;

	if (!trials)
		return error_no_memory(err);
	for (size_t i = 0; i < search->state.count; i++)
		describe_trial(own, &search->state.trials[i], &trials[i]);
	/* Without a run of this call nobody was seen to work. */
	if (search->last.works) {
		verify_describe(job, &search->last, search->grant,
				&verification);
		verification.capabilities = own->kept;
		verification.trials = trials;
		verification.trial_count = search->state.count;
	}
	status = verify_write(job, search->last.works ? &verification : NULL,
			      err);
	for (size_t i = 0; i < search->state.count; i++)
		free(trials[i].without.items);
	return status;
}

static enum status tell_open(const struct minimization *own, struct error *err)
{
	const struct minimize_search *search = &own->search;

	return error_set(err, STATUS_DIFFERS,
			 "the same command goes on where this one ended",
			 search->is_interrupted
				 ? "interrupted after %llu runs"
				 : "the %llu runs of --max-runs are used up",
			 (unsigned long long)search->runs);
}

/* One with just what is left, where the last that worked had more. */
static bool confirm(struct minimization *own,
		    const struct minimize_question *question)
{
	const struct minimize_means *means =
		own->calls ? minimize_calls_means(own->calls) : &plain_means;

	/* That of a type was made with it. */
	return question->type ||
	       minimize_search_confirm(&own->search, question, means);
}

/* What was learned is judged, told and written; what is open is kept. */
static enum status finish(struct minimization *own, struct error *err)
{
	struct minimize_search *search = &own->search;
	struct minimize_question question = {.keep = own->kept};
	capset_t open = judge_capabilities(own);
	bool is_open = open != CAPSET_NONE;
	enum status status;

	tell_set(own, "capabilities proven", own->kept & ~open);
	tell_set(own, "capabilities unneeded", own->asked & ~own->kept & ~open);
	if (open)
		tell_set(own, "capabilities not decided", open);
	if (own->calls) {
		is_open |= minimize_calls_judge(own->calls) > 0;
		question.without = minimize_calls_without(own->calls);
	}
	if (!is_open && search->job->has_types)
		is_open = !minimize_types(
			search, &question,
			own->calls ? minimize_calls_means(own->calls)
				   : &plain_means);
	if (minimize_state_is_flaky(&search->state))
		say_hint(search->job->invocation,
			 "the exercise is flaky: runs with the same ended "
			 "differently; two of three decided");
	if (search->status != STATUS_OK)
		return search->status;
	if (!is_open && !confirm(own, &question)) {
		if (search->status != STATUS_OK)
			return search->status;
		if (!minimize_search_is_over(search))
			return error_set(err, STATUS_DIFFERS,
					 "the same command goes on",
					 "the last run, with just what is "
					 "left, did not work");
		is_open = true;
	}
	status = write_result(own, err);
	if (status != STATUS_OK)
		return status;
	if (is_open)
		return tell_open(own, err);
	say_hint(search->job->invocation, "%llu runs",
		 (unsigned long long)search->runs);
	minimize_state_remove(&search->state);
	return search->last.is_complete ? STATUS_OK : STATUS_INCOMPLETE;
}

static enum status minimize(struct minimization *own, struct error *err)
{
	struct minimize_search *search = &own->search;
	enum status status;

	own->asked = asked_set(&search->job->profile);
	status = search_capabilities(own, err);
	/* What was learned is in the state's file. */
	if (status != STATUS_OK)
		return status;
	if (own->calls && !minimize_search_is_over(search))
		minimize_calls_search(own->calls, own->kept);
	return search->status == STATUS_OK ? finish(own, err) : search->status;
}

enum status verify_minimize(struct verify_job *job, struct error *err)
{
	struct minimization own CLEANUP(minimization_done) = {
		.search = {.job = job, .err = err}};
	struct minimize_search *search = &own.search;
	char key[65];
	enum status status = verify_grant_of(job, &search->grant, err);

	if (status == STATUS_OK)
		status = minimize_key(
			job, verify_grant_enforcement(search->grant), key, err);
	if (status == STATUS_OK)
		status = minimize_state_open(&search->state, job->output, key,
					     err);
	if (status == STATUS_OK && job->has_calls)
		status = minimize_calls_new(&own.calls, search, err);
	if (status != STATUS_OK)
		return status;
	if (search->state.is_of_another)
		say_hint(job->invocation,
			 "'%s' is of another profile, workload, command or "
			 "time limit: it is passed over and replaced",
			 printable(search->state.path));
	if (search->state.count)
		say_hint(job->invocation, "going on: %u runs are known already",
			 search->state.runs);
	return minimize(&own, err);
}
