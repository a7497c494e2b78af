/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/harvest_private.h"
#include "collectors/seccomp.h"

/*
 * Between loading the filter and its execve a container runtime takes
 * milliseconds; between `create` and `start` it may wait for long, but goes
 * on to make calls afterwards. Calls that are farther apart are of two
 * processes that had the same pid one after the other.
 */
#define SAME_PROCESS_SECONDS 120u

/* One logged call, and who made it. */
struct call {
	struct seccomp fields;
	struct maker maker;
	group_t group;
	bool is_launcher;
	const struct record *record;
};

static void wait_for_more(struct harvest *harvest, struct tracker *tracker,
			  const struct tally_key *key, group_t group)
{
	struct tally_key waiting = *key;
	const struct tally_slot *slot;

	waiting.tag = group;
	slot = tally_add(&tracker->pending, &waiting, 1, TRACKER_CALLS_MAX);
	if (!slot) {
		/* No runtime makes that many different calls. */
		harvest_forget(harvest, tracker);
		slot = tally_add(&tracker->pending, &waiting, 1,
				 TRACKER_CALLS_MAX);
	}
	if (!slot) {
		harvest->failed = true;
	} else if (slot->kind == CALL_EXIT) {
		harvest_settle(harvest, tracker);
		tracker_restart(tracker);
	}
}

/* The tracker of the call's process, fresh when its pid was another's. */
static struct tracker *tracker_of(struct harvest *harvest,
				  const struct call *call)
{
	struct tracker *tracker =
		tracker_get(&harvest->trackers, call->maker.process);
	uint64_t seconds = call->record->seconds;
	uint64_t apart;

	if (!tracker)
		return NULL;
	apart = seconds > tracker->seconds ? seconds - tracker->seconds
					   : tracker->seconds - seconds;
	if ((tracker->pending.used || tracker->is_owned) &&
	    (tracker->session != call->maker.session ||
	     (apart > SAME_PROCESS_SECONDS && tracker->group != call->group))) {
		harvest_settle(harvest, tracker);
		tracker_restart(tracker);
	}
	tracker->session = call->maker.session;
	tracker->seconds = seconds;
	if (!call->is_launcher)
		tracker->group = call->group;
	return tracker;
}

static void claim(struct harvest *harvest, struct tracker *tracker,
		  const struct call *call)
{
	if (harvest_take_forgotten(harvest, tracker->pid))
		harvest->stats.runtime_lost++;
	harvest_count_pending(harvest, &harvest->main, tracker, call->group);
	harvest->main.view.processes++;
	tracker->is_owned = true;
}

/* The process was the workload's and makes calls under another label. */
static void note_departure(struct harvest *harvest, const struct call *call)
{
	harvest->stats.foreign++;
	if (call->fields.code != SECCOMP_CODE_LOG ||
	    !harvest_goes_by_label(harvest) || !call->maker.label ||
	    call->maker.label == harvest->noted_departure)
		return;
	harvest->noted_departure = call->maker.label;
	profile_note_incomplete(
		harvest->config.profile,
		"a process left the domain for %.*s: what it did there is not "
		"in this profile",
		(int)call->maker.label->parts.type.length,
		call->maker.label->parts.type.data);
}

static void count_selected(struct harvest *harvest, const struct call *call,
			   const struct tally_key *key)
{
	bool is_wanted = harvest_wants(harvest, &call->maker);
	const struct tally_slot *slot;
	struct tracker *tracker;

	if (!call->maker.has_pid) {
		if (is_wanted)
			harvest_count_call(
				harvest, &harvest->main, key,
				harvest_phase_of(harvest, call->record->serial),
				1);
		else
			harvest->stats.foreign++;
		return;
	}
	tracker = tracker_of(harvest, call);
	if (!tracker)
		return;
	if (!tracker->is_owned && (!is_wanted || call->is_launcher)) {
		wait_for_more(harvest, tracker, key,
			      call->is_launcher ? GROUP_LAUNCHER : call->group);
		return;
	}
	if (!is_wanted) {
		note_departure(harvest, call);
		return;
	}
	if (!tracker->is_owned)
		claim(harvest, tracker, call);
	slot = harvest_count_call(
		harvest, &harvest->main, key,
		harvest_phase_of(harvest, call->record->serial), 1);
	if (slot && slot->kind == CALL_EXIT)
		tracker_restart(tracker);
}

