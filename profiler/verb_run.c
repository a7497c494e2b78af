/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle run: profile a program, an image or a bundle on this host. */
#include <stdlib.h>
#include <string.h>

#include "profiler/run_lab.h"
#include "profiler/run_name.h"
#include "profiler/run_passes.h"
#include "profiler/run_request.h"
#include "profiler/verb.h"

static const char *const usage[] = {
	"whittle run [options] -- COMMAND [ARG...]",
	"whittle run [options] --image REF [-- ARG...]",
	"whittle run [options] --bundle DIR [-- ARG...]",
	NULL,
};

static const struct option_spec options[] = {
	{"image", 0, "REF", "profile a container image (podman)"},
	{"bundle", 0, "DIR", "profile an OCI bundle (crun, runc)"},
	{"engine", 0, "NAME", "podman for images; crun or runc for bundles"},
	{"engine-arg", 0, "ARG", "a further argument for the engine; repeat"},
	{"output", 'o', "FILE",
	 "the profile (default NAME.whittle.json; - is standard output)"},
	{"name", 0, "NAME", "the subject's name"},
	{"timeout", 0, "DURATION", "then the workload is stopped"},
	{"ready", 0, "COMMAND", "retried until it succeeds: it is up"},
	{"exercise", 0, "COMMAND", "run once it is up; then it is stopped"},
	{"refine", 0, "PROFILE", "log only what PROFILE does not know; merge"},
	{"warmup", 0, "DURATION",
	 "record a start of that length, then again as with --refine"},
	{"user", 0, "USER", "run as USER or USER:GROUP"},
	{"env", 0, "KEY=VALUE", "set in its environment; repeat"},
	{"collector", 0, "auto|unicast|multicast", "how records are read"},
	{"without", 0, "selinux", "record system calls alone (incomplete)"},
	{"arg-rules", 0, NULL, "record arguments too, for report --arg-rules"},
	{"counts", 0, NULL, "write counts and seconds into the profile"},
	{"lab", 0, NULL, "all this in the guest; see whittle lab"},
	{"progress", 0, "auto|never", "a line on a terminal: how far it is"},
	{"wait", 0, "DURATION",
	 "how long for another run to end (default: as it takes)"},
	{"log-budget", 0, "SIZE|none",
	 "how much this run may add to auditd's log on disk"},
	{"audit-backlog", 0, "RECORDS", "the kernel's queue (default 65536)"},
	{"audit-buffer", 0, "SIZE", "the socket's buffer (default 64M)"},
	{NULL, 0, NULL, NULL},
};

static enum status parse(struct run_request *request,
			 struct invocation *invocation, int argc, char **argv,
			 struct error *err)
{
	struct option_parser parser;
	const struct option_spec *spec;
	const char *value;
	enum status status;

	option_parser_init(&parser, invocation, options, argc, argv);
	parser.stops_at_operand = true;
	while ((status = option_next(&parser, &spec, &value, err)) ==
		       STATUS_OK &&
	       spec) {
		status = run_request_set(request, spec->name, value, err);
		if (status != STATUS_OK)
			return status;
	}
	if (status != STATUS_OK)
		return status;
	return run_request_finish(request, argv + parser.position, "run", err);
}

static enum status run_there(const struct run_request *request,
			     struct invocation *invocation, struct error *err)
{
	char *name AUTO_FREE = request->name
				       ? strdup(request->name)
				       : run_default_name(&request->run.plan);
	char *output AUTO_FREE = NULL;

	if (name)
		output = request->output ? strdup(request->output)
					 : run_default_output(name);
	if (!output)
		return error_no_memory(err);
	return run_in_lab(
		&(struct run_lab_errand){
			.verb = "run",
			.request = request,
			.name = name,
			.output = output,
			.patience_ms = request->run.timeout_ms +
				       2 * request->warmup_ms,
		},
		invocation, err);
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct run_request request = {0};
	enum status status = parse(&request, invocation, argc, argv, err);

	if (status != STATUS_OK)
		return status;
	if (request.is_lab)
		return run_there(&request, invocation, err);
	if (request.warmup_ms)
		status = run_request_share_input(&request, true, invocation,
						 err);
	return status == STATUS_OK ? run_passes(&request, invocation, err)
				   : status;
}

const struct verb verb_run = {
	.name = "run",
	.summary = "profile a program, an image or a bundle on this host",
	.usage = usage,
	.options = options,
	.takes_command = true,
	.run = run,
};
