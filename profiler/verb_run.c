/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle run: profile a program, an image or a bundle on this host. */
#include <string.h>

#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/text.h"
#include "profiler/run.h"
#include "profiler/run_name.h"
#include "profiler/verb.h"

#define REPEATS_MAX 128u

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

/* What the command line said. */
struct request {
	struct run_options run;
	const char *output;
	const char *name;
	const char *engine;
	bool with_counts;
	const char *engine_args[REPEATS_MAX + 1];
	const char *env[REPEATS_MAX + 1];
	size_t engine_arg_count;
	size_t env_count;
};

static enum status bad_value(const char *option, const char *value,
			     const char *wanted, struct error *err)
{
	return error_set(err, STATUS_USAGE, NULL, "--%s is %s, not '%s'",
			 option, wanted, printable(value));
}

static enum status add_repeat(const char *option, const char **list,
			      size_t *count, const char *value,
			      struct error *err)
{
	if (*count == REPEATS_MAX)
		return error_set(err, STATUS_USAGE, NULL,
				 "--%s more than %u times", option,
				 REPEATS_MAX);
	list[(*count)++] = value;
	return STATUS_OK;
}

static enum status set_collector(struct request *request, const char *value,
				 struct error *err)
{
	static const char *const names[] = {
		[COLLECTOR_AUTO] = "auto",
		[COLLECTOR_UNICAST] = "unicast",
		[COLLECTOR_MULTICAST] = "multicast",
	};

	for (unsigned int i = 0; i < ARRAY_LENGTH(names); i++) {
		if (strcmp(names[i], value) == 0) {
			request->run.collector = (enum collector_mode)i;
			return STATUS_OK;
		}
	}
	return bad_value("collector", value, "auto, unicast or multicast", err);
}

static enum status set_numbers(struct request *request, const char *name,
			       const char *value, struct error *err)
{
	uint64_t number;

	if (strcmp(name, "timeout") == 0) {
		if (!parse_duration(value, &request->run.timeout_ms) ||
		    !request->run.timeout_ms)
			return bad_value(name, value,
					 "a duration such as 90s or 2m", err);
	} else if (strcmp(name, "audit-backlog") == 0) {
		if (!parse_decimal(value, 1u << 24, &number) || !number)
			return bad_value(name, value, "a number of records",
					 err);
		request->run.backlog_limit = (uint32_t)number;
	} else if (strcmp(name, "audit-buffer") == 0) {
		if (!parse_size(value, &request->run.buffer_bytes) ||
		    !request->run.buffer_bytes)
			return bad_value(name, value, "a size such as 64M",
					 err);
	} else if (strcmp(value, "none") == 0) {
		request->run.is_log_budget_off = true;
	} else if (!parse_size(value, &request->run.log_budget_bytes) ||
		   !request->run.log_budget_bytes) {
		return bad_value(name, value, "a size such as 500M, or none",
				 err);
	}
	return STATUS_OK;
}

static enum status set_option(struct request *request, const char *name,
			      const char *value, struct error *err)
{
	struct launch_plan *plan = &request->run.plan;
	const struct {
		const char *name;
		const char **target;
	} strings[] = {
		{"image", &plan->image},
		{"bundle", &plan->bundle},
		{"engine", &request->engine},
		{"output", &request->output},
		{"name", &request->name},
		{"ready", &request->run.ready},
		{"exercise", &request->run.exercise},
		{"user", &plan->user},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(strings); i++) {
		if (strcmp(strings[i].name, name) == 0) {
			*strings[i].target = value;
			return STATUS_OK;
		}
	}
	if (strcmp(name, "engine-arg") == 0)
		return add_repeat(name, request->engine_args,
				  &request->engine_arg_count, value, err);
	if (strcmp(name, "env") == 0) {
		if (!strchr(value, '=') || value[0] == '=')
			return bad_value(name, value, "KEY=VALUE", err);
		return add_repeat(name, request->env, &request->env_count,
				  value, err);
	}
	if (strcmp(name, "collector") == 0)
		return set_collector(request, value, err);
	if (strcmp(name, "arg-rules") == 0) {
		request->run.has_arguments = true;
		return STATUS_OK;
	}
	if (strcmp(name, "counts") == 0) {
		request->with_counts = true;
		return STATUS_OK;
	}
	if (strcmp(name, "without") == 0) {
		if (strcmp(value, "selinux") != 0)
			return bad_value(name, value, "selinux", err);
		request->run.is_without_selinux = true;
		return STATUS_OK;
	}
	return set_numbers(request, name, value, err);
}

static enum status choose_engine(struct request *request, struct error *err)
{
	struct launch_plan *plan = &request->run.plan;
	const char *engine = request->engine;

	if (plan->image) {
		request->run.launch = &launch_podman;
		plan->engine = engine ? engine : "podman";
		if (strcmp(plan->engine, "podman") != 0)
			return bad_value("engine", plan->engine,
					 "podman for an image", err);
	} else if (plan->bundle) {
		request->run.launch = &launch_bundle;
		plan->engine = engine ? engine : "crun";
		if (strcmp(plan->engine, "crun") != 0 &&
		    strcmp(plan->engine, "runc") != 0)
			return bad_value("engine", plan->engine,
					 "crun or runc for a bundle", err);
	} else {
		request->run.launch = &launch_program;
		plan->engine = "program";
		if (engine)
			return error_set(err, STATUS_USAGE, NULL,
					 "--engine goes with --image or "
					 "--bundle");
		if (request->engine_arg_count)
			return error_set(err, STATUS_USAGE, NULL,
					 "--engine-arg goes with --image or "
					 "--bundle");
	}
	return STATUS_OK;
}

static enum status check_request(struct request *request, struct error *err)
{
	const struct launch_plan *plan = &request->run.plan;
	const char *hint = "see whittle run --help";

	if (plan->image && plan->bundle)
		return error_set(err, STATUS_USAGE, hint,
				 "--image and --bundle are two workloads");
	if (!plan->image && !plan->bundle && !plan->command[0])
		return error_set(err, STATUS_USAGE, hint,
				 "no command, image or bundle to profile");
	if (plan->image && plan->image[0] == '-')
		return error_set(err, STATUS_USAGE, hint, "'%s' is no image",
				 printable(plan->image));
	if (request->run.has_arguments && request->run.is_without_selinux)
		return error_set(err, STATUS_USAGE, hint,
				 "--arg-rules goes by the run's SELinux type, "
				 "so not --without selinux");
	return choose_engine(request, err);
}

static enum status parse(struct request *request, struct invocation *invocation,
			 int argc, char **argv, struct error *err)
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
		status = set_option(request, spec->name, value, err);
		if (status != STATUS_OK)
			return status;
	}
	if (status != STATUS_OK)
		return status;
	request->run.plan.command = argv + parser.position;
	request->run.plan.engine_args = request->engine_args;
	request->run.plan.env = request->env;
	return check_request(request, err);
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

static enum status write_profile(const struct request *request,
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

static enum status execute(const struct request *request,
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
	struct request request = {0};
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
