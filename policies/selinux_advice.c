/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_advice.h"

#include <ctype.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "policies/selinux_noise.h"
#include "profile/text.h"

#define BIT(capability)	 ((capset_t)1 << (CAP_##capability))
#define EVERY_CAPABILITY (((capset_t)1 << (CAP_CHECKPOINT_RESTORE + 1)) - 1)

/* What an engine draws at random; these two it hardly ever draws. */
#define STAND_IN_LEVEL "s0:c1022,c1023"

/* From nearest to farthest. */
static const struct candidate_row {
	const char *type;
	const char *level; /* to be set with it; NULL: the engine draws it */
} candidate_rows[SELINUX_CANDIDATE_COUNT] = {
	{"container_t", NULL},
	{"spc_t", "s0"},
};

/* Booleans that let container_t use capabilities; the narrow ones first. */
static const struct boolean_row {
	const char *name;
	capset_t lifts;
	const char *source;
} boolean_rows[] = {
	{"container_use_mknod", BIT(MKNOD), "refpolicy container.te"},
	{"container_use_sysadmin", BIT(SYS_ADMIN), "refpolicy container.te"},
	{"container_use_host_all_caps",
	 EVERY_CAPABILITY &
		 ~(BIT(SYS_MODULE) | BIT(MAC_OVERRIDE) | BIT(MAC_ADMIN)),
	 "refpolicy container.te, as of Debian trixie"},
	{"virt_sandbox_use_all_caps", EVERY_CAPABILITY, "container-selinux"},
};

/* Everything that asking about one candidate takes. */
struct question {
	const struct selinux_asker *asker;
	const char *level;
	char source[128];
};

static void question_init(struct question *question,
			  const struct candidate_row *row,
			  const struct selinux_asker *asker)
{
	question->asker = asker;
	question->level = row->level ? row->level : STAND_IN_LEVEL;
	snprintf(question->source, sizeof(question->source),
		 "system_u:system_r:%s:%s", row->type, question->level);
}

/* The TARGET of an access as the candidate would meet it. */
static void add_target(struct text *text, const struct question *question,
		       const char *target)
{
	const char *mark = strstr(target, "@level");

	if (strcmp(target, "@self") == 0) {
		text_add(text, question->source);
	} else if (mark) {
		text_add_bytes(text, target, (size_t)(mark - target));
		text_add(text, question->level);
	} else {
		text_add(text, target);
	}
}

static enum selinux_answer ask(const struct question *question,
			       const char *target, const char *class,
			       const char *permission)
{
	const struct selinux_asker *asker = question->asker;

	return asker->allows(asker->data, question->source, target, class,
			     permission);
}

static enum selinux_answer ask_capability(const struct question *question,
					  unsigned int capability)
{
	char name[64];

	snprintf(name, sizeof(name), "%s", capability_short_name(capability));
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return ask(question, question->source,
		   capability < 32 ? "capability" : "capability2", name);
}

static const char *find_boolean(const struct selinux_asker *asker,
				capset_t refused)
{
	for (size_t i = 0; i < ARRAY_LENGTH(boolean_rows); i++)
		if (!(refused & ~boolean_rows[i].lifts) &&
		    asker->boolean(asker->data, boolean_rows[i].name) ==
			    SELINUX_BOOLEAN_OFF)
			return boolean_rows[i].name;
	return NULL;
}

static void judge_capabilities(struct selinux_candidate *candidate,
			       const struct question *question,
			       capset_t minimal)
{
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(minimal, c) &&
		    ask_capability(question, c) == SELINUX_REFUSED)
			candidate->refused |= capset_of(c);
	if (candidate->refused && candidate->is_default)
		candidate->boolean =
			find_boolean(question->asker, candidate->refused);
}

/* The permissions of ACCESS that are refused, into *LACK (may stay empty). */
static bool judge_access(struct selinux_lack *lack,
			 const struct question *question,
			 const struct access *access)
{
	AUTO_TEXT struct text target = {0};
	const struct string_list *permissions = &access->permissions;

	*lack = (struct selinux_lack){.access = access};
	lack->permissions.items =
		calloc(permissions->count + 1, sizeof(char *));
	add_target(&target, question, access->target);
	if (!lack->permissions.items || target.failed)
		return false;
	for (size_t i = 0; i < permissions->count; i++) {
		const char *permission = permissions->items[i];

		if (!selinux_noise_reason(access, permission) &&
		    ask(question, text_string(&target), access->class,
			permission) == SELINUX_REFUSED)
			lack->permissions.items[lack->permissions.count++] =
				permission;
	}
	return true;
}

