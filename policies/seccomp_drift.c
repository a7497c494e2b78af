/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What another runtime, kernel, library or architecture calls instead. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policies/runtime_table.h"
#include "policies/seccomp_private.h"
#include "policies/syscall_fallback.h"
#include "policies/syscall_family.h"
#include "policies/syscall_risk.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

static void add_words(struct seccomp_advice *advice,
		      struct seccomp_group *group, const char *words)
{
	char word[64];

	while (group && syscall_family_next(&words, word, sizeof(word)))
		if (!seccomp_advice_has(advice, word))
			seccomp_group_add(advice, group,
					  seccomp_keep(advice, word));
}

static void add_runtime(struct seccomp_advice *advice, const char *runtime)
{
	struct seccomp_group *group = seccomp_group_new(
		advice, SECCOMP_REASON_TABLE,
		"what %s %s to %s may call before the workload's execve or "
		"for an exec, measured; not seen in this run",
		runtime, runtime_oldest(runtime), runtime_newest(runtime));

	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0)
			add_words(advice, group, row->calls);
	for (const struct runtime_chance *row = runtime_chances; row->runtime;
	     row++)
		if (strcmp(row->runtime, runtime) == 0)
			add_words(advice, group, row->calls);
	if (group)
		seccomp_group_sort(group);
}

void seccomp_add_runtimes(struct seccomp_advice *advice,
			  const struct seccomp_options *options)
{
	const char *last = "";

	for (const struct runtime_row *row = runtime_rows; row->runtime;
	     row++) {
		if (strcmp(row->runtime, last) != 0 &&
		    (!options->runtimes ||
		     seccomp_list_has(options->runtimes, row->runtime)))
			add_runtime(advice, row->runtime);
		last = row->runtime;
	}
}

static bool is_recorded_as_runtime(const struct profile *profile,
				   const char *name)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (is_same_string(profile->syscalls[i].name, name) &&
		    profile->syscalls[i].phases >> PHASE_RUNTIME & 1)
			return true;
	return false;
}

/* Calls of this run's runtime that no row has: the table is behind. */
static void note_unknown_calls(struct seccomp_advice *advice,
			       const struct profile *profile,
			       const char *runtime, const char *version)
{
	AUTO_TEXT struct text names = {0};

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];

		if (use->name && use->phases >> PHASE_RUNTIME & 1 &&
		    !runtime_may_call(runtime, use->name))
			text_addf(&names, " %s", use->name);
	}
	if (names.length)
		seccomp_note(advice,
			     "%s %s called what the table of measured runtimes "
			     "lacks:%s (allowed, since it was seen; another "
			     "version may call more)",
			     runtime, version, text_string(&names));
}

static bool is_row_of_run(const struct runtime_row *row,
			  const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;

	return strcmp(row->runtime, environment->runtime_name) == 0 &&
	       !row->is_exec &&
	       runtime_is_version(row->version, environment->runtime_version) &&
	       row->no_new_privileges == environment->no_new_privileges &&
	       row->has_user == (profile->subject.user != NULL);
}

/* Calls of the row that this run's runtime did not make. */
static void note_missing_calls(struct seccomp_advice *advice,
			       const struct profile *profile,
			       const struct runtime_row *row)
{
	AUTO_TEXT struct text names = {0};
	const char *position = row->calls;
	char word[64];

	while (syscall_family_next(&position, word, sizeof(word)))
		if (!runtime_calls_by_chance(row->runtime, word) &&
		    !is_recorded_as_runtime(profile, word))
			text_addf(&names, " %s", word);
	if (names.length)
		seccomp_note(advice,
			     "%s %s was measured to call%s before the execve; "
			     "this run's did not: a build or configuration "
			     "other than the measured one",
			     row->runtime, profile->environment.runtime_version,
			     text_string(&names));
}

void seccomp_check_runtime(struct seccomp_advice *advice,
			   const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;
	const char *name = environment->runtime_name;
	const char *version = environment->runtime_version;

	if (!name || !runtime_is_known(name))
		return;
	version = version ? version : "of unknown version";
	note_unknown_calls(advice, profile, name, printable(version));
	if (!environment->runtime_version)
		return;
	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (environment->has_no_new_privileges &&
		    is_row_of_run(row, profile))
			note_missing_calls(advice, profile, row);
	if (!runtime_is_measured(name, version))
		seccomp_note(advice,
			     "%s %s is none of the measured versions; what the "
			     "others call is in the list",
			     name, printable(version));
}

static bool has_arch(const struct seccomp_advice *advice, uint32_t arch)
{
	for (size_t i = 0; i < advice->seen_count; i++)
		if (advice->seen[i].arch == arch)
			return true;
	return false;
}

