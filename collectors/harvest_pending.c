/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that wait until it is known whose they are, and what becomes of
   them. */
#include "collectors/harvest_private.h"

#include <stdlib.h>

#define PID_BITS (1u << 22) /* the kernel's PID_MAX_LIMIT */

static void forget_pid(struct harvest *harvest, uint64_t pid)
{
	if (!harvest->forgotten_pids)
		harvest->forgotten_pids = calloc(1, PID_BITS / 8);
	if (!harvest->forgotten_pids) {
		harvest->failed = true;
		return;
	}
	harvest->forgotten_pids[pid % PID_BITS / 8] |=
		(uint8_t)(1u << (pid % 8));
}

bool harvest_take_forgotten(struct harvest *harvest, uint64_t pid)
{
	uint8_t bit = (uint8_t)(1u << (pid % 8));
	uint8_t *byte;

	if (!harvest->forgotten_pids)
		return false;
	byte = &harvest->forgotten_pids[pid % PID_BITS / 8];
	if (!(*byte & bit))
		return false;
	*byte &= (uint8_t)~bit;
	return true;
}

const struct tally_slot *harvest_count_call(struct harvest *harvest,
					    struct subject *subject,
					    const struct tally_key *key,
					    enum phase phase, uint64_t count)
{
	struct tally_key own = *key;
	const struct tally_slot *slot;

	own.tag = phase;
	slot = tally_add(&subject->calls, &own, count, SUBJECT_CALLS_MAX);
	if (!slot) {
		/* The call matters more than who made it. */
		own.name = NAME_NONE;
		slot = tally_add(&subject->calls, &own, count,
				 SUBJECT_CALLS_MAX + 4096);
	}
	if (!slot) {
		harvest->calls_lost += count;
		return NULL;
	}
	harvest->stats.used += count;
	harvest->stats.seccomp += count;
	subject->view.syscalls += count;
	return slot;
}

/* What TRACKER's process did before it was SUBJECT, except as OWN group. */
void harvest_count_pending(struct harvest *harvest, struct subject *subject,
			   struct tracker *tracker, group_t own)
{
	const struct tally_slot *slot;
	uint32_t position = 0;

	while ((slot = tally_next(&tracker->pending, &position))) {
		if (slot->key.tag == own || slot->key.tag >= GROUP_PROGRAM)
			harvest->stats.foreign += slot->count;
		else
			harvest_count_call(harvest, subject, &slot->key,
					   PHASE_RUNTIME, slot->count);
	}
	tally_reset(&tracker->pending);
}

static void drop_pending(struct harvest *harvest, struct tracker *tracker)
{
	const struct tally_slot *slot;
	uint32_t position = 0;

	while ((slot = tally_next(&tracker->pending, &position)))
		harvest->stats.foreign += slot->count;
	tally_reset(&tracker->pending);
}

/* A selection is given: is what waits part of it after all? */
static void settle_selected(struct harvest *harvest, struct tracker *tracker)
{
	const struct selection *selection = &harvest->config.selection;

	if (tracker->has_asked || selection->by_session || selection->all)
		harvest_count_pending(harvest, &harvest->main, tracker,
				      GROUP_NONE);
	else
		drop_pending(harvest, tracker);
}

/*
 * A survey: what a process did under the name that it ended with is its own,
 * what it did under other labels before has led to it.
 */
static void settle_surveyed(struct harvest *harvest, struct tracker *tracker)
{
	struct subject *last = harvest_subject_of(harvest, tracker->group);
	const struct tally_slot *slot;
	uint32_t position = 0;

	if (last && !tracker->is_owned && last->view.processes++ == 0)
		last->view.pid = tracker->pid & PROCESS_PID_MASK;
	tracker->is_owned = true;
	while ((slot = tally_next(&tracker->pending, &position))) {
		group_t group = slot->key.tag;
		enum phase phase = PHASE_WORKLOAD;
		struct subject *subject = last;

		if (group >= GROUP_PROGRAM)
			subject = harvest_subject_of(harvest, group);
		else if (group != tracker->group)
			phase = PHASE_RUNTIME;
		if (subject)
			harvest_count_call(harvest, subject, &slot->key, phase,
					   slot->count);
		else
			harvest->stats.foreign += slot->count;
	}
	tally_reset(&tracker->pending);
}

void harvest_settle(struct harvest *harvest, struct tracker *tracker)
{
	if (harvest_is_survey(harvest))
		settle_surveyed(harvest, tracker);
	else
		settle_selected(harvest, tracker);
}

void harvest_forget(void *context, struct tracker *tracker)
{
	struct harvest *harvest = context;

	if (tracker->pending.used && !harvest_is_survey(harvest))
		forget_pid(harvest, tracker->pid);
	harvest_settle(harvest, tracker);
}

/* In their order, which tells what an enforced workload was refused last. */
void harvest_pour_calls(struct harvest *harvest, struct subject *subject)
{
	const struct tally_slot **slots AUTO_FREE =
		tally_ordered(&subject->calls);

	harvest->failed |= !slots;
	for (uint32_t i = 0; slots && i < subject->calls.used; i++) {
		const struct tally_slot *slot = slots[i];
		const struct name *name =
			name_table_at(&harvest->comms, slot->key.name);
		const char *comm = NULL;

		if (name && name->text)
			comm = profile_intern_raw(subject->profile, name->text,
						  name->length);
		profile_syscall_add(subject->profile, slot->key.arch,
				    slot->key.number, (enum phase)slot->key.tag,
				    comm, slot->count);
	}
}
