/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/seccomp_advice.h"

#include <stdlib.h>
#include <string.h>

#include "profile/syscall_names.h"

/*
 * A kernel of the first runs programs of all of a row: who allows one must
 * judge the others, or a 32-bit call is denied by number rather than by name.
 */
#define COMPANIONS 3
static const uint32_t families[][COMPANIONS] = {
	{ARCH_X86_64, ARCH_X86, ARCH_X32},
	{ARCH_AARCH64, ARCH_ARM, 0},
};

static const char *const comments[SECCOMP_GROUP_COUNT] = {
	[SECCOMP_GROUP_PROGRAM] = "called by the workload",
	[SECCOMP_GROUP_RUNTIME] =
		"called only by what starts the workload (the container "
		"runtime), between loading this filter and the execve",
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void group_sort(struct seccomp_group *group)
{
	size_t kept = 0;

	if (!group->count)
		return;
	qsort(group->names, group->count, sizeof(*group->names), compare_names);
	for (size_t i = 0; i < group->count; i++)
		if (!kept || strcmp(group->names[kept - 1], group->names[i]))
			group->names[kept++] = group->names[i];
	group->count = kept;
}

/* A name that the program calls needs no second place. */
static void group_remove_all_of(struct seccomp_group *group,
				const struct seccomp_group *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < group->count; i++)
		if (!other->count ||
		    !bsearch(&group->names[i], other->names, other->count,
			     sizeof(*other->names), compare_names))
			group->names[kept++] = group->names[i];
	group->count = kept;
}

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

static void add_call(struct seccomp_advice *advice,
		     const struct syscall_use *use)
{
	bool is_runtime_only = use->phases == (phaseset_t)1 << PHASE_RUNTIME;
	struct seccomp_group *group =
		&advice->groups[is_runtime_only ? SECCOMP_GROUP_RUNTIME
						: SECCOMP_GROUP_PROGRAM];

	if (!use->name || !arch_oci_name(use->arch)) {
		advice->nameless++;
		return;
	}
	group->names[group->count++] = use->name;
	count_architecture(advice, use->arch);
}

enum status seccomp_advice_make(struct seccomp_advice *advice,
				const struct profile *profile,
				struct error *err)
{
	struct seccomp_group *groups = advice->groups;

	*advice = (struct seccomp_advice){0};
	for (size_t g = 0; g < SECCOMP_GROUP_COUNT; g++) {
		groups[g].comment = comments[g];
		groups[g].names = calloc(profile->syscall_count + 1,
					 sizeof(*groups[g].names));
		if (!groups[g].names)
			return error_no_memory(err);
	}
	for (size_t i = 0; i < profile->syscall_count; i++)
		add_call(advice, &profile->syscalls[i]);
	for (size_t g = 0; g < SECCOMP_GROUP_COUNT; g++)
		group_sort(&groups[g]);
	group_remove_all_of(&groups[SECCOMP_GROUP_RUNTIME],
			    &groups[SECCOMP_GROUP_PROGRAM]);
	for (size_t g = 0; g < SECCOMP_GROUP_COUNT; g++)
		advice->count += groups[g].count;
	return STATUS_OK;
}

void seccomp_advice_done(struct seccomp_advice *advice)
{
	for (size_t g = 0; g < SECCOMP_GROUP_COUNT; g++)
		free(advice->groups[g].names);
	*advice = (struct seccomp_advice){0};
}
