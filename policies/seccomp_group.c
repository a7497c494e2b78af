/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policies/seccomp_private.h"

/*
 * ITEMS with room for one more of SIZE behind COUNT. Room is made at powers of
 * two, so it need not be remembered. NULL: no memory.
 */
static void *grow(struct seccomp_advice *advice, void *items, size_t count,
		  size_t size)
{
	void *grown;

	if (count & (count - 1))
		return items;
	grown = reallocarray(items, count ? count * 2 : 1, size);
	if (!grown)
		advice->failed = true;
	return grown;
}

struct seccomp_group *seccomp_group_new(struct seccomp_advice *advice,
					enum seccomp_reason reason,
					const char *format, ...)
{
	struct seccomp_group *group = grow(advice, advice->groups,
					   advice->group_count, sizeof(*group));
	va_list arguments;

	if (!group)
		return NULL;
	advice->groups = group;
	group += advice->group_count++;
	*group = (struct seccomp_group){.reason = reason,
					.action = ACTION_ALLOW};
	va_start(arguments, format);
	if (vasprintf(&group->comment, format, arguments) < 0) {
		group->comment = NULL;
		advice->failed = true;
	}
	va_end(arguments);
	return group;
}

void seccomp_group_add(struct seccomp_advice *advice,
		       struct seccomp_group *group, const char *name)
{
	const char **names;

	if (!group || !name)
		return;
	names = grow(advice, group->names, group->count, sizeof(*names));
	if (!names)
		return;
	group->names = names;
	group->names[group->count++] = name;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void seccomp_group_sort(struct seccomp_group *group)
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

static size_t find(const struct seccomp_group *group, const char *name)
{
	size_t i = 0;

	while (i < group->count && strcmp(group->names[i], name) != 0)
		i++;
	return i;
}

bool seccomp_group_has(const struct seccomp_group *group, const char *name)
{
	return find(group, name) < group->count;
}

bool seccomp_group_remove(struct seccomp_group *group, const char *name)
{
	size_t i = find(group, name);

	if (i == group->count)
		return false;
	memmove(&group->names[i], &group->names[i + 1],
		(group->count - i - 1) * sizeof(*group->names));
	group->count--;
	return true;
}

bool seccomp_advice_has(const struct seccomp_advice *advice, const char *name)
{
	for (size_t g = 0; g < advice->group_count; g++)
		if (seccomp_group_has(&advice->groups[g], name))
			return true;
	return false;
}

bool seccomp_advice_allows(const struct seccomp_advice *advice,
			   const char *name)
{
	for (size_t g = 0; g < advice->group_count; g++)
		if (strcmp(advice->groups[g].action, ACTION_ALLOW) == 0 &&
		    seccomp_group_has(&advice->groups[g], name))
			return true;
	return false;
}

const char *seccomp_keep(struct seccomp_advice *advice, const char *word)
{
	char **kept =
		grow(advice, advice->kept, advice->kept_count, sizeof(*kept));
	char *copy = strdup(word);

	advice->kept = kept ? kept : advice->kept;
	if (!kept || !copy) {
		free(copy);
		advice->failed = true;
		return NULL;
	}
	advice->kept[advice->kept_count++] = copy;
	return copy;
}

bool seccomp_argument_index(const struct seccomp_advice *advice,
			    const struct syscall_argument_row *row,
			    unsigned int *index)
{
	*index = row->index;
	for (size_t i = 0; i < advice->seen_count; i++) {
		unsigned int here =
			syscall_argument_index(row, advice->seen[i].arch);

		if (i > 0 && here != *index)
			return false;
		*index = here;
	}
	return true;
}

void seccomp_note(struct seccomp_advice *advice, const char *format, ...)
{
	char **notes =
		grow(advice, advice->notes, advice->note_count, sizeof(*notes));
	char *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		line = NULL;
	va_end(arguments);
	advice->notes = notes ? notes : advice->notes;
	if (!line || !notes) {
		free(line);
		advice->failed = true;
		return;
	}
	advice->notes[advice->note_count++] = line;
}

bool seccomp_list_next(const char **list, char *word, size_t size)
{
	size_t length;

	*list += strspn(*list, ",");
	length = strcspn(*list, ",");
	if (!length || length >= size)
		return false;
	memcpy(word, *list, length);
	word[length] = '\0';
	*list += length;
	return true;
}

bool seccomp_list_has(const char *list, const char *name)
{
	char word[64];

	while (list && seccomp_list_next(&list, word, sizeof(word)))
		if (strcmp(word, name) == 0)
			return true;
	return false;
}