static bool judge_accesses(struct selinux_candidate *candidate,
			   const struct question *question,
			   const struct profile *profile)
{
	candidate->lacks =
		calloc(profile->access_count + 1, sizeof(*candidate->lacks));
	if (!candidate->lacks)
		return false;
	for (size_t i = 0; i < profile->access_count; i++) {
		struct selinux_lack *lack =
			&candidate->lacks[candidate->lack_count];

		if (!judge_access(lack, question, &profile->accesses[i])) {
			free(lack->permissions.items);
			return false;
		}
		if (lack->permissions.count)
			candidate->lack_count++;
		else
			free(lack->permissions.items);
	}
	return true;
}

static bool candidate_init(struct selinux_candidate *candidate,
			   const struct candidate_row *row,
			   const struct profile *profile, capset_t minimal,
			   const struct selinux_asker *asker)
{
	struct question question;

	*candidate = (struct selinux_candidate){
		.type = row->type,
		.level = row->level,
		.is_default = row == &candidate_rows[0],
	};
	question_init(&question, row, asker);
	candidate->is_known = asker->has_context(asker->data, question.source);
	if (!candidate->is_known)
		return true;
	judge_capabilities(candidate, &question, minimal);
	return judge_accesses(candidate, &question, profile);
}

/* How much is missing, what a boolean mends not counted. */
static size_t distance(const struct selinux_candidate *candidate)
{
	size_t missing = 0;

	for (size_t i = 0; i < candidate->lack_count; i++)
		missing += candidate->lacks[i].permissions.count;
	if (!candidate->boolean)
		missing += (size_t)__builtin_popcountll(candidate->refused);
	return missing;
}

static void choose(struct selinux_advice *advice)
{
	const struct selinux_candidate *best = NULL;

	for (size_t i = 0; i < SELINUX_CANDIDATE_COUNT; i++) {
		const struct selinux_candidate *candidate =
			&advice->candidates[i];

		if (candidate->is_known &&
		    (!best || distance(candidate) < distance(best)))
			best = candidate;
	}
	advice->chosen = best;
	advice->state = !best		 ? SELINUX_NO_TYPES
			: distance(best) ? SELINUX_NEAREST
					 : SELINUX_FITS;
	if (best && !best->is_default) {
		advice->type = best->type;
		advice->level = best->level;
	}
}

/* Count what decides nothing: noise, and what the policy cannot judge. */
static void count_undecided(struct selinux_advice *advice,
			    const struct profile *profile,
			    const struct selinux_asker *asker)
{
	struct question question;

	question_init(&question, &candidate_rows[0], asker);
	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];
		AUTO_TEXT struct text target = {0};
		size_t noise = 0, unknown = 0;

		add_target(&target, &question, access->target);
		for (size_t p = 0; p < access->permissions.count; p++) {
			const char *name = access->permissions.items[p];

			if (selinux_noise_reason(access, name))
				noise++;
			else if (ask(&question, text_string(&target),
				     access->class, name) == SELINUX_UNKNOWN)
				unknown++;
		}
		advice->noise += noise == access->permissions.count;
		advice->unknown += unknown > 0;
	}
}

bool selinux_was_recorded(const struct profile *profile)
{
	return profile->environment.selinux_type || profile->access_count ||
	       profile->capability_count;
}

enum status selinux_advice_make(struct selinux_advice *advice,
				const struct profile *profile, capset_t minimal,
				const struct selinux_asker *asker,
				struct error *err)
{
	*advice = (struct selinux_advice){.state = SELINUX_NOT_ASKED};
	if (!selinux_was_recorded(profile)) {
		advice->state = SELINUX_NOT_RECORDED;
		return STATUS_OK;
	}
	if (!asker)
		return STATUS_OK;
	for (size_t i = 0; i < SELINUX_CANDIDATE_COUNT; i++)
		if (!candidate_init(&advice->candidates[i], &candidate_rows[i],
				    profile, minimal, asker))
			return error_no_memory(err);
	choose(advice);
	if (advice->chosen)
		count_undecided(advice, profile, asker);
	return STATUS_OK;
}

void selinux_advice_done(struct selinux_advice *advice)
{
	for (size_t i = 0; i < SELINUX_CANDIDATE_COUNT; i++) {
		struct selinux_candidate *candidate = &advice->candidates[i];

		for (size_t j = 0; j < candidate->lack_count; j++)
			free(candidate->lacks[j].permissions.items);
		free(candidate->lacks);
	}
	*advice = (struct selinux_advice){0};
}
