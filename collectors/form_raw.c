/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What auditd writes, raw or enriched; ausearch -i comes by here as well.
   Source: auditd-event.c of audit-userspace; record text as kernel/audit.c
   makes it. */
#include "collectors/form.h"

/* The word at TEXT's start, cut off with the space behind it. */
static struct span take_word(struct span *text)
{
	const char *space =
		text->length ? memchr(text->data, ' ', text->length) : NULL;
	struct span word = *text;

	if (!space) {
		*text = span_skip(*text, text->length);
		return word;
	}
	word = span_between(text->data, space);
	*text = span_skip(*text, word.length + 1);
	return word;
}

static bool is_type_name(struct span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_'))
			return false;
	}
	return name.length > 0;
}

/* Nearly all lines are of these types: told by eight bytes at once, of which
   the second one's low bits are different in each. */
static const struct frequent {
	char start[10]; /* eight bytes, or the name if it is longer */
	uint8_t length; /* of the name */
	uint16_t type;
} frequent[16] = {
	['E' % 16] = {"SECCOMP ", 7, AUDIT_SECCOMP},
	['V' % 16] = {"AVC msg=", 3, AUDIT_AVC},
	['Y' % 16] = {"SYSCALL ", 7, AUDIT_SYSCALL},
	['R' % 16] = {"PROCTITLE", 9, AUDIT_PROCTITLE},
	['A' % 16] = {"PATH msg", 4, AUDIT_PATH},
	['W' % 16] = {"CWD msg=", 3, AUDIT_CWD},
	['O' % 16] = {"EOE msg=", 3, AUDIT_EOE},
};

/* The type at LINE's start, cut off with the space behind it. */
static bool take_frequent(struct span *line, uint16_t *ret)
{
	const struct frequent *row;

	if (line->length < 16)
		return false;
	row = &frequent[(unsigned char)line->data[1] % ARRAY_LENGTH(frequent)];
	if (memcmp(line->data, row->start, 8) != 0 ||
	    line->data[row->length] != ' ' ||
	    line->data[row->length - 1] != row->start[row->length - 1])
		return false;
	*ret = row->type;
	*line = span_skip(*line, row->length + 1u);
	return true;
}

/* A record of which only the stamp is of use: RESULT. */
static enum record_result without_text(enum record_result result,
				       struct span line,
				       struct form_state *state,
				       struct record *record,
				       struct record *ret)
{
	if (record_take_near_stamp(line, &state->stamp, record) ||
	    record_parse_stamp(line, record) == RECORD_OK)
		*ret = *record;
	ret->text = (struct span){0};
	return result;
}

/* "type=SECCOMP msg=audit(1664902715.647:9): ...": of a frequent type, and of
   the second that the last one was of. RET is written on success only. */
static bool take_usual(struct span line, const struct form_state *state,
		       struct record *ret)
{
	uint16_t type;

	if (!span_has_prefix(line, SPAN("type=")))
		return false;
	line = span_skip(line, 5);
	if (!take_frequent(&line, &type) ||
	    !span_has_prefix(line, SPAN("msg=")) ||
	    !record_take_near_stamp(span_skip(line, 4), &state->stamp, ret))
		return false;
	ret->type = type;
	ret->is_clean = state->is_clean;
	ret->is_untailed = state->is_untailed;
	ret->has_msg = true;
	ret->node = (struct span){0};
	return true;
}

static enum record_result parse_any(struct span line, struct form_state *state,
				    struct record *ret)
{
	struct record record = {0};
	struct span name = {0};
	enum record_result result;
	bool is_known;

	if (span_has_prefix(line, SPAN("node="))) {
		line = span_skip(line, 5);
		record.node = take_word(&line);
	}
	if (!span_has_prefix(line, SPAN("type=")))
		return RECORD_NONE;
	line = span_skip(line, 5);
	is_known = take_frequent(&line, &record.type);
	if (!is_known)
		name = take_word(&line);
	/* printk leaves "msg=" out. */
	record.has_msg = span_has_prefix(line, SPAN("msg="));
	line = span_skip(line, record.has_msg ? 4 : 0);
	if (!span_has_prefix(line, SPAN("audit(")))
		return RECORD_NONE;
	if (!is_known &&
	    !record_type_from_next_name(name, &state->types, &record.type))
		return is_type_name(name)
			       ? without_text(RECORD_OTHER_TYPE, line, state,
					      &record, ret)
			       : RECORD_BAD_TYPE;
	if (!is_known && !record_type_is_kernel(record.type))
		return without_text(RECORD_USER, line, state, &record, ret);
	record.is_clean = state->is_clean;
	record.is_untailed = state->is_untailed;
	result = record_parse_next_stamp(line, &state->stamp, &record);
	if (result == RECORD_BAD_STAMP)
		return form_interpreted_parse(line, &record, state, ret);
	if (result == RECORD_OK)
		*ret = record;
	return result;
}

enum record_result form_raw_parse(struct span line, struct form_state *state,
				  struct record *ret)
{
	enum record_result result;

	if (!take_usual(line, state, ret))
		return parse_any(line, state, ret);
	result = record_take(ret, ret);
	if (result != RECORD_OK)
		ret->has_stamp = false;
	return result;
}
