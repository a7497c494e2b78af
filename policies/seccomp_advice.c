/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/seccomp_advice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "policies/seccomp_private.h"
#include "policies/syscall_fallback.h"
#include "policies/syscall_family.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/*
 * A kernel of the first runs programs of all of a row: who allows one must
 * judge the others, or a 32-bit call is denied by number rather than by name.
 */
#define COMPANIONS 3
static const uint32_t families[][COMPANIONS] = {
	{ARCH_X86_64, ARCH_X86, ARCH_X32},
	{ARCH_AARCH64, ARCH_ARM, 0},
};

static void add_architecture(struct seccomp_advice *advice, uint32_t arch)
{
	const char *name = arch_oci_name(arch);

	if (!name || advice->architecture_count == SECCOMP_ARCHES_MAX)
		return;
	for (size_t i = 0; i < advice->architecture_count; i++)
		if (strcmp(advice->architectures[i], name) == 0)
			return;
	advice->architectures[advice->architecture_count++] = name;
}

static void add_architecture_family(struct seccomp_advice *advice,
				    uint32_t arch)
{
	for (size_t f = 0; f < ARRAY_LENGTH(families); f++)
		for (size_t i = 0; i < COMPANIONS; i++)
			if (families[f][i] == arch) {
				for (size_t j = 0; j < COMPANIONS; j++)
					add_architecture(advice,
							 families[f][j]);
				return;
			}
	add_architecture(advice, arch);
}

static void count_architecture(struct seccomp_advice *advice, uint32_t arch)
{
	size_t i = 0;

	while (i < advice->seen_count && advice->seen[i].arch != arch)
		i++;
	if (i == SECCOMP_ARCHES_MAX)
		return;
	if (i == advice->seen_count) {
		advice->seen[advice->seen_count++].arch = arch;
		add_architecture_family(advice, arch);
	}
	advice->seen[i].count++;
}

static bool is_left_out(const struct profile *profile, size_t index,
			const struct seccomp_options *options)
{
	return options->left_out
		       ? options->left_out[index]
		       : profile->syscalls[index].verdict == VERDICT_UNNEEDED;
}

static void add_call(struct seccomp_advice *advice,
		     const struct syscall_use *use, bool is_out)
{
	bool is_runtime_only = use->phases == (phaseset_t)1 << PHASE_RUNTIME;
	struct seccomp_group *group =
		&advice->groups[is_runtime_only ? SECCOMP_GROUP_RUNTIME
						: SECCOMP_GROUP_PROGRAM];

	if (!use->name || !arch_oci_name(use->arch)) {
		advice->nameless++;
		return;
	}
	/* The architecture is the workload's all the same. */
	count_architecture(advice, use->arch);
	if (!is_out)
		seccomp_group_add(advice, group, use->name);
}

static void add_seen(struct seccomp_advice *advice,
		     const struct profile *profile,
		     const struct seccomp_options *options)
{
	struct seccomp_group *program, *runtime;

	seccomp_group_new(advice, SECCOMP_REASON_PROGRAM,
			  "called by the workload");
	seccomp_group_new(advice, SECCOMP_REASON_RUNTIME,
			  "called only by what starts the workload (the "
			  "container runtime), between loading this filter "
			  "and the execve");
	if (advice->failed)
		return;
	for (size_t i = 0; i < profile->syscall_count; i++)
		add_call(advice, &profile->syscalls[i],
			 is_left_out(profile, i, options));
	program = &advice->groups[SECCOMP_GROUP_PROGRAM];
	runtime = &advice->groups[SECCOMP_GROUP_RUNTIME];
	seccomp_group_sort(program);
	seccomp_group_sort(runtime);
	/* A name that the program calls needs no second place. */
	for (size_t i = 0; i < program->count; i++)
		seccomp_group_remove(runtime, program->names[i]);
	advice->recorded = program->count + runtime->count;
}

static void delegate_word(struct seccomp_advice *advice,
			  struct seccomp_group *group, const char *word,
			  bool is_exact)
{
	const struct syscall_family *family = syscall_family_of(word);
	const char *position = family ? family->members : "";
	char next[64];

	seccomp_group_add(advice, group, seccomp_keep(advice, word));
	/* libc's mknod() is mknodat on another machine. */
	while (!is_exact && syscall_family_next(&position, next, sizeof(next)))
		if (seccomp_is_called_there(advice, next))
			seccomp_group_add(advice, group,
					  seccomp_keep(advice, next));
}

/* From what is allowed by now. */
static void remove_everywhere(struct seccomp_advice *advice, const char *name)
{
	for (size_t g = 0; g < advice->group_count; g++)
		if (advice->groups[g].reason != SECCOMP_REASON_NOTIFY)
			seccomp_group_remove(&advice->groups[g], name);
}

/*
 * runc has its parent fetch the listener. crun's helper process, which no
 * filter judges, passes it on, and crun waits for it behind the filter.
 * Source: crun src/libcrun/seccomp.c libcrun_apply_seccomp(); 1.21 seen to
 * fail without wait4.
 */
