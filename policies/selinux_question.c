/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_question.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "policies/selinux_noise.h"

/* What an engine draws at random; these two it hardly ever draws. */
#define STAND_IN_LEVEL "s0:c1022,c1023"

static bool need_init(struct selinux_need *need, const struct access *access,
		      const struct selinux_asker *asker)
{
	const struct string_list *all = &access->permissions;

	need->access = access;
	if (access->is_unneeded)
		return true;
	need->permissions.items = calloc(all->count + 1, sizeof(char *));
	if (!need->permissions.items)
		return false;
	for (size_t i = 0; i < all->count; i++) {
		const char *permission = all->items[i];

		if (selinux_noise_reason(access, permission))
			continue;
		need->permissions.items[need->permissions.count++] = permission;
		need->vector |= asker->permission(asker->data, access->class,
						  permission);
	}
	return true;
}

bool selinux_needs_init(struct selinux_needs *needs,
			const struct profile *profile, capset_t capabilities,
			const struct selinux_asker *asker)
{
	*needs = (struct selinux_needs){.asker = asker,
					.capabilities = capabilities};
	needs->items = calloc(profile->access_count + 1, sizeof(*needs->items));
	if (!needs->items)
		return false;
	for (size_t i = 0; i < profile->access_count; i++) {
		struct selinux_need *need = &needs->items[needs->count];

		if (!need_init(need, &profile->accesses[i], asker))
			return false;
		if (need->permissions.count) {
			needs->count++;
			continue;
		}
		free(need->permissions.items);
		*need = (struct selinux_need){0};
		needs->noise += !profile->accesses[i].is_unneeded;
	}
	return true;
}

void selinux_needs_done(struct selinux_needs *needs)
{
	for (size_t i = 0; i < needs->count; i++)
		free(needs->items[i].permissions.items);
	free(needs->items);
	*needs = (struct selinux_needs){0};
}

void selinux_subject_init(struct selinux_subject *subject, const char *user,
			  const char *role, const char *type, const char *level)
{
	subject->type = type;
	snprintf(subject->level, sizeof(subject->level), "%s",
		 level ? level : STAND_IN_LEVEL);
	snprintf(subject->context, sizeof(subject->context), "%s:%s:%s:%s",
		 user ? user : "system_u", role ? role : "system_r", type,
		 subject->level);
}

void selinux_target_add(struct text *text,
			const struct selinux_subject *subject,
			const char *target)
{
	const char *mark = strstr(target, "@level");

	if (strcmp(target, "@self") == 0) {
		text_add(text, subject->context);
	} else if (mark) {
		text_add_bytes(text, target, (size_t)(mark - target));
		text_add(text, subject->level);
	} else {
		text_add(text, target);
	}
}

struct span selinux_context_type(const char *context)
{
	const char *type = context;

	for (int colons = 0; colons < 2; colons++) {
		type = strchr(type, ':');
		if (!type)
			return (struct span){"", 0};
		type++;
	}
	return (struct span){type, strcspn(type, ":")};
}

const char *selinux_context_level(const char *context)
{
	struct span type = selinux_context_type(context);
	const char *end = type.start + type.length;

	return *end == ':' ? end + 1 : "";
}

/* The permissions of NEED in VECTOR, into *LACK. */
static bool lack_init(struct selinux_lack *lack,
		      const struct selinux_needs *needs,
		      const struct selinux_need *need, uint32_t vector)
{
	const struct selinux_asker *asker = needs->asker;

	*lack = (struct selinux_lack){.access = need->access};
	lack->permissions.items =
		calloc(need->permissions.count, sizeof(char *));
	if (!lack->permissions.items)
		return false;
	for (size_t i = 0; i < need->permissions.count; i++) {
		const char *permission = need->permissions.items[i];

		if (asker->permission(asker->data, need->access->class,
				      permission) &
		    vector)
			lack->permissions.items[lack->permissions.count++] =
				permission;
	}
	return true;
}

static bool ask_need(struct selinux_answer *answer,
		     const struct selinux_needs *needs,
		     const struct selinux_need *need,
		     const struct selinux_subject *subject)
{
	const struct selinux_asker *asker = needs->asker;
	struct selinux_lack *lack = &answer->lacks[answer->lack_count];
	AUTO_TEXT struct text target = {0};
	struct selinux_decision decision;
	uint32_t refused;

	if (!need->vector)
		return true;
	selinux_target_add(&target, subject, need->access->target);
	if (target.failed)
		return false;
	decision = asker->decide(asker->data, subject->context,
				 text_string(&target), need->access->class,
				 need->vector);
	refused = decision.is_known ? need->vector & ~decision.allowed : 0;
	if (refused & decision.silent) {
		answer->side_paths++;
		refused &= ~decision.silent;
	}
	if (!refused)
		return true;
	if (!lack_init(lack, needs, need, refused))
		return false;
	lack->refusals = decision.refusals;
	answer->lack_count++;
	answer->missing += lack->permissions.count;
	answer->reasons |= decision.refusals;
	return true;
}

static void ask_capability(struct selinux_answer *answer,
			   const struct selinux_asker *asker,
			   const struct selinux_subject *subject,
			   unsigned int capability)
{
	const char *class = capability < 32 ? "capability" : "capability2";
	struct selinux_decision decision;
	uint32_t vector;
	char name[64];

	snprintf(name, sizeof(name), "%s", capability_short_name(capability));
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	vector = asker->permission(asker->data, class, name);
	decision = asker->decide(asker->data, subject->context,
				 subject->context, class, vector);
	if (!vector || !decision.is_known || !(vector & ~decision.allowed))
		return;
	answer->refused |= capset_of(capability);
	answer->missing++;
	answer->reasons |= decision.refusals;
}

bool selinux_ask(struct selinux_answer *answer,
		 const struct selinux_needs *needs,
		 const struct selinux_subject *subject)
{
	*answer = (struct selinux_answer){0};
	answer->lacks = calloc(needs->count + 1, sizeof(*answer->lacks));
	if (!answer->lacks)
		return false;
	for (size_t i = 0; i < needs->count; i++)
		if (!ask_need(answer, needs, &needs->items[i], subject))
			return false;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(needs->capabilities, c))
			ask_capability(answer, needs->asker, subject, c);
	return true;
}

void selinux_lacks_free(struct selinux_lack *lacks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(lacks[i].permissions.items);
	free(lacks);
}