/* Is one process all there is? Then it is known what led to what. */
static void note_process(struct harvest *harvest, const struct call *call)
{
	struct subject *subject;

	harvest->has_processes |= harvest->has_process &&
				  harvest->only_process != call->maker.process;
	harvest->has_process = true;
	harvest->only_process = call->maker.process;
	if (call->is_launcher)
		return;
	harvest->only_group = call->group;
	subject = call->record->node.length
			  ? harvest_subject_of(harvest, call->group)
			  : NULL;
	if (subject)
		harvest_subject_node(subject, call->record->node);
}

static void count_surveyed(struct harvest *harvest, const struct call *call,
			   const struct tally_key *key)
{
	struct tracker *tracker;
	struct subject *subject;

	if (!call->maker.has_pid) {
		subject = harvest_subject_of(harvest, call->group);
		harvest->has_processes = true;
		if (subject)
			harvest_subject_node(subject, call->record->node);
		if (subject && !call->is_launcher)
			harvest_count_call(harvest, subject, key,
					   PHASE_WORKLOAD, 1);
		return;
	}
	note_process(harvest, call);
	tracker = tracker_of(harvest, call);
	if (tracker)
		wait_for_more(harvest, tracker, key,
			      call->is_launcher ? GROUP_LAUNCHER : call->group);
}

static group_t group_of(const struct maker *maker)
{
	if (maker->label)
		return group_of_label(maker->label);
	return GROUP_PROGRAM + (maker->exe ? maker->exe->id : NAME_NONE);
}

/* What the fields of a record mean, whoever's pid it is. */
static void find_meaning(struct harvest *harvest, struct call_meaning *meaning)
{
	const struct seccomp *fields = &meaning->fields;
	struct maker maker;

	meaning->label = label_table_get(&harvest->labels, fields->label);
	meaning->comm = name_table_get(&harvest->comms, fields->comm);
	meaning->exe = name_table_get(&harvest->programs, fields->exe);
	maker = (struct maker){.label = meaning->label,
			       .comm = meaning->comm,
			       .exe = meaning->exe};
	meaning->group = group_of(&maker);
	meaning->is_launcher = !(maker.label && harvest_is_survey(harvest)) &&
			       harvest_is_launcher(harvest, &maker);
	meaning->key = (struct tally_key){
		.arch = fields->arch,
		.number = fields->number,
		.name = maker.comm ? maker.comm->id : NAME_NONE,
	};
}

/* A text without a name that was to be kept would lose it again each time. */
static bool is_worth_keeping(const struct call_meaning *meaning)
{
	return meaning->fields.has_pid &&
	       (!meaning->fields.comm.length || meaning->comm) &&
	       (!meaning->fields.exe.length || meaning->exe);
}

static void count_call(struct harvest *harvest, const struct record *record,
		       const struct call_meaning *meaning, uint64_t pid)
{
	struct call call = {
		.fields = meaning->fields,
		.maker = {.label = meaning->label,
			  .comm = meaning->comm,
			  .exe = meaning->exe,
			  .has_pid = meaning->fields.has_pid,
			  .pid = pid,
			  .process = harvest_process_of(harvest, record, pid),
			  .has_session = meaning->fields.has_session,
			  .session = meaning->fields.session},
		.group = meaning->group,
		.is_launcher = meaning->is_launcher,
		.record = record,
	};

	if (harvest_is_survey(harvest))
		count_surveyed(harvest, &call, &meaning->key);
	else
		count_selected(harvest, &call, &meaning->key);
}

void harvest_seccomp(struct harvest *harvest, const struct record *record)
{
	const struct call_meaning *known = NULL;
	struct call_meaning meaning;
	struct call_text text;
	bool is_common = call_text_split(record->text,
					 harvest->call_memo.last_head, &text);
	uint64_t pid;

	if (is_common)
		harvest->call_memo.last_head = text.head.length;
	if (is_common)
		known = call_memo_find(&harvest->call_memo, &text, &pid);
	if (known) {
		count_call(harvest, record, known, pid);
		return;
	}
	if (!seccomp_parse(record->text, &meaning.fields)) {
		harvest->stats.malformed++;
		return;
	}
	find_meaning(harvest, &meaning);
	if (is_common && is_worth_keeping(&meaning))
		call_memo_keep(&harvest->call_memo, record->text, &text,
			       &meaning);
	count_call(harvest, record, &meaning, meaning.fields.pid);
}
