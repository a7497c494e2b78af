/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/harvest_private.h"

#include <stdlib.h>
#include <string.h>

#include "collectors/launcher.h"

#define COMMS_SHOWN 6u
#define NODES_SHOWN 8u

static const struct known_label *label_at(const struct harvest *harvest,
					  uint32_t index)
{
	const struct known_label *label = harvest->labels.first;

	while (label && label->index != index)
		label = label->next;
	return label;
}

/* Give SUBJECT its profile and its name. */
static void subject_init(const struct harvest *harvest, struct subject *subject)
{
	const struct name *exe;

	profile_init(&subject->own_profile);
	subject->profile = &subject->own_profile;
	if (subject->group < GROUP_PROGRAM) {
		subject->view.label =
			label_at(harvest, subject->group - GROUP_LABEL)->text;
		return;
	}
	exe = name_table_at(&harvest->programs, subject->group - GROUP_PROGRAM);
	subject->view.exe = exe && exe->text
				    ? profile_intern_raw(subject->profile,
							 exe->text, exe->length)
				    : "(unknown)";
}

struct subject *harvest_subject_of(struct harvest *harvest, group_t group)
{
	struct subject *subject = NULL;

	if (group < GROUP_LABEL)
		return NULL;
	HASH_FIND(hh, harvest->subjects, &group, sizeof(group), subject);
	if (subject)
		return subject;
	if (HASH_COUNT(harvest->subjects) >= SUBJECTS_MAX) {
		harvest->stats.names_lost++;
		return NULL;
	}
	subject = calloc(1, sizeof(*subject));
	if (!subject) {
		harvest->failed = true;
		return NULL;
	}
	subject->group = group;
	subject_init(harvest, subject);
	HASH_ADD(hh, harvest->subjects, group, sizeof(group), subject);
	return subject;
}

void harvest_subject_node(struct subject *subject, struct span node)
{
	struct string_list *nodes = &subject->view.nodes;

	if (!node.length || nodes->count >= NODES_SHOWN)
		return;
	/* Nearly always the last one that was added. */
	if (nodes->count && span_is(node, nodes->items[nodes->count - 1]))
		return;
	profile_list_add(
		subject->profile, nodes,
		profile_intern_raw(subject->profile, node.data, node.length));
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first few command names of a subject, sorted. */
static void collect_comms(struct subject *subject)
{
	struct profile *profile = subject->profile;
	struct string_list *list = &subject->view.comms;

	for (size_t i = 0; i < profile->capability_count; i++)
		for (size_t j = 0; j < profile->capabilities[i].evidence_count;
		     j++)
			profile_list_add(
				profile, list,
				profile->capabilities[i].evidence[j].comm);
	for (size_t i = 0; i < profile->access_count; i++)
		profile_list_add(profile, list, profile->accesses[i].comm);
	for (size_t i = 0; i < profile->syscall_count; i++)
		for (size_t j = 0; j < profile->syscalls[i].comms.count; j++)
			profile_list_add(profile, list,
					 profile->syscalls[i].comms.items[j]);
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items),
		      compare_strings);
	if (list->count > COMMS_SHOWN)
		list->count = COMMS_SHOWN;
}

static int compare_subjects(const void *a, const void *b)
{
	const struct harvest_subject *left = a, *right = b;

	if (!left->label != !right->label)
		return left->label ? -1 : 1;
	return left->label ? strcmp(left->label, right->label)
			   : strcmp(left->exe, right->exe);
}

/* Nothing but the marks of a live run: nobody to choose. */
static bool is_only_marks(const struct subject *subject)
{
	const struct profile *profile = subject->profile;

	if (profile->capability_count || profile->access_count)
		return false;
	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct string_list *comms = &profile->syscalls[i].comms;

		if (comms->count != 1 ||
		    strcmp(comms->items[0], LAUNCHER_MARK_COMM) != 0)
			return false;
	}
	return true;
}

/*
 * Without labels, and all of one process: what it did under other programs'
 * names has led to what it ended as, and is part of it.
 */
static void join_only_process(struct harvest *harvest)
{
	struct subject *last, *subject, *next;

	if (!harvest->has_process || harvest->has_processes ||
	    harvest->only_group < GROUP_PROGRAM)
		return;
	last = harvest_subject_of(harvest, harvest->only_group);
	HASH_ITER (hh, harvest->subjects, subject, next) {
		const struct tally_slot *slot;
		uint32_t position = 0;

		if (!last || subject == last || subject->view.label)
			continue;
		while ((slot = tally_next(&subject->calls, &position)))
			tally_add(&last->calls, &slot->key, slot->count,
				  SUBJECT_CALLS_MAX + 4096);
		last->view.syscalls += subject->view.syscalls;
		tally_reset(&subject->calls);
	}
}

void harvest_survey_finish(struct harvest *harvest)
{
	size_t count = HASH_COUNT(harvest->subjects);
	struct subject *subject, *next;

	harvest->survey = calloc(count ? count : 1, sizeof(*harvest->survey));
	if (!harvest->survey) {
		harvest->failed = true;
		return;
	}
	join_only_process(harvest);
	HASH_ITER (hh, harvest->subjects, subject, next) {
		harvest_pour(harvest, subject);
		harvest->failed |= subject->profile->failed;
		if (is_only_marks(subject))
			continue;
		collect_comms(subject);
		subject->view.profile = subject->profile;
		harvest->survey[harvest->survey_count++] = subject->view;
	}
	qsort(harvest->survey, harvest->survey_count, sizeof(*harvest->survey),
	      compare_subjects);
}

void harvest_survey_done(struct harvest *harvest)
{
	struct subject *subject, *next;

	HASH_ITER (hh, harvest->subjects, subject, next) {
		HASH_DEL(harvest->subjects, subject);
		free(subject->view.comms.items);
		free(subject->view.nodes.items);
		profile_done(&subject->own_profile);
		harvest_subject_done(subject);
		free(subject);
	}
	free(harvest->survey);
}

const struct harvest_subject *harvest_survey(const struct harvest *harvest,
					     size_t *ret_count)
{
	*ret_count = harvest->survey_count;
	return harvest->survey;
}
