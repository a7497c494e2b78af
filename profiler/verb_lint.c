/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle lint: judge an existing seccomp profile. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "profile/file.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/profile_load.h"
#include "profiler/verb.h"
#include "reporters/lint_report.h"

static const struct option_spec options[] = {
	{"format", 'f', "FORMAT", "text (default), json, seccomp"},
	{"against", 0, "PROFILE",
	 "what the workload of PROFILE lacks, and what is too much for it"},
	{NULL, 0, NULL, NULL},
};

struct request {
	const char *format; /* NULL: text */
	const char *against;
	const char *file;
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
		if (strcmp(spec->name, "format") == 0)
			request->format = value;
		else if (strcmp(spec->name, "against") == 0)
			request->against = value;
	}
	if (status != STATUS_OK)
		return status;
	if (request->format && strcmp(request->format, "text") != 0 &&
	    strcmp(request->format, "json") != 0 &&
	    strcmp(request->format, "seccomp") != 0)
		return error_set(err, STATUS_USAGE, "text, json, seccomp",
				 "no such format: '%s'",
				 printable(request->format));
	if (parser->argc - parser->position != 1)
		return error_set(err, STATUS_USAGE, "see whittle lint --help",
				 "lint takes one file");
	request->file = parser->argv[parser->position];
	return STATUS_OK;
}

static enum status load_against(const struct invocation *invocation,
				struct profile *profile, const char *path,
				struct error *err)
{
	enum status status = profile_load(profile, path, err);

	if (status == STATUS_OK)
		detail_profile(invocation, profile, path);
	if (status == STATUS_OK && !profile->is_complete)
		fputs("whittle: warning: the profile is incomplete: evidence "
		      "was lost, what seems too much may be needed\n",
		      stderr);
	return status;
}

static enum status load_file(struct oci_seccomp_list *list, const char *path,
			     struct error *err)
{
	AUTO_FREE char *text = NULL;
	size_t length = 0;
	enum status status =
		file_read(path, OCI_SECCOMP_FILE_MAX, &text, &length, err);

	if (status != STATUS_OK)
		return status;
	return oci_seccomp_read(list, text, length, path, err);
}

static enum status print_profile(const struct oci_seccomp_list *list,
				 struct error *err)
{
	AUTO_FREE char *json = NULL;

	if (list->count != 1)
		return error_set(err, STATUS_UNSUPPORTED,
				 "take one of them out first",
				 "the file holds %zu profiles", list->count);
	json = oci_seccomp_json(&list->items[0]);
	if (!json)
		return error_no_memory(err);
	puts(json);
	return STATUS_OK;
}

/* What was taken for the profile, since a file may hold several. */
static void tell_profile(const struct invocation *invocation,
			 const struct oci_seccomp *profile)
{
	AUTO_TEXT struct text arches = {0};

	for (size_t i = 0; i < profile->architectures.count; i++)
		text_addf(&arches, " %s",
			  printable(profile->architectures.items[i]));
	say_detail(invocation,
		   "judged%s%s: %zu rules, else %s; architectures:%s",
		   profile->where[0] ? ", of " : "", printable(profile->where),
		   profile->rule_count, printable(profile->default_action),
		   arches.length ? text_string(&arches) : " none named");
}

static enum status judge(const struct invocation *invocation,
			 const struct request *request,
			 const struct oci_seccomp_list *list,
			 struct lint *lints, const struct profile *against,
			 struct error *err)
{
	enum status status = STATUS_OK;
	size_t found = 0;

	for (size_t i = 0; i < list->count; i++) {
		tell_profile(invocation, &list->items[i]);
		status = seccomp_lint_make(&lints[i], &list->items[i], against,
					   err);
		if (status != STATUS_OK)
			return status;
		found += lints[i].count;
	}
	if (request->format && strcmp(request->format, "json") == 0)
		status = lint_report_json(stdout, request->file, list, lints,
					  err);
	else
		lint_report_text(stdout, request->file, list, lints);
	if (status != STATUS_OK)
		return status;
	return found ? STATUS_DIFFERS : STATUS_OK;
}

static enum status lint(const struct invocation *invocation,
			const struct request *request, struct error *err)
{
	AUTO_OCI_SECCOMP struct oci_seccomp_list list = {0};
	AUTO_PROFILE struct profile against;
	struct lint *lints;
	enum status status;

	profile_init(&against);
	status = load_file(&list, request->file, err);
	if (status == STATUS_OK && request->against)
		status = load_against(invocation, &against, request->against,
				      err);
	if (status != STATUS_OK)
		return status;
	if (request->format && strcmp(request->format, "seccomp") == 0)
		return print_profile(&list, err);
	lints = calloc(list.count, sizeof(*lints));
	if (!lints)
		return error_no_memory(err);
	status = judge(invocation, request, &list, lints,
		       request->against ? &against : NULL, err);
	for (size_t i = 0; i < list.count; i++)
		seccomp_lint_done(&lints[i]);
	free(lints);
	return status;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct request request = {0};
	struct option_parser parser;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status != STATUS_OK)
		return status;
	return lint(invocation, &request, err);
}

static const char *const usage[] = {
	"whittle lint [-f FORMAT] [--against PROFILE] FILE",
	NULL,
};

const struct verb verb_lint = {
	.name = "lint",
	.summary = "judge an existing seccomp profile",
	.usage = usage,
	.options = options,
	.run = run,
};
