/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Entries against each other. For one call, an entry without arguments takes
 * the place of all that have some, wherever it stands; of two without
 * arguments the first one counts; an entry with the default action is not
 * taken at all. Source: libseccomp db.c db_rule_add(),
 * _db_rule_gen_...(), seccomp_rule_add(3).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policies/seccomp_lint_private.h"

static bool is_subset(const struct oci_words *part,
		      const struct oci_words *whole)
{
	for (size_t i = 0; i < part->count; i++)
		if (!lint_words_have(whole, part->items[i]))
			return false;
	return true;
}

/* One of several capabilities will do, so a longer list is a wider one. */
static bool is_wider(const struct oci_words *wide,
		     const struct oci_words *narrow)
{
	return !wide->count || (narrow->count && is_subset(narrow, wide));
}

/* Is A in force wherever B is? */
static bool covers(const struct oci_rule *a, const struct oci_rule *b)
{
	return is_wider(&a->needs_caps, &b->needs_caps) &&
	       is_wider(&a->needs_arches, &b->needs_arches) &&
	       is_subset(&a->not_caps, &b->not_caps) &&
	       is_subset(&a->not_arches, &b->not_arches);
}

static int errno_of(const struct oci_rule *rule)
{
	return rule->has_errno ? rule->errno_value : EPERM;
}

static bool is_same_action(const struct oci_rule *a, const struct oci_rule *b)
{
	if (strcmp(a->action, b->action) != 0)
		return false;
	return strcmp(a->action, "SCMP_ACT_ERRNO") != 0 ||
	       errno_of(a) == errno_of(b);
}

static bool is_same_argument(const struct oci_argument *a,
			     const struct oci_argument *b)
{
	return a->index == b->index && a->value == b->value &&
	       a->value_two == b->value_two && strcmp(a->op, b->op) == 0;
}

static bool has_same_arguments(const struct oci_rule *a,
			       const struct oci_rule *b)
{
	if (a->argument_count != b->argument_count)
		return false;
	for (size_t i = 0; i < a->argument_count; i++)
		if (!is_same_argument(&a->arguments[i], &b->arguments[i]))
			return false;
	return true;
}

/*
 * Entries for holders of a capability and for others are put together by the
 * engine; Podman's default itself repeats a few of them.
 */
static bool depends_on_caps(const struct oci_rule *rule)
{
	return rule->needs_caps.count || rule->not_caps.count;
}

static void judge_pair(struct lint *lint, const char *name,
		       const struct oci_rule *first,
		       const struct oci_rule *second)
{
	const struct oci_rule *plain = first->argument_count ? second : first;
	const struct oci_rule *narrow = first->argument_count ? first : second;

	if (!plain->argument_count && narrow->argument_count) {
		if (covers(plain, narrow))
			lint_add(lint, "void-rule", name,
				 "take the entry without arguments away",
				 "the rule on arguments of %s is void: another "
				 "entry gives %s whatever they are",
				 name, printable(plain->action));
		return;
	}
	if (!has_same_arguments(first, second) || !covers(first, second) ||
	    depends_on_caps(first) || depends_on_caps(second))
		return;
	if (is_same_action(first, second))
		lint_add(lint, "repeated-entry", name, NULL,
			 "%s stands twice with %s", name,
			 printable(first->action));
	else
		lint_add(lint, "shadowed-entry", name,
			 "keep the one that is meant",
			 "%s has %s and later %s: one of them has no effect",
			 name, printable(first->action),
			 printable(second->action));
}

static void judge_default(struct lint *lint, const char *name,
			  const struct oci_seccomp *seccomp,
			  const struct oci_rule *rule)
{
	const struct oci_rule standard = {
		.action = seccomp->default_action,
		.has_errno = seccomp->has_default_errno,
		.errno_value = seccomp->default_errno,
	};

	if (is_same_action(&standard, rule))
		lint_add(lint, "shadowed-entry", name, NULL,
			 "the entry of %s has no effect: %s is the default "
			 "action",
			 name, printable(rule->action));
}

static void judge_later(struct lint *lint, const struct oci_seccomp *seccomp,
			size_t rule, size_t index)
{
	const struct oci_rule *first = &seccomp->rules[rule];
	const char *name = first->names.items[index];

	for (size_t i = index + 1; i < first->names.count; i++)
		if (strcmp(first->names.items[i], name) == 0)
			lint_add(lint, "repeated-entry", printable(name), NULL,
				 "%s stands twice in one entry",
				 printable(name));
	for (size_t r = rule + 1; r < seccomp->rule_count; r++)
		if (lint_words_have(&seccomp->rules[r].names, name))
			judge_pair(lint, printable(name), first,
				   &seccomp->rules[r]);
}

void lint_entries(struct lint *lint, const struct oci_seccomp *seccomp)
{
	for (size_t r = 0; r < seccomp->rule_count; r++) {
		const struct oci_rule *rule = &seccomp->rules[r];

		for (size_t i = 0; i < rule->names.count; i++) {
			judge_default(lint, printable(rule->names.items[i]),
				      seccomp, rule);
			judge_later(lint, seccomp, r, i);
		}
	}
}
