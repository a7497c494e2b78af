/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/selinux_flip.h"

#include <ctype.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#define TRIED_MAX	 24
#define BIT(capability)	 ((capset_t)1 << (CAP_##capability))
#define EVERY_CAPABILITY (((capset_t)1 << (CAP_CHECKPOINT_RESTORE + 1)) - 1)

/* For where the rules cannot be read; the narrow ones first. */
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

/* The booleans worth a try for one candidate. */
struct tries {
	char *names[TRIED_MAX];
	size_t count;
};

static void tries_done(struct tries *tries)
{
	for (size_t i = 0; i < tries->count; i++)
		free(tries->names[i]);
}

static void tries_add(void *data, struct span name)
{
	struct tries *tries = data;

	for (size_t i = 0; i < tries->count; i++)
		if (span_is(name, tries->names[i]))
			return;
	if (tries->count == TRIED_MAX)
		return;
	tries->names[tries->count] = strndup(name.start, name.length);
	if (tries->names[tries->count])
		tries->count++;
}

static void tries_for_capabilities(struct tries *tries,
				   const struct policy_conditions *conditions,
				   const struct selinux_candidate *candidate)
{
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		char name[64];

		if (!capset_has(candidate->refused, c))
			continue;
		snprintf(name, sizeof(name), "%s", capability_short_name(c));
		for (char *p = name; *p; p++)
			*p = (char)tolower((unsigned char)*p);
		policy_rules_booleans(conditions, "self",
				      c < 32 ? "capability" : "capability2",
				      name, tries_add, tries);
	}
}

static bool tries_for_lack(struct tries *tries,
			   const struct policy_conditions *conditions,
			   const struct selinux_lack *lack)
{
	struct span type = selinux_context_type(lack->access->target);
	AUTO_FREE char *target = strcmp(lack->access->target, "@self") == 0
					 ? strdup("self")
					 : strndup(type.start, type.length);

	if (!target)
		return false;
	for (size_t i = 0; i < lack->permissions.count; i++)
		policy_rules_booleans(conditions, target, lack->access->class,
				      lack->permissions.items[i], tries_add,
				      tries);
	return true;
}

/* How much the candidate may do: a boolean that opens less is better. */
static unsigned int width(const struct selinux_asker *asker,
			  const struct selinux_subject *subject)
{
	static const char *const classes[] = {"capability", "capability2"};
	unsigned int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(classes); i++)
		count += (unsigned int)__builtin_popcount(
			asker->decide(asker->data, subject->context,
				      subject->context, classes[i], ~0U)
				.allowed);
	for (const struct selinux_probe *probe = selinux_probes; probe->what;
	     probe++) {
		uint32_t vector = asker->permission(asker->data, probe->class,
						    probe->permission);

		count += vector &&
			 (asker->decide(asker->data, subject->context,
					probe->target, probe->class, vector)
				  .allowed &
			  vector);
	}
	return count;
}

struct best {
	const char *name;
	bool is_on;
	size_t missing;
	unsigned int width;
};

static bool is_on(const struct selinux_asker *asker, const char *name)
{
	return asker->boolean(asker->data, name) == SELINUX_BOOLEAN_ON;
}

/* Ask with NAME turned over, and turn it back. */
static bool try_one(struct best *best, const struct selinux_needs *needs,
		    const struct selinux_subject *subject, const char *name)
{
	const struct selinux_asker *asker = needs->asker;
	bool was_on = is_on(asker, name);
	struct selinux_answer answer;
	unsigned int opened;
	bool is_done;

	if (asker->boolean(asker->data, name) == SELINUX_BOOLEAN_ABSENT ||
	    !asker->suppose(asker->data, name, !was_on))
		return true;
	is_done = selinux_ask(&answer, needs, subject);
	opened = is_done ? width(asker, subject) : 0;
	if (is_done && (answer.missing < best->missing ||
			(best->name && answer.missing == best->missing &&
			 opened < best->width)))
		*best = (struct best){name, !was_on, answer.missing, opened};
	selinux_lacks_free(answer.lacks, answer.lack_count);
	return asker->suppose(asker->data, name, was_on) && is_done;
}

