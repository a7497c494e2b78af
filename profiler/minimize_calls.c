/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "policies/syscall_family.h"
#include "policies/syscall_unit.h"
#include "profile/prune.h"
#include "profile/text.h"
#include "profiler/minimize_search.h"
#include "profiler/verify_filter.h"

struct minimize_calls {
	struct minimize_search *search;
	struct minimize_means means;
	struct syscall_units units;
	struct verify_filter filter; /* of the run under way */
	bool *out;		     /* units */
	bool *unit_flags;	     /* of a question */
	bool *left_out;		     /* calls of the profile */
	capset_t keep;
	char *without; /* OUT as words */
};

static void set_flags(const struct minimize_calls *calls, const char *words,
		      bool *flags)
{
	for (size_t i = 0; i < calls->units.count; i++)
		flags[i] = words && words_have(words, calls->units.items[i].id);
}

/* NULL: no memory. */
static char *words_of(const struct minimize_calls *calls, const bool *flags)
{
	struct text text AUTO_TEXT = {0};

	for (size_t i = 0; i < calls->units.count; i++)
		if (flags[i])
			text_addf(&text, "%s%s", text.length ? " " : "",
				  calls->units.items[i].id);
	return text.failed ? NULL : strdup(text_string(&text));
}

static enum status enforce(void *context,
			   const struct minimize_question *question,
			   struct enforcement *enforcement, struct error *err)
{
	struct minimize_calls *calls = context;
	const struct verify_job *job = calls->search->job;
	struct seccomp_options options = job->seccomp;
	enum status status;

	set_flags(calls, question->without, calls->unit_flags);
	syscall_units_leave_out(&calls->units, &job->profile, calls->unit_flags,
				calls->left_out);
	options.left_out = calls->left_out;
	verify_filter_done(&calls->filter);
	status = verify_filter_make(
		&calls->filter, &job->profile, &options,
		verify_grant_is_unlogged(calls->search->grant), err);
	verify_filter_enforce(&calls->filter, enforcement);
	return status;
}

/*
 * The filter has each refusal logged. One that fails, and was refused nothing
 * of what was left out, was refused it by a process that is not its own, as a
 * runtime's: nobody knows. What was refused last is suspected most, and stands
 * last.
 */
static char *missed(void *context, const struct minimize_question *question,
		    const struct verify_trial *trial)
{
	struct minimize_calls *calls = context;
	struct text words AUTO_TEXT = {0};
	const char *position = text_string(&trial->refused);
	char name[64];

	while (syscall_family_next(&position, name, sizeof(name))) {
		size_t unit = syscall_units_find(&calls->units, name);
		const char *id = unit < calls->units.count
					 ? calls->units.items[unit].id
					 : "";

		if (question->without && words_have(question->without, id) &&
		    !words_have(text_string(&words), id))
			text_addf(&words, "%s%s", words.length ? " " : "", id);
	}
	if (words.failed || trial->refused.failed ||
	    (!words.length && !trial->works))
		return NULL;
	return strdup(text_string(&words));
}

enum status minimize_calls_new(struct minimize_calls **ret,
			       struct minimize_search *search,
			       struct error *err)
{
	const struct verify_job *job = search->job;
	struct minimize_calls *calls = calloc(1, sizeof(*calls));
	enum status status;

	if (!calls)
		return error_no_memory(err);
	*ret = calls;
	calls->search = search;
	calls->means = (struct minimize_means){
		.enforce = enforce, .missed = missed, .context = calls};
	status = syscall_units_make(&calls->units, &job->profile, &job->seccomp,
				    err);
	if (status != STATUS_OK)
		return status;
	calls->out = calloc(calls->units.count + 1, sizeof(bool));
	calls->unit_flags = calloc(calls->units.count + 1, sizeof(bool));
	calls->left_out = calloc(job->profile.syscall_count + 1, sizeof(bool));
	calls->without = strdup("");
	return calls->out && calls->unit_flags && calls->left_out &&
			       calls->without
		       ? STATUS_OK
		       : error_no_memory(err);
}

void minimize_calls_free(struct minimize_calls *calls)
{
	if (!calls)
		return;
	syscall_units_done(&calls->units);
	verify_filter_done(&calls->filter);
	free(calls->out);
	free(calls->unit_flags);
	free(calls->left_out);
	free(calls->without);
	free(calls);
}

