/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run.h"

#include <cap-ng.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "policies/unseen_checks.h"
#include "profile/file.h"
#include "profile/profile_json.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/collector.h"
#include "profiler/domain.h"
#include "profiler/filter.h"
#include "profiler/journal.h"
#include "profiler/process.h"
#include "profiler/run_loop.h"
#include "profiler/seccomp_actions.h"
#include "profiler/watchdog.h"

#define FIRST_FREE_PORT 1024 /* net/ipv4/af_inet.c inet_init_net() */

/* Everything that a run makes and must undo. */
struct run {
	const struct run_options *options;
	const struct invocation *invocation;
	struct profile *profile;
	struct selinux_state selinux;
	struct launch_plan plan;
	struct workload workload;
	struct collector collector;
	struct watchdog watchdog;
	struct run_loop loop;
	struct mute mute;
	struct progress progress;
	int lock;
	int signals;
	char label[256];
	char id[32];
	char directory[128];
	char group[300];
	char helper_group[304];
};

/* Booleans whose value decides what an enforcing run may do. */
static const char *const booleans_that_matter[] = {
	"container_manage_cgroup",    "container_use_cephfs",
	"container_use_devices",      "container_use_host_all_caps",
	"container_use_sysadmin",     "virt_sandbox_use_all_caps",
	"virt_sandbox_use_sys_admin", "virt_sandbox_use_netlink",
};

static enum status check_host(struct run *run, struct error *err)
{
	const struct enforcement *enforcement = run->plan.enforcement;
	const char *level;
	enum status status;

	if (geteuid() != 0)
		return error_set(err, STATUS_UNSUPPORTED, "run as root",
				 "profiling needs root");
	status = filter_check(err);
	if (status == STATUS_OK && run->options->is_without_selinux)
		say_detail(run->invocation,
			   "without SELinux, as asked: records are told by the "
			   "audit session");
	if (status != STATUS_OK || run->options->is_without_selinux)
		return status;
	selinux_state_get(&run->selinux);
	if (enforcement && !run->selinux.is_enforcing)
		return error_set(err, STATUS_UNSUPPORTED,
				 "setenforce 1; or leave it out: --without "
				 "selinux",
				 "SELinux enforces nothing on this host");
	if (enforcement && !enforcement->type)
		return STATUS_OK;
	status = enforcement ? STATUS_OK : domain_check(&run->selinux, err);
	if (status != STATUS_OK)
		return status;
	status = domain_make_label(
		&run->selinux, enforcement ? enforcement->type : DOMAIN_TYPE,
		enforcement ? enforcement->level : NULL, run->label,
		sizeof(run->label), &level, err);
	run->plan.label = run->label;
	run->plan.level = level;
	if (status == STATUS_OK)
		say_detail(run->invocation,
			   "SELinux is %s, policy %s; whose label is %s is "
			   "this run's",
			   run->selinux.is_enforcing ? "enforcing"
						     : "permissive",
			   run->selinux.policy, run->label);
	return status;
}

/* A kill may have left things changed: they are put right first. */
static enum status take_lock(struct run *run, struct error *err)
{
	const struct run_options *options = run->options;
	struct error busy = {0};
	enum status status = journal_lock(
		options->has_wait ? options->wait_ms : 0, &run->lock, &busy);

	/* Without an errno it is another run that stands in the way. */
	if (status != STATUS_OK && !options->has_wait && !busy.sys_errno) {
		say_hint(run->invocation,
			 "another run is under way on this host: waiting for "
			 "it to end (--wait)");
		status = journal_lock(JOURNAL_WAIT_FOREVER, &run->lock, err);
	} else if (status != STATUS_OK) {
		*err = busy;
	}
	if (status != STATUS_OK || !journal_exists())
		return status;
	say_hint(run->invocation, "an earlier run was killed: undoing what it "
				  "left");
	status = journal_undo(NULL, NULL, err);
	if (status != STATUS_OK)
		error_prefix(err, "undo what an earlier run left");
	return status;
}

static enum status make_names(struct run *run, struct error *err)
{
	uint32_t random;
	enum status status;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
				       "draw a name");
	snprintf(run->id, sizeof(run->id), "whittle-%08x", random);
	snprintf(run->directory, sizeof(run->directory),
		 JOURNAL_DIRECTORY "/%s", run->id);
	status = cgroup_path(run->id, run->group, sizeof(run->group), err);
	snprintf(run->helper_group, sizeof(run->helper_group), "%s-x",
		 run->group);
	run->plan.id = run->id;
	run->plan.directory = run->directory;
	run->plan.cgroup = run->group;
	run->plan.has_session = !run->plan.label || run->plan.enforcement;
	run->plan.filter.is_without_clone3 = run->options->has_arguments;
	run->plan.filter.known = run->options->known;
	return status;
}

/* Written down first, then made. */
static enum status make_places(struct run *run, struct error *err)
{
	enum status status = run->options->launch->announce(&run->plan, err);

