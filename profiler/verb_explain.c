/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle explain: what a name is for, and why it is in a profile. */
#include <string.h>
#include <unistd.h>

#include "policies/explain.h"
#include "profile/text.h"
#include "profiler/detail.h"
#include "profiler/profile_load.h"
#include "profiler/report.h"
#include "profiler/terminal.h"
#include "profiler/verb.h"
#include "reporters/explain_json.h"
#include "reporters/explain_text.h"

static const char *const usage[] = {
	"whittle explain [-f text|json] NAME [PROFILE]",
	"whittle explain --list   the names that can be explained",
	NULL,
};

static const struct option_spec options[] = {
	{"format", 'f', "text|json", "for people (default) or for programs"},
	{"list", 0, NULL, "print the names that can be explained, one a line"},
	{NULL, 0, NULL, NULL},
};

struct request {
	const char *format;
	bool is_list;
	char *const *operands;
	int count;
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
		else if (strcmp(spec->name, "list") == 0)
			request->is_list = true;
	}
	if (status != STATUS_OK)
		return status;
	request->operands = parser->argv + parser->position;
	request->count = parser->argc - parser->position;
	if (strcmp(request->format, "text") != 0 &&
	    strcmp(request->format, "json") != 0)
		return error_set(err, STATUS_USAGE, NULL,
				 "--format is text or json, not '%s'",
				 printable(request->format));
	if (request->is_list ? request->count != 0
			     : request->count < 1 || request->count > 2)
		return error_set(
			err, STATUS_USAGE, "see whittle explain --help",
			request->is_list ? "explain --list takes no name"
					 : "explain takes a name and, if "
					   "wanted, a profile");
	return STATUS_OK;
}

static void print_name(const char *name)
{
	puts(name);
}

static enum status print(const struct explanation *explanation,
			 const struct request *request,
			 const struct invocation *invocation, struct error *err)
{
	if (strcmp(request->format, "json") == 0)
		return explain_json_write(stdout, explanation, err);
	explain_text_write(stdout, explanation,
			   report_is_colored(stdout, invocation),
			   terminal_width(stdout));
	return STATUS_OK;
}

static enum status explain(const struct request *request,
			   struct profile *profile,
			   const struct invocation *invocation,
			   struct error *err)
{
	CLEANUP(explain_done) struct explanation explanation = {0};
	enum status status =
		explain_find(&explanation, request->operands[0], err);

	if (status == STATUS_OK && request->count == 2)
		status = profile_load(profile, request->operands[1], err);
	if (status == STATUS_OK && request->count == 2)
		detail_profile(invocation, profile, request->operands[1]);
	else if (status == STATUS_OK)
		say_detail(invocation, "no profile is given: what the tables "
				       "know, not what a workload did");
	if (status == STATUS_OK && request->count == 2)
		status = explain_ask(&explanation, profile, err);
	if (status == STATUS_OK)
		status = print(&explanation, request, invocation, err);
	if (status != STATUS_OK || !explanation.profile)
		return status;
	if (!profile->is_complete)
		fputs("whittle: warning: the profile is incomplete: evidence "
		      "was lost, what it does not show may have happened\n",
		      stderr);
	return explain_is_in_profile(&explanation) ? STATUS_OK : STATUS_DIFFERS;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	AUTO_PROFILE struct profile profile;
	struct request request = {.format = "text"};
	struct option_parser parser;
	enum status status;

	profile_init(&profile);
	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status != STATUS_OK)
		return status;
	if (request.is_list) {
		explain_each_name(print_name);
		return STATUS_OK;
	}
	return explain(&request, &profile, invocation, err);
}

const struct verb verb_explain = {
	.name = "explain",
	.summary = "what a capability or system call is for, and why it is "
		   "needed",
	.usage = usage,
	.options = options,
	.run = run,
};
