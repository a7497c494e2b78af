/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/journal_entry.h"

static const struct span names[] = {
#define X(id, name) SPAN_INIT(name),
	JOURNAL_FIELD_TABLE(X)
#undef X
};

enum journal_field journal_field_from_name(struct span name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (span_equals(names[i], name))
			return (enum journal_field)i;
	return JOURNAL_FIELD_COUNT;
}

/* journald puts the type's name before the text: "AVC avc:  denied ...". */
static struct span without_type_name(struct span text)
{
	size_t length = 0;

	while (length < text.length && text.data[length] != ' ') {
		char c = text.data[length++];

		if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_' || c == '[' || c == ']'))
			return text;
	}
	return span_trim_left(span_skip(text, length));
}

/* The kernel's time, which journald keeps in microseconds. */
static bool take_stamp(const struct journal_entry *entry, struct record *record)
{
	uint64_t microseconds;

	if (!span_to_decimal(entry->fields[JOURNAL_TIME], &microseconds) ||
	    !span_to_decimal(entry->fields[JOURNAL_SERIAL], &record->serial))
		return false;
	record->seconds = microseconds / 1000000;
	record->milliseconds = (uint32_t)(microseconds / 1000 % 1000);
	record->has_stamp = true;
	return true;
}

static enum record_result parse_audit(const struct journal_entry *entry,
				      struct record *ret)
{
	struct record record = {.node = entry->fields[JOURNAL_HOST]};
	uint64_t type;

	if (!span_to_decimal(entry->fields[JOURNAL_TYPE], &type) ||
	    type > UINT16_MAX)
		return RECORD_BAD_TYPE;
	record.type = (uint16_t)type;
	if (!record_type_is_kernel(record.type))
		return RECORD_USER;
	if (entry->is_cut || !entry->fields[JOURNAL_MESSAGE].data)
		return RECORD_CUT;
	if (!take_stamp(entry, &record))
		return RECORD_BAD_STAMP;
	record.text = without_type_name(entry->fields[JOURNAL_MESSAGE]);
	return record_take(&record, ret);
}

/* "Missed 12 kernel messages", in journald's own words. */
static enum record_result parse_missed(struct span message, struct record *ret)
{
	const char *end;

	if (!span_has_prefix(message, SPAN("Missed ")) ||
	    !span_find(message, SPAN(" kernel messages")))
		return RECORD_NONE;
	message = span_skip(message, 7);
	end = memchr(message.data, ' ', message.length);
	*ret = (struct record){0};
	/* How many is not known then, but that it was some. */
	if (!span_to_decimal(span_between(message.data, end), &ret->serial))
		ret->serial = 0;
	return RECORD_LOSS;
}

/* What a process writes to /dev/kmsg comes by the kernel's transport as well,
   but never with the kernel's facility. */
static bool is_kernels_own(const struct journal_entry *entry)
{
	struct span facility = entry->fields[JOURNAL_FACILITY];
	struct span speaker = entry->fields[JOURNAL_SPEAKER];

	return (!facility.length || span_is(facility, "0")) &&
	       (!speaker.length || span_is(speaker, "kernel"));
}

static bool has_audit_text(struct span message)
{
	return span_find(message, SPAN("audit(")) ||
	       span_find(message, SPAN("avc:"));
}

enum record_result journal_entry_parse(const struct journal_entry *entry,
				       struct form_state *state,
				       struct record *ret)
{
	struct span transport = entry->fields[JOURNAL_TRANSPORT];
	struct span message = entry->fields[JOURNAL_MESSAGE];
	enum record_result result = RECORD_NONE;

	if (entry->is_twice)
		return RECORD_TWICE;
	if (span_is(transport, "audit"))
		return parse_audit(entry, ret);
	if (span_is(transport, "kernel") && is_kernels_own(entry)) {
		result = form_kernel_message(message, (struct span){0}, state,
					     ret);
		if (result == RECORD_OK) {
			if (!ret->node.length)
				ret->node = entry->fields[JOURNAL_HOST];
			/* The kernel's own records have no line's end. */
			if (memchr(message.data, '\n', message.length))
				result = RECORD_BAD_BYTES;
		}
		return result;
	}
	if (span_is(transport, "driver"))
		result = parse_missed(message, ret);
	if (result == RECORD_NONE && has_audit_text(message))
		result = RECORD_FOREIGN;
	return result;
}