	/* The engine's client goes before what it may still be making. */
	if (status == STATUS_OK)
		status = journal_add(err, "cgroup %s", run->helper_group);
	if (status == STATUS_OK)
		status = journal_add(err, "directory %s", run->directory);
	if (status == STATUS_OK && mkdir(run->directory, 0700) != 0)
		status = error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
					 "make '%s'", run->directory);
	if (status == STATUS_OK)
		status = cgroup_make(run->group, err);
	if (status == STATUS_OK)
		status = cgroup_make(run->helper_group, err);
	return status;
}

static enum status open_collector(struct run *run, struct error *err)
{
	const struct run_options *options = run->options;
	const struct collector_config config = {
		.mode = options->collector,
		.buffer_bytes = options->buffer_bytes,
		.backlog_limit = options->backlog_limit,
		.log_budget_bytes = options->log_budget_bytes,
		.is_log_budget_off = options->is_log_budget_off,
		.label = run->plan.label,
		.refusals = options->refusals,
		.type = run->plan.enforcement ? run->plan.enforcement->type
					      : NULL,
		.has_arguments = options->has_arguments,
		.is_refined = options->known != NULL,
		.profile = run->profile,
		.invocation = run->invocation,
	};

	return collector_open(&run->collector, &config, err);
}

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

/* Has anything shown that the workload itself was recorded? */
static bool is_seen(const struct run *run, const struct harvest_stats *stats)
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
	if (run->options->has_arguments)
		note_arguments(run);
	mute_note(&run->mute, run->profile);
	if (run->options->known)
		note_known(run);
	if (!is_seen(run, stats))
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
	entry->is_refined = run->options->known != NULL;
	entry->milliseconds = process_now_ms() - loop->started_ms;
	status = profile_evidence_id(run->profile, id, err);
	if (status == STATUS_OK)
		/* The sort moved nothing: it is the only run. */
		run->profile->runs[0].id = profile_intern(run->profile, id);
	return status;
}

/* Exit 1: the user's commands did not work out. */
static enum status judge_commands(const struct run *run, struct error *err)
{
	const struct run_options *options = run->options;
	const struct run_loop *loop = &run->loop;

	if (loop->reason == STOP_NEVER_READY)
		return error_set(err, STATUS_DIFFERS,
				 "try it by hand; -v shows its output",
				 "the workload was never ready: '%s' did not "
				 "succeed",
				 printable(options->ready));
	if (loop->has_exercise_run && loop->exercise_status != 0)
		return error_set(err, STATUS_DIFFERS,
				 "what it did is in the profile all the same",
				 "the exercise failed with status %d",
				 loop->exercise_status);
	if ((options->ready && loop->state == RUN_STARTING) ||
	    (options->exercise && !loop->has_exercise_run &&
	     loop->reason == STOP_NONE))
		return error_set(err, STATUS_DIFFERS,
				 "a daemon must stay in the foreground, or "
				 "its start failed",
				 "the workload ended (status %d) before it "
				 "was exercised",
				 run->workload.exit_status);
	return STATUS_OK;
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

static enum status fill_profile(struct run *run,
				struct harvest_stats *ret_stats,
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
	status = judge_commands(run, err);
	if (!run->profile->is_complete)
		status = status_worse(status, STATUS_INCOMPLETE);
	return status;
}

/* An engine that starts nothing is told from a workload that fails. */
static enum status check_started(const struct run *run,
				 const struct harvest_stats *stats,
				 struct error *err)
{
	int exit_status = run->workload.exit_status;

	if (run->options->launch == &launch_program || is_seen(run, stats) ||
	    run->plan.enforcement || exit_status == 0 ||
	    run->loop.reason != STOP_NONE)
		return STATUS_OK;
	return error_set(err, STATUS_UNSUPPORTED, "its own words are above",
			 "%s started nothing (status %d)",
			 printable(run->plan.engine), exit_status);
}

/* Without a label, or beside it, the child's own audit session tells its
   records. */
static void follow_session(struct run *run)
{
	char path[64], line[32], own[32];
	uint64_t session;

	if (!run->plan.has_session)
		return;
	/* Also of a child that has ended: nobody has waited for it yet. */
	snprintf(path, sizeof(path), "/proc/%d/sessionid", run->workload.pid);
	/* One that it shares with us is an administrator's whole shell. */
	if (file_read_line(path, line, sizeof(line)) &&
	    parse_decimal(line, UINT32_MAX, &session) &&
	    file_read_line("/proc/self/sessionid", own, sizeof(own)) &&
	    strcmp(own, line) != 0)
		harvest_session_add(run->collector.harvest, (uint32_t)session);
}

static void tell_outcome(const struct run *run)
{
	if (run->options->outcome)
		*run->options->outcome = (struct run_outcome){
			.was_stopped = run->loop.reason == STOP_TIMEOUT,
			.was_interrupted = run->loop.signal_count > 0,
			.was_ready = run->loop.reason != STOP_NEVER_READY,
			.was_exercised = run->loop.has_exercise_run,
		};
}

static void tell_known(const struct run *run)
{
	const struct known_items *known = run->options->known;
	AUTO_TEXT struct text names = {0};

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(known->capabilities, i))
			text_addf(&names, " %s", capability_short_name(i));
	say_detail(run->invocation,
		   "known, and not logged again: %zu system calls and%s",
		   known->call_count,
		   names.length ? text_string(&names) : " no capability");
}

