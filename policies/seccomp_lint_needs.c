/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile refuses that somebody needs, and allows that nobody does. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/runtime_table.h"
#include "policies/seccomp_advice.h"
#include "policies/seccomp_lint_private.h"
#include "policies/syscall_family.h"
#include "policies/syscall_risk.h"

static void add_refused(struct text *names, const struct oci_seccomp *seccomp,
			const char *words)
{
	char word[64];

	while (syscall_family_next(&words, word, sizeof(word)))
		if (!lint_allows(seccomp, word) &&
		    !runtime_calls_have(text_string(names), word))
			text_addf(names, "%s%s", names->length ? " " : "",
				  word);
}

static void judge_runtime(struct lint *lint, const struct oci_seccomp *seccomp,
			  const char *runtime)
{
	AUTO_TEXT struct text names = {0};

	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0)
			add_refused(&names, seccomp, row->calls);
	for (const struct runtime_chance *row = runtime_chances; row->runtime;
	     row++)
		if (strcmp(row->runtime, runtime) == 0)
			add_refused(&names, seccomp, row->calls);
	if (names.length)
		lint_add(lint, "runtime-needs", text_string(&names),
			 "allow them, or containers fail to start or to be "
			 "entered (exec, probes)",
			 "%s %s to %s may call what is refused, between "
			 "loading the filter and the program: %s",
			 runtime, runtime_oldest(runtime),
			 runtime_newest(runtime), text_string(&names));
}

static bool answers_enosys(const struct oci_seccomp *seccomp, const char *name)
{
	for (size_t r = 0; r < seccomp->rule_count; r++) {
		const struct oci_rule *rule = &seccomp->rules[r];

		if (lint_words_have(&rule->names, name) &&
		    strcmp(rule->action, "SCMP_ACT_ERRNO") == 0)
			return rule->has_errno && rule->errno_value == ENOSYS;
	}
	return strcmp(seccomp->default_action, "SCMP_ACT_ERRNO") == 0 &&
	       seccomp->has_default_errno && seccomp->default_errno == ENOSYS;
}

void lint_needs(struct lint *lint, const struct oci_seccomp *seccomp)
{
	const char *last = "";

	if (!lint_allows(seccomp, "clone3") &&
	    !answers_enosys(seccomp, "clone3"))
		lint_add(lint, "clone3-without-fallback", "clone3",
			 "refuse it with SCMP_ACT_ERRNO and errnoRet 38",
			 "clone3 is refused with something else than ENOSYS: "
			 "libc then does not fall back to clone, and no thread "
			 "starts");
	if (!lint_refuses(seccomp))
		return;
	for (const struct runtime_row *row = runtime_rows; row->runtime;
	     row++) {
		if (strcmp(row->runtime, last) != 0)
			judge_runtime(lint, seccomp, row->runtime);
		last = row->runtime;
	}
}

static void judge_lacks(struct lint *lint, const struct oci_seccomp *seccomp,
			const struct profile *profile)
{
	AUTO_TEXT struct text told = {0};

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		bool is_runtime = use->phases == (phaseset_t)1 << PHASE_RUNTIME;

		if (!use->name || use->verdict == VERDICT_UNNEEDED ||
		    lint_allows(seccomp, use->name) ||
		    runtime_calls_have(text_string(&told), use->name))
			continue;
		text_addf(&told, " %s", use->name);
		lint_add(lint, "lacks", use->name, "allow it",
			 "%s is refused, and %s calls it%s%s", use->name,
			 is_runtime ? "what starts the workload"
				    : "the workload",
			 use->comms.count ? ": " : "",
			 use->comms.count ? printable(use->comms.items[0])
					  : "");
	}
}

/* The highest risk first, then by name. */
static int compare_risks(const void *a, const void *b)
{
	const char *first = *(const char *const *)a;
	const char *second = *(const char *const *)b;
	unsigned int one = syscall_risk_level(first);
	unsigned int two = syscall_risk_level(second);

	if (one != two)
		return one < two ? 1 : -1;
	return strcmp(first, second);
}

/* Names allowed and not of ADVICE, each once; NULL: no memory. */
static const char **gather_needless(const struct oci_seccomp *seccomp,
				    const struct seccomp_advice *advice,
				    size_t *ret_count)
{
	const char **names;
	size_t room = 1, count = 0;

	for (size_t r = 0; r < seccomp->rule_count; r++)
		room += seccomp->rules[r].names.count;
	names = calloc(room, sizeof(*names));
	for (size_t r = 0; names && r < seccomp->rule_count; r++) {
		const struct oci_rule *rule = &seccomp->rules[r];

		for (size_t i = 0;
		     lint_is_allow(rule) && !rule->needs_caps.count &&
		     i < rule->names.count;
		     i++)
			if (!seccomp_advice_allows(advice,
						   rule->names.items[i]))
				names[count++] = rule->names.items[i];
	}
	if (names)
		qsort(names, count, sizeof(*names), compare_risks);
	*ret_count = 0;
	for (size_t i = 0; i < count; i++)
		if (!i || strcmp(names[i], names[i - 1]) != 0)
			names[(*ret_count)++] = names[i];
	return names;
}

static void tell_needless(struct lint *lint, const char **names, size_t count)
{
	AUTO_TEXT struct text ordinary = {0};
	size_t ordinary_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct syscall_risk *risk = syscall_risk_of(names[i]);

		if (!risk) {
			text_addf(&ordinary, "%s%s",
				  ordinary_count++ ? " " : "",
				  printable(names[i]));
			continue;
		}
		lint_add(lint, "too-much", names[i], "take it out",
			 "%s is allowed, the workload does not call it: risk "
			 "%u, %s",
			 names[i], risk->risk, risk->opens);
		if (!lint->failed)
			lint->findings[lint->count - 1].risk = risk->risk;
	}
	if (ordinary_count) {
		lint_add(lint, "too-much", text_string(&ordinary), NULL,
			 "%zu ordinary calls are allowed that the workload "
			 "does not make: %s",
			 ordinary_count, text_string(&ordinary));
		if (!lint->failed)
			lint->findings[lint->count - 1].risk = SYSCALL_RISK_MIN;
	}
}

void lint_against(struct lint *lint, const struct oci_seccomp *seccomp,
		  const struct profile *profile)
{
	struct seccomp_advice advice;
	const char **names = NULL;
	size_t count = 0;

	judge_lacks(lint, seccomp, profile);
	if (seccomp_advice_make(&advice, profile, NULL, NULL) == STATUS_OK)
		names = gather_needless(seccomp, &advice, &count);
	if (names)
		tell_needless(lint, names, count);
	else
		lint->failed = true;
	free(names);
	seccomp_advice_done(&advice);
}
