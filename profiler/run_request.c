/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_request.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "profile/text.h"

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
	if (*count == RUN_REPEATS_MAX)
		return error_set(err, STATUS_USAGE, NULL,
				 "--%s more than %u times", option,
				 RUN_REPEATS_MAX);
	list[(*count)++] = value;
	return STATUS_OK;
}

static enum status set_collector(struct run_request *request, const char *value,
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

static enum status set_numbers(struct run_request *request, const char *name,
			       const char *value, struct error *err)
{
	uint64_t number;

	if (strcmp(name, "timeout") == 0) {
		if (!parse_duration(value, &request->run.timeout_ms) ||
		    !request->run.timeout_ms)
			return bad_value(name, value,
					 "a duration such as 90s or 2m", err);
	} else if (strcmp(name, "wait") == 0) {
		if (!parse_duration(value, &request->run.wait_ms))
			return bad_value(name, value,
					 "a duration such as 0s or 10m", err);
		request->run.has_wait = true;
	} else if (strcmp(name, "warmup") == 0) {
		if (!parse_duration(value, &request->warmup_ms) ||
		    !request->warmup_ms)
			return bad_value(name, value,
					 "a duration such as 30s or 2m", err);
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

enum status run_request_set(struct run_request *request, const char *name,
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
		{"setup", &request->run.setup},
		{"ready", &request->run.ready},
		{"exercise", &request->run.exercise},
		{"refine", &request->refine},
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
	if (strcmp(name, "progress") == 0) {
		if (strcmp(value, "auto") != 0 && strcmp(value, "never") != 0)
			return bad_value(name, value, "auto or never", err);
		request->run.is_progress_off = strcmp(value, "never") == 0;
		return STATUS_OK;
	}
	if (strcmp(name, "lab") == 0) {
		request->is_lab = true;
		return STATUS_OK;
	}
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

static enum status choose_engine(struct run_request *request, struct error *err)
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

enum status run_request_finish(struct run_request *request,
			       char *const *command, const char *verb,
			       struct error *err)
{
	struct launch_plan *plan = &request->run.plan;
	char hint[64];

	snprintf(hint, sizeof(hint), "see whittle %s --help", verb);
	plan->command = command;
	plan->engine_args = request->engine_args;
	plan->env = request->env;

	if (plan->image && plan->bundle)
		return error_set(err, STATUS_USAGE, hint,
				 "--image and --bundle are two workloads");
	if (!plan->image && !plan->bundle && !plan->command[0])
		return error_set(err, STATUS_USAGE, hint,
				 "no command, image or bundle to %s",
				 strcmp(verb, "run") ? verb : "profile");
	if (plan->image && plan->image[0] == '-')
		return error_set(err, STATUS_USAGE, hint, "'%s' is no image",
				 printable(plan->image));
	if (request->run.has_arguments && request->run.is_without_selinux)
		return error_set(err, STATUS_USAGE, hint,
				 "--arg-rules goes by the run's SELinux type, "
				 "so not --without selinux");
	return choose_engine(request, err);
}

enum status run_request_share_input(struct run_request *request, bool several,
				    const struct invocation *invocation,
				    struct error *err)
{
	off_t start = lseek(STDIN_FILENO, 0, SEEK_CUR);
	int nothing AUTO_CLOSE = -1;

	request->run.has_input_start = start >= 0;
	request->run.input_start = start;
	/* ESPIPE: it is there, and no file. */
	if (start >= 0 || !several || errno != ESPIPE || isatty(STDIN_FILENO))
		return STATUS_OK;
	nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "open '/dev/null'");
	say_hint(invocation,
		 "several runs cannot share a pipe: the workload's standard "
		 "input is empty (a file would be read by each)");
	return STATUS_OK;
}
