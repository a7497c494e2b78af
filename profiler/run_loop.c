/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/run_loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include "profile/text.h"
#include "profiler/cgroup.h"
#include "profiler/process.h"

#define TICK_MS		100
#define QUIET_TICK_MS	2000
#define FLOOD_WINDOW_MS 10u
#define FLOOD_MESSAGES	100u /* in a window */
#define FLOOD_NAP_MS	1
#define READY_PAUSE_MS	250u
#define READY_LIMIT_MS	120000u /* without --timeout */
#define MARK_AGAIN_MS	3000u
#define MARK_LIMIT_MS	300000u
#define HELPER_GRACE_MS 15000u
#define END_GRACE_MS	100u  /* for the end that an exercise has caused */
#define ENDING_GRACE_MS 5000u /* where that is seen to come */
#define STOP_GRACE_MS	(WORKLOAD_STOP_SECONDS * 1000u)
#define ENGINE_GRACE_MS 15000u /* on top, for the engine's own clean-up */

/* Phases are only told apart when somebody says when the program is up. */
static bool has_phases(const struct run_loop *loop)
{
	return loop->options->ready || loop->options->exercise ||
	       loop->options->linger_ms;
}

/*
 * Kill all of it at once, and first keep it from doing more: an engine puts a
 * container into a group of its own, which its first process knows.
 */
static void kill_workload(struct run_loop *loop)
{
	const struct workload *workload = loop->workload;

	if (workload->inner_group[0]) {
		cgroup_freeze(workload->inner_group, true);
		cgroup_kill(workload->inner_group);
	}
	cgroup_freeze(workload->plan->cgroup, true);
	cgroup_kill(workload->plan->cgroup);
	cgroup_freeze(workload->plan->cgroup, false);
}

/* What is muted for a flood is listened to again in the new phase. */
static enum status begin_phase(struct run_loop *loop, enum phase phase,
			       struct error *err)
{
	enum status status = STATUS_OK;

	if (loop->mute)
		status = mute_end_phase(loop->mute, loop->collector->harvest,
					err);
	if (status != STATUS_OK)
		return status;
	return collector_begin_phase(loop->collector, phase, err);
}

static const char *const stop_words[] = {
	[STOP_NONE] = "no reason",
	[STOP_TIMEOUT] = "--timeout is over",
	[STOP_EXERCISED] = "the exercise has ended",
	[STOP_LINGERED] = "--warmup is over",
	[STOP_NEVER_READY] = "it was never ready",
	[STOP_SIGNAL] = "a second signal",
	[STOP_BUDGET] = "--log-budget is used up",
};

static enum status order_stop(struct run_loop *loop, enum stop_reason reason,
			      struct error *err)
{
	const char *argv[8];
	enum status status = STATUS_OK;

	if (loop->state >= RUN_STOPPING)
		return STATUS_OK;
	loop->state = RUN_STOPPING;
	loop->reason = reason;
	say_detail(loop->invocation, "stopping it: %s", stop_words[reason]);
	loop->stop_ms = process_now_ms();
	if (has_phases(loop) && reason != STOP_NEVER_READY)
		status = begin_phase(loop, PHASE_SHUTDOWN, err);
	if (status != STATUS_OK)
		return status;
	if (loop->workload->ops->stop_command(loop->workload, argv))
		return helper_start(&loop->stop, argv, loop->helper_group, err);
	/* A daemon's first process may have gone: then its children. */
	if (loop->workload->is_ended || kill(loop->workload->pid, SIGTERM))
		cgroup_signal(loop->workload->plan->cgroup, SIGTERM);
	return STATUS_OK;
}

static void go_up(struct run_loop *loop)
{
	loop->state = RUN_UP;
	loop->up_ms = process_now_ms();
	say_detail(loop->invocation, "it is up after %.1f s",
		   (double)(loop->up_ms - loop->started_ms) / 1000);
}

