/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/verify_trial.h"

#include <stdarg.h>
#include <string.h>

#include "profile/text.h"

/*
 * Did it end by itself as it did when it was recorded, or well? Where it was
 * always stopped, by --timeout or behind an exercise, it should not have ended
 * at all.
 */
static bool ended_as_before(const struct profile *profile, int exit_status)
{
	bool has_ended = profile->run_count == 0;

	for (size_t i = 0; i < profile->run_count; i++) {
		const struct profile_run *run = &profile->runs[i];

		if (run->was_stopped || run->has_exercise)
			continue;
		has_ended = true;
		if (run->has_exit && run->exit_status == exit_status)
			return true;
	}
	return has_ended && exit_status == 0;
}

PRINTF(2, 3)
static void fail(struct verify_trial *trial, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(trial->why, sizeof(trial->why), format, args);
	va_end(args);
	trial->works = false;
}

static void judge(struct verify_trial *trial, const struct run_options *run,
		  const struct run_outcome *outcome,
		  const struct profile *profile)
{
	int exit_status = trial->denied.run_count
				  ? trial->denied.runs[0].exit_status
				  : -1;

	if (!trial->works)
		return;
	if (outcome->was_interrupted)
		fail(trial, "it was interrupted");
	/* An exercise that hangs is none that went well, nor is one that
	   ended when what it exercised was stopped. */
	else if (run->exercise &&
		 (!outcome->was_exercised || outcome->was_stopped))
		fail(trial, "it was stopped before its exercise had ended");
	else if (!run->exercise && !outcome->was_stopped &&
		 !ended_as_before(profile, exit_status))
		fail(trial,
		     "it ended by itself with status %d, as it did not when "
		     "it was recorded",
		     exit_status);
}

enum status verify_trial_run(struct verify_trial *trial,
			     const struct run_options *run,
			     const struct enforcement *enforcement,
			     const struct profile *profile,
			     const struct invocation *invocation,
			     struct error *err)
{
	struct run_options options = *run;
	struct run_outcome outcome = {0};
	struct error problem = {0};
	enum status status;

	*trial = (struct verify_trial){0};
	profile_init(&trial->denied);
	options.plan.enforcement = enforcement;
	options.refusals = &trial->refusals;
	options.outcome = &outcome;
	status = run_workload(&options, invocation, &trial->denied,
			      &trial->stats, &problem);
	trial->is_interrupted = outcome.was_interrupted;
	trial->was_stopped = outcome.was_stopped;
	trial->refused = outcome.refused;
	if (trial->denied.run_count)
		trial->milliseconds = trial->denied.runs[0].milliseconds;
	trial->is_launched = trial->denied.run_count > 0;
	trial->is_complete =
		!trial->is_launched ||
		(trial->denied.is_complete && !trial->refusals.lost);
	if (!outcome.was_recorded || status == STATUS_INTERNAL) {
		if (err)
			*err = problem;
		return status;
	}
	/* A failure to work out goes before a loss in a status. */
	trial->works = problem.message[0] == '\0';
	snprintf(trial->why, sizeof(trial->why), "%s", problem.message);
	judge(trial, run, &outcome, profile);
	return STATUS_OK;
}

void verify_trial_done(struct verify_trial *trial)
{
	profile_done(&trial->denied);
	text_done(&trial->refused);
	*trial = (struct verify_trial){0};
}

static size_t tell_calls(const struct verify_trial *trial,
			 const struct verify_grant *grant,
			 const struct invocation *invocation)
{
	const struct profile *denied = &trial->denied;
	size_t told = 0;

	for (size_t i = 0; i < denied->syscall_count; i++) {
		const struct syscall_use *use = &denied->syscalls[i];
		char number[32];

		snprintf(number, sizeof(number), "syscall_%u", use->number);
		if (use->name && verify_grant_refuses(grant, use->name))
			continue;
		told++;
		say_hint(invocation, "denied by seccomp: %s: system call %s",
			 use->comms.count ? use->comms.items[0] : "?",
			 use->name ? use->name : number);
	}
	return told;
}

static size_t tell_capabilities(const struct verify_trial *trial,
				const struct invocation *invocation)
{
	const struct profile *denied = &trial->denied;

	for (size_t i = 0; i < denied->capability_count; i++) {
		const struct capability_need *need = &denied->capabilities[i];
		const struct evidence *first = need->evidence;

		say_hint(invocation, "denied by SELinux: %s: %s in %s",
			 first && first->comm ? first->comm : "?",
			 capability_name(need->capability),
			 first && first->syscall ? first->syscall : "?");
	}
	return denied->capability_count;
}

static size_t tell_accesses(const struct verify_trial *trial,
			    const struct invocation *invocation)
{
	const struct profile *denied = &trial->denied;
	size_t told = 0;

	for (size_t i = 0; i < denied->access_count; i++) {
		const struct access *access = &denied->accesses[i];
		struct text words AUTO_TEXT = {0};

		/* What a rule has logged though it is allowed. */
		if (access->outcome && strcmp(access->outcome, "granted") == 0)
			continue;
		for (size_t p = 0; p < access->permissions.count; p++)
			text_addf(&words, " %s", access->permissions.items[p]);
		told++;
		say_hint(invocation,
			 "denied by SELinux: %s: %s {%s } on %s%s%s",
			 access->comm ? access->comm : "?", access->class,
			 text_string(&words), access->target,
			 access->path ? " at " : "",
			 access->path ? access->path : "");
	}
	return told;
}

static size_t tell_refusals(const struct verify_trial *trial,
			    const struct invocation *invocation)
{
	const struct refusal_list *list = &trial->refusals;

	for (size_t i = 0; i < list->count; i++) {
		const struct refusal *item = &list->items[i];

		say_hint(invocation, "failed with %s: %s: %s%s%s",
			 item->outcome, item->comm ? item->comm : "?",
			 item->syscall ? item->syscall : "?",
			 item->path ? " on " : "",
			 item->path ? item->path : "");
	}
	return list->count;
}

size_t verify_trial_tell(const struct verify_trial *trial,
			 const struct verify_grant *grant,
			 const struct invocation *invocation)
{
	size_t told = tell_calls(trial, grant, invocation);

	told += tell_capabilities(trial, invocation);
	told += tell_accesses(trial, invocation);
	told += tell_refusals(trial, invocation);
	return told;
}

bool verify_trial_has_unnamed(const struct verify_trial *trial)
{
	return trial->refusals.count > 0;
}
