/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/record.h"

#include "collectors/digits.h"

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
	const char *at = text->data, *end = span_end(*text);
	uint64_t number = 0;

	/* Nineteen digits always fit. */
	if (end - at > 19)
		end = at + 19;
	for (; at < end; at++) {
		unsigned int digit = (unsigned char)*at - '0';

		if (digit > 9)
			break;
		number = number * 10 + digit;
	}
	if (at < end && *at == stop && at > text->data) {
		*ret = number;
		*text = span_between(at + 1, span_end(*text));
		return true;
	}
	end = memchr(text->data, stop, text->length < 24 ? text->length : 24);
	if (!end || !span_to_decimal(span_between(text->data, end), ret))
		return false;
	*text = span_between(end + 1, span_end(*text));
	return true;
}

/* SECONDS.MMM: */
static bool take_time(struct span *text, uint64_t *seconds,
		      uint64_t *milliseconds)
{
	size_t length;

	if (!take_number(text, '.', seconds))
		return false;
	length = text->length;
	return take_number(text, ':', milliseconds) &&
	       length - text->length == 4;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static unsigned int digit_at(const char *at)
{
	return (unsigned int)(*at - '0');
}

/* The fields without what auditd appended and without trailing space. */
static struct span trim_text(struct span text, bool is_untailed)
{
	const char *tail;

	text = span_trim_left(text);
	if (text.length == 0)
		return text;
	tail = is_untailed ? NULL : memchr(text.data, 0x1d, text.length);
	if (tail)
		text = span_between(text.data, tail);
	while (text.length && (text.data[text.length - 1] == ' ' ||
			       text.data[text.length - 1] == '\r' ||
			       text.data[text.length - 1] == '\n'))
		text.length--;
	return text;
}

enum record_result record_take(const struct record *record, struct record *ret)
{
	struct span text;

	if (!record_type_is_read(record->type)) {
		if (ret != record)
			*ret = *record;
		return RECORD_OK;
	}
	text = trim_text(record->text, record->is_untailed);
	if (text.length > RECORD_TEXT_MAX)
		return RECORD_TOO_LONG;
	if (text.length && !record->is_clean &&
	    memchr(text.data, '\0', text.length))
		return RECORD_BAD_BYTES;
	if (ret != record)
		*ret = *record;
	ret->text = text;
	return RECORD_OK;
}

/* The stamp at TEXT's start into RECORD; what follows it is RECORD->text. */
static enum record_result take_stamp(struct span text, struct record *record)
{
	static const struct span start = {"audit(", 6};
	uint64_t milliseconds;

	if (!span_has_prefix(text, start))
		return RECORD_BAD_STAMP;
	text = span_skip(text, start.length);
	if (!take_time(&text, &record->seconds, &milliseconds))
		return RECORD_BAD_STAMP;
	if (!take_number(&text, ')', &record->serial))
		return RECORD_BAD_STAMP;
	if (text.length == 0 || text.data[0] != ':')
		return RECORD_CUT;
	record->milliseconds = (uint32_t)milliseconds;
	record->has_stamp = true;
	record->text = span_skip(text, 1);
	return RECORD_OK;
}

enum record_result record_parse_stamp(struct span text, struct record *ret)
{
	struct record record = {.type = ret->type,
				.node = ret->node,
				.is_clean = ret->is_clean,
				.is_untailed = ret->is_untailed,
				.has_msg = ret->has_msg};
	enum record_result result = take_stamp(text, &record);

	return result == RECORD_OK ? record_take(&record, ret) : result;
}

bool record_take_near_stamp(struct span text, const struct stamp_memo *memo,
			    struct record *ret)
{
	const char *at = text.data + STAMP_START, *end;
	uint64_t serial;

	if (text.length < STAMP_START + 8 ||
	    memcmp(text.data, memo->start, STAMP_START) != 0 || at[0] != '.' ||
	    !is_digit(at[1]) || !is_digit(at[2]) || !is_digit(at[3]) ||
	    at[4] != ':')
		return false;
	end = digits_read(at + 5, span_end(text), &serial);
	if (end == at + 5 || end > at + 5 + 19 || span_end(text) - end < 2 ||
	    end[0] != ')' || end[1] != ':')
		return false;
	ret->has_stamp = true;
	ret->seconds = memo->seconds;
	ret->milliseconds = digit_at(at + 1) * 100 + digit_at(at + 2) * 10 +
			    digit_at(at + 3);
	ret->serial = serial;
	ret->text = span_between(end + 2, span_end(text));
	return true;
}

enum record_result record_parse_next_stamp(struct span text,
					   struct stamp_memo *memo,
					   struct record *ret)
{
	enum record_result result;

	if (record_take_near_stamp(text, memo, ret))
		return record_take(ret, ret);
	result = take_stamp(text, ret);
	if (result != RECORD_OK)
		return result;
	if (text.length > STAMP_START && text.data[STAMP_START] == '.') {
		memcpy(memo->start, text.data, STAMP_START);
		memo->seconds = ret->seconds;
	}
	return record_take(ret, ret);
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

static struct span last_word(struct span text)
{
	const char *space =
		text.length ? memrchr(text.data, ' ', text.length) : NULL;

	return space ? span_between(space + 1, span_end(text)) : text;
}

/* The first word of a record's last field, or what ends it. */
static bool is_last_field(uint16_t type, struct span word)
{
	switch (type) {
	case AUDIT_SECCOMP:
		return span_has_prefix(word, SPAN("code="));
	case AUDIT_AVC:
		return span_has_prefix(word, SPAN("permissive="));
	case AUDIT_SYSCALL:
		return span_has_prefix(word, SPAN("key="));
	case AUDIT_PATH:
		return span_has_prefix(word, SPAN("cap_f"));
	case AUDIT_CWD:
		return word.length > 5 && span_end(word)[-1] == '"';
	case AUDIT_LOGIN:
		return span_has_prefix(word, SPAN("res="));
	default:
		return false;
	}
}

bool record_is_whole(const struct record *record)
{
	switch (record->type) {
	case AUDIT_SECCOMP:
	case AUDIT_AVC:
	case AUDIT_SYSCALL:
	case AUDIT_PATH:
	case AUDIT_CWD:
	case AUDIT_LOGIN:
	case AUDIT_SELINUX_ERR:
		return is_last_field(record->type, last_word(record->text));
	default:
		return true;
	}
}