static enum status launch_and_record(struct run *run,
				     struct harvest_stats *ret_stats,
				     struct error *err)
{
	struct run_loop *loop = &run->loop;
	enum status status;

	if (run->options->ready || run->options->exercise ||
	    run->options->linger_ms)
		harvest_phase_from(run->collector.harvest, 0, PHASE_START);
	progress_init(&run->progress, !run->options->is_progress_off,
		      run->options->known, run->invocation);
	run->workload = (struct workload){.ops = run->options->launch,
					  .plan = &run->plan};
	status = run->options->launch->start(&run->workload, err);
	if (status != STATUS_OK)
		return status;
	follow_session(run);
	say_detail(run->invocation, "started: process %d", run->workload.pid);
	*loop = (struct run_loop){
		.options = run->options,
		.invocation = run->invocation,
		.collector = &run->collector,
		.workload = &run->workload,
		.helper_group = run->helper_group,
		.progress = run->progress,
		.mute = run->plan.label && !run->plan.enforcement ? &run->mute
								  : NULL,
		.signals = run->signals,
		.started_ms = process_now_ms(),
	};
	status = run_loop(loop, err);
	tell_outcome(run);
	if (status == STATUS_OK)
		status = fill_profile(run, ret_stats, err);
	if (status_exit_code(status) < status_exit_code(STATUS_UNSUPPORTED)) {
		enum status started = check_started(run, ret_stats, err);

		if (started != STATUS_OK)
			status = started;
	}
	return status;
}

/* What the enforcement needs of the host, journaled. */
static enum status prepare_enforcement(const struct enforcement *enforcement,
				       struct error *err)
{
	enum status status = seccomp_actions_log_refusals(err);
	bool was_on;

	for (size_t i = 0;
	     status == STATUS_OK && i < enforcement->boolean_count; i++) {
		const struct enforcement_boolean *row =
			&enforcement->booleans[i];

		if (!selinux_boolean_get(row->name, &was_on) ||
		    was_on == row->is_on)
			continue;
		status = journal_add(err, "boolean %s %d", row->name, was_on);
		if (status == STATUS_OK)
			status =
				selinux_boolean_set(row->name, row->is_on, err);
	}
	return status;
}

static enum status prepare(struct run *run, struct error *err)
{
	enum status status = check_host(run, err);

	if (status == STATUS_OK)
		status = take_lock(run, err);
	if (status == STATUS_OK)
		status = run_loop_block_signals(&run->signals, err);
	if (status == STATUS_OK)
		status = make_names(run, err);
	if (status == STATUS_OK)
		status = watchdog_start(&run->watchdog, run->lock, err);
	/* Its group is the first to be undone: then nothing of the workload
	   runs while the rest is put back. */
	if (status == STATUS_OK)
		status = journal_add(err, "cgroup %s", run->group);
	return status;
}

/* Put everything back, in any state. The first failure counts. */
static enum status undo(struct run *run, enum status status, struct error *err)
{
	struct error undo_error = {0};
	enum status undone = STATUS_OK;

	if (run->group[0])
		cgroup_kill(run->group);
	collector_close(&run->collector);
	if (run->watchdog.pid > 0) {
		undone = journal_undo(NULL, NULL, &undo_error);
		watchdog_stop(&run->watchdog);
	}
	if (run->signals >= 0)
		close(run->signals);
	if (run->lock >= 0)
		close(run->lock);
	if (undone == STATUS_OK)
		return status;
	error_prefix(&undo_error, "put the host back as it was");
	snprintf(undo_error.hint, sizeof(undo_error.hint),
		 "whittle doctor --restore tries again");
	*err = undo_error;
	return STATUS_INTERNAL;
}

enum status run_workload(const struct run_options *options,
			 const struct invocation *invocation,
			 struct profile *profile,
			 struct harvest_stats *ret_stats, struct error *err)
{
	struct run run = {
		.options = options,
		.invocation = invocation,
		.profile = profile,
		.plan = options->plan,
		.collector = {.fd = -1},
		.lock = -1,
		.signals = -1,
	};
	enum status status;

	*ret_stats = (struct harvest_stats){0};
	status = prepare(&run, err);
	if (status == STATUS_OK && options->plan.enforcement)
		status = prepare_enforcement(options->plan.enforcement, err);
	if (status == STATUS_OK)
		status = open_collector(&run, err);
	if (status == STATUS_OK)
		status = make_places(&run, err);
	if (status == STATUS_OK && options->known)
		tell_known(&run);
	if (status == STATUS_OK && options->known && run.plan.label)
		status = mute_always(&run.mute, options->known->capabilities,
				     err);
	if (status == STATUS_OK)
		status = launch_and_record(&run, ret_stats, err);
	return undo(&run, status, err);
}
