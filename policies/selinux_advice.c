/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_advice.h"

#include <stdlib.h>
#include <string.h>

#include "policies/cil_module.h"
#include "policies/selinux_flip.h"
#include "policies/selinux_question.h"
#include "policies/selinux_relabel.h"

#define EVERY_LEVEL "s0:c0.c1023"

/* ---- one candidate ------------------------------------------------------- */

/* Users and roles that a container's process can have, the usual first. */
static const struct {
	const char *user, *role;
} identities[] = {
	{NULL, NULL}, /* system_u, system_r */
	{"unconfined_u", "unconfined_r"},
};

static bool find_identity(struct selinux_candidate *candidate,
			  const struct selinux_asker *asker)
{
	for (size_t i = 0; i < ARRAY_LENGTH(identities); i++) {
		struct selinux_subject subject;

		selinux_subject_init(&subject, identities[i].user,
				     identities[i].role, candidate->type,
				     candidate->level);
		if (!asker->has_context(asker->data, subject.context))
			continue;
		candidate->user = identities[i].user;
		candidate->role = identities[i].role;
		return true;
	}
	return false;
}

/*
 * A domain is entered through a file; one that no file of a container leads
 * into, like an engine's own, cannot be given to a container.
 */
static bool is_enterable(const struct selinux_candidate *candidate,
			 const struct selinux_asker *asker)
{
	static const char *const types[] = {
		"container_file_t", "container_ro_file_t", "data_t", "cache_t"};
	uint32_t vector = asker->permission(asker->data, "file", "entrypoint");
	struct selinux_subject subject;
	bool is_refused = false;

	selinux_subject_init(&subject, candidate->user, candidate->role,
			     candidate->type, candidate->level);
	for (size_t i = 0; vector && i < ARRAY_LENGTH(types); i++) {
		char target[160];
		struct selinux_decision decision;

		snprintf(target, sizeof(target), "system_u:object_r:%s:%s",
			 types[i], subject.level);
		decision = asker->decide(asker->data, subject.context, target,
					 "file", vector);
		if (decision.is_known && (decision.allowed & vector))
			return true;
		is_refused = is_refused || decision.is_known;
	}
	return !is_refused;
}

/* The one level that all refused targets have, if they have one in common. */
static const char *common_level(const struct selinux_answer *answer)
{
	const char *level = NULL;

	for (size_t i = 0; i < answer->lack_count; i++) {
		const char *other =
			selinux_context_level(answer->lacks[i].access->target);

		/* It is text from a log: sensitivity, categories, no range. */
		if (!strchr(other, ':') ||
		    other[strspn(other, "sc0123456789:,.")] ||
		    strlen(other) > 40 || (level && strcmp(level, other) != 0))
			return NULL;
		level = other;
	}
	return level;
}

static void answer_replace(struct selinux_answer *old,
			   struct selinux_answer *new)
{
	selinux_lacks_free(old->lacks, old->lack_count);
	*old = *new;
	*new = (struct selinux_answer){0};
}

/* Levels help where a constraint refuses: the narrowest that helps most. */
static bool try_levels(struct selinux_candidate *candidate,
		       struct selinux_answer *answer,
		       const struct selinux_needs *needs)
{
	AUTO_FREE char *pair = duplicate_string(common_level(answer));
	const char *const levels[] = {pair, "s0", EVERY_LEVEL};
	size_t missing = answer->missing;

	for (size_t i = 0; i < ARRAY_LENGTH(levels); i++) {
		struct selinux_subject subject;
		struct selinux_answer other;

		if (!levels[i])
			continue;
		selinux_subject_init(&subject, candidate->user, candidate->role,
				     candidate->type, levels[i]);
		if (!selinux_ask(&other, needs, &subject)) {
			selinux_lacks_free(other.lacks, other.lack_count);
			return false;
		}
		if (other.missing < missing) {
			missing = other.missing;
			free(candidate->other_level);
			candidate->other_level = strdup(levels[i]);
		}
		if (!other.missing)
			answer_replace(answer, &other);
		selinux_lacks_free(other.lacks, other.lack_count);
		if (!missing)
			break;
	}
	if (!missing) {
		candidate->level = candidate->other_level;
		candidate->other_level = NULL;
	}
	return true;
}

