/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What auditd writes, raw or enriched. Source: auditd-event.c of
   audit-userspace; record text as kernel/audit.c makes it. */
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

enum record_result form_raw_parse(struct span line, struct form_state *state,
				  struct record *ret)
{
	struct record record = {0};
	struct span name;
	enum record_result result;

	(void)state;
	if (span_has_prefix(line, SPAN("node="))) {
		line = span_skip(line, 5);
		record.node = take_word(&line);
	}
	if (!span_has_prefix(line, SPAN("type=")))
		return RECORD_NONE;
	line = span_skip(line, 5);
	name = take_word(&line);
	/* printk leaves "msg=" out. */
	if (span_has_prefix(line, SPAN("msg=")))
		line = span_skip(line, 4);
	if (!span_has_prefix(line, SPAN("audit(")))
		return RECORD_NONE;
	if (!record_type_from_name(name, &record.type))
		return is_type_name(name) ? RECORD_OTHER_TYPE : RECORD_BAD_TYPE;
	if (!record_type_is_kernel(record.type))
		return RECORD_USER;
	result = record_parse_stamp(line, &record);
	if (result == RECORD_OK)
		*ret = record;
	return result;
}
