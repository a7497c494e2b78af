/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/advice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/capability_delegate.h"
#include "policies/selinux_flip.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define NOTES_MAX 48

PRINTF(3, 4)
static void note(struct advice *advice, unsigned int topics, const char *format,
		 ...)
{
	va_list arguments;
	char *line = NULL;

	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	if (!line || advice->note_count == NOTES_MAX)
		free(line);
	else
		advice->notes[advice->note_count++] =
			(struct advice_note){topics, line};
}

static void note_recording(struct advice *advice, const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;

	if (advice->seccomp.is_exact && environment->has_no_new_privileges &&
	    environment->no_new_privileges)
		note(advice, TOPIC_SECCOMP,
		     "recorded under no_new_privs: the exact seccomp list "
		     "starts a container only under it");
	if (!advice->is_selinux_recorded)
		note(advice, TOPIC_CAPABILITIES | TOPIC_SELINUX,
		     "capabilities and SELinux accesses were not "
		     "recorded; their absence here means nothing");
	if (!advice->seccomp.count)
		note(advice, TOPIC_SECCOMP,
		     "no syscalls were recorded; there is no allowlist "
		     "to make");
}

/*
 * What ended before its time did not ask for all that it needs. A signal (128
 * and up) is the usual end of a server.
 */
static void note_failures(struct advice *advice, const struct profile *profile)
{
	const unsigned int all =
		TOPIC_CAPABILITIES | TOPIC_SECCOMP | TOPIC_SELINUX;
	size_t ended = 0, failed = 0;
	int end_status = 0, exercise_status = 0;

	for (size_t i = profile->run_count; i-- > 0;) {
		const struct profile_run *run = &profile->runs[i];

		if (run->has_exit && run->exit_status > 0 &&
		    run->exit_status < 128) {
			ended++;
			end_status = run->exit_status;
		}
		if (run->has_exercise && run->exercise_status != 0) {
			failed++;
			exercise_status = run->exercise_status;
		}
	}
	if (ended)
		note(advice, all,
		     "the workload ended with status %d in %zu of %zu runs: "
		     "if it failed, this lacks what it did not get to do",
		     end_status, ended, profile->run_count);
	if (failed)
		note(advice, all,
		     "the exercise failed with status %d in %zu of %zu runs: "
		     "this lacks what it did not get to do",
		     exercise_status, failed, profile->run_count);
}

/* What is launched without a container runtime has not seen one call. */
static void note_launching(struct advice *advice,
			   const struct profile_subject *subject)
{
	if (!subject->engine || !advice->seccomp.count ||
	    !advice->seccomp.is_exact)
		return;
	if (strcmp(subject->engine, "program") == 0)
		note(advice, TOPIC_SECCOMP,
		     "recorded as a program: the allowlist lacks what "
		     "a container runtime calls before it starts one");
}

static void note_seccomp(struct advice *advice)
{
	for (size_t i = 0; i < advice->seccomp.note_count; i++)
		note(advice, TOPIC_SECCOMP, "%s", advice->seccomp.notes[i]);
}

static void note_nameless(struct advice *advice, const struct profile *profile)
{
	AUTO_TEXT struct text numbers = {0};
	size_t shown = 0;

	if (!advice->seccomp.nameless)
		return;
	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		const char *arch = arch_name(use->arch);

		if (use->name || shown++ == 8)
			continue;
		text_addf(&numbers, " %s:%u", arch ? arch : "unknown",
			  use->number);
	}
	note(advice, TOPIC_SECCOMP,
	     "%zu syscalls without a name in libseccomp %s are left out of "
	     "the allowlist:%s%s",
	     advice->seccomp.nameless, libseccomp_version(),
	     text_string(&numbers), shown > 8 ? " ..." : "");
}

static void note_relabel(struct advice *advice,
			 const struct selinux_relabel *relabel)
{
	const char *path = relabel->path ? relabel->path : "the volume";

	if (!relabel->type)
		return;
	if (!relabel->is_answer) {
		note(advice, TOPIC_SELINUX,
		     "what is refused are files of type %s below '%s': if that "
		     "is a volume for this workload alone, relabel it (:Z) "
		     "rather than take another type; never relabel the "
		     "directories of the system or of users",
		     relabel->type, printable(path));
		return;
	}
	note(advice, TOPIC_SELINUX,
	     "the volume at '%s' has a wrong label (%s), and no other type is "
	     "needed: mount it with :Z (:z when containers share it), or "
	     "label it on the host: semanage fcontext -a -t container_file_t "
	     "'HOSTPATH(/.*)?' and restorecon -R HOSTPATH",
	     printable(path), relabel->type);
	note(advice, TOPIC_SELINUX,
	     "relabel only a directory that is for containers alone: :z and "
	     ":Z on /etc, /usr, /var, /home or a home directory lock the "
	     "host's own programs and users out%s",
	     relabel->is_system ? "; files of this type are such ones" : "");
}

static void note_candidates(struct advice *advice,
			    const struct selinux_advice *selinux)
{
	for (size_t i = 0; i < selinux->candidate_count; i++) {
		const struct selinux_candidate *candidate =
			&selinux->candidates[i];

		if (!candidate->purpose && !candidate->is_known)
			note(advice, TOPIC_SELINUX,
			     "the policy has no type %s, or no file of a "
			     "container leads into it",
			     printable(candidate->type));
	}
	if (selinux->module.problem)
		note(advice, TOPIC_SELINUX, "no SELinux module was made: %s",
		     selinux->module.problem);
}

