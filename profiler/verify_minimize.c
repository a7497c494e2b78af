/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "profile/ddmin.h"
#include "profile/digest.h"
#include "profile/text.h"
#include "profiler/minimize_state.h"
#include "profiler/verify.h"

/* A search under way. */
struct search {
	struct verify_job *job;
	struct verify_grant *grant;
	struct minimize_state state;
	struct verify_trial last; /* the last run that worked */
	unsigned int items[CAPABILITY_MAX + 1];
	size_t item_count;
	uint64_t runs; /* of this call */
	bool is_interrupted;
	bool is_out_of_runs;
	enum status status; /* of a run that could not be made */
	struct error *err;
};

static void search_done(struct search *search)
{
	verify_grant_free(search->grant);
	minimize_state_done(&search->state);
	verify_trial_done(&search->last);
}

static void add_words(struct text *text, const char *const *words)
{
	for (; words && *words; words++)
		text_addf(text, "%zu:%s,", strlen(*words), *words);
	text_add(text, ";");
}

static void add_word(struct text *text, const char *word)
{
	text_addf(text, "%zu:%s;", word ? strlen(word) : 0, word ? word : "-");
}

/*
 * All that decides how a trial ends but for the capabilities, as a digest.
 * Verdicts that an earlier call has written into the profile change nothing.
 */
static enum status make_key(const struct verify_job *job,
			    const struct enforcement *enforcement, char key[65],
			    struct error *err)
{
	const struct run_options *run = &job->request.run;
	struct text text AUTO_TEXT = {0};

	add_word(&text, enforcement->seccomp);
	add_word(&text, enforcement->type);
	add_word(&text, enforcement->level);
	for (size_t i = 0; i < enforcement->boolean_count; i++)
		text_addf(&text, "%s=%d;", enforcement->booleans[i].name,
			  enforcement->booleans[i].is_on);
	add_word(&text, job->profile.subject.digest);
	add_words(&text, (const char *const *)run->plan.command);
	add_words(&text, run->plan.engine_args);
	add_words(&text, run->plan.env);
	add_word(&text, run->plan.image);
	add_word(&text, run->plan.bundle);
	add_word(&text, run->plan.engine);
	add_word(&text, run->plan.user);
	add_word(&text, run->setup);
	add_word(&text, run->ready);
	add_word(&text, run->exercise);
	text_addf(&text, "%d %d", enforcement->no_new_privileges,
		  run->is_without_selinux);
	if (text.failed)
		return error_no_memory(err);
	return digest_hex(text.data, text.length, key, err);
}

static void name_set(struct text *text, capset_t set)
{
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i))
			text_addf(text, "%s%s", text->length ? " " : "",
				  capability_short_name(i));
	if (!text->length)
		text_add(text, "none");
}

static void show_progress(const struct search *search, capset_t keep)
{
	struct text names AUTO_TEXT = {0};

	if (!search->job->has_progress)
		return;
	name_set(&names, keep);
	fprintf(stderr, "\r\033[Kwhittle: run %llu of at most %llu: with %.60s",
		(unsigned long long)search->runs + 1,
		(unsigned long long)search->job->max_runs, text_string(&names));
	fflush(stderr);
}

static void clear_progress(const struct search *search)
{
	if (search->job->has_progress)
		fputs("\r\033[K", stderr);
}

/* One fresh run with KEEP; false: it was not made, or not to its end. */
static bool run_once(struct search *search, capset_t keep, bool *ret_works)
{
	struct verify_job *job = search->job;
	struct invocation quiet = *job->invocation;
	struct enforcement enforcement =
		*verify_grant_enforcement(search->grant);
	struct verify_trial trial AUTO_VERIFY_TRIAL = {0};
	struct text names AUTO_TEXT = {0};

	show_progress(search, keep);
	enforcement.capabilities = keep;
	quiet.is_quiet = true;
	/* What each of a hundred runs does is told with -vv. */
	if (quiet.verbosity)
		quiet.verbosity--;
	search->status =
		verify_trial_run(&trial, &job->request.run, &enforcement,
				 &job->profile, &quiet, search->err);
	clear_progress(search);
	search->is_interrupted |= trial.is_interrupted;
	if (search->status != STATUS_OK || search->is_interrupted)
		return false;
	*ret_works = trial.works;
	name_set(&names, keep);
	say_detail(job->invocation, "run %llu with %s%s: %s",
		   (unsigned long long)search->runs + 1, text_string(&names),
		   minimize_state_find(&search->state, keep)
			   ? ", again, since a failure counts when it is "
			     "repeated"
			   : "",
		   trial.works ? "works" : trial.why);
	if (trial.works) {
		verify_trial_done(&search->last);
		search->last = trial;
		trial = (struct verify_trial){0};
	}
	return true;
}

