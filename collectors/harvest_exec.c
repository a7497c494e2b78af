/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a program needs that no check tells: capabilities of the executed
 * file, those that capset() keeps, and those that it could not ask for.
 *
 * Source: security/commoncap.c bprm_caps_from_vfs_caps(), cap_capset();
 * kernel/auditsc.c audit_log_fcaps(), show_special().
 */
#include <stdlib.h>

#include "collectors/asked.h"
#include "collectors/field.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* A program that takes away a few of all says nothing of what it needs. */
#define KEPT_MAX_CHOSEN 20

static bool is_exec(const struct syscall_record *syscall)
{
	const char *name = syscall_name(syscall->arch, syscall->number);

	return name && has_prefix(name, "execve", NULL) &&
	       syscall->has_success && syscall->is_success;
}

struct subject *harvest_subject_of_call(struct harvest *harvest,
					const struct record *record,
					const struct syscall_record *syscall,
					struct maker *maker)
{
	struct span label;

	*maker = (struct maker){
		.comm = name_table_get(&harvest->comms, syscall->comm),
		.exe = name_table_get(&harvest->programs, syscall->exe),
		.has_pid = syscall->has_pid,
		.pid = syscall->pid,
		.has_session = syscall->has_session,
		.session = syscall->session,
	};
	if (field_find(record->text, "subj", &label))
		maker->label = label_table_get(&harvest->labels, label);
	if (harvest_is_survey(harvest))
		return maker->label
			       ? harvest_subject_of(
					 harvest, group_of_label(maker->label))
			       : NULL;
	return harvest_wants(harvest, maker) ? &harvest->main : NULL;
}

/* ITEM is a file with the effective bit: execve fails without each of them. */
static void need_file_capabilities(struct harvest *harvest, struct asked *asked,
				   const struct record *item)
{
	uint64_t effective, permitted;

	if (!field_hex(item->text, "cap_fe", &effective) || effective != 1 ||
	    !field_hex(item->text, "cap_fp", &permitted))
		return;
	asked->item = item;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(permitted, c))
			continue;
		asked->avc = (struct avc){.has_capability = true,
					  .ns = NAMESPACE_HOST,
					  .capability = c};
		harvest_capability(harvest, asked);
	}
}

void harvest_note_user(struct subject *subject,
		       const struct syscall_record *syscall)
{
	if (!syscall->has_ids)
		return;
	if (syscall->euid == 0)
		subject->has_root_run = true;
	else if (!subject->has_user_run || syscall->euid < subject->user)
		subject->user = syscall->euid;
	subject->has_user_run |= syscall->euid != 0;
}

/* The capabilities that a process of this name has kept by capset(). */
static void note_kept(struct harvest *harvest, struct subject *subject,
		      const struct maker *maker, const struct record *record)
{
	const char *comm = harvest_intern_name(subject->profile, maker->comm);
	uint64_t permitted;
	size_t i = 0;

	if (!comm || !field_hex(record->text, "cap_pp", &permitted) ||
	    permitted == 0 || __builtin_popcountll(permitted) > KEPT_MAX_CHOSEN)
		return;
	while (i < subject->kept_count && subject->kept[i].comm != comm)
		i++;
	if (i == SUBJECT_KEPT_MAX) {
		harvest->stats.names_lost++;
		return;
	}
	if (i == subject->kept_count)
		subject->kept[subject->kept_count++] =
			(struct kept){.comm = comm};
	subject->kept[i].set |= permitted;
}

void harvest_call(struct harvest *harvest, const struct event *event,
		  const struct record *record,
		  const struct syscall_record *syscall)
{
	struct asked asked = {
		.record = record,
		.event = event,
		.syscall = syscall,
		.phase = harvest_phase_of(harvest, record->serial),
	};

	asked.subject =
		harvest_subject_of_call(harvest, record, syscall, &asked.maker);
	if (!asked.subject)
		return;
	for (size_t i = 0; i < event->count; i++) {
		const struct record *item = event->records[i];

		if (item->type == AUDIT_PATH && is_exec(syscall))
			need_file_capabilities(harvest, &asked, item);
		else if (item->type == AUDIT_CAPSET)
			note_kept(harvest, asked.subject, &asked.maker, item);
	}
}

static capset_t asked_of_host(const struct profile *profile)
{
	capset_t set = CAPSET_NONE;

	for (size_t i = 0; i < profile->capability_count; i++)
		if (profile->capabilities[i].ns == NAMESPACE_HOST)
			set |= capset_of(profile->capabilities[i].capability);
	return set;
}

static void tell_kept(struct profile *profile, const struct kept *kept,
		      capset_t asked)
{
	struct text names AUTO_TEXT = {0};

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(kept->set & ~asked, c))
			text_addf(&names, " %s", capability_name(c));
	if (!names.length)
		return;
	profile_note(profile,
		     "'%s' keeps by capset() what it was not seen to use:%s. "
		     "Where one is not granted, such a capset() fails (EPERM) "
		     "without a record: run it with just the list to find out",
		     kept->comm, text_string(&names));
}

void harvest_tell_unseen(const struct harvest *harvest, struct subject *subject)
{
	struct profile *profile = subject->profile;
	capset_t asked = asked_of_host(profile);

	for (size_t i = 0; i < subject->kept_count; i++)
		tell_kept(profile, &subject->kept[i], asked);
	if (harvest->config.is_capable || asked || subject->has_root_run ||
	    !subject->has_user_run)
		return;
	profile_note(profile,
		     "nothing in it was done as root (uid %u): without "
		     "effective capabilities the kernel refuses before SELinux "
		     "is asked, and no record tells; profile it by whittle "
		     "run, which gives them to every user",
		     subject->user);
}
