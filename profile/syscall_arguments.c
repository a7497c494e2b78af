/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/syscall_arguments.h"

#include <linux/audit.h>
#include <stdlib.h>
#include <string.h>

const struct syscall_argument_row syscall_argument_rows[] = {
	{"kill", 1, "the signal"},
	{"socket", 0, "the address family"},
	{"clone", 0, "the flags"},
	{"unshare", 0, "the flags"},
	{"setns", 1, "the kind of namespace"},
	{"prctl", 0, "the option"},
	{"ioctl", 1, "the request"},
	{"personality", 0, "the persona"},
	{NULL, 0, NULL},
};

const struct syscall_argument_row *syscall_argument_row(const char *name)
{
	for (const struct syscall_argument_row *row = syscall_argument_rows;
	     name && row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

unsigned int syscall_argument_index(const struct syscall_argument_row *row,
				    uint32_t arch)
{
	bool is_s390 = arch == AUDIT_ARCH_S390 || arch == AUDIT_ARCH_S390X;

	return is_s390 && strcmp(row->name, "clone") == 0 ? 1 : row->index;
}

static int compare_values(const void *a, const void *b)
{
	uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;

	return (first > second) - (first < second);
}

static struct syscall_use *find_use(struct profile *profile, uint32_t arch,
				    uint32_t number)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (profile->syscalls[i].arch == arch &&
		    profile->syscalls[i].number == number)
			return &profile->syscalls[i];
	return NULL;
}

void profile_argument_set(struct profile *profile, uint32_t arch,
			  uint32_t number, unsigned int index,
			  const uint64_t *values, size_t count,
			  bool is_complete, uint64_t runs)
{
	struct syscall_use *use = find_use(profile, arch, number);
	uint64_t *copy;

	if (!use || use->argument.values)
		return;
	copy = calloc(count + 1, sizeof(*copy));
	if (!copy) {
		profile->failed = true;
		return;
	}
	if (count)
		memcpy(copy, values, count * sizeof(*copy));
	qsort(copy, count, sizeof(*copy), compare_values);
	use->argument = (struct syscall_argument){
		.index = index,
		.values = copy,
		.count = count,
		.is_complete = is_complete,
		.runs = runs,
	};
}

void profile_arguments_cut(struct profile *profile)
{
	for (size_t i = 0; i < profile->syscall_count; i++)
		profile->syscalls[i].argument.is_complete = false;
}