static bool is_needed(const struct selinux_probe *probe,
		      const struct selinux_needs *needs)
{
	struct span type = selinux_context_type(probe->target);

	for (size_t i = 0; i < needs->count; i++) {
		const struct selinux_need *need = &needs->items[i];
		struct span other = selinux_context_type(need->access->target);

		if (other.length != type.length ||
		    memcmp(other.start, type.start, type.length) != 0 ||
		    strcmp(need->access->class, probe->class) != 0)
			continue;
		for (size_t j = 0; j < need->permissions.count; j++)
			if (strcmp(need->permissions.items[j],
				   probe->permission) == 0)
				return true;
	}
	return false;
}

static bool measure(struct selinux_candidate *candidate,
		    const struct selinux_needs *needs)
{
	const struct selinux_asker *asker = needs->asker;
	struct selinux_subject subject;
	size_t count = 0;

	while (selinux_probes[count].what)
		count++;
	candidate->opens = calloc(count, sizeof(*candidate->opens));
	if (!candidate->opens)
		return false;
	selinux_subject_init(&subject, candidate->user, candidate->role,
			     candidate->type, candidate->level);
	for (size_t i = 0; i < count; i++) {
		const struct selinux_probe *probe = &selinux_probes[i];
		uint32_t vector = asker->permission(asker->data, probe->class,
						    probe->permission);
		struct selinux_decision decision =
			asker->decide(asker->data, subject.context,
				      probe->target, probe->class, vector);

		candidate->opens[i] = vector && decision.is_known &&
				      (decision.allowed & vector) &&
				      !is_needed(probe, needs);
		candidate->open_count += candidate->opens[i];
	}
	return true;
}

static bool candidate_ask(struct selinux_candidate *candidate,
			  const struct selinux_needs *needs)
{
	struct selinux_subject subject;
	struct selinux_answer answer;
	bool is_done;

	candidate->is_known = find_identity(candidate, needs->asker) &&
			      is_enterable(candidate, needs->asker);
	if (!candidate->is_known)
		return true;
	selinux_subject_init(&subject, candidate->user, candidate->role,
			     candidate->type, candidate->level);
	is_done = selinux_ask(&answer, needs, &subject);
	if (is_done && answer.lack_count && !candidate->level &&
	    (!answer.reasons || (answer.reasons & SELINUX_BY_CONSTRAINT)))
		is_done = try_levels(candidate, &answer, needs);
	candidate->lacks = answer.lacks;
	candidate->lack_count = answer.lack_count;
	candidate->refused = answer.refused;
	return is_done && measure(candidate, needs);
}

/* ---- all of them --------------------------------------------------------- */

static struct selinux_candidate *add_candidate(struct selinux_advice *advice,
					       const char *type)
{
	for (size_t i = 0; i < advice->candidate_count; i++)
		if (strcmp(advice->candidates[i].type, type) == 0)
			return NULL;
	if (advice->candidate_count == SELINUX_CANDIDATES_MAX)
		return NULL;
	advice->candidates[advice->candidate_count].type = type;
	return &advice->candidates[advice->candidate_count++];
}

static bool add_candidates(struct selinux_advice *advice,
			   const struct selinux_advice_options *options)
{
	enum selinux_platform platform = advice->platform;

	/* Where nothing tells, the names that all of them have. */
	if (platform == PLATFORM_UNKNOWN)
		platform = PLATFORM_REFPOLICY;
	for (const struct selinux_type *row = selinux_types; row->name; row++) {
		struct selinux_candidate *candidate =
			row->platform == platform
				? add_candidate(advice, row->name)
				: NULL;

		if (!candidate)
			continue;
		candidate->purpose = row->purpose;
		candidate->is_default = row->is_default;
		candidate->is_wide = row->is_wide;
		candidate->level = duplicate_string(row->level);
		if (row->level && !candidate->level)
			return false;
	}
	for (size_t i = 0; options->types && options->types[i]; i++)
		add_candidate(advice, options->types[i]);
	return true;
}

/* The default is nearest, since nothing is to be set; then by what each
   opens, and the table's order where that is the same. */
static bool is_nearer(const struct selinux_candidate *a,
		      const struct selinux_candidate *b)
{
	if (a->is_default != b->is_default)
		return a->is_default;
	return a->open_count < b->open_count;
}

static void sort_candidates(struct selinux_advice *advice)
{
	for (size_t i = 1; i < advice->candidate_count; i++)
		for (size_t j = i; j > 0; j--) {
			struct selinux_candidate *a =
				&advice->candidates[j - 1];
			struct selinux_candidate *b = &advice->candidates[j];
			struct selinux_candidate swap = *a;

			if (!is_nearer(b, a))
				break;
			*a = *b;
			*b = swap;
		}
}

