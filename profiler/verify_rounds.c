/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whittle verify without --minimize: enforced runs, and healing between them.
 */
#include "profile/text.h"
#include "profiler/verify.h"
#include "profiler/verify_heal.h"

static void tell_grant(const struct verify_job *job,
		       const struct verify_grant *grant)
{
	struct text text AUTO_TEXT = {0};

	verify_grant_describe(grant, &text);
	say_detail(job->invocation, "enforced: %s", text_string(&text));
	verify_grant_tell(grant, !job->request.run.is_without_selinux,
			  job->invocation);
	say_detail(job->invocation, "it works where %s",
		   job->request.run.exercise
			   ? "the exercise ends with status 0"
			   : "it ends with status 0 or as it was recorded, or "
			     "--timeout stops it");
	if (verify_grant_is_unlogged(grant))
		say_hint(job->invocation,
			 "the container runtime cannot have seccomp's refusals "
			 "logged: they are enforced, and not told");
	if (!verify_grant_enforcement(grant)->seccomp)
		say_hint(job->invocation,
			 "the profile holds no system calls: none is refused");
}

/* What TRIAL lacked goes into the profile. *RET_FOUND: was there news? */
static enum status heal(struct verify_job *job,
			const struct verify_trial *trial,
			const struct verify_grant *grant, bool *ret_found,
			struct error *err)
{
	size_t found = job->is_healing
			       ? verify_heal_denied(&job->profile, trial, grant)
			       : 0;
	struct verify_recording recording = {0};
	enum status status = STATUS_OK;

	/* What seccomp and SELinux refuse they name; a capability nobody. */
	if (!found && !trial->works && !job->is_confined_only &&
	    !job->request.run.is_without_selinux)
		status = verify_heal_record(
			job->is_healing ? &job->profile : NULL, grant,
			&job->request.run, job->invocation, &recording, err);
	found += recording.found;
	job->insisted.opportunistic |= recording.insisted.opportunistic;
	job->insisted.unneeded |= recording.insisted.unneeded;
	job->is_changed |= job->is_healing && found;
	*ret_found = found > 0 && !recording.is_interrupted;
	return status;
}

static enum status finish_working(struct verify_job *job,
				  const struct verify_trial *trial,
				  const struct verify_grant *grant,
				  struct error *err)
{
	struct verification verification;
	enum status status;

	verify_describe(job, trial, grant, &verification);
	status = verify_write(job, &verification, err);
	if (status != STATUS_OK)
		return status;
	say_hint(job->invocation, "it works with just that%s%s%s",
		 job->is_changed ? "; the healed profile is in " : "",
		 job->is_changed ? printable(job->output) : "",
		 trial->is_complete ? ""
				    : "; what it was refused is not all "
				      "known");
	return trial->is_complete ? STATUS_OK : STATUS_INCOMPLETE;
}

static enum status finish_failing(struct verify_job *job,
				  const struct verify_trial *trial,
				  struct error *err)
{
	enum status status = STATUS_OK;

	verify_heal_withdraw(&job->profile, &job->insisted);
	if (job->is_changed)
		status = verify_write(job, NULL, err);
	if (status != STATUS_OK)
		return status;
	status = error_set(err, STATUS_DIFFERS,
			   job->is_healing ? "its exercise may fail for other "
					     "reasons: try whittle run"
					   : "whittle verify --heal adds what "
					     "it lacks",
			   "it does not work with just that: %.400s",
			   trial->why);
	return trial->is_complete ? status
				  : status_worse(status, STATUS_INCOMPLETE);
}

/* What it lacks could not be recorded, and that is worse than a difference.
   What was found before is kept. */
static enum status finish_unrecorded(struct verify_job *job, enum status status)
{
	struct error problem = {0};

	verify_heal_withdraw(&job->profile, &job->insisted);
	if (job->is_changed && verify_write(job, NULL, &problem) != STATUS_OK)
		say_hint(job->invocation, "%s", problem.message);
	return status;
}

/* By a signal to us: whether it works is not decided. */
static enum status finish_interrupted(struct verify_job *job, struct error *err)
{
	enum status status;

	verify_heal_withdraw(&job->profile, &job->insisted);
	status = job->is_changed ? verify_write(job, NULL, err) : STATUS_OK;
	if (status != STATUS_OK)
		return status;
	return error_set(err, STATUS_DIFFERS,
			 "--exercise says whether it works, or --timeout how "
			 "long it must",
			 "interrupted: it is not known whether it works");
}

/* One enforced run. *RET_AGAIN: the profile grants more now. */
static enum status verify_once(struct verify_job *job, bool *ret_again,
			       struct error *err)
{
	struct verify_grant *grant AUTO_VERIFY_GRANT = NULL;
	struct verify_trial trial AUTO_VERIFY_TRIAL = {0};
	bool has_found = false;
	enum status status = verify_grant_of(job, &grant, err);

	*ret_again = false;
	if (status != STATUS_OK)
		return status;
	tell_grant(job, grant);
	status = verify_trial_run(&trial, &job->request.run,
				  verify_grant_enforcement(grant),
				  &job->profile, job->invocation, err);
	if (status != STATUS_OK)
		return status;
	profile_sort(&trial.denied);
	trial.is_complete &= !verify_grant_is_unlogged(grant) &&
			     !job->request.run.is_without_selinux;
	verify_trial_tell(&trial, grant, job->invocation);
	if (trial.is_interrupted)
		return finish_interrupted(job, err);
	status = heal(job, &trial, grant, &has_found, err);
	if (status == STATUS_UNSUPPORTED)
		say_hint(job->invocation,
			 "what it lacks cannot be recorded here: %s%s%s",
			 err->message, err->hint[0] ? "; " : "", err->hint);
	else if (status != STATUS_OK)
		return finish_unrecorded(job, status);
	*ret_again = job->is_healing && has_found && !trial.works;
	if (*ret_again)
		return STATUS_OK;
	return trial.works ? finish_working(job, &trial, grant, err)
			   : finish_failing(job, &trial, err);
}

enum status verify_rounds(struct verify_job *job, struct error *err)
{
	enum status status = STATUS_OK;
	bool is_again = true;

	for (int round = 0;
	     is_again && status == STATUS_OK && round < VERIFY_ROUNDS_MAX;
	     round++)
		status = verify_once(job, &is_again, err);
	if (status != STATUS_OK || !is_again)
		return status;
	verify_heal_withdraw(&job->profile, &job->insisted);
	status = verify_write(job, NULL, err);
	return status == STATUS_OK
		       ? error_set(
				 err, STATUS_DIFFERS,
				 "what was found until then is in the profile",
				 "it does not work after %d rounds of healing",
				 VERIFY_ROUNDS_MAX)
		       : status;
}
