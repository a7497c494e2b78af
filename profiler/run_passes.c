/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_passes.h"

#include <string.h>
#include <sys/stat.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/refine.h"
#include "profiler/run_name.h"

/* Of one "whittle run". */
struct passes {
	const struct run_request *request;
	const struct invocation *invocation;
	const char *name;
	const char *output;
	struct refine refine;	    /* what the passes so far have found */
	bool has_found;		    /* one of them did record */
	struct harvest_stats stats; /* of the last */
};

static void tell_result(const struct invocation *invocation,
			const struct profile *profile,
			const struct harvest_stats *stats, const char *output)
{
	/* Two lines, as they are longer than a terminal's together. */
	say_hint(invocation,
		 "%zu capabilities, %zu system calls, %zu accesses from %llu "
		 "records",
		 profile->capability_count, profile->syscall_count,
		 profile->access_count, (unsigned long long)stats->used);
	if (strcmp(output, "-") != 0)
		say_hint(invocation, "profile in %s", printable(output));
	detail_verdicts(invocation, profile);
	if (profile->is_complete) {
		detail_notes(invocation, profile);
		return;
	}
	if (profile->lost)
		say_hint(invocation,
			 "the profile is INCOMPLETE (%llu records lost):",
			 (unsigned long long)profile->lost);
	else
		say_hint(invocation, "the profile is INCOMPLETE:");
	for (size_t i = 0; i < profile->notes.count; i++)
		say_hint(invocation, "  %s", profile->notes.items[i]);
}

/* One pass; what is in PROFILE then, OUTCOME's was_recorded tells. */
static enum status run_pass(struct passes *passes, struct run_options *pass,
			    struct profile *profile,
			    struct run_outcome *outcome, struct error *err)
{
	const char *name = passes->name;

	pass->known = passes->refine.is_set ? &passes->refine.known : NULL;
	pass->outcome = outcome;
	profile_init(profile);
	profile->subject.name = profile_intern_raw(profile, name, strlen(name));
	return run_workload(pass, passes->invocation, profile, &passes->stats,
			    err);
}

/* ERR is of the worse one; the other is told at once. */
static enum status join_failure(enum status status, enum status failure,
				const struct error *problem, struct error *err)
{
	if (status_worse(status, failure) != failure) {
		error_print(problem);
		return status;
	}
	if (err->message[0])
		error_print(err);
	*err = *problem;
	return failure;
}

/* STATUS is what was returned by the pass that was the last. */
static enum status write_profile(struct passes *passes, struct profile *profile,
				 enum status status, struct error *err)
{
	const struct run_request *request = passes->request;
	char *json AUTO_FREE = NULL;
	struct error problem = {0};
	enum status written =
		profile_to_json(profile, request->with_counts, &json, &problem);

	if (written == STATUS_OK)
		written = file_write(passes->output, json, strlen(json), 0644,
				     &problem);
	if (written != STATUS_OK)
		return join_failure(status, written, &problem, err);
	tell_result(passes->invocation, profile, &passes->stats,
		    passes->output);
	return status;
}

/* The same for all that the passes have found. */
static enum status write_refined(struct passes *passes, enum status status,
				 struct error *err)
{
	const struct refine *refine = &passes->refine;
	struct error problem = {0};
	enum status written = file_write(passes->output, refine->text,
					 strlen(refine->text), 0644, &problem);

	if (written != STATUS_OK)
		return join_failure(status, written, &problem, err);
	tell_result(passes->invocation, &refine->profile, &passes->stats,
		    passes->output);
	return refine->profile.is_complete
		       ? status
		       : status_worse(status, STATUS_INCOMPLETE);
}

static enum status take_news(struct passes *passes, struct profile *news,
			     enum status status, struct error *err)
{
	struct error problem = {0};
	enum status taken =
		refine_take(&passes->refine, news, passes->request->with_counts,
			    passes->invocation, &problem);

	if (taken != STATUS_OK)
		return join_failure(status, taken, &problem, err);
	passes->has_found = true;
	return status;
}

/* What ends whittle before the second pass does not end with nothing. */
static enum status keep_warm_up(const struct passes *passes, enum status status,
				struct error *err)
{
	const char *text = passes->refine.text;
	struct error problem = {0};
	struct stat old;
	enum status kept;

