/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/asked.h"
#include "collectors/field.h"

const char *harvest_intern_name(struct profile *profile,
				const struct name *name)
{
	if (!name || !name->text)
		return NULL;
	return profile_intern_raw(profile, name->text, name->length);
}

const char *harvest_intern_word(struct harvest *harvest,
				struct profile *profile, struct span word)
{
	if (!name_table_get(&harvest->words, word))
		return NULL;
	return profile_intern_raw(profile, word.data, word.length);
}

const char *harvest_intern_path(struct profile *profile, const char *path)
{
	return path ? profile_intern_raw(profile, path, strlen(path)) : NULL;
}

static void note_enforced(const struct asked *asked)
{
	if (asked->avc.has_permissive && !asked->avc.is_permissive)
		profile_note(asked->subject->profile,
			     "a denial was enforced (permissive=0): what would "
			     "have been done after it is not in the records");
}

static struct subject *subject_of(struct harvest *harvest,
				  const struct maker *maker)
{
	if (harvest_is_survey(harvest))
		return harvest_subject_of(harvest,
					  group_of_label(maker->label));
	return harvest_wants(harvest, maker) ? &harvest->main : NULL;
}

/* Who asked: the AVC's own words, and those of the SYSCALL record. */
static void fill_maker(struct harvest *harvest, struct asked *asked)
{
	const struct avc *avc = &asked->avc;
	const struct syscall_record *syscall = asked->syscall;

	asked->maker = (struct maker){
		.label = label_table_get(&harvest->labels, avc->source),
		.comm = name_table_get(&harvest->comms,
				       syscall && syscall->comm.length
					       ? syscall->comm
					       : avc->comm),
		.has_pid = avc->has_pid,
		.pid = avc->pid,
	};
	if (!syscall)
		return;
	asked->maker.exe = name_table_get(&harvest->programs, syscall->exe);
	/* What an engine's own processes are refused is not the workload's. */
	asked->maker.is_by_label = harvest_goes_by_label(harvest);
	asked->maker.has_session = syscall->has_session;
	asked->maker.session = syscall->session;
}

static void harvest_avc(struct harvest *harvest, const struct event *event,
			const struct record *record,
			const struct syscall_record *syscall)
{
	struct asked asked = {.record = record, .event = event};
	enum record_result result = avc_parse(record->text, &asked.avc);

	if (result != RECORD_OK) {
		if (result == RECORD_BAD_FIELDS)
			harvest_count_malformed(harvest, record);
		return;
	}
	/* A record of the same event, but of another process: not its own. */
	if (syscall && asked.avc.has_pid && syscall->pid == asked.avc.pid)
		asked.syscall = syscall;
	fill_maker(harvest, &asked);
	asked.target = label_table_get(&harvest->labels, asked.avc.target);
	if (!asked.maker.label || !asked.target) {
		harvest_count_malformed(harvest, record);
		return;
	}
	asked.subject = subject_of(harvest, &asked.maker);
	if (!asked.subject) {
		harvest->stats.foreign += harvest->weight;
		return;
	}
	if (harvest_is_survey(harvest))
		harvest_subject_node(asked.subject, record->node);
	asked.phase = harvest_phase_of(harvest, record->serial);
	harvest->stats.used += harvest->weight;
	/* A rule had it logged, but nobody refused it. */
	if (harvest->config.refusals && asked.avc.is_granted)
		return;
	note_enforced(&asked);
	if (asked.syscall)
		harvest_note_user(asked.subject, asked.syscall);
	if (asked.avc.has_capability)
		harvest_capability(harvest, &asked);
	else
		harvest_access(harvest, &asked);
}

/*
 * What helps. Source: security/selinux/hooks.c selinux_inode_setxattr(),
 * selinux_lsm_setattr(); ss/services.c compute_sid_handle_invalid_context(),
 * security_bounded_transition(), security_validtrans_handle_fail(),
 * security_dump_masked_av().
 */