static void add_handover(struct seccomp_advice *advice,
			 const struct seccomp_options *options)
{
	static const char *const names[] = {"munmap", "wait4"};
	struct seccomp_group *group;

	if (options->runtimes && !seccomp_list_has(options->runtimes, "crun"))
		return;
	group = seccomp_group_new(advice, SECCOMP_REASON_TABLE,
				  "crun waits until its helper has handed the "
				  "listener over");
	for (size_t i = 0; group && i < ARRAY_LENGTH(names); i++)
		if (!seccomp_advice_has(advice, names[i]))
			seccomp_group_add(advice, group, names[i]);
}

/*
 * What an agent answers is no longer allowed, whoever called it. Nor is what
 * would go past it: without fsopen, libmount calls mount.
 */
static void delegate(struct seccomp_advice *advice,
		     const struct seccomp_options *options)
{
	struct seccomp_group *group;
	char word[64];

	if (!options->notify)
		return;
	advice->listener = options->listener;
	group = seccomp_group_new(advice, SECCOMP_REASON_NOTIFY,
				  "answered by the seccomp agent that listens "
				  "at listenerPath");
	if (!group)
		return;
	for (const char *list = options->notify;
	     seccomp_list_next(&list, word, sizeof(word));)
		delegate_word(advice, group, word, options->is_exact);
	group->action = ACTION_NOTIFY;
	seccomp_group_sort(group);
	for (const struct syscall_fallback *row = syscall_fallbacks; row->name;
	     row++)
		if (seccomp_group_has(group, row->instead))
			remove_everywhere(advice, row->name);
	for (size_t i = 0; i < group->count; i++)
		remove_everywhere(advice, group->names[i]);
	add_handover(advice, options);
}

/* What a minimization left out, and nothing else brought back. */
static void note_unneeded(struct seccomp_advice *advice,
			  const struct profile *profile)
{
	AUTO_TEXT struct text names = {0};
	const char *last = NULL;

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];

		if (use->verdict != VERDICT_UNNEEDED || !use->name ||
		    seccomp_advice_allows(advice, use->name) ||
		    (last && strcmp(last, use->name) == 0))
			continue;
		text_addf(&names, " %s", use->name);
		last = use->name;
	}
	if (names.length)
		seccomp_note(advice,
			     "called, and left out: the exercise went well "
			     "without (verify --minimize --syscalls), another "
			     "may not:%s",
			     text_string(&names));
}

static void set_default(struct seccomp_advice *advice,
			const struct seccomp_options *options)
{
	advice->default_action =
		options->action ? options->action : ACTION_ERRNO;
	if (strcmp(advice->default_action, ACTION_ERRNO) == 0)
		advice->default_errno =
			options->errno_value ? options->errno_value : EPERM;
}

/* A name that several narrow rules have counts once. */
static void count_names(struct seccomp_advice *advice)
{
	const char *last = NULL;

	advice->count = 0;
	for (size_t g = 0; g < advice->group_count; g++) {
		const struct seccomp_group *group = &advice->groups[g];

		if (strcmp(group->action, ACTION_ALLOW) != 0)
			continue;
		if (group->reason != SECCOMP_REASON_NARROW)
			advice->count += group->count;
		else if (!last || strcmp(last, group->names[0]) != 0)
			advice->count++;
		if (group->reason == SECCOMP_REASON_NARROW)
			last = group->names[0];
	}
}

enum status seccomp_advice_make(struct seccomp_advice *advice,
				const struct profile *profile,
				const struct seccomp_options *options,
				struct error *err)
{
	static const struct seccomp_options defaults;

	if (!options)
		options = &defaults;
	*advice = (struct seccomp_advice){0};
	advice->is_exact = options->is_exact;
	set_default(advice, options);
	add_seen(advice, profile, options);
	if (!advice->failed && !advice->recorded && options->has_argument_rules)
		seccomp_narrow(advice, profile, options);
	if (!advice->failed && advice->recorded) {
		delegate(advice, options);
		if (!options->is_exact) {
			seccomp_add_runtimes(advice, options);
			seccomp_add_families(advice);
		}
		seccomp_add_fallbacks(advice);
		if (!options->left_out)
			note_unneeded(advice, profile);
		seccomp_check_runtime(advice, profile);
		if (options->has_argument_rules)
			seccomp_narrow(advice, profile, options);
	}
	count_names(advice);
	return advice->failed ? error_no_memory(err) : STATUS_OK;
}

void seccomp_advice_done(struct seccomp_advice *advice)
{
	for (size_t g = 0; g < advice->group_count; g++) {
		free(advice->groups[g].comment);
		free(advice->groups[g].names);
	}
	for (size_t i = 0; i < advice->note_count; i++)
		free(advice->notes[i]);
	for (size_t i = 0; i < advice->kept_count; i++)
		free(advice->kept[i]);
	free(advice->groups);
	free(advice->notes);
	free(advice->kept);
	*advice = (struct seccomp_advice){0};
}
