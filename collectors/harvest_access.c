/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accesses other than capability checks. */
#include <stdio.h>

#include "collectors/asked.h"
#include "collectors/field.h"

#define TARGET_EXTRA	8u   /* "@level" */
#define MODULE_NAME_MAX 128u /* a kernel's alias has at most 60 bytes */

/*
 * LABEL with its level as "@level" where that is LEVEL and sets the run
 * apart: a container's random pair must not stand in a profile.
 */
static const char *without_level(const struct label *label, struct span level,
				 const char *text,
				 char buffer[LABEL_MAX + TARGET_EXTRA])
{
	int length;

	if (!label_level_is_private(level) || !span_equals(label->level, level))
		return text;
	length = (int)(span_end(label->type) - text);
	snprintf(buffer, LABEL_MAX + TARGET_EXTRA, "%.*s:@level", length, text);
	return buffer;
}

static const char *source_text(const struct harvest *harvest,
			       const struct asked *asked,
			       char buffer[LABEL_MAX + TARGET_EXTRA])
{
	const struct known_label *label = asked->maker.label;

	if (!harvest->config.selection.all)
		return "@self";
	return without_level(&label->parts, label->parts.level, label->text,
			     buffer);
}

static const char *target_text(const struct asked *asked,
			       char buffer[LABEL_MAX + TARGET_EXTRA])
{
	const struct known_label *label = asked->target;

	if (label == asked->maker.label)
		return "@self";
	return without_level(&label->parts, asked->maker.label->parts.level,
			     label->text, buffer);
}

static const char *access_outcome(const struct avc *avc)
{
	if (avc->is_granted)
		return "granted";
	return avc->has_permissive && avc->is_permissive ? "permissive"
							 : "denied";
}

static void note_transition(const struct asked *asked, struct span permission)
{
	if (asked->target == asked->maker.label ||
	    !span_is(asked->avc.class, "process") ||
	    !(span_is(permission, "transition") ||
	      span_is(permission, "dyntransition")))
		return;
	profile_note_incomplete(
		asked->subject->profile,
		"a process left the domain for %.*s: what it did there is not "
		"in this profile",
		(int)asked->target->parts.type.length,
		asked->target->parts.type.data);
}

/* The kernel loads modules by itself, but only what it is asked for. */
static void note_module(const struct asked *asked, struct span permission)
{
	char buffer[MODULE_NAME_MAX];
	struct span value, name;

	if (!span_is(permission, "module_request") ||
	    !span_is(asked->avc.class, "system") ||
	    !field_find(asked->record->text, "kmod", &value) ||
	    !field_decode(value, buffer, sizeof(buffer), &name))
		return;
	profile_note(asked->subject->profile,
		     "it made the kernel load module '%s': load it on the host "
		     "(modprobe, /etc/modules-load.d); the workload needs "
		     "neither SYS_MODULE nor this permission then",
		     profile_intern_raw(asked->subject->profile, name.data,
					name.length));
}

/* What the places of a finding's key mean. */
enum access_name { SOURCE, TARGET, CLASS, PERMISSION, COMM, OUTCOME };
enum access_number { PHASE };

void harvest_access(struct harvest *harvest, const struct asked *asked)
{
	struct profile *profile = asked->subject->profile;
	char source[LABEL_MAX + TARGET_EXTRA];
	char target[LABEL_MAX + TARGET_EXTRA];
	struct span rest = asked->avc.permissions, permission;
	struct finding_file file = {0};
	struct finding_key key;
	struct object object;

	object_of_access(asked->event, asked->syscall, &asked->avc, &object);
	file.path = object.has_path ? object.path : NULL;
	file.count = harvest->weight;
	key = (struct finding_key){
		.names[SOURCE] = profile_intern(
			profile, source_text(harvest, asked, source)),
		.names[TARGET] =
			profile_intern(profile, target_text(asked, target)),
		.names[CLASS] =
			harvest_intern_word(harvest, profile, asked->avc.class),
		.names[COMM] = harvest_intern_name(profile, asked->maker.comm),
		.names[OUTCOME] =
			profile_intern(profile, access_outcome(&asked->avc)),
		.numbers[PHASE] = asked->phase,
	};
	while (avc_next_permission(&rest, &permission)) {
		note_transition(asked, permission);
		note_module(asked, permission);
		key.names[PERMISSION] =
			harvest_intern_word(harvest, profile, permission);
		if (key.names[CLASS] && key.names[PERMISSION])
			finding_table_add(&asked->subject->accesses, &key,
					  &file);
	}
	harvest->stats.access += harvest->weight;
	asked->subject->view.accesses += harvest->weight;
}

void harvest_pour_accesses(struct subject *subject)
{
	struct profile *profile = subject->profile;
	struct finding *finding, *next;

	HASH_ITER (hh, subject->accesses.findings, finding, next) {
		const struct finding_key *key = &finding->key;

		for (size_t i = 0; i < finding->count; i++) {
			const struct access access = {
				.source = key->names[SOURCE],
				.target = key->names[TARGET],
				.class = key->names[CLASS],
				.path = harvest_intern_path(
					profile, finding->files[i].path),
				.comm = key->names[COMM],
				.outcome = key->names[OUTCOME],
				.phase = (enum phase)key->numbers[PHASE],
				.count = finding->files[i].count,
			};

			profile_access_add(profile, &access,
					   key->names[PERMISSION]);
		}
	}
}