static const char *remedy_of(struct span operation)
{
	static const struct {
		struct span operation;
		const char *remedy;
	} rows[] = {
		{SPAN_INIT("security_bounded_transition"),
		 "under no_new_privs, or in a thread, a domain changes only to "
		 "one that is bounded by it; run that program without, or in "
		 "the same domain"},
		{SPAN_INIT("security_compute_sid"),
		 "the label that follows from the policy's rules is not valid "
		 "in it: its user or role lacks the type"},
		{SPAN_INIT("security_validate_transition"),
		 "a constraint (validatetrans) forbids to relabel so"},
		{SPAN_INIT("security_compute_av"),
		 "the type is bounded by another one that has less"},
		{SPAN_INIT("setxattr"), "the policy does not know the label "
					"that was to be set (MAC_ADMIN)"},
		{SPAN_INIT("fscreate"), "the policy does not know the label "
					"that was to be set (MAC_ADMIN)"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (span_equals(rows[i].operation, operation))
			return rows[i].remedy;
	return "see the record in the audit log (ausearch -m SELINUX_ERR)";
}

/* The kernel refused a context, or a change to one. */
static void harvest_selinux_error(struct harvest *harvest,
				  const struct record *record,
				  const struct record *call)
{
	struct maker maker = {0};
	struct span source, operation = SPAN("a context");
	struct subject *subject;

	if (!field_find(record->text, "scontext", &source) &&
	    !field_find(record->text, "oldcontext", &source) &&
	    !(call && field_find(call->text, "subj", &source)))
		return;
	maker.label = label_table_get(&harvest->labels, source);
	if (!maker.label || !harvest_goes_by_label(harvest))
		return;
	subject = subject_of(harvest, &maker);
	if (!subject)
		return;
	if (field_find(record->text, "op", &source))
		operation = source;
	harvest->stats.used += harvest->weight;
	profile_note(subject->profile,
		     "SELinux refused %.*s (SELINUX_ERR, no access that a rule "
		     "could allow): %s",
		     (int)(operation.length > 64 ? 64 : operation.length),
		     operation.data, remedy_of(operation));
}

/* An executed file with capabilities of its own that become effective. */
static bool has_file_capability(const struct record *record)
{
	return record->type == AUDIT_PATH &&
	       memmem(record->text.data, record->text.length, " cap_fe=1", 9);
}

/* Is there anything in EVENT that could count? */
static bool is_of_interest(const struct event *event)
{
	for (size_t i = 0; i < event->count; i++) {
		uint16_t type = event->records[i]->type;

		if (type == AUDIT_AVC || type == AUDIT_SELINUX_ERR ||
		    type == AUDIT_CAPSET ||
		    has_file_capability(event->records[i]))
			return true;
	}
	return false;
}

static const struct record *syscall_of(struct harvest *harvest,
				       const struct event *event,
				       struct syscall_record *ret)
{
	for (size_t i = 0; i < event->count; i++) {
		const struct record *record = event->records[i];

		if (record->type != AUDIT_SYSCALL)
			continue;
		if (syscall_record_parse(record->text, ret))
			return record;
		harvest_count_malformed(harvest, record);
	}
	return NULL;
}

void harvest_event(void *context, const struct event *event)
{
	struct harvest *harvest = context;
	const struct record *call;
	struct syscall_record syscall;

	for (size_t i = 0; i < event->count; i++)
		if (harvest->config.has_arguments &&
		    event->records[i]->type == AUDIT_SYSCALL)
			harvest_argument(harvest, event->records[i]);
	if (!harvest->config.refusals && !is_of_interest(event))
		return;
	call = syscall_of(harvest, event, &syscall);
	if (call && harvest->config.refusals)
		harvest_refused(harvest, event, call, &syscall);
	for (size_t i = 0; i < event->count; i++) {
		const struct record *record = event->records[i];

		if (record->type == AUDIT_AVC)
			harvest_avc(harvest, event, record,
				    call ? &syscall : NULL);
		else if (record->type == AUDIT_SELINUX_ERR)
			harvest_selinux_error(harvest, record, call);
	}
	/* What a call that went well needed, no enforced run lacked. */
	if (call && !harvest->config.refusals)
		harvest_call(harvest, event, call, &syscall);
}

void harvest_peek_avc(struct harvest *harvest, const struct record *record)
{
	const struct known_label *label;
	struct tracker *tracker;
	struct span source;
	uint64_t pid;

	if (harvest_is_survey(harvest) || !avc_pid(record->text, &pid))
		return;
	/* Nearly always it is known, or nothing waits for it. */
	tracker = tracker_find(&harvest->trackers,
			       harvest_process_of(harvest, record, pid));
	if (!tracker || tracker->has_asked || tracker->is_owned ||
	    !field_find(record->text, "scontext", &source))
		return;
	label = label_table_get(&harvest->labels, source);
	if (label && label->is_selected)
		tracker->has_asked = true;
}
