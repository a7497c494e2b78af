/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run's profile holds beside its records: of the host and of the run. */
#include <cap-ng.h>
#include <string.h>
#include <sys/utsname.h>

#include "policies/unseen_checks.h"
#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/domain.h"
#include "profiler/process.h"
#include "profiler/run_private.h"

#define FIRST_FREE_PORT 1024 /* net/ipv4/af_inet.c inet_init_net() */

/* Booleans whose value decides what an enforcing run may do. */
static const char *const booleans_that_matter[] = {
	"container_manage_cgroup",    "container_use_cephfs",
	"container_use_devices",      "container_use_host_all_caps",
	"container_use_sysadmin",     "virt_sandbox_use_all_caps",
	"virt_sandbox_use_sys_admin", "virt_sandbox_use_netlink",
};

/* What this process cannot give on, the workload cannot be seen to use. */
static void note_missing_capabilities(struct run *run)
{
	char line[32];
	uint64_t last = capability_last();

	if (!run->plan.label || capng_get_caps_process() != 0)
		return;
	if (file_read_line("/proc/sys/kernel/cap_last_cap", line,
			   sizeof(line)) &&
	    !parse_decimal(line, CAPABILITY_MAX, &last))
		last = capability_last();
	for (unsigned int i = 0; i <= last; i++)
		if (!capng_have_capability(CAPNG_BOUNDING_SET, i))
			profile_note_incomplete(
				run->profile,
				"whittle itself was started without %s: that "
				"the workload needs it could not be seen",
				capability_name(i));
}

static void fill_environment(struct run *run)
{
	struct profile_environment *environment = &run->profile->environment;
	struct utsname names;
	bool is_on;

	if (uname(&names) == 0)
		environment->kernel =
			profile_intern(run->profile, names.release);
	environment->arch =
		profile_intern(run->profile, arch_name(arch_native()));
	environment->libseccomp =
		profile_intern(run->profile, libseccomp_version());
	if (!run->selinux.is_enabled)
		return;
	environment->selinux_mode =
		run->selinux.is_enforcing ? "enforcing" : "permissive";
	environment->selinux_policy =
		profile_intern(run->profile, run->selinux.policy);
	environment->selinux_type =
		run->plan.enforcement
			? profile_intern(run->profile,
					 run->plan.enforcement->type)
			: DOMAIN_TYPE;
	environment->booleans = calloc(ARRAY_LENGTH(booleans_that_matter),
				       sizeof(*environment->booleans));
	if (!environment->booleans)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(booleans_that_matter); i++)
		if (selinux_boolean_get(booleans_that_matter[i], &is_on))
			environment->booleans[environment->boolean_count++] =
				(struct profile_boolean){
					booleans_that_matter[i], is_on};
}

static void fill_subject(struct run *run)
{
	struct profile_subject *subject = &run->profile->subject;
	const struct launch_plan *plan = &run->plan;

	subject->engine = profile_intern(run->profile, plan->engine);
	subject->image = profile_intern(run->profile, plan->image);
	if (plan->user)
		subject->user = profile_intern(run->profile, plan->user);
	for (char *const *word = plan->command; word && *word; word++)
		profile_list_append(
			run->profile, &subject->command,
			profile_intern_raw(run->profile, *word, strlen(*word)));
}

static bool has_call(const struct profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].name &&
		    strcmp(profile->syscalls[i].name, name) == 0)
			return true;
	return false;
}

/* Where low ports are free, binding them asks for nothing. */
static void note_free_ports(struct run *run)
{
	const struct workload *workload = &run->workload;

	if (!run->plan.label || !workload->has_port_start ||
	    workload->port_start >= FIRST_FREE_PORT ||
	    !has_call(run->profile, "bind"))
		return;
	profile_note(run->profile,
		     "here ports from %u on need no capability "
		     "(net.ipv4.ip_unprivileged_port_start): if it binds one "
		     "below %d, it needs NET_BIND_SERVICE where the setting is "
		     "the kernel's default",
		     workload->port_start, FIRST_FREE_PORT);
}

/* Of a workload that was stopped before its time, not all values were seen. */
static void note_arguments(struct run *run)
{
	const struct run_loop *loop = &run->loop;

	profile_note(run->profile,
		     "recorded with --arg-rules: clone3 was answered with "
		     "ENOSYS, so that libc showed its flags to clone");
	if (loop->has_exercise_run || loop->reason == STOP_NONE)
		return;
	profile_arguments_cut(run->profile);
	profile_note(run->profile,
		     "stopped without an --exercise: its arguments make no "
		     "rules, since it may have others for what it did not do");
}

bool run_is_seen(const struct run *run, const struct harvest_stats *stats)
{
	return stats->used || stats->is_alive ||
	       (run->options->known &&
		(run->options->launch == &launch_program || run->loop.up_ms));
}

