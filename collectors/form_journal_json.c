/* SPDX-License-Identifier: GPL-2.0-or-later */
/* journalctl -o json: one object a line. */
#include "collectors/journal_entry.h"
#include "collectors/json_flat.h"

/*
 * A value as the bytes it stands for; *IN_SCRATCH is the offset in SCRATCH,
 * SIZE_MAX where the line itself holds the bytes.
 */
static bool decode(const struct json_member *member, struct text *scratch,
		   struct span *ret, size_t *in_scratch)
{
	size_t start = scratch->length;

	*ret = member->value;
	*in_scratch = SIZE_MAX;
	if (member->kind == JSON_STRING &&
	    !memchr(member->value.data, '\\', member->value.length))
		return true;
	*in_scratch = start;
	if (member->kind == JSON_STRING
		    ? !json_flat_string(member->value, scratch)
		    : !json_flat_bytes(member->value, scratch))
		return false;
	ret->length = scratch->length - start;
	return true;
}

static bool take_member(struct journal_entry *entry, size_t *offsets,
			const struct json_member *member, struct text *scratch)
{
	enum journal_field field = journal_field_from_name(member->key);

	if (field == JOURNAL_FIELD_COUNT)
		return true;
	if (entry->fields[field].data || offsets[field] != SIZE_MAX) {
		entry->is_twice = true;
		return true;
	}
	if (member->kind == JSON_WORD && span_is(member->value, "null")) {
		/* Longer than journalctl writes without --all. */
		entry->is_cut |= field == JOURNAL_MESSAGE;
		return true;
	}
	if (member->kind != JSON_STRING && member->kind != JSON_ARRAY)
		return true;
	if (decode(member, scratch, &entry->fields[field], &offsets[field]))
		return true;
	/* An array of strings: the field was set several times, as only a
	   sender can do. */
	entry->fields[field] = (struct span){0};
	return member->kind == JSON_ARRAY;
}

/* Is it one with records, that is broken? */
static bool has_records(struct span line)
{
	static const char *const words[] = {
		"audit(",
		"avc:",
		"\"_TRANSPORT\"",
		"\"_AUDIT_",
		"\"_BOOT_ID\"",
		"\"_MACHINE_ID\"",
		"\"_HOSTNAME\"",
		/* The journal's own: its address fields. */
		"\"__CURSOR\"",
		"\"__SEQNUM",
		"\"__REALTIME_TIMESTAMP\"",
		"\"__MONOTONIC_TIMESTAMP\"",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (span_find(line, span_of(words[i])))
			return true;
	return false;
}

enum record_result form_journal_json_parse(struct span line,
					   struct form_state *state,
					   struct record *ret)
{
	struct journal_entry entry = {0};
	size_t offsets[JOURNAL_FIELD_COUNT];
	struct json_member member;
	struct span rest = line;
	enum json_step step;

	if (!line.length || line.data[0] != '{')
		return RECORD_NONE;
	memset(offsets, 0xff, sizeof(offsets));
	state->scratch.length = 0;
	state->is_clean = false; /* escapes stand for any byte */
	while ((step = json_flat_next(&rest, &member)) == JSON_MEMBER)
		if (!take_member(&entry, offsets, &member, &state->scratch)) {
			step = JSON_BROKEN;
			break;
		}
	if (step == JSON_BROKEN || span_trim_left(rest).length)
		return has_records(line) ? RECORD_BAD_JSON : RECORD_NONE;
	if (state->scratch.failed)
		return RECORD_NONE; /* told at the input's end */
	/* The scratch may have moved while it grew. */
	for (size_t i = 0; i < JOURNAL_FIELD_COUNT; i++)
		if (offsets[i] != SIZE_MAX && entry.fields[i].data)
			entry.fields[i].data =
				text_string(&state->scratch) + offsets[i];
	return journal_entry_parse(&entry, state, ret);
}