/* How much is missing, what a boolean mends not counted. */
static size_t distance(const struct selinux_candidate *candidate)
{
	size_t missing = (size_t)__builtin_popcountll(candidate->refused);

	for (size_t i = 0; i < candidate->lack_count; i++)
		missing += candidate->lacks[i].permissions.count;
	return candidate->flip_count ? 0 : missing;
}

/* At the engine's pair first, then where its other level would help. */
static bool find_flips_of(struct selinux_candidate *candidate,
			  const struct selinux_needs *needs)
{
	char *level = candidate->level;

	if (!selinux_flips_find(candidate, needs))
		return false;
	if (candidate->flip_count || !candidate->other_level)
		return true;
	candidate->level = candidate->other_level;
	if (!selinux_flips_find(candidate, needs)) {
		candidate->level = level;
		return false;
	}
	if (!candidate->flip_count) {
		candidate->level = level;
		return true;
	}
	candidate->other_level = NULL;
	free(level);
	return true;
}

/* Booleans are asked about only until something fits. */
static bool find_flips(struct selinux_advice *advice,
		       const struct selinux_needs *needs)
{
	for (size_t i = 0; i < advice->candidate_count; i++) {
		struct selinux_candidate *candidate = &advice->candidates[i];

		if (!candidate->is_known || candidate->is_wide)
			continue;
		if (distance(candidate) && !find_flips_of(candidate, needs))
			return false;
		if (!distance(candidate))
			break;
	}
	return true;
}

static void choose(struct selinux_advice *advice)
{
	const struct selinux_candidate *best = NULL;

	for (size_t i = 0; i < advice->candidate_count; i++) {
		const struct selinux_candidate *candidate =
			&advice->candidates[i];

		if (candidate->is_known &&
		    (!best || distance(candidate) < distance(best)))
			best = candidate;
		/* What its files lack, their label mends. */
		if (candidate == best && candidate->is_default &&
		    advice->relabel.is_answer)
			break;
	}
	advice->chosen = best;
	advice->state = !best ? SELINUX_NO_TYPES
			: !distance(best) || (best->is_default &&
					      advice->relabel.is_answer)
				? SELINUX_FITS
				: SELINUX_NEAREST;
	if (!best)
		return;
	advice->user = best->user;
	advice->role = best->role;
	advice->type = best->is_default ? NULL : best->type;
	advice->level = best->level;
}

/* Count what the policy cannot judge. */
static bool count_unknown(struct selinux_advice *advice,
			  const struct selinux_needs *needs)
{
	const struct selinux_asker *asker = needs->asker;
	const struct selinux_candidate *chosen = advice->chosen;
	struct selinux_subject subject;

	selinux_subject_init(&subject, chosen->user, chosen->role, chosen->type,
			     chosen->level);
	for (size_t i = 0; i < needs->count; i++) {
		const struct selinux_need *need = &needs->items[i];
		AUTO_TEXT struct text target = {0};
		struct selinux_decision decision;

		selinux_target_add(&target, &subject, need->access->target);
		if (target.failed)
			return false;
		decision = asker->decide(asker->data, subject.context,
					 text_string(&target),
					 need->access->class, need->vector);
		advice->unknown += !need->vector || !decision.is_known;
		advice->side_paths +=
			need->vector & ~decision.allowed & decision.silent
				? decision.is_known
				: 0;
	}
	return true;
}

/* ---- launching, and a module --------------------------------------------- */

static bool may(const struct selinux_asker *asker, const char *source,
		const char *target, const char *class, const char *permission)
{
	uint32_t vector = asker->permission(asker->data, class, permission);
	struct selinux_decision decision;

	if (!vector)
		return false;
	decision = asker->decide(asker->data, source, target, class, vector);
	return decision.is_known && (decision.allowed & vector);
}

static bool has_permission(const struct access *access, const char *name)
{
	for (size_t i = 0; i < access->permissions.count; i++)
		if (strcmp(access->permissions.items[i], name) == 0)
			return true;
	return false;
}

static void ask_launchers(struct selinux_advice *advice,
			  const struct selinux_asker *asker)
{
	const struct selinux_candidate *chosen = advice->chosen;
	const struct selinux_launcher *row = selinux_launchers;
	struct selinux_subject subject;

	selinux_subject_init(&subject, chosen->user, chosen->role, chosen->type,
			     chosen->level);
	for (; row->context && advice->launch_count < SELINUX_LAUNCHES_MAX;
	     row++) {
		struct selinux_launch *launch =
			&advice->launches[advice->launch_count];

		if ((row->platform != PLATFORM_UNKNOWN &&
		     row->platform != advice->platform) ||
		    !asker->has_context(asker->data, row->context))
			continue;
		launch->launcher = row->name;
		launch->can_launch = may(asker, row->context, subject.context,
					 "process", "transition");
		launch->can_under_nnp =
			may(asker, row->context, subject.context, "process2",
			    "nnp_transition");
		launch->can_from_nosuid =
			may(asker, row->context, subject.context, "process2",
			    "nosuid_transition");
		advice->launch_count++;
	}
}

