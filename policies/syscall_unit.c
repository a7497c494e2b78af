/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/syscall_unit.h"

#include <stdlib.h>
#include <string.h>

#include "policies/syscall_family.h"

/* What NAME would be left out with. */
static const char *id_of(const char *name, bool is_exact)
{
	const struct syscall_family *family =
		is_exact ? NULL : syscall_family_of(name);

	return family ? family->id : name;
}

size_t syscall_units_find(const struct syscall_units *units, const char *name)
{
	const char *id = id_of(name, units->is_exact);
	size_t i = 0;

	while (i < units->count && strcmp(units->items[i].id, id) != 0)
		i++;
	return i;
}

static bool has_name(const struct syscall_unit *unit, const char *name)
{
	for (size_t i = 0; i < unit->name_count; i++)
		if (strcmp(unit->names[i], name) == 0)
			return true;
	return false;
}

static bool unit_add(struct syscall_unit *unit, const char *name)
{
	const char **names;

	if (has_name(unit, name))
		return true;
	names = reallocarray(unit->names, unit->name_count + 1, sizeof(*names));
	if (!names)
		return false;
	unit->names = names;
	names[unit->name_count++] = name;
	return true;
}

/* Between loading the filter and the execve nobody can do without. */
static bool is_launching(const struct syscall_use *use)
{
	return use->phases >> PHASE_RUNTIME & 1 ||
	       strcmp(use->name, "execve") == 0 ||
	       strcmp(use->name, "execveat") == 0;
}

/* UNITS has room for one more. */
static bool add_use(struct syscall_units *units, const struct syscall_use *use)
{
	size_t at;

	if (!use->name || is_launching(use))
		return true;
	at = syscall_units_find(units, use->name);
	if (at == units->count)
		units->items[units->count++] = (struct syscall_unit){
			.id = id_of(use->name, units->is_exact)};
	return unit_add(&units->items[at], use->name);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_units(const void *a, const void *b)
{
	const struct syscall_unit *first = a, *second = b;

	return strcmp(first->id, second->id);
}

static bool gather(struct syscall_units *units, const struct profile *profile)
{
	units->items =
		calloc(profile->syscall_count + 1, sizeof(*units->items));
	if (!units->items)
		return false;
	for (size_t i = 0; i < profile->syscall_count; i++)
		if (!add_use(units, &profile->syscalls[i]))
			return false;
	for (size_t i = 0; i < units->count; i++)
		qsort(units->items[i].names, units->items[i].name_count,
		      sizeof(char *), compare_names);
	qsort(units->items, units->count, sizeof(*units->items), compare_units);
	return true;
}

void syscall_units_leave_out(const struct syscall_units *units,
			     const struct profile *profile, const bool *out,
			     bool *left_out)
{
	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		size_t unit = use->name ? syscall_units_find(units, use->name)
					: units->count;

		left_out[i] = unit < units->count && out[unit] &&
			      has_name(&units->items[unit], use->name);
	}
}

/* Does the list without UNIT lack one of its calls? */
static enum status is_droppable(const struct syscall_units *units, size_t unit,
				const struct profile *profile,
				const struct seccomp_options *options,
				bool *out, bool *left_out, bool *ret,
				struct error *err)
{
	struct seccomp_options one = *options;
	struct seccomp_advice advice;
	enum status status;

	out[unit] = true;
	syscall_units_leave_out(units, profile, out, left_out);
	out[unit] = false;
	one.left_out = left_out;
	status = seccomp_advice_make(&advice, profile, &one, err);
	*ret = false;
	for (size_t i = 0; i < units->items[unit].name_count; i++)
		*ret |= !seccomp_advice_allows(&advice,
					       units->items[unit].names[i]);
	seccomp_advice_done(&advice);
	return status;
}

/* Those that the list brings back are no units. */
static enum status keep_droppable(struct syscall_units *units,
				  const struct profile *profile,
				  const struct seccomp_options *options,
				  struct error *err)
{
	bool *out AUTO_FREE = calloc(units->count + 1, sizeof(*out));
	bool *left_out AUTO_FREE =
		calloc(profile->syscall_count + 1, sizeof(*left_out));
	bool *keep AUTO_FREE = calloc(units->count + 1, sizeof(*keep));
	enum status status = STATUS_OK;
	size_t kept = 0;

	if (!out || !left_out || !keep)
		return error_no_memory(err);
	for (size_t i = 0; i < units->count && status == STATUS_OK; i++)
		status = is_droppable(units, i, profile, options, out, left_out,
				      &keep[i], err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < units->count; i++) {
		if (keep[i]) {
			units->items[kept++] = units->items[i];
			continue;
		}
		units->fixed += units->items[i].name_count;
		free(units->items[i].names);
	}
	units->count = kept;
	return STATUS_OK;
}

enum status syscall_units_make(struct syscall_units *units,
			       const struct profile *profile,
			       const struct seccomp_options *options,
			       struct error *err)
{
	*units = (struct syscall_units){.is_exact = options->is_exact};
	if (!gather(units, profile))
		return error_no_memory(err);
	return keep_droppable(units, profile, options, err);
}

void syscall_units_done(struct syscall_units *units)
{
	for (size_t i = 0; i < units->count; i++)
		free(units->items[i].names);
	free(units->items);
	*units = (struct syscall_units){0};
}
