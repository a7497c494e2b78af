/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/minimize_search.h"

#include <string.h>

#include "profile/text.h"

#define DEADLINE_TIMES 3
#define DEADLINE_MS    10000u

void minimize_search_done(struct minimize_search *search)
{
	verify_grant_free(search->grant);
	minimize_state_done(&search->state);
	verify_trial_done(&search->last);
	free(search->last_without);
	free(search->last_type);
}

bool minimize_search_is_over(const struct minimize_search *search)
{
	return search->status != STATUS_OK || search->is_interrupted ||
	       search->is_out_of_runs;
}

void minimize_name_set(struct text *text, capset_t set)
{
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i))
			text_addf(text, "%s%s", text->length ? " " : "",
				  capability_short_name(i));
	if (!text->length)
		text_add(text, "none");
}

static void name_question(struct text *text,
			  const struct minimize_question *question)
{
	struct text names AUTO_TEXT = {0};

	minimize_name_set(&names, question->keep);
	text_addf(text, "with %s", text_string(&names));
	if (question->without && *question->without)
		text_addf(text, ", without %s", question->without);
	if (question->type)
		text_addf(text, ", in %s", question->type);
}

static void show_progress(const struct minimize_search *search,
			  const struct minimize_question *question)
{
	struct text names AUTO_TEXT = {0};

	if (!search->job->has_progress)
		return;
	name_question(&names, question);
	fprintf(stderr, "\r\033[Kwhittle: run %llu of at most %llu: %.60s",
		(unsigned long long)search->runs + 1,
		(unsigned long long)search->job->max_runs, text_string(&names));
	fflush(stderr);
}

static void clear_progress(const struct minimize_search *search)
{
	if (search->job->has_progress)
		fputs("\r\033[K", stderr);
}

/*
 * The user's own limit, or what it has shown to need several times over: what
 * is refused can make a workload hang.
 */
static void set_deadline(const struct minimize_search *search,
			 struct run_options *run)
{
	if (!run->timeout_ms && search->state.slowest_ms)
		run->timeout_ms =
			search->state.slowest_ms * DEADLINE_TIMES + DEADLINE_MS;
}

/*
 * Without an exercise the end decides: one that ended by itself before hangs
 * now, if it has to be stopped, and one that had to be stopped has failed, if
 * it ends by itself.
 */
static void judge_end(const struct minimize_search *search,
		      struct verify_trial *trial)
{
	const struct minimize_state *state = &search->state;
	const char *why = NULL;

	if (!trial->works || search->job->request.run.exercise)
		return;
	if (trial->was_stopped && state->has_ended && !state->has_stopped)
		why = "it had to be stopped, where it ended by itself before";
	if (!trial->was_stopped && state->has_stopped && !state->has_ended)
		why = "it ended by itself, where it had to be stopped before";
	if (!why)
		return;
	trial->works = false;
	snprintf(trial->why, sizeof(trial->why), "%s", why);
}

static bool keep_last(struct minimize_search *search,
		      const struct minimize_question *question,
		      struct verify_trial *trial)
{
	verify_trial_done(&search->last);
	free(search->last_without);
	free(search->last_type);
	search->last = *trial;
	*trial = (struct verify_trial){0};
	search->last_keep = question->keep;
	search->last_without =
		strdup(question->without ? question->without : "");
	search->last_type = duplicate_string(question->type);
	return search->last_without && (search->last_type || !question->type);
}

static void note_working(struct minimize_search *search,
			 const struct verify_trial *trial)
{
	if (trial->milliseconds > search->state.slowest_ms)
		search->state.slowest_ms = trial->milliseconds;
	search->state.has_ended |= !trial->was_stopped;
	search->state.has_stopped |= trial->was_stopped;
}

static enum status make_run(struct minimize_search *search,
			    const struct minimize_question *question,
			    const struct minimize_means *means,
			    struct verify_trial *trial)
{
	struct verify_job *job = search->job;
	struct invocation quiet = *job->invocation;
	struct run_options run = job->request.run;
	struct enforcement enforcement =
		*verify_grant_enforcement(search->grant);
	enum status status = STATUS_OK;

