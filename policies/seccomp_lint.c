/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/seccomp_lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/seccomp_lint_private.h"

const struct lint_rule lint_rules[] = {
	{"unknown-name", "a name that no architecture has"},
	{"missing-name",
	 "a name that one of the profile's architectures lacks, and nothing "
	 "that is called there instead"},
	{"missing-architecture",
	 "programs of an architecture that the kernel runs as well are killed"},
	{"void-rule",
	 "a rule on arguments beside one for the same call without any"},
	{"shadowed-entry", "an entry that can have no effect"},
	{"repeated-entry", "a name that stands twice"},
	{"clone3-without-fallback",
	 "clone3 is refused so that libc does not fall back to clone"},
	{"runtime-needs",
	 "a container runtime calls it before the program starts"},
	{"lacks", "the workload calls it (with --against)"},
	{"too-much", "the workload does not call it (with --against)"},
	{NULL, NULL},
};

void lint_add(struct lint *lint, const char *id, const char *names,
	      const char *hint, const char *format, ...)
{
	struct lint_finding *findings = reallocarray(
		lint->findings, lint->count + 1, sizeof(*findings));
	struct lint_finding *finding;
	va_list arguments;

	if (!findings) {
		lint->failed = true;
		return;
	}
	lint->findings = findings;
	finding = &findings[lint->count];
	*finding = (struct lint_finding){.id = id, .hint = hint};
	va_start(arguments, format);
	if (vasprintf(&finding->text, format, arguments) < 0)
		finding->text = NULL;
	va_end(arguments);
	finding->names = names ? strdup(names) : NULL;
	if (!finding->text || (names && !finding->names))
		lint->failed = true;
	lint->count++;
}

bool lint_words_have(const struct oci_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], word) == 0)
			return true;
	return false;
}

/* A call that is logged, or that an agent answers, is not refused. */
bool lint_is_allow(const struct oci_rule *rule)
{
	return strcmp(rule->action, "SCMP_ACT_ALLOW") == 0 ||
	       strcmp(rule->action, "SCMP_ACT_LOG") == 0 ||
	       strcmp(rule->action, "SCMP_ACT_NOTIFY") == 0;
}

bool lint_is_plain(const struct oci_rule *rule)
{
	return !rule->argument_count && !rule->needs_caps.count &&
	       !rule->not_caps.count && !rule->needs_arches.count &&
	       !rule->not_arches.count;
}

bool lint_refuses(const struct oci_seccomp *seccomp)
{
	const struct oci_rule rule = {.action = seccomp->default_action};

	return !lint_is_allow(&rule);
}

bool lint_has(const struct oci_seccomp *seccomp, const char *name)
{
	for (size_t r = 0; r < seccomp->rule_count; r++)
		if (lint_words_have(&seccomp->rules[r].names, name))
			return true;
	return false;
}

bool lint_allows(const struct oci_seccomp *seccomp, const char *name)
{
	bool is_named = false;

	for (size_t r = 0; r < seccomp->rule_count; r++) {
		const struct oci_rule *rule = &seccomp->rules[r];

		/* With a capability only: not for who is given none. */
		if (rule->needs_caps.count ||
		    !lint_words_have(&rule->names, name))
			continue;
		if (lint_is_allow(rule))
			return true;
		is_named |= !rule->argument_count;
	}
	return !is_named && !lint_refuses(seccomp);
}

enum status seccomp_lint_make(struct lint *lint,
			      const struct oci_seccomp *seccomp,
			      const struct profile *against, struct error *err)
{
	*lint = (struct lint){0};
	lint_names(lint, seccomp);
	lint_architectures(lint, seccomp);
	lint_entries(lint, seccomp);
	lint_needs(lint, seccomp);
	if (against)
		lint_against(lint, seccomp, against);
	return lint->failed ? error_no_memory(err) : STATUS_OK;
}

void seccomp_lint_done(struct lint *lint)
{
	for (size_t i = 0; i < lint->count; i++) {
		free(lint->findings[i].names);
		free(lint->findings[i].text);
	}
	free(lint->findings);
	*lint = (struct lint){0};
}
