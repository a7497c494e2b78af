/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/wrapped.h"

/* Of one AVC: more are not read as parts of it. */
#define LINES_MAX 16u

bool wrapped_begins(const struct record *record)
{
	struct span end = record->text;

	if (record->type != AUDIT_AVC)
		return false;
	/* What follows the class, where it is whole. */
	if (end.length > 64 &&
	    memcmp(span_end(end) - 13, " permissive=", 12) == 0)
		return false;
	return span_has_prefix(record->text, SPAN("avc:")) &&
	       !span_find(record->text, SPAN("tclass="));
}

bool wrapped_continues(const struct wrapped *wrapped, struct span line)
{
	static const char *const keys[] = {
		"scontext=", "tcontext=", "tclass=", "permissive="};

	if (!wrapped->count || wrapped->count >= LINES_MAX ||
	    line.length > RECORD_TEXT_MAX || !line.length)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
		if (span_has_prefix(line, span_of(keys[i])))
			return true;
	return (line.data[0] == ' ' || line.data[0] == '\t') &&
	       memchr(line.data, '=', line.length) &&
	       !span_find(line, SPAN("avc:"));
}

void wrapped_add(struct wrapped *wrapped, struct span line)
{
	if (wrapped->count) {
		text_add(&wrapped->text, " ");
		line = span_trim_left(line);
	}
	text_add_bytes(&wrapped->text, line.data, line.length);
	wrapped->count++;
}

void wrapped_reset(struct wrapped *wrapped)
{
	wrapped->count = 0;
	wrapped->text.length = 0;
}
