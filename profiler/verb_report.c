/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "profile/text.h"
#include "profiler/profile_load.h"
#include "profiler/chart_choice.h"
#include "profiler/detail.h"
#include "profiler/report.h"
#include "profiler/seccomp_request.h"
#include "profiler/verb.h"

static const struct option_spec options[] = {
	{"format", 'f', "FORMAT", ""},
	{"base", 0, "ENGINE",
	 "compare with the default set of docker (default), podman, "
	 "containerd, crio or none"},
	{"helm-path", 0, "A.B.C", "where the values stand (helm, selinux)"},
	{"chart", 0, "CHART", "helm: the values of "},
	{"container", 0, "NAME", "which container of --chart or --patch"},
	{"pod", 0, "NAME", "k8s: a whole Pod of that name"},
	{"image", 0, "REF", "k8s: its image (default: the profile's)"},
	{"patch", 0, "FILE", "k8s: a strategic-merge patch for this manifest"},
	{"kubernetes", 0, "VERSION",
	 "k8s: with the fields that 1.N has (default 1.33)"},
	{"values", 0, "FILE",
	 "helm: the values in use; only what to change in them is told"},
	{"platform", 0, "PLATFORM", PLATFORM_HELP},
	{"policy", 0, "FILE", "ask this SELinux policy, not the loaded one"},
	{"boolean", 0, "NAME=VALUE",
	 "suppose that boolean of the policy is 0 or 1; repeatable"},
	{"candidate", 0, "TYPE", "try this SELinux type as well; repeatable"},
	{"seccomp-file", 0, "PATH",
	 "where the seccomp file will stand, for the formats that name it"},
	{"service", 0, "NAME",
	 "the service's or unit's name (compose, quadlet, systemd)"},
	{"no-comments", 0, NULL, "leave out the why"},
	{"exact", 0, NULL,
	 "seccomp: only what was seen, for this runtime and this node"},
	{"runtime", 0, "runc,crun",
	 "seccomp: the runtimes that shall start it (default: both)"},
	{"default-action", 0, "ACTION",
	 "seccomp: what becomes of the rest: one of errno (default), kill, "
	 "kill-thread, kill-process, trap or log"},
	{"errno", 0, "NAME",
	 "seccomp: what is refused gets it (default EPERM)"},
	{"arg-rules", 0, NULL,
	 "seccomp: narrow to the arguments seen, where that is safe"},
	{"notify", 0, "NAMES", "seccomp: calls for an agent to answer"},
	{"listener", 0, "PATH", "seccomp: the agent's socket"},
	{NULL, 0, NULL, NULL},
};

static bool add_repeatable(struct selinux_request *request, const char *name,
			   const char *value)
{
	if (strcmp(name, "boolean") == 0) {
		if (request->boolean_count == SELINUX_REQUEST_MAX)
			return false;
		request->booleans[request->boolean_count++] = value;
	} else if (strcmp(name, "candidate") == 0) {
		if (request->candidate_count == SELINUX_REQUEST_MAX)
			return false;
		request->candidates[request->candidate_count++] = value;
	}
	return true;
}

static enum status parse(struct option_parser *parser,
			 struct report_request *request, struct error *err)
{
	const struct option_spec *spec;
	const char *value;
	enum status status;
	bool is_taken;

	while ((status = option_next(parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		status = seccomp_request_set(&request->seccomp, spec->name,
					     value, &is_taken, err);
		if (status != STATUS_OK)
			return status;
		if (is_taken)
			continue;
		if (strcmp(spec->name, "format") == 0)
			request->format = value;
		else if (strcmp(spec->name, "base") == 0)
			request->base = value;
		else if (strcmp(spec->name, "helm-path") == 0)
			request->helm_path = value;
		else if (strcmp(spec->name, "chart") == 0)
			request->chart = value;
		else if (strcmp(spec->name, "container") == 0)
			request->container = value;
		else if (strcmp(spec->name, "values") == 0)
			request->values = value;
		else if (strcmp(spec->name, "pod") == 0)
			request->pod = value;
		else if (strcmp(spec->name, "image") == 0)
			request->image = value;
		else if (strcmp(spec->name, "patch") == 0)
			request->patch = value;
		else if (strcmp(spec->name, "kubernetes") == 0)
			request->kubernetes = value;
		else if (strcmp(spec->name, "seccomp-file") == 0)
			request->seccomp_file = value;
		else if (strcmp(spec->name, "service") == 0)
			request->service = value;
		else if (strcmp(spec->name, "platform") == 0)
			request->selinux.platform = value;
		else if (strcmp(spec->name, "policy") == 0)
			request->selinux.policy = value;
		else if (strcmp(spec->name, "no-comments") == 0)
			request->no_comments = true;
		else if (!add_repeatable(&request->selinux, spec->name, value))
			return error_set(err, STATUS_USAGE, NULL,
					 "--%s is given more than %d times",
					 spec->name, SELINUX_REQUEST_MAX);
	}
	if (status == STATUS_OK)
		status = seccomp_request_check(&request->seccomp, err);
	if (status != STATUS_OK)
		return status;
	if (parser->argc - parser->position != 1)
		return error_set(err, STATUS_USAGE, "see whittle report --help",
				 "report takes one profile");
	return STATUS_OK;
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	AUTO_PROFILE struct profile profile;
	struct report_request request = {0};
	struct option_parser parser;
	enum status status;

	profile_init(&profile);
	option_parser_init(&parser, invocation, options, argc, argv);
	status = parse(&parser, &request, err);
	if (status == STATUS_OK)
		status = profile_load(&profile, argv[parser.position], err);
	if (status == STATUS_OK)
		detail_profile(invocation, &profile, argv[parser.position]);
	if (status == STATUS_OK)
		status = report_print(stdout, &profile, &request, invocation,
				      err);
	return status;
}

static const char *const usage[] = {
	"whittle report [-f FORMAT] [options] PROFILE",
	NULL,
};

static const char *names_of(const char *option)
{
	if (strcmp(option, "format") == 0)
		return report_format_help();
	return strcmp(option, "chart") == 0 ? chart_names() : NULL;
}

const struct verb verb_report = {
	.name = "report",
	.summary = "what to grant, in one format",
	.usage = usage,
	.options = options,
	.names_of = names_of,
	.run = run,
};
