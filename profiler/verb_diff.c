/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle diff: what this release wants that the last one did not. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "policies/allow_list.h"
#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/report.h"
#include "profiler/selinux_source.h"
#include "profiler/store.h"
#include "profiler/terminal.h"
#include "profiler/verb.h"
#include "reporters/diff.h"

#define ALLOW_FILE   "whittle.allow"
#define RELEASES_MAX 256

static const struct option_spec options[] = {
	{"format", 'f', "FORMAT", "text (default), json, markdown, html"},
	{"store", 0, "DIR", "the operands are IMAGE:TAG in this store"},
	{"fail-on", 0, "low|medium|high|critical",
	 "exit 1 only for news of this risk or more (or 1 to 5)"},
	{"allow", 0, "FILE",
	 "accepted news (default whittle.allow, where it is)"},
	{"platform", 0, "PLATFORM", PLATFORM_HELP},
	{"policy", 0, "FILE", "ask this SELinux policy, not the loaded one"},
	{"boolean", 0, "NAME=VALUE",
	 "suppose that boolean of the policy is 0 or 1; repeatable"},
	{NULL, 0, NULL, NULL},
};

struct request {
	const char *format;
	const char *store;
	const char *allow;
	unsigned int fail_on; /* 0: any difference */
	struct selinux_request selinux;
};

/* All that a comparison of several releases holds. */
struct releases {
	size_t count;
	struct profile *profiles;
	const struct profile **sorted; /* the same, as the reporters take it */
	char **labels;
	struct comparison *steps;
};

static void releases_done(struct releases *releases)
{
	for (size_t i = 0; i < releases->count; i++) {
		if (releases->steps)
			comparison_done(&releases->steps[i]);
		profile_done(&releases->profiles[i]);
		free(releases->labels[i]);
	}
	free(releases->profiles);
	free(releases->sorted);
	free(releases->labels);
	free(releases->steps);
}

static enum status releases_init(struct releases *releases, size_t count,
				 struct error *err)
{
	releases->profiles = calloc(count, sizeof(*releases->profiles));
	releases->sorted = calloc(count, sizeof(*releases->sorted));
	releases->labels = calloc(count, sizeof(*releases->labels));
	releases->steps = calloc(count, sizeof(*releases->steps));
	if (!releases->profiles || !releases->sorted || !releases->labels ||
	    !releases->steps)
		return error_no_memory(err);
	releases->count = count;
	for (size_t i = 0; i < count; i++) {
		profile_init(&releases->profiles[i]);
		releases->sorted[i] = &releases->profiles[i];
	}
	return STATUS_OK;
}

/* ---- the command line ---------------------------------------------------- */

static enum status parse_level(const char *value, unsigned int *ret,
			       struct error *err)
{
	static const char *const names[] = {"low", "medium", "high",
					    "critical"};
	uint64_t number;

	for (unsigned int i = 0; i < ARRAY_LENGTH(names); i++) {
		if (strcmp(names[i], value) == 0) {
			*ret = i + 2;
			return STATUS_OK;
		}
	}
	if (!parse_decimal(value, 5, &number) || number < 1)
		return error_set(err, STATUS_USAGE, NULL,
				 "--fail-on is low, medium, high, critical or "
				 "1 to 5, not '%s'",
				 printable(value));
	*ret = (unsigned int)number;
	return STATUS_OK;
}

static enum status suppose(struct selinux_request *request, const char *value,
			   struct error *err)
{
	if (request->boolean_count == SELINUX_REQUEST_MAX)
		return error_set(err, STATUS_USAGE, NULL,
				 "--boolean is given more than %d times",
				 SELINUX_REQUEST_MAX);
	request->booleans[request->boolean_count++] = value;
	return STATUS_OK;
}

static enum status set_option(struct request *request, const char *name,
			      const char *value, struct error *err)
{
	if (strcmp(name, "format") == 0)
		request->format = value;
	else if (strcmp(name, "store") == 0)
		request->store = value;
	else if (strcmp(name, "allow") == 0)
		request->allow = value;
	else if (strcmp(name, "fail-on") == 0)
		return parse_level(value, &request->fail_on, err);
	else if (strcmp(name, "platform") == 0)
		request->selinux.platform = value;
	else if (strcmp(name, "policy") == 0)
		request->selinux.policy = value;
	else if (strcmp(name, "boolean") == 0)
		return suppose(&request->selinux, value, err);
	return STATUS_OK;
}