/* One run more of KEEP, remembered; false: there is none. */
static bool run_next(struct search *search, capset_t keep)
{
	bool works;

	search->is_out_of_runs |= search->runs == search->job->max_runs;
	if (search->is_out_of_runs || search->is_interrupted ||
	    !run_once(search, keep, &works))
		return false;
	search->runs++;
	search->status =
		minimize_state_add(&search->state, keep, works, search->err);
	return search->status == STATUS_OK;
}

/*
 * A run that works settles it, and a failure only once it was repeated. Where
 * runs with the same set have ended differently, two of three decide.
 */
static bool is_settled(const struct search *search,
		       const struct minimize_trial *trial)
{
	if (!trial)
		return false;
	return trial->worked >= 2 || trial->runs - trial->worked >= 2 ||
	       (trial->worked == trial->runs &&
		!minimize_state_is_flaky(&search->state));
}

static enum ddmin_answer ask(struct search *search, capset_t keep)
{
	const struct minimize_trial *trial;

	while (!is_settled(search,
			   trial = minimize_state_find(&search->state, keep)))
		if (!run_next(search, keep))
			return DDMIN_STOP;
	return trial->worked * 2 > trial->runs ? DDMIN_WORKS : DDMIN_FAILS;
}

static capset_t set_of(const struct search *search, const bool *keep)
{
	capset_t set = CAPSET_NONE;

	for (size_t i = 0; i < search->item_count; i++)
		if (keep[i])
			set |= capset_of(search->items[i]);
	return set;
}

static enum ddmin_answer test(void *context, const bool *keep, size_t count)
{
	struct search *search = context;

	(void)count;
	return ask(search, set_of(search, keep));
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

static void tell_flaky(const struct search *search)
{
	if (minimize_state_is_flaky(&search->state))
		say_hint(search->job->invocation,
			 "the exercise is flaky: runs with the same "
			 "capabilities ended differently; two of three "
			 "decided");
}

/*
 * The evidence: which runs said so. The verdict overrules what records and
 * rules made of it before, an earlier minimization's too.
 */
static void judge(struct search *search, unsigned int capability,
		  enum verdict verdict, const struct minimize_trial *trial)
{
	struct verify_job *job = search->job;
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
		 is_proven ? trial->runs - trial->worked : trial->worked,
		 trial->runs);
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
 * other way once the exercise was found to be flaky.
 */
static capset_t judge_all(struct search *search, capset_t asked, capset_t kept)
{
	capset_t open = CAPSET_NONE;

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++) {
		bool is_kept = capset_has(kept, i);
		capset_t set = is_kept ? kept & ~capset_of(i) : kept;

		if (!capset_has(asked | kept, i))
			continue;
		if (ask(search, set) == (is_kept ? DDMIN_FAILS : DDMIN_WORKS))
			judge(search, i,
			      is_kept ? VERDICT_PROVEN : VERDICT_UNNEEDED,
			      minimize_state_find(&search->state, set));
		else
			open |= capset_of(i);
	}
	return open;
}

static void tell_set(const struct invocation *invocation, const char *what,
		     capset_t set)
{
	struct text names AUTO_TEXT = {0};

	name_set(&names, set);
	say_hint(invocation, "%s: %s", what, text_string(&names));
}

