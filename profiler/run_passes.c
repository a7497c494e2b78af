/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_passes.h"

#include <string.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/refine.h"
#include "profiler/run_name.h"

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

/* Its start is recorded first, without the load. */
static enum status warm_up(const struct run_request *request,
			   const struct invocation *invocation,
			   const char *name, struct refine *refine,
			   struct error *err)
{
	struct profile profile AUTO_PROFILE = {0};
	struct run_options pass = request->run;
	struct harvest_stats stats;
	enum status status, taken;

	pass.exercise = NULL;
	pass.linger_ms = request->warmup_ms;
	pass.known = refine->is_set ? &refine->known : NULL;
	profile_init(&profile);
	profile.subject.name = profile_intern_raw(&profile, name, strlen(name));
	say_detail(invocation, "warming up: a start without the exercise");
	status = run_workload(&pass, invocation, &profile, &stats, err);
	if (status != STATUS_OK && status != STATUS_INCOMPLETE)
		return status;
	taken = refine_take(refine, &profile, request->with_counts, invocation,
			    err);
	return status_worse(status, taken);
}

static enum status write_profile(const struct run_request *request,
				 struct profile *profile, const char *output,
				 struct error *err)
{
	char *json AUTO_FREE = NULL;
	enum status status =
		profile_to_json(profile, request->with_counts, &json, err);

	if (status != STATUS_OK)
		return status;
	return file_write(output, json, strlen(json), 0644, err);
}

static enum status write_refined(const struct run_request *request,
				 const struct invocation *invocation,
				 struct refine *refine, struct profile *news,
				 const char *output, struct error *err)
{
	enum status status = refine_take(refine, news, request->with_counts,
					 invocation, err);

	if (status != STATUS_OK)
		return status;
	return file_write(output, refine->text, strlen(refine->text), 0644,
			  err);
}

/* The run, or the last of several; what they found is in OUTPUT then. */
static enum status record(const struct run_request *request,
			  const struct invocation *invocation, const char *name,
			  const char *output, struct refine *refine,
			  struct error *err)
{
	struct profile profile AUTO_PROFILE = {0};
	struct run_options pass = request->run;
	struct harvest_stats stats;
	enum status status, written;

	pass.known = refine->is_set ? &refine->known : NULL;
	profile_init(&profile);
	profile.subject.name = profile_intern_raw(&profile, name, strlen(name));
	status = run_workload(&pass, invocation, &profile, &stats, err);
	if (status != STATUS_OK && status != STATUS_INCOMPLETE &&
	    status != STATUS_DIFFERS)
		return status;
	/* A failure to write outranks all that a run with a profile says. */
	written = refine->is_set
			  ? write_refined(request, invocation, refine, &profile,
					  output, err)
			  : write_profile(request, &profile, output, err);
	if (written != STATUS_OK)
		return status_worse(status, written);
	tell_result(invocation, refine->is_set ? &refine->profile : &profile,
		    &stats, output);
	if (refine->is_set && !refine->profile.is_complete)
		status = status_worse(status, STATUS_INCOMPLETE);
	return status;
}

enum status run_passes(const struct run_request *request,
		       const struct invocation *invocation, struct error *err)
{
	struct refine refine CLEANUP(refine_done) = {0};
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
	status = file_check_writable(output, err);
	if (status == STATUS_OK && request->refine)
		status = refine_load(&refine, request->refine, err);
	if (status == STATUS_OK && request->warmup_ms)
		status = warm_up(request, invocation, name, &refine, err);
	if (status != STATUS_OK && status != STATUS_INCOMPLETE)
		return status;
	return record(request, invocation, name, output, &refine, err);
}