static void take_back(struct selinux_candidate *candidate,
		      const struct selinux_asker *asker)
{
	for (size_t i = 0; i < candidate->flip_count; i++)
		asker->suppose(asker->data, candidate->flips[i].name,
			       !candidate->flips[i].is_on);
}

static void forget(struct selinux_candidate *candidate)
{
	for (size_t i = 0; i < candidate->flip_count; i++)
		free(candidate->flips[i].name);
	candidate->flip_count = 0;
}

/* Turn over the best one, then the best one beside it, and so on. */
static bool try_all(struct selinux_candidate *candidate,
		    const struct selinux_needs *needs,
		    const struct selinux_subject *subject,
		    const struct tries *tries, size_t missing)
{
	struct best best = {.missing = missing};
	bool is_done = true;

	while (best.missing && candidate->flip_count < SELINUX_FLIPS_MAX) {
		struct selinux_flip *flip =
			&candidate->flips[candidate->flip_count];

		best.name = NULL;
		for (size_t i = 0; i < tries->count && is_done; i++)
			is_done =
				try_one(&best, needs, subject, tries->names[i]);
		if (!best.name || !is_done)
			break;
		flip->name = strdup(best.name);
		flip->is_on = best.is_on;
		if (!flip->name)
			return false;
		candidate->flip_count++;
		needs->asker->suppose(needs->asker->data, best.name,
				      best.is_on);
	}
	take_back(candidate, needs->asker);
	if (best.missing || !is_done)
		forget(candidate);
	return is_done;
}

static bool find_in_table(struct selinux_candidate *candidate,
			  const struct selinux_asker *asker)
{
	if (candidate->lack_count || !candidate->refused)
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(boolean_rows); i++) {
		const struct boolean_row *row = &boolean_rows[i];

		if ((candidate->refused & ~row->lifts) ||
		    asker->boolean(asker->data, row->name) !=
			    SELINUX_BOOLEAN_OFF)
			continue;
		candidate->flips[0] =
			(struct selinux_flip){strdup(row->name), true};
		candidate->flip_count = candidate->flips[0].name != NULL;
		return candidate->flips[0].name != NULL;
	}
	return true;
}

bool selinux_flips_find(struct selinux_candidate *candidate,
			const struct selinux_needs *needs)
{
	const struct selinux_asker *asker = needs->asker;
	const struct policy_rules *rules =
		asker->rules ? asker->rules(asker->data) : NULL;
	AUTO_FREE struct policy_conditions *conditions = NULL;
	CLEANUP(tries_done) struct tries tries = {0};
	struct selinux_subject subject;
	size_t missing = (size_t)__builtin_popcountll(candidate->refused);

	if (!rules || !asker->suppose)
		return !candidate->is_default ||
		       find_in_table(candidate, asker);
	conditions = policy_rules_conditions(rules, candidate->type);
	if (!conditions)
		return false;
	tries_for_capabilities(&tries, conditions, candidate);
	for (size_t i = 0; i < candidate->lack_count; i++) {
		missing += candidate->lacks[i].permissions.count;
		if (!tries_for_lack(&tries, conditions, &candidate->lacks[i]))
			return false;
	}
	selinux_subject_init(&subject, candidate->user, candidate->role,
			     candidate->type, candidate->level);
	return try_all(candidate, needs, &subject, &tries, missing);
}

void selinux_flips_add(struct text *text,
		       const struct selinux_candidate *candidate)
{
	text_add(text, "setsebool -P");
	for (size_t i = 0; i < candidate->flip_count; i++)
		text_addf(text, candidate->flip_count > 1 ? " %s=%s" : " %s %s",
			  candidate->flips[i].name,
			  candidate->flips[i].is_on ? "on" : "off");
}