static enum status parse(struct option_parser *parser, struct request *request,
			 struct error *err)
{
	const struct option_spec *spec;
	const char *value;
	enum status status;
	int count;

	while ((status = option_next(parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		status = set_option(request, spec->name, value, err);
		if (status != STATUS_OK)
			return status;
	}
	count = parser->argc - parser->position;
	if (status == STATUS_OK && (count < 2 || count > RELEASES_MAX))
		return error_set(err, STATUS_USAGE, "see whittle diff --help",
				 "diff takes two profiles or more, from old to "
				 "new");
	return status;
}

static const struct diff_format *find_format(const char *name)
{
	for (const struct diff_format *row = diff_formats; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/* ---- reading ------------------------------------------------------------- */

/* What a reader calls the release: its tag, else the file's name. */
static char *label_of(const struct profile *profile, const char *operand,
		      bool is_stored)
{
	struct image_reference image;
	const char *slash = strrchr(operand, '/');
	const char *name = slash ? slash + 1 : operand;
	size_t length = strcspn(name, "");

	if (profile->subject.image && *profile->subject.image && is_stored &&
	    image_reference_parse(&image, profile->subject.image, NULL) ==
		    STATUS_OK &&
	    *image.tag)
		return strdup(image.tag);
	if (length > 13 && strcmp(name + length - 13, ".whittle.json") == 0)
		length -= 13;
	else if (length > 5 && strcmp(name + length - 5, ".json") == 0)
		length -= 5;
	return strndup(name, length);
}

static enum status load(const struct invocation *invocation,
			struct profile *profile, const char *operand,
			const struct request *request, char **ret_label,
			struct error *err)
{
	AUTO_FREE char *found = NULL;
	AUTO_FREE char *text = NULL;
	const char *path = operand;
	size_t length = 0;
	enum status status = STATUS_OK;

	if (request->store) {
		status = store_find(request->store, operand, &found, err);
		path = found;
	}
	if (status == STATUS_OK)
		status = file_read(path, PROFILE_FILE_MAX, &text, &length, err);
	if (status == STATUS_OK)
		status = profile_from_json(profile, text, length, path, err);
	if (status != STATUS_OK)
		return status;
	profile_sort(profile);
	detail_profile(invocation, profile, path);
	*ret_label = label_of(profile, operand, request->store);
	return *ret_label ? profile_check(profile, err) : error_no_memory(err);
}

/* Reviewed entries: those of --allow, or of the file that is here. */
static enum status read_allowed(const struct invocation *invocation,
				const struct request *request,
				struct allow_list *list, struct error *err)
{
	const char *path = request->allow ? request->allow : ALLOW_FILE;
	AUTO_FREE char *text = NULL;
	time_t now = time(NULL);
	struct tm broken;
	size_t length = 0;
	char today[sizeof("YYYY-MM-DD")];
	enum status status;

	if (!request->allow && access(path, F_OK) != 0) {
		say_detail(invocation,
			   "nothing is allowed beforehand: no --allow, and no "
			   "'" ALLOW_FILE "' here");
		return STATUS_OK;
	}
	gmtime_r(&now, &broken);
	strftime(today, sizeof(today), "%Y-%m-%d", &broken);
	status = file_read(path, ALLOW_LIST_MAX, &text, &length, err);
	if (status == STATUS_OK)
		status = allow_list_parse(list, text, length, today, path, err);
	if (status == STATUS_OK)
		say_detail(invocation, "%zu allowances from '%s'", list->count,
			   printable(path));
	return status;
}

/* ---- the answer ---------------------------------------------------------- */

static void tell_allowed(const struct invocation *invocation,
			 const struct allow_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct allow_entry *entry = &list->entries[i];

		if (entry->is_expired)
			fprintf(stderr,
				"whittle: warning: the allowance of '%s' ended "
				"on %s and does not count: %s\n",
				printable(entry->name), entry->until,
				printable(entry->reason));
		else if (!entry->is_used)
			say_hint(invocation,
				 "nothing needs the allowance of '%s' (line "
				 "%zu)",
				 printable(entry->name), entry->line);
	}
}

static void tell_trust(const struct releases *releases)
{
	for (size_t i = 0; i + 1 < releases->count; i++) {
		const struct comparison *step = &releases->steps[i];

		for (size_t w = 0; w < step->warning_count; w++)
			fprintf(stderr, "whittle: warning: %s to %s: %s\n",
				printable(releases->labels[i]),
				printable(releases->labels[i + 1]),
				printable(text_string(&step->warnings[w])));
	}
}

/* Why the exit status is 1 or 0. */
static void tell_verdict(const struct invocation *invocation,
			 const struct releases *releases,
			 const struct request *request)
{
	for (size_t i = 0; i + 1 < releases->count; i++) {
		const struct comparison *step = &releases->steps[i];
		size_t open = comparison_open(step);

		AUTO_TEXT struct text rule = {0};

		if (request->fail_on)
			text_addf(&rule, "from risk %u on (--fail-on)",
				  request->fail_on);
		else
			text_add(&rule, "with any (see --fail-on)");
		say_detail(
			invocation,
			"%s to %s: %zu difference%s that nobody allowed, the "
			"worst of risk %u; the exit status is 1 %s",
			printable(releases->labels[i]),
			printable(releases->labels[i + 1]), open,
			open == 1 ? "" : "s", comparison_worst(step),
			text_string(&rule));
	}
}

static enum status verdict(const struct releases *releases,
			   const struct request *request)
{
	for (size_t i = 0; i + 1 < releases->count; i++) {
		const struct comparison *step = &releases->steps[i];

		if (request->fail_on
			    ? comparison_worst(step) >= request->fail_on
			    : comparison_open(step) > 0)
			return STATUS_DIFFERS;
	}
	return STATUS_OK;
}

static enum status compare_all(const struct invocation *invocation,
			       struct releases *releases,
			       const struct request *request,
			       struct allow_list *allowed, struct error *err)
{
	AUTO_SELINUX_SOURCE struct selinux_source source = {0};
	enum status status =
		selinux_source_open(&source, &request->selinux, err);

	if (status == STATUS_OK)
		detail_selinux_source(invocation, &source, &request->selinux);
	for (size_t i = 0; i + 1 < releases->count && status == STATUS_OK;
	     i++) {
		status = comparison_make(
			&releases->steps[i], &releases->profiles[i],
			&releases->profiles[i + 1], &source.options, err);
		if (status == STATUS_OK)
			allow_list_apply(allowed, &releases->steps[i]);
	}
	return status;
}

static enum status print(const struct invocation *invocation,
			 const struct releases *releases,
			 const struct request *request, struct error *err)
{
	const struct diff_format *format =
		find_format(request->format ? request->format : "text");
	AUTO_HISTORY struct history history = {0};
	struct diff_view view = {
		.labels = (const char *const *)releases->labels,
		.profiles = releases->sorted,
		.count = releases->count,
		.steps = releases->steps,
		.history = &history,
		.is_colored = report_is_colored(stdout, invocation),
		.width = terminal_width(stdout),
	};
	enum status status =
		history_make(&history, releases->sorted, releases->count, err);

	if (status == STATUS_OK)
		status = format->write(stdout, &view, err);
	if (status == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout)))
		status = error_set_errno(err, STATUS_MALFORMED, errno, NULL,
					 "write the comparison");
	return status;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct releases releases CLEANUP(releases_done) = {0};
	AUTO_ALLOW_LIST struct allow_list allowed = {0};
	struct request request = {0};
	struct option_parser parser;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status == STATUS_OK && request.format &&
	    !find_format(request.format))
		status = error_set(
			err, STATUS_USAGE, "text, json, markdown, html",
			"no such format: '%s'", printable(request.format));
	if (status == STATUS_OK)
		status = releases_init(&releases,
				       (size_t)(argc - parser.position), err);
	for (size_t i = 0; i < releases.count && status == STATUS_OK; i++)
		status = load(invocation, &releases.profiles[i],
			      argv[(size_t)parser.position + i], &request,
			      &releases.labels[i], err);
	if (status == STATUS_OK)
		status = read_allowed(invocation, &request, &allowed, err);
	if (status == STATUS_OK)
		status = compare_all(invocation, &releases, &request, &allowed,
				     err);
	if (status != STATUS_OK)
		return status;
	tell_trust(&releases);
	tell_allowed(invocation, &allowed);
	status = print(invocation, &releases, &request, err);
	tell_verdict(invocation, &releases, &request);
	return status == STATUS_OK ? verdict(&releases, &request) : status;
}

static const char *const usage[] = {
	"whittle diff [-f FORMAT] [options] OLD NEW [NEWER...]",
	"whittle diff --store DIR [options] IMAGE:OLD IMAGE:NEW "
	"[IMAGE:NEWER...]",
	NULL,
};

const struct verb verb_diff = {
	.name = "diff",
	.summary = "what a new release wants that the old one did not",
	.usage = usage,
	.options = options,
	.run = run,
};