/* The trials that decided, for the file. */
static enum status write_result(struct search *search, capset_t asked,
				capset_t kept, struct error *err)
{
	struct verify_job *job = search->job;
	struct verification_trial *trials AUTO_FREE =
		calloc(search->state.count + 1, sizeof(*trials));
	struct verification verification;
	enum status status;
	size_t count = 0;

	if (!trials)
		return error_no_memory(err);
	for (size_t i = 0; i < search->state.count; i++) {
		const struct minimize_trial *trial = &search->state.trials[i];
		struct verification_trial *entry = &trials[count++];

		entry->runs = trial->runs;
		entry->worked = trial->worked;
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
			if (capset_has((asked | kept) & ~trial->keep, c))
				profile_list_append(&job->profile,
						    &entry->without,
						    capability_name(c));
	}
	/* Without a run of this call nobody was seen to work. */
	if (search->last.works) {
		verify_describe(job, &search->last, search->grant,
				&verification);
		verification.capabilities = kept;
		verification.trials = trials;
		verification.trial_count = count;
	}
	status = verify_write(job, search->last.works ? &verification : NULL,
			      err);
	for (size_t i = 0; i < count; i++)
		free(trials[i].without.items);
	return status;
}

/* Which set to begin with: the minimal one, else all that was asked for. */
static enum ddmin_answer begin(struct search *search, capset_t asked,
			       capset_t *ret_kept)
{
	capset_t minimal =
		verify_grant_enforcement(search->grant)->capabilities;
	enum ddmin_answer answer = ask(search, minimal);

	*ret_kept = minimal;
	if (answer != DDMIN_FAILS || (asked | minimal) == minimal)
		return answer;
	*ret_kept = asked | minimal;
	return ask(search, *ret_kept);
}

static enum status finish(struct search *search, capset_t asked, capset_t kept,
			  struct error *err)
{
	const struct invocation *invocation = search->job->invocation;
	capset_t open = judge_all(search, asked, kept);
	enum status status;
	bool works;

	tell_flaky(search);
	tell_set(invocation, "proven", kept & ~open);
	tell_set(invocation, "unneeded", asked & ~kept & ~open);
	/* Where all was known before, nobody was seen to work in this call. */
	if (!open && !search->last.works && !run_once(search, kept, &works))
		return search->status == STATUS_OK ? STATUS_DIFFERS
						   : search->status;
	status = write_result(search, asked, kept, err);
	if (status != STATUS_OK)
		return status;
	if (!open) {
		minimize_state_remove(&search->state);
		return STATUS_OK;
	}
	tell_set(invocation, "not decided", open);
	return error_set(err, STATUS_DIFFERS,
			 "the same command goes on where this one ended",
			 search->is_interrupted
				 ? "interrupted after %llu runs"
				 : "the %llu runs of --max-runs are used up",
			 (unsigned long long)search->runs);
}

static enum status minimize(struct search *search, struct error *err)
{
	capset_t asked = asked_set(&search->job->profile);
	capset_t kept;
	bool keep[CAPABILITY_MAX + 1] = {false};
	enum ddmin_answer answer = begin(search, asked, &kept);

	if (answer == DDMIN_FAILS)
		return error_set(err, STATUS_DIFFERS,
				 "whittle verify tells what it lacks, --heal "
				 "adds it",
				 "it does not work with all that it asked for: "
				 "there is nothing to leave out");
	if (answer == DDMIN_WORKS) {
		for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
			if (capset_has(kept, i))
				search->items[search->item_count++] = i;
		memset(keep, 1, search->item_count * sizeof(bool));
		if (!ddmin(keep, search->item_count, test, search) &&
		    search->status == STATUS_OK && !search->is_interrupted &&
		    !search->is_out_of_runs)
			return error_no_memory(err);
		kept = set_of(search, keep);
	}
	/* What was learned is in the state's file. */
	if (search->status != STATUS_OK)
		return search->status;
	return finish(search, asked, kept, err);
}

enum status verify_minimize(struct verify_job *job, struct error *err)
{
	struct search search CLEANUP(search_done) = {.job = job, .err = err};
	char key[65];
	enum status status = verify_grant_of(job, &search.grant, err);

	if (status == STATUS_OK)
		status = make_key(job, verify_grant_enforcement(search.grant),
				  key, err);
	if (status == STATUS_OK)
		status = minimize_state_open(&search.state, job->output, key,
					     err);
	if (status != STATUS_OK)
		return status;
	if (search.state.count)
		say_hint(job->invocation, "going on: %u runs are known already",
			 search.state.runs);
	return minimize(&search, err);
}