static void tell_progress(struct run_loop *loop)
{
	static const char *const words[] = {
		[RUN_STARTING] = "starting",
		[RUN_UP] = "up",
		[RUN_STOPPING] = "stopping",
		[RUN_DRAINING] = "reading the last records",
		[RUN_DONE] = "done",
	};

	if (!progress_is_due(&loop->progress))
		return;
	progress_show(
		&loop->progress,
		&(struct progress_state){
			.doing = loop->exercise.pid ? "exercising"
						    : words[loop->state],
			.counts = harvest_counts(loop->collector->harvest),
			.lost = collector_lost(loop->collector)});
}

static enum status begin_exercise(struct run_loop *loop, struct error *err)
{
	enum status status = begin_phase(loop, PHASE_EXERCISE, err);

	go_up(loop);
	if (status != STATUS_OK || !loop->options->exercise)
		return status;
	say_detail(loop->invocation, "running the exercise: %s",
		   printable(loop->options->exercise));
	return helper_start_shell(&loop->exercise, loop->options->exercise,
				  loop->helper_group, loop->workload, false,
				  err);
}

/* Where no call need leave a record, the executed file tells. */
static bool has_left_runtime(const struct workload *workload)
{
	static const char *const runtimes[] = {"/crun", "/runc", "/memfd:"};
	char link[64], path[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/exe", workload->inner_pid);
	length = readlink(link, path, sizeof(path) - 1);
	if (workload->ops == &launch_program)
		return true; /* it was started by the execve */
	if (length <= 0)
		return false;
	path[length] = '\0';
	for (size_t i = 0; i < ARRAY_LENGTH(runtimes); i++)
		if (strstr(path, runtimes[i]))
			return false;
	return true;
}

/* A container's first process is known once the runtime has made it. */
static bool is_launched(struct run_loop *loop)
{
	struct workload *workload = loop->workload;

	if (!workload->inner_pid) {
		workload->inner_pid = workload_read_pid(workload->plan);
		if (!workload->inner_pid)
			return false;
		if (!cgroup_of_process(workload->inner_pid,
				       workload->inner_group,
				       sizeof(workload->inner_group)))
			workload->inner_group[0] = '\0';
		workload_read_port_start(workload);
	}
	/* Confined it may make no record at all. */
	if (workload->plan->enforcement)
		return workload_is_executed(workload);
	/* It is the runtime's process until the first record of its own. */
	return harvest_used(loop->collector->harvest) > 0 ||
	       harvest_is_alive(loop->collector->harvest) ||
	       (loop->options->known && has_left_runtime(workload));
}

static enum status ask_ready(struct run_loop *loop, struct error *err)
{
	uint64_t now_ms = process_now_ms();

	if (loop->ready.is_ended && loop->ready.exit_status == 0)
		return begin_exercise(loop, err);
	if (loop->ready.is_ended) {
		loop->ready = (struct helper){0};
		loop->ready_again_ms = now_ms + READY_PAUSE_MS;
	}
	if (!loop->options->timeout_ms &&
	    now_ms - loop->started_ms > READY_LIMIT_MS)
		return order_stop(loop, STOP_NEVER_READY, err);
	if (loop->ready.pid || now_ms < loop->ready_again_ms)
		return STATUS_OK;
	return helper_start_shell(&loop->ready, loop->options->ready,
				  loop->helper_group, loop->workload,
				  loop->invocation->verbosity == 0, err);
}

static enum status step_starting(struct run_loop *loop, struct error *err)
{
	if (!is_launched(loop))
		return STATUS_OK;
	if (loop->options->ready)
		return ask_ready(loop, err);
	if (loop->options->exercise)
		return begin_exercise(loop, err);
	go_up(loop);
	return STATUS_OK;
}

/* Take over the exercise's status, once it has ended. */
static void note_exercise(struct run_loop *loop)
{
	if (!loop->exercise.is_ended)
		return;
	loop->has_exercise_run = true;
	loop->exercised_ms = process_now_ms();
	loop->exercise_status = loop->exercise.exit_status;
	say_detail(loop->invocation, "the exercise ended with status %d",
		   loop->exercise_status);
	loop->exercise = (struct helper){0};
}

static enum status step_up(struct run_loop *loop, struct error *err)
{
	uint64_t linger_ms = loop->options->linger_ms, since_ms;

	note_exercise(loop);
	if (linger_ms && process_now_ms() - loop->up_ms >= linger_ms)
		return order_stop(loop, STOP_LINGERED, err);
	if (!loop->has_exercise_run)
		return STATUS_OK;
	/* Where it has stopped the workload itself, let that be seen, and not
	   which of the two is reaped first. */
	since_ms = process_now_ms() - loop->exercised_ms;
	if (since_ms < END_GRACE_MS ||
	    (since_ms < ENDING_GRACE_MS && !loop->workload->is_ended &&
	     process_is_ending(loop->workload->pid)))
		return STATUS_OK;
	return order_stop(loop, STOP_EXERCISED, err);
}

static void step_stopping(struct run_loop *loop)
{
	uint64_t grace_ms = STOP_GRACE_MS;

	if (loop->workload->ops != &launch_program)
		grace_ms += ENGINE_GRACE_MS;
	if (process_now_ms() - loop->stop_ms > grace_ms) {
		kill_workload(loop);
		cgroup_signal(loop->helper_group, SIGKILL);
	}
}

/* Where the host has no process left for it, it is set again later. */
static void set_end_mark(struct run_loop *loop)
{
	loop->mark_ms = process_now_ms();
	if (collector_mark_end(loop->collector, NULL) != STATUS_OK)
		say_detail(loop->invocation, "no last mark could be set yet");
}

/* The last mark: what the workload did is before it. */
static void begin_draining(struct run_loop *loop)
{
	/* It was up, and has ended before that was looked at. */
	if (loop->state == RUN_STARTING && loop->ready.is_ended &&
	    loop->ready.exit_status == 0)
		go_up(loop);
	loop->state = RUN_DRAINING;
	say_detail(loop->invocation,
		   "it has ended (status %d); reading the last records",
		   loop->workload->exit_status);
	loop->stop_ms = process_now_ms();
	set_end_mark(loop);
}

static void step_draining(struct run_loop *loop)
{
	uint64_t now_ms = process_now_ms();

	if (loop->collector->is_end_seen) {
		loop->state = RUN_DONE;
	} else if (now_ms - loop->stop_ms > MARK_LIMIT_MS) {
		loop->has_mark_failed = true;
		loop->state = RUN_DONE;
	} else if (now_ms - loop->mark_ms > MARK_AGAIN_MS) {
		/* An overrun may have taken the mark itself. */
		set_end_mark(loop);
	}
}

/*
 * Is the workload gone? An exercise that ended it, or an engine's order to
 * stop, may still be at its last words: they get some time.
 */
static bool has_ended(struct run_loop *loop)
{
	if (!loop->workload->is_ended ||
	    loop->workload->ops->is_alive(loop->workload))
		return false;
	note_exercise(loop);
	if (!loop->ended_ms)
		loop->ended_ms = process_now_ms();
	return (!loop->exercise.pid && !loop->stop.pid) ||
	       process_now_ms() - loop->ended_ms > HELPER_GRACE_MS;
}

static enum status check_limits(struct run_loop *loop, struct error *err)
{
	uint64_t timeout_ms = loop->options->timeout_ms;

	if (loop->state >= RUN_STOPPING)
		return STATUS_OK;
	if (collector_is_over_budget(loop->collector)) {
		kill_workload(loop);
		return order_stop(loop, STOP_BUDGET, err);
	}
	/* An exercise that has ended was in time. */
	if (timeout_ms && !loop->has_exercise_run &&
	    process_now_ms() - loop->started_ms >= timeout_ms)
		return order_stop(loop,
				  loop->state == RUN_STARTING &&
						  loop->options->ready
					  ? STOP_NEVER_READY
					  : STOP_TIMEOUT,
				  err);
	return STATUS_OK;
}

static enum status step(struct run_loop *loop, struct error *err)
{
	enum status status;

	if (loop->state < RUN_DRAINING && has_ended(loop)) {
		begin_draining(loop);
		return STATUS_OK;
	}
	if (loop->state < RUN_DRAINING && loop->ended_ms)
		return STATUS_OK;
	status = check_limits(loop, err);
	if (status != STATUS_OK)
		return status;
	switch (loop->state) {
	case RUN_STARTING:
		return step_starting(loop, err);
	case RUN_UP:
		return step_up(loop, err);
	case RUN_STOPPING:
		step_stopping(loop);
		return STATUS_OK;
	case RUN_DRAINING:
		step_draining(loop);
		return STATUS_OK;
	case RUN_DONE:
		break;
	}
	return STATUS_OK;
}

static void reap_children(struct run_loop *loop)
{
	struct workload *workload = loop->workload;
	int wait_status;
	pid_t pid;

	while ((pid = waitpid(-1, &wait_status, WNOHANG)) > 0) {
		if (pid == workload->pid) {
			workload->is_ended = true;
			workload->exit_status =
				process_shell_status(wait_status);
		} else if (!helper_note_end(&loop->ready, pid, wait_status) &&
			   !helper_note_end(&loop->exercise, pid,
					    wait_status)) {
			helper_note_end(&loop->stop, pid, wait_status);
		}
	}
}

/* From a terminal the workload has it already: it is in the same group. */
static enum status forward_signal(struct run_loop *loop,
				  const struct signalfd_siginfo *info,
				  struct error *err)
{
	int number = (int)info->ssi_signo;
	bool is_ending = run_signals_is_order(number);

	if (is_ending && ++loop->signal_count > 1) {
		kill_workload(loop);
		return order_stop(loop, STOP_SIGNAL, err);
	}
	if (info->ssi_code != SI_KERNEL && !loop->workload->is_ended)
		kill(loop->workload->pid, number);
	else if (info->ssi_code != SI_KERNEL)
		cgroup_signal(loop->workload->plan->cgroup, number);
	if (is_ending && loop->reason == STOP_NONE &&
	    loop->state < RUN_DRAINING)
		loop->reason = STOP_SIGNAL;
	return STATUS_OK;
}

static enum status read_signals(struct run_loop *loop, struct error *err)
{
	struct signalfd_siginfo info;
	enum status status = STATUS_OK;

	while (status == STATUS_OK &&
	       read(loop->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			reap_children(loop);
		else
			status = forward_signal(loop, &info, err);
	}
	return status;
}

/* Have more records come than one would be woken for one by one? */
static void watch_flood(struct run_loop *loop)
{
	uint64_t now_ms = process_now_ms();
	uint64_t messages = collector_messages(loop->collector);

	if (now_ms - loop->window_ms < FLOOD_WINDOW_MS)
		return;
	loop->is_flooded = messages - loop->messages >= FLOOD_MESSAGES;
	loop->window_ms = now_ms;
	loop->messages = messages;
}

/*
 * How long nothing is due: where nobody is waited for, longer. Records,
 * signals and ended children wake at once.
 */
static int tick_ms(const struct run_loop *loop)
{
	uint64_t timeout_ms = loop->options->timeout_ms, spent_ms;

	if (loop->progress.is_on || loop->state != RUN_UP ||
	    loop->workload->is_ended || loop->exercise.pid ||
	    loop->has_exercise_run || loop->options->linger_ms)
		return TICK_MS;
	spent_ms = process_now_ms() - loop->started_ms;
	if (timeout_ms && timeout_ms < spent_ms + QUIET_TICK_MS)
		return TICK_MS;
	return QUIET_TICK_MS;
}

/*
 * In a flood a moment's sleep makes one long batch out of many short ones:
 * being woken for each record costs more than reading it.
 */
static void wait_for_more(struct run_loop *loop)
{
	struct pollfd poll_fds[2] = {
		{.fd = loop->signals, .events = POLLIN},
		{.fd = loop->collector->fd, .events = POLLIN},
	};

	if (loop->is_flooded)
		poll(poll_fds, 1, FLOOD_NAP_MS);
	else
		poll(poll_fds, 2, tick_ms(loop));
}

enum status run_loop(struct run_loop *loop, struct error *err)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && loop->state != RUN_DONE) {
		wait_for_more(loop);
		status = collector_read(loop->collector, err);
		watch_flood(loop);
		if (status == STATUS_OK && loop->mute)
			status = mute_floods(loop->mute,
					     loop->collector->harvest, err);
		if (status == STATUS_OK)
			status = read_signals(loop, err);
		reap_children(loop);
		if (status == STATUS_OK)
			status = step(loop, err);
		tell_progress(loop);
	}
	progress_wipe();
	return status;
}
