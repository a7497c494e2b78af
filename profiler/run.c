/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_private.h"

#include <cap-ng.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "profile/file.h"
#include "profile/syscall_names.h"
#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/collector.h"
#include "profiler/domain.h"
#include "profiler/filter.h"
#include "profiler/journal.h"
#include "profiler/module_store.h"
#include "profiler/process.h"
#include "profiler/run_loop.h"
#include "profiler/seccomp_actions.h"
#include "profiler/watchdog.h"

static enum status make_label(struct run *run, struct error *err)
{
	const struct enforcement *enforcement = run->plan.enforcement;
	const char *level = NULL;
	enum status status = domain_make_label(
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

static enum status check_host(struct run *run, struct error *err)
{
	const struct enforcement *enforcement = run->plan.enforcement;
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
	/* A run that is under way, or was killed, may have muted a check. */
	return enforcement || journal_exists()
		       ? STATUS_OK
		       : domain_check(&run->selinux, err);
}

/* The domain as it is with the lock held: nobody else's run changes it. */
static enum status check_domain(struct run *run, struct error *err)
{
	const struct enforcement *enforcement = run->plan.enforcement;
	enum status status;

	if (run->options->is_without_selinux ||
	    (enforcement && !enforcement->type))
		return STATUS_OK;
	status = enforcement ? STATUS_OK : domain_check(&run->selinux, err);
	/* A module's type is not there yet. */
	return status == STATUS_OK && !(enforcement && enforcement->module_name)
		       ? make_label(run, err)
		       : status;
}

/* A kill may have left things changed: they are put right first. */
static enum status take_lock(struct run *run, struct error *err)
{
	const struct run_options *options = run->options;
	/* Also where a run tells nothing of itself: the user shall know. */
	struct invocation user = *run->invocation;
	struct error busy = {0};
	enum status status = journal_lock(
		options->has_wait ? options->wait_ms : 0, &run->lock, &busy);

	/* Without an errno it is another run that stands in the way. */
	if (status != STATUS_OK && !options->has_wait && !busy.sys_errno) {
		user.is_quiet = user.is_quiet_asked;
		say_hint(&user,
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
		.is_label_shared =
			run->plan.enforcement && run->plan.enforcement->level,
		.has_arguments = options->has_arguments,
		.is_refined = options->known != NULL,
		.profile = run->profile,
		.invocation = run->invocation,
	};

	return collector_open(&run->collector, &config, err);
}

/* An engine that starts nothing is told from a workload that fails. */
static enum status check_started(const struct run *run,
				 const struct harvest_stats *stats,
				 struct error *err)
{
	int exit_status = run->workload.exit_status;

	if (run->options->launch == &launch_program ||
	    run_is_seen(run, stats) || run->plan.enforcement ||
	    exit_status == 0 || run->loop.reason != STOP_NONE)
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
			.was_ready = !run->options->ready || run->loop.up_ms,
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
		.signals = run->signals.fd,
		.started_ms = process_now_ms(),
	};
	status = run_loop(loop, err);
	tell_outcome(run);
	if (status == STATUS_OK)
		status = run_fill_profile(run, ret_stats, err);
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

/*
 * The policy is rebuilt, here and when it is undone: last of all, so that
 * nothing runs any more in the type that goes.
 */
static enum status install_module(struct run *run, struct error *err)
{
	const struct enforcement *enforcement = run->plan.enforcement;
	const char *name = enforcement ? enforcement->module_name : NULL;
	size_t length = name ? strlen(enforcement->module_text) : 0;
	bool is_found, is_same;
	enum status status;

	if (!name)
		return STATUS_OK;
	status = module_find(name, enforcement->module_text, length, &is_found,
			     &is_same, err);
	if (status != STATUS_OK)
		return status;
	if (is_same)
		return make_label(run, err);
	if (is_found)
		return error_set(err, STATUS_UNSUPPORTED,
				 "install the report's (report -f cil), or "
				 "remove it: semodule -r",
				 "another module '%s' is installed here", name);
	say_detail(run->invocation,
		   "installing the module %s for the time of the run", name);
	status = journal_add_lasting(err, "module %s", name);
	if (status == STATUS_OK)
		status = module_install(name, enforcement->module_text, length,
					err);
	return status == STATUS_OK ? make_label(run, err) : status;
}

static enum status prepare(struct run *run, struct error *err)
{
	enum status status = check_host(run, err);

	if (status == STATUS_OK)
		status = take_lock(run, err);
	if (status == STATUS_OK)
		status = check_domain(run, err);
	/* Not in the middle of another's run, and while CTRL-C ends us. */
	if (status == STATUS_OK)
		status = run_setup(run, err);
	if (status == STATUS_OK)
		status = run_signals_block(&run->signals, err);
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

/*
 * What came after the loop is an order to end as well; where nobody would be
 * told of it, it takes effect when the signals are given back.
 */
static void release_signals(struct run *run)
{
	struct run_outcome *outcome = run->options->outcome;

	if (outcome && run_signals_take(&run->signals))
		outcome->was_interrupted = true;
	if (run->options->is_last)
		return;
	run_signals_release(&run->signals);
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
	if (run->lock >= 0)
		close(run->lock);
	release_signals(run);
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
		.signals = {.fd = -1},
	};
	enum status status;

	*ret_stats = (struct harvest_stats){0};
	if (options->has_input_start)
		lseek(STDIN_FILENO, options->input_start, SEEK_SET);
	status = prepare(&run, err);
	if (status == STATUS_OK && options->plan.enforcement)
		status = prepare_enforcement(options->plan.enforcement, err);
	if (status == STATUS_OK)
		status = install_module(&run, err);
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
	if (options->outcome)
		options->outcome->was_recorded =
			status == STATUS_OK || status == STATUS_INCOMPLETE ||
			(status == STATUS_DIFFERS &&
			 !options->outcome->has_setup_failed);
	return undo(&run, status, err);
}