	enforcement.capabilities = question->keep;
	set_deadline(search, &run);
	if (means->enforce)
		status = means->enforce(means->context, question, &enforcement,
					search->err);
	quiet.is_quiet = true;
	/* What each of a hundred runs does is told with -vv. */
	if (quiet.verbosity)
		quiet.verbosity--;
	return status == STATUS_OK
		       ? verify_trial_run(trial, &run, &enforcement,
					  &job->profile, &quiet, search->err)
		       : status;
}

/* What was refused can be all that was told, and yet not all that was. */
static bool is_all_told(const struct minimize_search *search,
			const struct verify_trial *trial)
{
	return trial->is_complete && !verify_grant_is_unlogged(search->grant);
}

/* One fresh run, remembered. False: it was not made, or not to its end. */
static bool run_once(struct minimize_search *search,
		     const struct minimize_question *question,
		     const struct minimize_means *means, bool *ret_works)
{
	struct verify_trial trial AUTO_VERIFY_TRIAL = {0};
	struct text names AUTO_TEXT = {0};
	char *missed AUTO_FREE = NULL;

	show_progress(search, question);
	search->status = make_run(search, question, means, &trial);
	clear_progress(search);
	search->is_interrupted |= trial.is_interrupted;
	if (search->status != STATUS_OK || search->is_interrupted)
		return false;
	judge_end(search, &trial);
	*ret_works = trial.works;
	search->runs++;
	name_question(&names, question);
	say_detail(search->job->invocation, "run %llu %s%s: %s",
		   (unsigned long long)search->runs, text_string(&names),
		   minimize_state_tally(&search->state, question).runs
			   ? ", again, since a failure counts when it is "
			     "repeated"
			   : "",
		   trial.works ? "works" : trial.why);
	if (means->missed && trial.is_launched && is_all_told(search, &trial))
		missed = means->missed(means->context, question, &trial);
	trial.is_complete = is_all_told(search, &trial) &&
			    !search->job->request.run.is_without_selinux;
	if (trial.works)
		note_working(search, &trial);
	else
		snprintf(search->why, sizeof(search->why), "%s", trial.why);
	search->status = minimize_state_add(&search->state, question, missed,
					    trial.works, search->err);
	if (trial.works && search->status == STATUS_OK &&
	    !keep_last(search, question, &trial))
		search->status = error_no_memory(search->err);
	return search->status == STATUS_OK;
}

static bool is_settled(const struct minimize_search *search,
		       const struct minimize_tally *tally,
		       unsigned int failures)
{
	unsigned int failed = tally->runs - tally->worked;

	if (!tally->runs)
		return false;
	if (tally->worked >= 2 || failed >= 2)
		return true;
	/* Where runs with the same have ended differently, two of three. */
	if ((tally->worked && failed) ||
	    minimize_state_is_flaky(&search->state))
		return false;
	return tally->worked || failed >= failures;
}

enum ddmin_answer minimize_search_ask(struct minimize_search *search,
				      const struct minimize_question *question,
				      const struct minimize_means *means,
				      unsigned int failures,
				      struct minimize_tally *ret_tally)
{
	struct minimize_tally tally;
	bool works;

	for (;;) {
		tally = minimize_state_tally(&search->state, question);
		if (is_settled(search, &tally, failures))
			break;
		search->is_out_of_runs |= search->runs >= search->job->max_runs;
		if (minimize_search_is_over(search) ||
		    !run_once(search, question, means, &works))
			return DDMIN_STOP;
	}
	if (ret_tally)
		*ret_tally = tally;
	return tally.worked * 2 > tally.runs ? DDMIN_WORKS : DDMIN_FAILS;
}

bool minimize_search_confirm(struct minimize_search *search,
			     const struct minimize_question *question,
			     const struct minimize_means *means)
{
	bool works = false;

	if (search->last.works && search->last_keep == question->keep &&
	    is_same_string(search->last_without,
			   question->without ? question->without : "") &&
	    is_same_string(search->last_type, question->type))
		return true;
	search->is_out_of_runs |= search->runs >= search->job->max_runs;
	return !minimize_search_is_over(search) &&
	       run_once(search, question, means, &works) && works;
}
