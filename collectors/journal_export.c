/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/journal_export.h"

#define LENGTH_BYTES 8u

void journal_export_done(struct journal_export *export)
{
	text_done(&export->values);
}

static void begin_entry(struct journal_export *export)
{
	memset(export->places, 0, sizeof(export->places));
	export->values.length = 0;
	export->is_twice = false;
	export->is_too_long = false;
	export->is_open = true;
}

static struct span value_of(const struct journal_export *export,
			    enum journal_field field)
{
	const struct journal_place *place = &export->places[field];

	if (!place->is_there || !export->values.data)
		return (struct span){0};
	return (struct span){export->values.data + place->offset,
			     place->length};
}

static bool is_believed(const struct journal_export *export)
{
	struct span transport = value_of(export, JOURNAL_TRANSPORT);

	return span_is(transport, "audit") || span_is(transport, "kernel");
}

static enum record_result end_entry(struct journal_export *export,
				    struct form_state *state,
				    struct record *ret)
{
	struct journal_entry entry = {.is_twice = export->is_twice};

	export->is_open = false;
	if (export->is_too_long)
		return is_believed(export) ? RECORD_TOO_LONG : RECORD_NONE;
	for (size_t i = 0; i < JOURNAL_FIELD_COUNT; i++)
		entry.fields[i] = value_of(export, (enum journal_field)i);
	return journal_entry_parse(&entry, state, ret);
}

/* An entry without its end. */
static enum record_result break_entry(struct journal_export *export)
{
	export->is_open = false;
	export->is_binary = false;
	return is_believed(export) ? RECORD_CUT : RECORD_NONE;
}

/* The place for a value of FIELD; NULL when it is not read. */
static struct journal_place *open_place(struct journal_export *export,
					enum journal_field field)
{
	struct journal_place *place;

	if (field == JOURNAL_FIELD_COUNT)
		return NULL;
	place = &export->places[field];
	export->is_twice |= place->is_there;
	*place = (struct journal_place){true, export->values.length, 0};
	return place;
}

static void add_value(struct journal_export *export, enum journal_field field,
		      struct span value)
{
	struct journal_place *place = &export->places[field];

	if (place->length + value.length > JOURNAL_EXPORT_MAX) {
		export->is_too_long = true;
		return;
	}
	text_add_bytes(&export->values, value.data, value.length);
	place->length += value.length;
}

static size_t name_length(struct span line)
{
	size_t i = 0;

	while (i < line.length &&
	       ((line.data[i] >= 'A' && line.data[i] <= 'Z') ||
		(line.data[i] >= '0' && line.data[i] <= '9') ||
		line.data[i] == '_'))
		i++;
	return i;
}

static bool take_field(struct journal_export *export, struct span line)
{
	size_t length = name_length(line);
	enum journal_field field;

	if (!length || (length < line.length && line.data[length] != '='))
		return false;
	field = journal_field_from_name((struct span){line.data, length});
	if (length == line.length) {
		export->is_binary = true;
		export->binary_field = field;
		export->length_bytes = 0;
		export->binary_left = 0;
		open_place(export, field);
	} else if (open_place(export, field)) {
		add_value(export, field, span_skip(line, length + 1));
	}
	return true;
}

enum journal_step journal_export_line(struct journal_export *export,
				      struct span line,
				      struct form_state *state,
				      enum record_result *ret_result,
				      struct record *ret)
{
	bool is_first = span_has_prefix(line, SPAN("__CURSOR="));

	if (!export->is_open) {
		if (!is_first)
			return JOURNAL_NOT;
		begin_entry(export);
		return JOURNAL_TAKEN;
	}
	if (!line.length) {
		*ret_result = end_entry(export, state, ret);
		return JOURNAL_RECORD;
	}
	if (!is_first && take_field(export, line))
		return JOURNAL_TAKEN;
	*ret_result = break_entry(export);
	return JOURNAL_BROKEN;
}

static size_t take_length(struct journal_export *export, struct span data)
{
	size_t i = 0;

	while (i < data.length && export->length_bytes < LENGTH_BYTES)
		export->binary_left |= (uint64_t)(unsigned char)data.data[i++]
				       << 8 * export->length_bytes++;
	return i;
}

size_t journal_export_bytes(struct journal_export *export, struct span data)
{
	size_t used = take_length(export, data);
	struct span value = span_skip(data, used);

	if (export->length_bytes < LENGTH_BYTES)
		return used;
	if (value.length > export->binary_left)
		value.length = (size_t) export->binary_left;
	if (export->binary_field != JOURNAL_FIELD_COUNT)
		add_value(export, export->binary_field, value);
	export->binary_left -= value.length;
	used += value.length;
	if (export->binary_left || used == data.length)
		return used;
	/* The line's end behind it; without one the lengths are not true. */
	export->is_binary = false;
	if (data.data[used] == '\n')
		return used + 1;
	break_entry(export);
	return used;
}

bool journal_export_end(struct journal_export *export, struct form_state *state,
			enum record_result *ret_result, struct record *ret)
{
	if (!export->is_open)
		return false;
	if (export->is_binary || !export->places[JOURNAL_MESSAGE].is_there)
		*ret_result = break_entry(export);
	else
		*ret_result = end_entry(export, state, ret);
	return true;
}
