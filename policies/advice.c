/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/advice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/capability_delegate.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define NOTES_MAX 16

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

static void note_selinux(struct advice *advice)
{
	const struct selinux_advice *selinux = &advice->selinux;

	if (selinux->chosen && selinux->chosen->boolean)
		note(advice, TOPIC_SELINUX,
		     "SELinux refuses %s these capabilities until the node has "
		     "setsebool -P %s on",
		     selinux->chosen->type, selinux->chosen->boolean);
	if (selinux->state == SELINUX_NEAREST)
		note(advice, TOPIC_SELINUX,
		     "no SELinux type asked about allows all that was "
		     "recorded; %s comes nearest",
		     selinux->chosen->type);
	if (selinux->state == SELINUX_NO_TYPES)
		note(advice, TOPIC_SELINUX,
		     "the loaded SELinux policy has none of the types "
		     "that engines use");
	if (selinux->unknown)
		note(advice, TOPIC_SELINUX,
		     "%zu accesses name a label, class or permission that the "
		     "loaded SELinux policy does not have",
		     selinux->unknown);
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
				   advice->capabilities.minimal, options->asker,
				   err);
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
	note_launching(advice, &profile->subject);
	note_nameless(advice, profile);
	note_seccomp(advice);
	note_selinux(advice);
	return STATUS_OK;
}

void advice_done(struct advice *advice)
{
	capability_advice_done(&advice->capabilities);
	seccomp_advice_done(&advice->seccomp);
	selinux_advice_done(&advice->selinux);
	for (size_t i = 0; i < advice->note_count; i++)
		free(advice->notes[i].text);
	free(advice->notes);
	*advice = (struct advice){0};
}
