/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of arguments, from SYSCALL records that an audit rule of the run
 * makes the kernel write for each such call. A SECCOMP record of the same call
 * is counted elsewhere: where there were as many of one as of the other, no
 * value was missed.
 */
#include <string.h>

#include "collectors/field.h"
#include "collectors/harvest_private.h"
#include "collectors/syscall_record.h"
#include "profile/syscall_names.h"

static struct argument_count *count_of(struct harvest *harvest, uint32_t arch,
				       uint32_t number)
{
	size_t i = 0;

	while (i < harvest->argument_count &&
	       (harvest->arguments[i].arch != arch ||
		harvest->arguments[i].number != number))
		i++;
	if (i == ARGUMENT_CALLS_MAX)
		return NULL;
	if (i == harvest->argument_count)
		harvest->arguments[harvest->argument_count++] =
			(struct argument_count){.arch = arch, .number = number};
	return &harvest->arguments[i];
}

static void count_value(struct argument_count *count, uint64_t value)
{
	count->records++;
	for (size_t i = 0; i < count->value_count; i++)
		if (count->values[i] == value)
			return;
	if (count->value_count == ARGUMENT_VALUES_MAX)
		count->is_full = true;
	else
		count->values[count->value_count++] = value;
}

void harvest_argument(struct harvest *harvest, const struct record *record)
{
	const struct syscall_argument_row *row;
	struct syscall_record fields;
	struct argument_count *count;
	struct maker maker = {0};
	struct span label;

	if (!syscall_record_parse(record->text, &fields) ||
	    !field_find(record->text, "subj", &label))
		return;
	row = syscall_argument_row(syscall_name(fields.arch, fields.number));
	maker.label = label_table_get(&harvest->labels, label);
	if (!row || !maker.label || !harvest_wants(harvest, &maker))
		return;
	count = count_of(harvest, fields.arch, fields.number);
	if (count)
		count_value(
			count,
			fields.args[syscall_argument_index(row, fields.arch)]);
}

/* The program's own calls, as SECCOMP records told them. */
static uint64_t calls_of(const struct subject *subject,
			 const struct argument_count *count)
{
	const struct tally_slot *slot;
	uint32_t position = 0;
	uint64_t calls = 0;

	while ((slot = tally_next(&subject->calls, &position)))
		if (slot->key.arch == count->arch &&
		    slot->key.number == count->number &&
		    slot->key.tag != PHASE_RUNTIME)
			calls += slot->count;
	return calls;
}

void harvest_pour_arguments(struct harvest *harvest, struct subject *subject)
{
	for (size_t i = 0; i < harvest->argument_count; i++) {
		const struct argument_count *count = &harvest->arguments[i];
		const struct syscall_argument_row *row = syscall_argument_row(
			syscall_name(count->arch, count->number));

		if (row)
			profile_argument_set(
				subject->profile, count->arch, count->number,
				syscall_argument_index(row, count->arch),
				count->values, count->value_count,
				!count->is_full &&
					count->records ==
						calls_of(subject, count),
				1);
	}
}
