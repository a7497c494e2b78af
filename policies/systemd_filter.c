/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/systemd_filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "policies/syscall_family.h"
#include "profile/syscall_names.h"

/* Systemd counts what is in no architecture of the list as no call at all. */
static bool exists(const struct seccomp_advice *advice, const char *name)
{
	for (size_t i = 0; i < advice->seen_count; i++)
		if (syscall_exists(advice->seen[i].arch, name))
			return true;
	return false;
}

/* Its arguments stay free in a unit. */
static bool is_widened(const struct seccomp_group *group)
{
	return group->argument_count && group->reason == SECCOMP_REASON_NARROW;
}

static bool is_allowing(const struct seccomp_group *group)
{
	return strcmp(group->action, "SCMP_ACT_ALLOW") == 0 &&
	       (!group->argument_count || is_widened(group));
}

static bool group_has(const struct seccomp_group *group, const char *name)
{
	for (size_t i = 0; i < group->count; i++)
		if (strcmp(group->names[i], name) == 0)
			return true;
	return false;
}

static bool is_allowed(const struct seccomp_advice *advice, const char *name)
{
	for (size_t g = 0; g < advice->group_count; g++)
		if (is_allowing(&advice->groups[g]) &&
		    group_has(&advice->groups[g], name))
			return true;
	return false;
}

static bool is_in_group(const struct systemd_group *group, const char *name)
{
	return words_have(group->calls, name);
}