/*
 * Where the list is to serve: on what was seen, and on both of the 64-bit
 * architectures that images are made for. 32-bit calls come where one was
 * seen.
 */
bool seccomp_is_called_there(const struct seccomp_advice *advice,
			     const char *name)
{
	static const uint32_t both[] = {ARCH_X86_64, ARCH_AARCH64};
	static const uint32_t narrow[] = {ARCH_X86, ARCH_ARM};
	bool is_narrow =
		has_arch(advice, ARCH_X86) || has_arch(advice, ARCH_ARM);
	uint32_t number;

	for (size_t i = 0; i < ARRAY_LENGTH(both); i++)
		if (syscall_number(both[i], name, &number) ||
		    (is_narrow && syscall_number(narrow[i], name, &number)))
			return true;
	for (size_t i = 0; i < advice->seen_count; i++)
		if (syscall_number(advice->seen[i].arch, name, &number))
			return true;
	/* Younger than the library: a fallback's row knows it. */
	return syscall_fallback_of(name) != NULL;
}

/* The member that was seen and opens most; NULL: none was. */
static const char *highest_seen(const struct seccomp_advice *advice,
				const struct syscall_family *family, char *word,
				size_t size)
{
	const char *position = family->members;
	const char *highest = NULL;
	char next[64];

	while (syscall_family_next(&position, next, sizeof(next))) {
		if (!seccomp_advice_allows(advice, next) ||
		    (highest &&
		     syscall_risk_level(next) <= syscall_risk_level(highest)))
			continue;
		snprintf(word, size, "%s", next);
		highest = word;
	}
	return highest;
}

/* clone with no flag that makes a namespace is no more than fork. */
static void add_plain_clone(struct seccomp_advice *advice)
{
	struct seccomp_group *group;
	unsigned int index;

	if (!seccomp_argument_index(advice, syscall_argument_row("clone"),
				    &index)) {
		seccomp_note(advice,
			     "clone is not added for fork: its flags are "
			     "another argument on one of the architectures "
			     "(s390), so no rule keeps namespaces out on all "
			     "of them");
		return;
	}
	group = seccomp_group_new(
		advice, SECCOMP_REASON_FAMILY,
		"family clone: what fork and vfork are on other machines; "
		"without the flags that make namespaces");

	seccomp_group_add(advice, group, "clone");
	if (!group)
		return;
	group->arguments[0] =
		(struct seccomp_argument){index, CLONE_NAMESPACES, 0};
	group->argument_count = 1;
}

static void add_family(struct seccomp_advice *advice,
		       const struct syscall_family *family)
{
	char seen[64] = "";
	const char *position = family->members;
	const char *highest = highest_seen(advice, family, seen, sizeof(seen));
	unsigned int risk =
		highest ? syscall_risk_level(highest) : SYSCALL_RISK_MIN;
	struct seccomp_group *group;
	bool wants_clone = false;
	char word[64];

	if (!highest && !family->is_always)
		return;
	group = seccomp_group_new(advice, SECCOMP_REASON_FAMILY,
				  "family %s: %s", family->id, family->why);
	while (group && syscall_family_next(&position, word, sizeof(word))) {
		if (seccomp_advice_has(advice, word) ||
		    !seccomp_is_called_there(advice, word))
			continue;
		if (syscall_risk_level(word) <= risk)
			seccomp_group_add(advice, group,
					  seccomp_keep(advice, word));
		else if (strcmp(word, "clone") == 0)
			wants_clone = true;
	}
	if (group)
		seccomp_group_sort(group);
	if (wants_clone)
		add_plain_clone(advice);
}

void seccomp_add_families(struct seccomp_advice *advice)
{
	for (const struct syscall_family *row = syscall_families; row->id;
	     row++)
		add_family(advice, row);
}

/* Where the default answers ENOSYS itself, or refuses nothing, no need. */
void seccomp_add_fallbacks(struct seccomp_advice *advice)
{
	struct seccomp_group *group;

	if (advice->default_errno == ENOSYS ||
	    strcmp(advice->default_action, "SCMP_ACT_LOG") == 0 ||
	    strcmp(advice->default_action, ACTION_ALLOW) == 0)
		return;
	group = seccomp_group_new(
		advice, SECCOMP_REASON_FALLBACK,
		"refused as a kernel without them does, since libraries then "
		"go another way; another errno they take for a failure");
	for (const struct syscall_fallback *row = syscall_fallbacks;
	     group && row->name; row++)
		if (!seccomp_advice_has(advice, row->name))
			seccomp_group_add(advice, group, row->name);
	if (!group)
		return;
	group->action = ACTION_ERRNO;
	group->errno_value = ENOSYS;
	seccomp_group_sort(group);
}
