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

/* One logged call: what its text means, and whose it is. */
struct call {
	const struct call_meaning *meaning;
	const struct record *record;
	uint64_t pid, process;
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
		tracker_get(&harvest->trackers, call->process);
	uint64_t seconds = call->record->seconds;
	uint64_t apart;

	if (!tracker)
		return NULL;
	apart = seconds > tracker->seconds ? seconds - tracker->seconds
					   : tracker->seconds - seconds;
	if ((tracker->pending.used || tracker->is_owned) &&
	    (tracker->session != call->meaning->session ||
	     (apart > SAME_PROCESS_SECONDS &&
	      tracker->group != call->meaning->group))) {
		harvest_settle(harvest, tracker);
		tracker_restart(tracker);
	}
	tracker->session = call->meaning->session;
	tracker->seconds = seconds;
	if (!call->meaning->is_launcher)
		tracker->group = call->meaning->group;
	return tracker;
}

static void claim(struct harvest *harvest, struct tracker *tracker,
		  const struct call *call)
{
	if (harvest_take_forgotten(harvest, tracker->pid))
		harvest->stats.runtime_lost++;
	harvest_count_pending(harvest, &harvest->main, tracker,
			      call->meaning->group);
	harvest->main.view.processes++;
	tracker->is_owned = true;
}

/* The process was the workload's and makes calls under another label. */
static void note_departure(struct harvest *harvest, const struct call *call)
{
	harvest->stats.foreign++;
	if (call->meaning->code != SECCOMP_CODE_LOG ||
	    !harvest_goes_by_label(harvest) || !call->meaning->label ||
	    call->meaning->label == harvest->noted_departure)
		return;
	harvest->noted_departure = call->meaning->label;
	profile_note_incomplete(
		harvest->config.profile,
		"a process left the domain for %.*s: what it did there is not "
		"in this profile",
		(int)call->meaning->label->parts.type.length,
		call->meaning->label->parts.type.data);
}

/* Where neither pid nor session matter the text alone decides. */
static bool is_wanted_call(const struct harvest *harvest,
			   const struct call *call)
{
	const struct call_meaning *meaning = call->meaning;
	struct maker maker;

	if (!harvest_choice_varies(harvest))
		return meaning->is_wanted;
	maker = (struct maker){.label = meaning->label,
			       .comm = meaning->comm,
			       .exe = meaning->exe,
			       .has_pid = meaning->has_pid,
			       .pid = call->pid,
			       .has_session = meaning->has_session,
			       .session = meaning->session};
	return harvest_wants(harvest, &maker);
}

static void count_selected(struct harvest *harvest, const struct call *call)
{
	const struct tally_key *key = &call->meaning->key;
	bool is_wanted = is_wanted_call(harvest, call);
	const struct tally_slot *slot;
	struct tracker *tracker;

	if (!call->meaning->has_pid) {
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
	if (!tracker->is_owned && (!is_wanted || call->meaning->is_launcher)) {
		wait_for_more(harvest, tracker, key,
			      call->meaning->is_launcher
				      ? GROUP_LAUNCHER
				      : call->meaning->group);
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

	harvest->has_processes |=
		harvest->has_process && harvest->only_process != call->process;
	harvest->has_process = true;
	harvest->only_process = call->process;
	if (call->meaning->is_launcher)
		return;
	harvest->only_group = call->meaning->group;
	subject = call->record->node.length
			  ? harvest_subject_of(harvest, call->meaning->group)
			  : NULL;
	if (subject)
		harvest_subject_node(subject, call->record->node);
}

static void count_surveyed(struct harvest *harvest, const struct call *call)
{
	const struct tally_key *key = &call->meaning->key;
	struct tracker *tracker;
	struct subject *subject;

	if (!call->meaning->has_pid) {
		subject = harvest_subject_of(harvest, call->meaning->group);
		harvest->has_processes = true;
		if (subject)
			harvest_subject_node(subject, call->record->node);
		if (subject && !call->meaning->is_launcher)
			harvest_count_call(harvest, subject, key,
					   PHASE_WORKLOAD, 1);
		return;
	}
	note_process(harvest, call);
	tracker = tracker_of(harvest, call);
	if (tracker)
		wait_for_more(harvest, tracker, key,
			      call->meaning->is_launcher
				      ? GROUP_LAUNCHER
				      : call->meaning->group);
}

static group_t group_of(const struct maker *maker)
{
	if (maker->label)
		return group_of_label(maker->label);
	return GROUP_PROGRAM + (maker->exe ? maker->exe->id : NAME_NONE);
}

/* What the fields of a record mean, whoever's pid it is. */
static void find_meaning(struct harvest *harvest, const struct seccomp *fields,
			 struct call_meaning *meaning)
{
	struct maker maker;

	meaning->has_pid = fields->has_pid;
	meaning->has_session = fields->has_session;
	meaning->session = fields->session;
	meaning->code = fields->code;
	meaning->label = label_table_get(&harvest->labels, fields->label);
	meaning->comm = name_table_get(&harvest->comms, fields->comm);
	meaning->exe = name_table_get(&harvest->programs, fields->exe);
	maker = (struct maker){.label = meaning->label,
			       .comm = meaning->comm,
			       .exe = meaning->exe};
	meaning->group = group_of(&maker);
	meaning->is_wanted =
		!harvest_is_survey(harvest) && harvest_wants(harvest, &maker);
	meaning->is_launcher = !(maker.label && harvest_is_survey(harvest)) &&
			       harvest_is_launcher(harvest, &maker);
	meaning->key = (struct tally_key){
		.arch = fields->arch,
		.number = fields->number,
		.name = maker.comm ? maker.comm->id : NAME_NONE,
	};
}

/* A text without a name that was to be kept would lose it again each time. */
static bool is_worth_keeping(const struct seccomp *fields,
			     const struct call_meaning *meaning)
{
	return fields->has_pid && (!fields->comm.length || meaning->comm) &&
	       (!fields->exe.length || meaning->exe);
}

static void count_call(struct harvest *harvest, const struct record *record,
		       const struct call_meaning *meaning, uint64_t pid)
{
	const struct call call = {
		.meaning = meaning,
		.record = record,
		.pid = pid,
		.process = harvest_process_of(harvest, record, pid),
	};

	if (harvest_is_survey(harvest))
		count_surveyed(harvest, &call);
	else
		count_selected(harvest, &call);
}

void harvest_seccomp(struct harvest *harvest, const struct record *record)
{
	const struct call_meaning *known = NULL;
	struct call_meaning meaning;
	struct seccomp fields;
	struct call_text text;
	bool is_common =
		!harvest->config.is_forgetful &&
		call_text_split(record->text, &harvest->call_memo.last, &text);

	if (is_common) {
		tracker_expect(&harvest->trackers, text.pid);
		known = call_memo_find(&harvest->call_memo, &text);
	}
	if (known) {
		count_call(harvest, record, known, text.pid);
		return;
	}
	if (!seccomp_parse(record->text, &fields)) {
		harvest_count_malformed(harvest, record);
		return;
	}
	find_meaning(harvest, &fields, &meaning);
	if (is_common && is_worth_keeping(&fields, &meaning))
		call_memo_keep(&harvest->call_memo, record->text, &text,
			       &meaning);
	count_call(harvest, record, &meaning, fields.pid);
}