	/* What cannot be replaced is written to once. */
	if (strcmp(passes->output, "-") == 0 ||
	    (stat(passes->output, &old) == 0 && !S_ISREG(old.st_mode)))
		return status;
	kept = file_write(passes->output, text, strlen(text), 0644, &problem);
	return kept == STATUS_OK ? status
				 : join_failure(status, kept, &problem, err);
}

/*
 * Its start is recorded first, without the load. *RET_IS_LAST: nothing is to
 * be started after it.
 */
static enum status warm_up(struct passes *passes, bool *ret_is_last,
			   struct error *err)
{
	struct profile profile AUTO_PROFILE = {0};
	struct run_options pass = passes->request->run;
	struct run_outcome outcome = {0};
	enum status status;

	pass.exercise = NULL;
	pass.linger_ms = passes->request->warmup_ms;
	say_detail(passes->invocation,
		   "warming up: a start without the exercise");
	status = run_pass(passes, &pass, &profile, &outcome, err);
	if (outcome.was_recorded)
		status = take_news(passes, &profile, status, err);
	if (outcome.was_recorded && passes->has_found)
		status = keep_warm_up(passes, status, err);
	/* A loss outranks in a status that it was never ready. */
	*ret_is_last = outcome.was_interrupted || !outcome.was_ready ||
		       (status != STATUS_OK && status != STATUS_INCOMPLETE);
	return status;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/*
 * In the weeks that a run may take others add to the very file that it writes:
 * what that knows now is merged with, not what it knew when the run began.
 */
static void look_again(struct passes *passes)
{
	const char *path = passes->request->refine;
	struct refine now = {0};

	if (!path || passes->request->warmup_ms ||
	    !is_same_file(path, passes->output) ||
	    refine_load(&now, path, NULL) != STATUS_OK)
		return;
	if (strcmp(now.text, passes->refine.text) == 0) {
		refine_done(&now);
		return;
	}
	say_hint(passes->invocation,
		 "'%s' was changed meanwhile: what it knows now is kept",
		 printable(path));
	refine_done(&passes->refine);
	passes->refine = now;
}

/* The run, or the last of several. */
static enum status record(struct passes *passes, struct error *err)
{
	struct profile profile AUTO_PROFILE = {0};
	struct run_options pass = passes->request->run;
	struct run_outcome outcome = {0};
	enum status status;

	pass.is_last = true;
	status = run_pass(passes, &pass, &profile, &outcome, err);
	if (outcome.was_recorded && !passes->refine.is_set)
		return write_profile(passes, &profile, status, err);
	if (outcome.was_recorded) {
		look_again(passes);
		status = take_news(passes, &profile, status, err);
	}
	return passes->has_found ? write_refined(passes, status, err) : status;
}

static enum status run_all(struct passes *passes, struct error *err)
{
	const struct run_request *request = passes->request;
	bool is_last = false;
	enum status status = file_check_writable(passes->output, err);

	if (status == STATUS_OK && request->refine)
		status = refine_load(&passes->refine, request->refine, err);
	if (status != STATUS_OK)
		return status;
	if (request->warmup_ms)
		status = warm_up(passes, &is_last, err);
	if (!is_last)
		return record(passes, err);
	return passes->has_found ? write_refined(passes, status, err) : status;
}

enum status run_passes(const struct run_request *request,
		       const struct invocation *invocation, struct error *err)
{
	struct passes passes = {.request = request, .invocation = invocation};
	char *name AUTO_FREE = NULL;
	char *output AUTO_FREE = NULL;
	enum status status;

	name = request->name ? strdup(request->name)
			     : run_default_name(&request->run.plan);
	output = request->output ? strdup(request->output)
				 : (name ? run_default_output(name) : NULL);
	if (!name || !output)
		return error_no_memory(err);
	say_detail(
		invocation, "the subject is '%s'%s, its profile goes to %s%s",
		printable(name), request->name ? "" : " (another: --name)",
		printable(output), request->output ? "" : " (elsewhere: -o)");
	passes.name = name;
	passes.output = output;
	status = run_all(&passes, err);
	refine_done(&passes.refine);
	return status;
}
