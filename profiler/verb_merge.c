/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle merge: one profile from many runs or replicas. */
#include <string.h>

#include "profile/file.h"
#include "profile/merge.h"
#include "profile/profile_json.h"
#include "profile/runset.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/store.h"
#include "profiler/verb.h"

static const struct option_spec options[] = {
	{"output", 'o', "FILE", "the merged profile; - is standard output"},
	{"store", 0, "DIR", "put it into this store of releases"},
	{"as", 0, "IMAGE:TAG", "the image and release it is of"},
	{NULL, 0, NULL, NULL},
};

struct request {
	const char *output;
	const char *store;
	const char *reference;
};

static enum status parse(struct option_parser *parser, struct request *request,
			 struct error *err)
{
	const struct option_spec *spec;
	const char *value;
	enum status status;

	while ((status = option_next(parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		if (strcmp(spec->name, "output") == 0)
			request->output = value;
		else if (strcmp(spec->name, "store") == 0)
			request->store = value;
		else if (strcmp(spec->name, "as") == 0)
			request->reference = value;
	}
	if (status != STATUS_OK)
		return status;
	if (!request->output && !request->store)
		return error_set(err, STATUS_USAGE, "see whittle merge --help",
				 "where to: -o FILE or --store DIR");
	if (parser->argc == parser->position)
		return error_set(err, STATUS_USAGE, "see whittle merge --help",
				 "merge takes one or more profiles");
	return STATUS_OK;
}

/* The file's facts are what the merge knows more after it. */
static void tell_added(const struct invocation *invocation, const char *path,
		       struct merge_counts before, struct merge_counts after)
{
	size_t runs = after.runs - before.runs;
	size_t repeated = after.repeated - before.repeated;

	say_detail(invocation, "'%s': %zu run%s%s%s", printable(path), runs,
		   runs == 1 ? "" : "s",
		   repeated ? ", and one or more that were given before" : "",
		   before.profiles && after.subjects > before.subjects
			   ? ", of another subject"
			   : "");
}

static enum status add_all(const struct invocation *invocation,
			   struct merge *merge, char *const *paths,
			   struct error *err)
{
	AUTO_TEXT struct text text = {0};
	enum status status = STATUS_OK;

	for (; *paths && status == STATUS_OK; paths++) {
		struct merge_counts before = merge_counts(merge);

		status = file_read_text(*paths, PROFILE_FILE_MAX, &text, err);
		if (status == STATUS_OK)
			status = merge_add(merge, text_string(&text),
					   text.length, *paths, err);
		if (status == STATUS_OK)
			tell_added(invocation, *paths, before,
				   merge_counts(merge));
	}
	return status;
}

/* What the result does not make plain by itself. */
static void tell(const struct invocation *invocation, struct merge_facts facts)
{
	say_hint(invocation, "%zu run%s from %zu profile%s", facts.runs,
		 facts.runs == 1 ? "" : "s", facts.profiles,
		 facts.profiles == 1 ? "" : "s");
	if (facts.repeated)
		say_hint(invocation,
			 "%zu times a run was given again; each counts once",
			 facts.repeated);
	if (facts.subjects > 1)
		say_hint(invocation,
			 "warning: the runs are of %zu different subjects; "
			 "each run's entry says of which",
			 facts.subjects);
	if (facts.environments > 1)
		say_hint(invocation,
			 "the runs were recorded in %zu environments; each "
			 "run's entry says in which",
			 facts.environments);
	if (facts.complete_runs && facts.complete_runs < facts.runs)
		say_hint(invocation,
			 "warning: the runs disagree on complete: %zu of %zu "
			 "are",
			 facts.complete_runs, facts.runs);
}

/* Of a capability on which runs disagree the cautious verdict stands. */
static void tell_verdicts(const struct invocation *invocation,
			  const struct profile *profile)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (need->has_dissent)
			say_hint(invocation,
				 "%s: the runs disagree; the cautious verdict "
				 "stands: %s",
				 capability_name(need->capability),
				 verdict_name(need->verdict));
	}
}

static enum status write_result(const struct invocation *invocation,
				const struct request *request, const char *text,
				struct error *err)
{
	AUTO_FREE char *path = NULL;
	enum status status = STATUS_OK;

	if (request->output)
		status = file_write(request->output, text, strlen(text), 0644,
				    err);
	if (status != STATUS_OK || !request->store)
		return status;
	status =
		store_put(request->store, request->reference, text, &path, err);
	if (status == STATUS_OK)
		say_hint(invocation, "stored in %s", printable(path));
	return status;
}

static enum status finish(const struct invocation *invocation,
			  const struct request *request, struct merge *merge,
			  struct error *err)
{
	AUTO_PROFILE struct profile profile = {0};
	AUTO_FREE char *text = NULL;
	enum status status = STATUS_OK;

	if (request->reference)
		status = merge_set_image(merge, request->reference, err);
	if (status == STATUS_OK)
		status = merge_finish(merge, &text, err);
	if (status != STATUS_OK)
		return status;
	profile_init(&profile);
	status = profile_from_json(&profile, text, strlen(text), "the result",
				   err);
	if (status == STATUS_OK)
		status = write_result(invocation, request, text, err);
	if (status != STATUS_OK)
		return status;
	tell(invocation, merge_facts(merge));
	tell_verdicts(invocation, &profile);
	detail_verdicts(invocation, &profile);
	if (profile.is_complete)
		return STATUS_OK;
	say_hint(invocation, "evidence was lost: the profile is incomplete");
	return STATUS_INCOMPLETE;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	AUTO_MERGE struct merge *merge = merge_new();
	struct image_reference place;
	struct request request = {0};
	struct option_parser parser;
	enum status status;

	if (!merge)
		return error_no_memory(err);
	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status == STATUS_OK && request.reference)
		status = image_reference_parse(&place, request.reference, err);
	if (status == STATUS_OK)
		status =
			add_all(invocation, merge, argv + parser.position, err);
	if (status == STATUS_OK)
		status = finish(invocation, &request, merge, err);
	return status;
}

static const char *const usage[] = {
	"whittle merge -o FILE [options] PROFILE...",
	"whittle merge --store DIR [--as IMAGE:TAG] PROFILE...",
	NULL,
};

const struct verb verb_merge = {
	.name = "merge",
	.summary = "one profile from many runs or replicas",
	.usage = usage,
	.options = options,
	.run = run,
};
