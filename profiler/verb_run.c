/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle run: profile a program, an image or a bundle on this host. */
#include <string.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/run_name.h"
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
	{"user", 0, "USER", "run as USER or USER:GROUP"},
	{"env", 0, "KEY=VALUE", "set in its environment; repeat"},
	{"collector", 0, "auto|unicast|multicast", "how records are read"},
	{"without", 0, "selinux", "record system calls alone (incomplete)"},
	{"arg-rules", 0, NULL, "record arguments too, for report --arg-rules"},
	{"counts", 0, NULL, "write counts and seconds into the profile"},
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

static void tell_result(const struct invocation *invocation,
			const struct profile *profile,
			const struct harvest_stats *stats, const char *output)
{
	say_hint(invocation,
		 "%zu capabilities, %zu system calls, %zu accesses from %llu "
		 "records; profile in %s",
		 profile->capability_count, profile->syscall_count,
		 profile->access_count, (unsigned long long)stats->used,
		 strcmp(output, "-") ? printable(output) : "standard output");
	if (profile->is_complete)
		return;
	say_hint(invocation, "the profile is INCOMPLETE (%llu lost):",
		 (unsigned long long)profile->lost);
	for (size_t i = 0; i < profile->notes.count; i++)
		say_hint(invocation, "  %s", profile->notes.items[i]);
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

static enum status execute(const struct run_request *request,
			   const struct invocation *invocation,
			   struct error *err)
{
	struct profile profile CLEANUP(profile_done) = {0};
	char *name AUTO_FREE = NULL;
	char *output AUTO_FREE = NULL;
	struct harvest_stats stats;
	enum status status, written;

	name = request->name ? strdup(request->name)
			     : run_default_name(&request->run.plan);
	output = request->output ? strdup(request->output)
				 : (name ? run_default_output(name) : NULL);
	if (!name || !output)
		return error_no_memory(err);
	status = file_check_writable(output, err);
	if (status != STATUS_OK)
		return status;
	profile_init(&profile);
	profile.subject.name = profile_intern_raw(&profile, name, strlen(name));
	status = run_workload(&request->run, invocation, &profile, &stats, err);
	if (status != STATUS_OK && status != STATUS_INCOMPLETE &&
	    status != STATUS_DIFFERS)
		return status;
	/* A failure to write outranks all that a run with a profile says. */
	written = write_profile(request, &profile, output, err);
	if (written == STATUS_OK)
		tell_result(invocation, &profile, &stats, output);
	return status_worse(status, written);
}

static enum status run(struct invocation *invocation, int argc, char **argv,
		       struct error *err)
{
	struct run_request request = {0};
	enum status status = parse(&request, invocation, argc, argv, err);

	if (status != STATUS_OK)
		return status;
	return execute(&request, invocation, err);
}

const struct verb verb_run = {
	.name = "run",
	.summary = "profile a program, an image or a bundle on this host",
	.usage = usage,
	.options = options,
	.takes_command = true,
	.run = run,
};