/* What is a file's own label needs no level of the run's. */
static void ask_entry(struct selinux_advice *advice,
		      const struct profile *profile,
		      const struct selinux_asker *asker)
{
	const struct selinux_candidate *chosen = advice->chosen;
	struct selinux_subject subject;

	selinux_subject_init(&subject, chosen->user, chosen->role, chosen->type,
			     chosen->level);
	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];

		if (strcmp(access->class, "file") != 0 ||
		    strcmp(access->source, "@self") != 0 ||
		    strchr(access->target, '@') ||
		    !has_permission(access, "entrypoint"))
			continue;
		advice->entry = access->target;
		advice->can_enter = may(asker, subject.context, access->target,
					"file", "entrypoint");
		return;
	}
}

/* The narrow candidate that lacks least; of equals the nearer. */
static const struct selinux_candidate *find_base(
	const struct selinux_advice *advice)
{
	const struct selinux_candidate *best = NULL;

	for (size_t i = 0; i < advice->candidate_count; i++) {
		const struct selinux_candidate *candidate =
			&advice->candidates[i];

		if (candidate->is_known && !candidate->is_wide &&
		    (!best || distance(candidate) < distance(best)))
			best = candidate;
	}
	return best;
}

static bool make_module(struct selinux_advice *advice,
			const struct profile *profile,
			const struct selinux_needs *needs)
{
	const struct selinux_candidate *base = find_base(advice);

	if (!base ||
	    (advice->state == SELINUX_FITS && !advice->chosen->is_wide))
		return true;
	return cil_module_make(&advice->module, profile->subject.name, base,
			       needs);
}

static bool advise(struct selinux_advice *advice, const struct profile *profile,
		   const struct selinux_needs *needs,
		   const struct selinux_advice_options *options)
{
	const struct selinux_candidate *nearest = &advice->candidates[0];

	if (!add_candidates(advice, options))
		return false;
	for (size_t i = 0; i < advice->candidate_count; i++)
		if (!candidate_ask(&advice->candidates[i], needs))
			return false;
	sort_candidates(advice);
	if (!find_flips(advice, needs))
		return false;
	if (nearest->is_known && !nearest->flip_count &&
	    !selinux_relabel_find(&advice->relabel, nearest))
		return false;
	choose(advice);
	advice->noise = needs->noise;
	if (!advice->chosen)
		return true;
	ask_launchers(advice, needs->asker);
	ask_entry(advice, profile, needs->asker);
	return count_unknown(advice, needs) &&
	       make_module(advice, profile, needs);
}

bool selinux_was_recorded(const struct profile *profile)
{
	return profile->environment.selinux_type || profile->access_count ||
	       profile->capability_count;
}

enum status selinux_advice_make(struct selinux_advice *advice,
				const struct profile *profile, capset_t minimal,
				const struct selinux_advice_options *options,
				struct error *err)
{
	CLEANUP(selinux_needs_done) struct selinux_needs needs = {0};

	*advice = (struct selinux_advice){.state = SELINUX_NOT_ASKED,
					  .platform = options->platform,
					  .policy = options->policy};
	if (!selinux_was_recorded(profile)) {
		advice->state = SELINUX_NOT_RECORDED;
		return STATUS_OK;
	}
	if (!options->asker)
		return STATUS_OK;
	if (advice->platform == PLATFORM_UNKNOWN)
		advice->platform = selinux_platform_of(options->asker);
	if (!selinux_needs_init(&needs, profile, minimal, options->asker) ||
	    !advise(advice, profile, &needs, options))
		return error_no_memory(err);
	return STATUS_OK;
}

void selinux_advice_done(struct selinux_advice *advice)
{
	for (size_t i = 0; i < advice->candidate_count; i++) {
		struct selinux_candidate *candidate = &advice->candidates[i];

		for (size_t j = 0; j < candidate->flip_count; j++)
			free(candidate->flips[j].name);
		selinux_lacks_free(candidate->lacks, candidate->lack_count);
		free(candidate->opens);
		free(candidate->level);
		free(candidate->other_level);
	}
	free(advice->relabel.path);
	cil_module_done(&advice->module);
	*advice = (struct selinux_advice){0};
}
