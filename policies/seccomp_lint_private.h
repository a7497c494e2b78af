/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/seccomp_lint_private.h - what the files of the linter share:
 * seccomp_lint.c (the interface), seccomp_lint_names.c (names and
 * architectures), seccomp_lint_rules.c (entries against each other),
 * seccomp_lint_needs.c (runtimes, fallbacks, a workload's profile).
 */

#ifndef WHITTLE_POLICIES_SECCOMP_LINT_PRIVATE_H
#define WHITTLE_POLICIES_SECCOMP_LINT_PRIVATE_H

#include "policies/seccomp_lint.h"
#include "profile/text.h"

PRINTF(5, 6)
void lint_add(struct lint *lint, const char *id, const char *names,
	      const char *hint, const char *format, ...);

bool lint_words_have(const struct oci_words *words, const char *word);
bool lint_is_allow(const struct oci_rule *rule);
/* Without arguments, and whatever the capabilities and architecture. */
bool lint_is_plain(const struct oci_rule *rule);
/* Does the default action keep calls from being made? */
bool lint_refuses(const struct oci_seccomp *seccomp);
/* Is NAME allowed, if with conditions? */
bool lint_allows(const struct oci_seccomp *seccomp, const char *name);
/* Does some entry speak of NAME? */
bool lint_has(const struct oci_seccomp *seccomp, const char *name);

void lint_names(struct lint *lint, const struct oci_seccomp *seccomp);
void lint_architectures(struct lint *lint, const struct oci_seccomp *seccomp);
void lint_entries(struct lint *lint, const struct oci_seccomp *seccomp);
void lint_needs(struct lint *lint, const struct oci_seccomp *seccomp);
void lint_against(struct lint *lint, const struct oci_seccomp *seccomp,
		  const struct profile *profile);

#endif
