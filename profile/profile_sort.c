/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of everything in a profile, so that equal knowledge is equal
   bytes. */
#include <string.h>

#include "profile/profile.h"
#include "profile/profile_index.h"
#include "profile/syscall_names.h"

/* NULL sorts before any text. */
static int compare_strings(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Compare pairs of strings in their order. */
static int compare_fields(const char *const *a, const char *const *b,
			  size_t count)
{
	int order = 0;

	for (size_t i = 0; !order && i < count; i++)
		order = compare_strings(a[i], b[i]);
	return order;
}

static int compare_items(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_evidence(const void *left, const void *right)
{
	const struct evidence *a = left, *b = right;
	const char *fields_a[] = {a->comm, a->exe,   a->syscall, a->path,
				  a->mode, a->owner, a->outcome, a->reason};
	const char *fields_b[] = {b->comm, b->exe,   b->syscall, b->path,
				  b->mode, b->owner, b->outcome, b->reason};

	if (a->phase != b->phase)
		return compare_numbers(a->phase, b->phase);
	return compare_fields(fields_a, fields_b, ARRAY_LENGTH(fields_a));
}

static int compare_needs(const void *left, const void *right)
{
	const struct capability_need *a = left, *b = right;

	if (a->ns != b->ns)
		return compare_numbers(a->ns, b->ns);
	return compare_numbers(a->capability, b->capability);
}

static int compare_syscalls(const void *left, const void *right)
{
	const struct syscall_use *a = left, *b = right;
	int order = compare_strings(arch_name(a->arch), arch_name(b->arch));

	if (!order)
		order = compare_numbers(a->arch, b->arch);
	/* Calls without a name come last, by number. */
	if (!order && !a->name != !b->name)
		return a->name ? -1 : 1;
	if (!order)
		order = compare_strings(a->name, b->name);
	return order ? order : compare_numbers(a->number, b->number);
}

static int compare_accesses(const void *left, const void *right)
{
	const struct access *a = left, *b = right;
	const char *fields_a[] = {a->source, a->target, a->class,
				  a->path,   a->comm,	a->outcome};
	const char *fields_b[] = {b->source, b->target, b->class,
				  b->path,   b->comm,	b->outcome};
	int order = compare_fields(fields_a, fields_b, ARRAY_LENGTH(fields_a));

	if (!order)
		order = compare_numbers(a->phase, b->phase);
	return order ? order : compare_numbers(a->is_unneeded, b->is_unneeded);
}

static int compare_sources(const void *left, const void *right)
{
	const struct profile_source *a = left, *b = right;

	return compare_strings(a->name, b->name);
}

static int compare_booleans(const void *left, const void *right)
{
	const struct profile_boolean *a = left, *b = right;

	return compare_strings(a->name, b->name);
}

/* A deterministic workload's runs have one id. */
static int compare_runs(const void *left, const void *right)
{
	const struct profile_run *a = left, *b = right;
	const int numbers_a[] = {a->has_exit, a->exit_status, a->has_exercise,
				 a->exercise_status, a->was_stopped};
	const int numbers_b[] = {b->has_exit, b->exit_status, b->has_exercise,
				 b->exercise_status, b->was_stopped};
	int order = compare_strings(a->id, b->id);

	for (size_t i = 0; !order && i < ARRAY_LENGTH(numbers_a); i++)
		order = (numbers_a[i] > numbers_b[i]) -
			(numbers_a[i] < numbers_b[i]);
	return order ? order
		     : compare_numbers(a->milliseconds, b->milliseconds);
}

static void sort(void *array, size_t count, size_t size,
		 int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort(array, count, size, compare);
}

static void sort_list(struct string_list *list)
{
	sort(list->items, list->count, sizeof(*list->items), compare_items);
}

#define SORT(array, count, compare)                                            \
	sort((array), (count), sizeof(*(array)), (compare))

void profile_sort(struct profile *profile)
{
	if (profile->failed)
		return;
	for (size_t i = 0; i < profile->capability_count; i++)
		SORT(profile->capabilities[i].evidence,
		     profile->capabilities[i].evidence_count, compare_evidence);
	for (size_t i = 0; i < profile->syscall_count; i++)
		sort_list(&profile->syscalls[i].comms);
	for (size_t i = 0; i < profile->access_count; i++)
		sort_list(&profile->accesses[i].permissions);
	sort_list(&profile->notes);
	SORT(profile->capabilities, profile->capability_count, compare_needs);
	SORT(profile->syscalls, profile->syscall_count, compare_syscalls);
	SORT(profile->accesses, profile->access_count, compare_accesses);
	SORT(profile->sources, profile->source_count, compare_sources);
	SORT(profile->runs, profile->run_count, compare_runs);
	SORT(profile->environment.booleans, profile->environment.boolean_count,
	     compare_booleans);
	profile_index_reset(profile->index);
}