/* What this run says nothing of. */
static void note_known(struct run *run)
{
	profile_note(run->profile,
		     "recorded by --refine: what the profile knew before was "
		     "not looked at again; who else uses it, where and when, "
		     "is not in it");
	if (run->options->launch != &launch_program)
		profile_note(run->profile,
			     "recorded by --refine in a container: a call of "
			     "another architecture was not logged where its "
			     "name was known of the native one");
}

/* What the loop has to say about what could not be seen. */
static void note_end(struct run *run)
{
	const struct run_loop *loop = &run->loop;

	if (loop->has_mark_failed)
		profile_note_incomplete(run->profile,
					"the last records did not arrive");
	/* It is removed when the run is undone. In the client's own group it
	   may be the client's children that are left. */
	if (run->workload.inner_group[0] &&
	    !has_prefix(run->workload.inner_group, run->group, NULL) &&
	    cgroup_is_populated(run->workload.inner_group))
		profile_note_incomplete(
			run->profile,
			"the container went on when its engine's client had "
			"ended: what it did then is not in this profile");
	if (loop->reason == STOP_BUDGET)
		profile_note_incomplete(
			run->profile,
			"the workload was stopped so that its records would "
			"not rotate the host's audit history away "
			"(--log-budget)");
}

/* What is said of what was recorded. */
static enum status note_recording(struct run *run,
				  const struct harvest_stats *stats,
				  struct error *err)
{
	note_missing_capabilities(run);
	note_free_ports(run);
	if (run->options->is_without_selinux)
		profile_note_incomplete(
			run->profile,
			"recorded without SELinux: capabilities and accesses "
			"could not be seen");
	if (run->plan.label && !domain_is_known(&run->selinux))
		profile_note_incomplete(
			run->profile,
			"the domain " DOMAIN_TYPE
			" was removed from the policy while this was recorded: "
			"what was done since then is not in this profile");
	if (run->options->has_arguments)
		note_arguments(run);
	mute_note(&run->mute, run->profile);
	if (run->options->known)
		note_known(run);
	if (!run_is_seen(run, stats))
		profile_note_incomplete(run->profile,
					"not one record of the workload "
					"arrived");
	return policy_note_unseen(run->profile, err);
}

static enum status fill_run(struct run *run, struct error *err)
{
	const struct run_loop *loop = &run->loop;
	struct profile_run *entry = profile_run_add(run->profile);
	char id[65];
	enum status status;

	if (!entry)
		return error_no_memory(err);
	entry->has_exit = true;
	entry->exit_status = run->workload.exit_status;
	entry->has_exercise = loop->has_exercise_run;
	entry->exercise_status = loop->exercise_status;
	/* An exercise may end the workload itself, just before we would. */
	entry->was_stopped =
		loop->reason != STOP_NONE && loop->reason != STOP_EXERCISED;
	entry->is_refined = run->options->known != NULL;
	entry->milliseconds = process_now_ms() - loop->started_ms;
	status = profile_evidence_id(run->profile, id, err);
	if (status == STATUS_OK)
		/* The sort moved nothing: it is the only run. */
		run->profile->runs[0].id = profile_intern(run->profile, id);
	return status;
}

/* Nothing has sorted the profile yet. */
static void tell_refused(const struct run *run)
{
	const phaseset_t last = (phaseset_t)1 << PHASE_SHUTDOWN;
	const struct profile *profile = run->profile;
	struct run_outcome *outcome = run->options->outcome;

	if (!outcome || !run->plan.enforcement)
		return;
	for (int is_early = 0; is_early < 2; is_early++)
		for (size_t i = 0; i < profile->syscall_count; i++) {
			const struct syscall_use *use = &profile->syscalls[i];

			if (use->name && (use->phases != last) == is_early)
				text_addf(&outcome->refused, "%s%s",
					  outcome->refused.length ? " " : "",
					  use->name);
		}
}

enum status run_fill_profile(struct run *run, struct harvest_stats *ret_stats,
			     struct error *err)
{
	enum status status = collector_finish(&run->collector, ret_stats, err);

	if (status != STATUS_OK)
		return status;
	tell_refused(run);
	fill_environment(run);
	fill_subject(run);
	run->options->launch->describe(&run->workload, run->profile);
	note_end(run);
	if (!run->plan.enforcement)
		status = note_recording(run, ret_stats, err);
	if (status == STATUS_OK)
		status = fill_run(run, err);
	if (status != STATUS_OK)
		return status;
	status = run_judge_commands(run, err);
	if (!run->profile->is_complete)
		status = status_worse(status, STATUS_INCOMPLETE);
	return status;
}
