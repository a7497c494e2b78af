/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that the rules of an enforced run say were refused. */
#include <errno.h>

#include "collectors/asked.h"
#include "collectors/field.h"
#include "profile/syscall_names.h"

static bool is_same(const struct refusal *a, const struct refusal *b)
{
	return a->comm == b->comm && a->exe == b->exe &&
	       a->syscall == b->syscall && a->path == b->path &&
	       a->outcome == b->outcome && a->phase == b->phase;
}

static void count_refusal(struct refusal_list *list,
			  const struct refusal *refusal)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_same(&list->items[i], refusal)) {
			list->items[i].count += refusal->count;
			return;
		}
	if (list->count == REFUSALS_MAX)
		list->lost++;
	else
		list->items[list->count++] = *refusal;
}

/* An AVC of the same event says it better. */
static bool has_avc(const struct event *event)
{
	for (size_t i = 0; i < event->count; i++)
		if (event->records[i]->type == AUDIT_AVC)
			return true;
	return false;
}

void harvest_refused(struct harvest *harvest, const struct event *event,
		     const struct record *record,
		     const struct syscall_record *syscall)
{
	struct profile *profile = harvest->config.profile;
	const char *name = syscall_name(syscall->arch, syscall->number);
	struct refusal refusal;
	struct object object;
	struct maker maker;
	struct span key;

	if (has_avc(event) || !field_find(record->text, "key", &key) ||
	    !span_is(key, "\"" REFUSAL_KEY "\"") ||
	    (syscall->exit != -EPERM && syscall->exit != -EACCES) ||
	    !harvest_subject_of_call(harvest, record, syscall, &maker))
		return;
	object_of_check(event, syscall, &object);
	harvest->stats.used += harvest->weight;
	refusal = (struct refusal){
		.comm = harvest_intern_name(profile, maker.comm),
		.exe = harvest_intern_name(profile, maker.exe),
		.syscall = profile_intern(profile, name),
		.path = harvest_intern_path(
			profile, object.has_path ? object.path : NULL),
		.outcome = profile_intern(
			profile, syscall->exit == -EPERM ? "EPERM" : "EACCES"),
		.phase = harvest_phase_of(harvest, record->serial),
		.count = harvest->weight,
	};
	count_refusal(harvest->config.refusals, &refusal);
}