/* Matters where the label changes behind no_new_privs. */
static void note_launch(struct advice *advice,
			const struct selinux_advice *selinux)
{
	for (size_t i = 0; i < selinux->launch_count; i++) {
		const struct selinux_launch *launch = &selinux->launches[i];

		if (launch->can_launch && !launch->can_under_nnp &&
		    advice->no_new_privileges)
			note(advice, TOPIC_SELINUX,
			     "under no_new_privs %s cannot change the label to "
			     "%s: the policy lacks process2 nnp_transition "
			     "between them",
			     launch->launcher, selinux->chosen->type);
	}
}

static void note_selinux(struct advice *advice)
{
	const struct selinux_advice *selinux = &advice->selinux;

	AUTO_TEXT struct text command = {0};

	if (selinux->chosen && selinux->chosen->flip_count) {
		selinux_flips_add(&command, selinux->chosen);
		note(advice, TOPIC_SELINUX,
		     "SELinux refuses %s a part of it until the node has %s",
		     selinux->chosen->type, text_string(&command));
	}
	if (selinux->level && strchr(selinux->level, ',') && selinux->chosen)
		note(advice, TOPIC_SELINUX,
		     "the level %s is that of what was reached, another "
		     "container's say: give it to that one as well, since an "
		     "engine draws a new pair each time",
		     selinux->level);
	note_relabel(advice, &selinux->relabel);
	note_candidates(advice, selinux);
	note_launch(advice, selinux);
	if (selinux->state == SELINUX_NEAREST)
		note(advice, TOPIC_SELINUX,
		     "no SELinux type asked about allows all that was "
		     "recorded; %s comes nearest",
		     selinux->chosen->type);
	if (selinux->state == SELINUX_NO_TYPES)
		note(advice, TOPIC_SELINUX,
		     "the SELinux policy has none of the types that engines "
		     "use");
	if (selinux->unknown)
		note(advice, TOPIC_SELINUX,
		     "%zu accesses name a label, class or permission that the "
		     "SELinux policy does not have: they are not judged",
		     selinux->unknown);
	if (selinux->side_paths)
		note(advice, TOPIC_SELINUX,
		     "%zu accesses are side paths of the permissive run: the "
		     "policy refuses them to %s in silence (dontaudit), and "
		     "programs go on without; they choose no type",
		     selinux->side_paths, selinux->chosen->type);
}

/* They ask for nothing, so they are told. */
static void note_unneeded_accesses(struct advice *advice,
				   const struct profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < profile->access_count; i++)
		count += profile->accesses[i].is_unneeded;
	if (count)
		note(advice, TOPIC_SELINUX,
		     "%zu accesses choose no type: the exercise went well in "
		     "one that refuses them (verify --minimize --selinux), "
		     "another may not",
		     count);
}

static enum status parts_make(struct advice *advice,
			      const struct profile *profile,
			      const struct advice_options *options,
			      struct error *err)
{
	const struct engine_default *base =
		options->base ? options->base : engine_default_find("docker");
	enum status status;

	status = capability_advice_make(&advice->capabilities, profile, base,
					err);
	if (status != STATUS_OK)
		return status;
	status = seccomp_advice_make(&advice->seccomp, profile,
				     &options->seccomp, err);
	if (status != STATUS_OK)
		return status;
	if (options->seccomp.notify)
		capability_delegate(&advice->capabilities, &advice->seccomp);
	return selinux_advice_make(&advice->selinux, profile,
				   advice->capabilities.minimal,
				   &options->selinux, err);
}

static enum status judge_pod(struct advice *advice,
			     const struct profile *profile, struct error *err)
{
	const struct pod_settings settings = {
		.is_recorded = advice->is_selinux_recorded,
		.capabilities = advice->capabilities.minimal,
		.selinux_type = advice->selinux.type,
		.has_seccomp = advice->seccomp.count > 0,
		.no_new_privileges = advice->no_new_privileges,
		.no_apparmor = advice->confinement.default_apparmor.why,
	};

	return pod_security_make(&advice->pod, profile, &settings, err);
}

enum status advice_make(struct advice *advice, const struct profile *profile,
			const struct advice_options *options, struct error *err)
{
	enum status status;

	*advice = (struct advice){0};
	advice->notes = calloc(NOTES_MAX, sizeof(*advice->notes));
	if (!advice->notes)
		return error_no_memory(err);
	status = parts_make(advice, profile, options, err);
	if (status != STATUS_OK)
		return status;
	advice->is_selinux_recorded = selinux_was_recorded(profile);
	advice->no_new_privileges =
		profile->environment.has_no_new_privileges &&
		profile->environment.no_new_privileges;
	note_recording(advice, profile);
	note_failures(advice, profile);
	note_launching(advice, &profile->subject);
	note_nameless(advice, profile);
	note_seccomp(advice);
	note_selinux(advice);
	note_unneeded_accesses(advice, profile);
	status = confinement_make(&advice->confinement, profile,
				  advice->capabilities.minimal,
				  advice->is_selinux_recorded, err);
	return status == STATUS_OK ? judge_pod(advice, profile, err) : status;
}

void advice_done(struct advice *advice)
{
	capability_advice_done(&advice->capabilities);
	seccomp_advice_done(&advice->seccomp);
	selinux_advice_done(&advice->selinux);
	pod_security_done(&advice->pod);
	confinement_done(&advice->confinement);
	for (size_t i = 0; i < advice->note_count; i++)
		free(advice->notes[i].text);
	free(advice->notes);
	*advice = (struct advice){0};
}
