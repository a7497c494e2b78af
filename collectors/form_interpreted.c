/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ausearch -i: "audit(11/22/26 00:34:00.123:7) : avc:  denied ...". Source:
   src/ausearch-report.c of audit-userspace. */
#include "collectors/interpreted.h"

#include "collectors/form.h"

/* The last date is remembered: records come in swarms. */
static bool date_to_seconds(struct form_state *state, struct span date,
			    uint64_t *ret)
{
	struct span last = {state->date, state->date_length};

	if (!date.length || date.length > sizeof(state->date))
		return false;
	if (!span_equals(last, date)) {
		if (!interpreted_date(date, &state->date_seconds))
			return false;
		memcpy(state->date, date.data, date.length);
		state->date_length = date.length;
	}
	*ret = state->date_seconds;
	return true;
}

/* "DATE TIME.123:7)" at TEXT's start, cut off with the colon behind it. */
static bool take_stamp(struct span *text, struct form_state *state,
		       struct record *record)
{
	const char *end =
		text->length ? memchr(text->data, ')', text->length) : NULL;
	struct span stamp, part;
	const char *colon, *dot;
	uint64_t milliseconds;

	if (!end)
		return false;
	stamp = span_between(text->data, end);
	colon = stamp.length ? memrchr(stamp.data, ':', stamp.length) : NULL;
	dot = colon ? memrchr(stamp.data, '.', (size_t)(colon - stamp.data))
		    : NULL;
	if (!dot || colon - dot != 4)
		return false;
	part = span_between(colon + 1, end);
	if (!span_to_decimal(part, &record->serial) ||
	    !span_to_decimal(span_between(dot + 1, colon), &milliseconds) ||
	    !date_to_seconds(state, span_between(stamp.data, dot),
			     &record->seconds))
		return false;
	record->milliseconds = (uint32_t)milliseconds;
	record->has_stamp = true;
	*text = span_trim_left(span_between(end + 1, span_end(*text)));
	return true;
}

enum record_result form_interpreted_parse(struct span text,
					  const struct record *known,
					  struct form_state *state,
					  struct record *ret)
{
	struct record record = {.type = known->type, .node = known->node};
	enum record_result result;

	text = span_skip(text, 6); /* "audit(" */
	if (!take_stamp(&text, state, &record))
		return RECORD_BAD_STAMP;
	if (!text.length || text.data[0] != ':')
		return RECORD_CUT;
	state->raw.length = 0;
	result = interpreted_to_raw(span_skip(text, 1), &state->raw);
	if (result != RECORD_OK)
		return result;
	record.text = (struct span){state->raw.data, state->raw.length};
	return record_take(&record, ret);
}
