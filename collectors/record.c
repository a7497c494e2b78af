/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/record.h"

static const struct {
	const char *text;
	bool is_damage;
} results[] = {
#define X(id, text, is_damage) {text, is_damage},
	RECORD_RESULT_TABLE(X)
#undef X
};

const char *record_result_text(enum record_result result)
{
	return results[result].text;
}

bool record_result_is_damage(enum record_result result)
{
	return results[result].is_damage;
}

/* Digits at TEXT's start up to the byte STOP, both taken from TEXT. */
static bool take_number(struct span *text, char stop, uint64_t *ret)
{
	const char *end =
		memchr(text->data, stop, text->length < 24 ? text->length : 24);

	if (!end || !span_to_decimal(span_between(text->data, end), ret))
		return false;
	*text = span_between(end + 1, span_end(*text));
	return true;
}

/* The fields without what auditd appended and without trailing space. */
static struct span trim_text(struct span text)
{
	const char *tail;

	text = span_trim_left(text);
	if (text.length == 0)
		return text;
	tail = memchr(text.data, 0x1d, text.length);
	if (tail)
		text = span_between(text.data, tail);
	while (text.length && (text.data[text.length - 1] == ' ' ||
			       text.data[text.length - 1] == '\r' ||
			       text.data[text.length - 1] == '\n'))
		text.length--;
	return text;
}

enum record_result record_parse_stamp(struct span text, struct record *ret)
{
	static const struct span start = {"audit(", 6};
	struct record record = {.type = ret->type, .node = ret->node};
	uint64_t milliseconds;
	size_t length;

	if (!span_has_prefix(text, start))
		return RECORD_BAD_STAMP;
	text = span_skip(text, start.length);
	if (!take_number(&text, '.', &record.seconds))
		return RECORD_BAD_STAMP;
	length = text.length;
	if (!take_number(&text, ':', &milliseconds) ||
	    length - text.length != 4 ||
	    !take_number(&text, ')', &record.serial))
		return RECORD_BAD_STAMP;
	if (text.length == 0 || text.data[0] != ':')
		return RECORD_CUT;
	record.milliseconds = (uint32_t)milliseconds;
	record.has_stamp = true;
	record.text = trim_text(span_skip(text, 1));
	if (record.text.length > RECORD_TEXT_MAX)
		return RECORD_TOO_LONG;
	if (record.text.length &&
	    memchr(record.text.data, '\0', record.text.length))
		return RECORD_BAD_BYTES;
	*ret = record;
	return RECORD_OK;
}

enum record_result record_from_kernel(uint16_t type, const char *text,
				      size_t length, struct record *ret)
{
	struct record record = {.type = type};
	enum record_result result;

	if (!record_type_is_kernel(type))
		return RECORD_USER;
	while (length && (text[length - 1] == '\0' || text[length - 1] == '\n'))
		length--;
	result = record_parse_stamp((struct span){text, length}, &record);
	if (result == RECORD_OK)
		*ret = record;
	return result;
}

bool record_is_same_event(const struct record *a, const struct record *b)
{
	return a->serial == b->serial && a->milliseconds == b->milliseconds &&
	       a->seconds == b->seconds && a->has_stamp && b->has_stamp &&
	       span_equals(a->node, b->node);
}
