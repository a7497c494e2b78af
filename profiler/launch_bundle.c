/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An OCI bundle through crun or runc. */
#include <string.h>

#include "profile/text.h"
#include "profiler/bundle.h"
#include "profiler/cgroup.h"
#include "profiler/journal.h"
#include "profiler/process.h"
#include "profiler/workload.h"

/* The container's own group, beside the client's. */
static void container_group(const struct launch_plan *plan, char *buffer,
			    size_t size)
{
	snprintf(buffer, size, "/%s-c", plan->id);
}

/* Without it nothing is written down: nobody could undo that. */
static enum status announce(const struct launch_plan *plan, struct error *err)
{
	enum status status;

	if (!process_is_installed(plan->engine))
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the package of that name",
				 "%s is not installed",
				 printable(plan->engine));
	status = journal_add(err, "container %s %s", plan->engine, plan->id);
	if (status != STATUS_OK)
		return status;
	return journal_add(err, "cgroup %s-c", plan->cgroup);
}

static enum status start(struct workload *workload, struct error *err)
{
	const struct launch_plan *plan = workload->plan;
	struct text bundle AUTO_TEXT = {0};
	struct text pid_file AUTO_TEXT = {0};
	struct bundle_facts facts;
	char group[128], file[256];
	const char *words[64] = {plan->engine, "run"};
	size_t count = 2;
	enum status status;

	container_group(plan, group, sizeof(group));
	status = bundle_prepare(plan, group, &facts, err);
	if (status != STATUS_OK)
		return status;
	workload_pid_file(plan, file, sizeof(file));
	text_addf(&bundle, "--bundle=%s/bundle", plan->directory);
	text_addf(&pid_file, "--pid-file=%s", file);
	words[count++] = text_string(&bundle);
	words[count++] = text_string(&pid_file);
	for (const char *const *arg = plan->engine_args; arg && *arg; arg++)
		if (count + 2 < ARRAY_LENGTH(words))
			words[count++] = *arg;
		else
			return error_set(err, STATUS_USAGE, NULL,
					 "more than %zu arguments for %s",
					 ARRAY_LENGTH(words) - 6, plan->engine);
	words[count++] = plan->id;
	return workload_spawn(workload, (char *const *)words, NULL, NULL, err);
}

static bool stop_command(const struct workload *workload, const char *argv[8])
{
	argv[0] = workload->plan->engine;
	argv[1] = "kill";
	argv[2] = workload->plan->id;
	argv[3] = "TERM";
	argv[4] = NULL;
	return true;
}

static void describe(struct workload *workload, struct profile *profile)
{
	struct bundle_facts facts = {0};
	char group[128];

	container_group(workload->plan, group, sizeof(group));
	workload_describe_runtime(profile, workload->plan->engine);
	if (bundle_prepare(workload->plan, group, &facts, NULL) != STATUS_OK)
		return;
	profile->environment.has_no_new_privileges = true;
	profile->environment.no_new_privileges = facts.no_new_privileges;
}

static bool is_alive(const struct workload *workload)
{
	char path[256];

	snprintf(path, sizeof(path), "%s-c", workload->plan->cgroup);
	return cgroup_is_populated(path);
}

const struct workload_ops launch_bundle = {
	.name = "bundle",
	.announce = announce,
	.start = start,
	.stop_command = stop_command,
	.describe = describe,
	.is_alive = is_alive,
};