static enum ddmin_answer ask(struct minimize_calls *calls, const bool *out,
			     unsigned int failures,
			     struct minimize_tally *ret_tally)
{
	char *words AUTO_FREE = words_of(calls, out);
	const struct minimize_question question = {.keep = calls->keep,
						   .without = words};

	if (!words)
		return DDMIN_STOP;
	return minimize_search_ask(calls->search, &question, &calls->means,
				   failures, ret_tally);
}

/* Of many left out a failure need not be repeated: it decides about none. */
static enum ddmin_answer test(void *context, const bool *out, size_t count,
			      bool is_last, struct prune_blame *blame)
{
	struct minimize_calls *calls = context;
	struct minimize_tally tally = {0};
	enum ddmin_answer answer = ask(calls, out, is_last ? 2 : 1, &tally);
	const char *last;

	if (answer != DDMIN_FAILS || !tally.missed)
		return answer;
	set_flags(calls, tally.missed, blame->missed);
	last = strrchr(tally.missed, ' ');
	last = last ? last + 1 : tally.missed;
	for (size_t i = 0; tally.is_known && i < count; i++)
		if (strcmp(calls->units.items[i].id, last) == 0)
			blame->suspect = i;
	return answer;
}

void minimize_calls_search(struct minimize_calls *calls, capset_t keep)
{
	char *words;

	calls->keep = keep;
	if (!prune(calls->out, calls->units.count, test, calls) &&
	    !minimize_search_is_over(calls->search))
		calls->search->status = error_no_memory(calls->search->err);
	words = words_of(calls, calls->out);
	if (!words)
		return;
	free(calls->without);
	calls->without = words;
}

static void set_verdict(struct minimize_calls *calls, size_t unit,
			enum verdict verdict)
{
	struct profile *profile = &calls->search->job->profile;

	for (size_t i = 0; i < profile->syscall_count; i++) {
		struct syscall_use *use = &profile->syscalls[i];

		for (size_t n = 0;
		     use->name && n < calls->units.items[unit].name_count; n++)
			if (strcmp(calls->units.items[unit].names[n],
				   use->name) == 0)
				use->verdict = verdict;
	}
}

static void add_names(const struct minimize_calls *calls, size_t unit,
		      struct text *text)
{
	const struct syscall_unit *item = &calls->units.items[unit];

	for (size_t i = 0; i < item->name_count; i++)
		text_addf(text, "%s%s", text->length ? " " : "",
			  item->names[i]);
}

static void tell(const struct minimize_calls *calls, const char *what,
		 const struct text *names)
{
	say_hint(calls->search->job->invocation, "%s: %s", what,
		 names->length ? text_string(names) : "none");
}

size_t minimize_calls_judge(struct minimize_calls *calls)
{
	struct text proven AUTO_TEXT = {0}, unneeded AUTO_TEXT = {0},
			   open AUTO_TEXT = {0};
	size_t undecided = 0;

	for (size_t i = 0; i < calls->units.count; i++) {
		bool was_out = calls->out[i];
		enum ddmin_answer answer;

		calls->out[i] = true;
		answer = ask(calls, calls->out, 2, NULL);
		calls->out[i] = was_out;
		if (answer == (was_out ? DDMIN_WORKS : DDMIN_FAILS)) {
			set_verdict(calls, i,
				    was_out ? VERDICT_UNNEEDED
					    : VERDICT_PROVEN);
			add_names(calls, i, was_out ? &unneeded : &proven);
			continue;
		}
		undecided++;
		add_names(calls, i, &open);
	}
	tell(calls, "calls proven", &proven);
	tell(calls, "calls unneeded, by this exercise", &unneeded);
	if (undecided)
		tell(calls, "calls not decided", &open);
	if (calls->units.fixed)
		say_hint(calls->search->job->invocation,
			 "calls not tried: %zu, which the runtimes or any "
			 "program may make",
			 calls->units.fixed);
	return undecided;
}

const char *minimize_calls_without(const struct minimize_calls *calls)
{
	return calls->without;
}

const struct minimize_means *minimize_calls_means(
	const struct minimize_calls *calls)
{
	return &calls->means;
}

void minimize_calls_name(const struct minimize_calls *calls,
			 const char *without, struct string_list *list)
{
	for (size_t i = 0; i < calls->units.count; i++) {
		const struct syscall_unit *unit = &calls->units.items[i];

		for (size_t n = 0;
		     words_have(without, unit->id) && n < unit->name_count; n++)
			profile_list_append(&calls->search->job->profile, list,
					    unit->names[n]);
	}
}