static const struct systemd_group *find_group(const char *name)
{
	for (const struct systemd_group *row = systemd_groups; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

static void note(struct systemd_filter *filter, const char *words,
		 const char *name)
{
	text_addf(&filter->notes, "%s%s%s", filter->notes.length ? "\n" : "",
		  name, words);
}

static struct systemd_word *word_new(struct systemd_filter *filter,
				     const char *name)
{
	struct systemd_word *grown;

	for (size_t i = 0; i < filter->count; i++)
		if (strcmp(filter->words[i].name, name) == 0)
			return NULL;
	grown = reallocarray(filter->words, filter->count + 1, sizeof(*grown));
	if (!grown) {
		filter->failed = true;
		return NULL;
	}
	filter->words = grown;
	grown = &grown[filter->count++];
	*grown = (struct systemd_word){.name = name};
	return grown;
}

/* ---- groups -------------------------------------------------------------- */

/* Is NAME of a group that is taken already? */
static bool is_covered(const struct systemd_filter *filter, const char *name)
{
	for (size_t i = 0; i < filter->count; i++)
		if (filter->words[i].group &&
		    is_in_group(filter->words[i].group, name))
			return true;
	return false;
}

/*
 * How many calls GROUP stands for that no other does; 0: it does not fit, for
 * one of its calls is not to be allowed.
 */
static size_t worth(const struct systemd_filter *filter,
		    const struct seccomp_advice *advice,
		    const struct systemd_group *group)
{
	const char *position = group->calls;
	size_t count = 0;
	char word[64];

	while (syscall_family_next(&position, word, sizeof(word))) {
		if (!exists(advice, word))
			continue;
		if (!is_allowed(advice, word))
			return 0;
		count += !is_covered(filter, word);
	}
	return count;
}

/* The largest first, so that one stands for those within it. */
static void add_groups(struct systemd_filter *filter,
		       const struct seccomp_advice *advice)
{
	for (;;) {
		const struct systemd_group *best = NULL;
		struct systemd_word *word;
		size_t most = 1; /* a group for one call says less than it */

		for (const struct systemd_group *row = systemd_groups;
		     row->name; row++) {
			size_t count =
				strcmp(row->name, SYSTEMD_DEFAULT_GROUP) == 0
					? 0
					: worth(filter, advice, row);

			if (count > most) {
				most = count;
				best = row;
			}
		}
		if (!best)
			return;
		word = word_new(filter, best->name);
		if (!word)
			return;
		word->group = best;
	}
}

/* ---- calls --------------------------------------------------------------- */

static void add_call(struct systemd_filter *filter,
		     const struct seccomp_group *group, const char *name)
{
	const struct systemd_group *implied = find_group(SYSTEMD_DEFAULT_GROUP);
	struct systemd_word *word;

	if (is_in_group(implied, name)) {
		filter->implied++;
		return;
	}
	if (is_covered(filter, name))
		return;
	word = word_new(filter, name);
	if (word)
		word->reason = group->reason;
}

/*
 * An argument that must have a value: a unit cannot say it. But for the clone
 * that makes no namespaces, which RestrictNamespaces= sees to; and that also
 * refuses unshare and setns.
 */
static void add_conditional(struct systemd_filter *filter,
			    const struct seccomp_advice *advice,
			    const struct seccomp_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const char *name = group->names[i];

		if (is_allowed(advice, name))
			continue;
		if (strcmp(name, "clone") != 0 ||
		    is_allowed(advice, "unshare") ||
		    is_allowed(advice, "setns") ||
		    is_allowed(advice, "clone3")) {
			note(filter,
			     " is left out: a unit cannot allow it with some "
			     "arguments only",
			     name);
			continue;
		}
		filter->restricts_namespaces = true;
		add_call(filter, group, name);
	}
}

static void add_seccomp_group(struct systemd_filter *filter,
			      const struct seccomp_advice *advice,
			      const struct seccomp_group *group)
{
	if (group->argument_count && !is_widened(group)) {
		add_conditional(filter, advice, group);
		return;
	}
	if (strcmp(group->action, "SCMP_ACT_ERRNO") == 0 && group->count &&
	    group->errno_value == ENOSYS && filter->default_errno == EPERM) {
		filter->default_errno = ENOSYS;
		filter->is_errno_for_all = true;
	}
	if (!is_allowing(group))
		return;
	for (size_t i = 0; i < group->count; i++) {
		add_call(filter, group, group->names[i]);
		if (is_widened(group))
			note(filter,
			     " is allowed with all arguments: a unit cannot "
			     "limit them",
			     group->names[i]);
	}
}

static void count_beyond(struct systemd_filter *filter,
			 const struct seccomp_advice *advice)
{
	const char *position = find_group(SYSTEMD_DEFAULT_GROUP)->calls;
	char word[64];

	while (syscall_family_next(&position, word, sizeof(word)))
		if (exists(advice, word) && !is_allowed(advice, word))
			filter->beyond++;
}

/* ---- all of it ----------------------------------------------------------- */

static enum status check(const struct seccomp_advice *advice, struct error *err)
{
	const char *action = advice->default_action;

	if (strcmp(action, "SCMP_ACT_ERRNO") != 0 &&
	    strcmp(action, "SCMP_ACT_KILL_PROCESS") != 0)
		return error_set(err, STATUS_UNSUPPORTED,
				 "take --default-action errno or kill-process",
				 "a unit has no %s for what is not on the list",
				 action);
	for (size_t g = 0; g < advice->group_count; g++)
		if (advice->groups[g].reason == SECCOMP_REASON_NOTIFY &&
		    advice->groups[g].count)
			return error_set(
				err, STATUS_UNSUPPORTED, "leave --notify out",
				"a unit cannot hand calls to a seccomp "
				"agent");
	return STATUS_OK;
}

enum status systemd_filter_make(struct systemd_filter *filter,
				const struct seccomp_advice *advice,
				struct error *err)
{
	enum status status;

	*filter =
		(struct systemd_filter){.default_errno = advice->default_errno};
	if (!advice->count)
		return STATUS_OK;
	status = check(advice, err);
	if (status != STATUS_OK)
		return status;
	add_groups(filter, advice);
	for (size_t g = 0; g < advice->group_count; g++)
		add_seccomp_group(filter, advice, &advice->groups[g]);
	count_beyond(filter, advice);
	return filter->failed || filter->notes.failed ? error_no_memory(err)
						      : STATUS_OK;
}

void systemd_filter_done(struct systemd_filter *filter)
{
	free(filter->words);
	text_done(&filter->notes);
	*filter = (struct systemd_filter){0};
}

const char *systemd_arch_name(uint32_t arch)
{
	static const struct {
		uint32_t arch;
		const char *name;
	} names[] = {
		{ARCH_X86_64, "x86-64"}, {ARCH_X86, "x86"}, {ARCH_X32, "x32"},
		{ARCH_AARCH64, "arm64"}, {ARCH_ARM, "arm"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (names[i].arch == arch)
			return names[i].name;
	return NULL;
}
