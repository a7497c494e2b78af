/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/interpreted.h"

#include <stdio.h>
#include <time.h>

#include "collectors/interpreted_value.h"

/* Every key that may stand in the records that are read: where one of them
   begins, the value before it ends. */
static const char *const keys[] = {
	"a0",	      "a1",	     "a2",	   "a3",	 "arch",
	"auid",	      "cap_fe",	     "cap_fi",	   "cap_fp",	 "cap_fver",
	"capability", "code",	     "comm",	   "compat",	 "cwd",
	"dev",	      "egid",	     "euid",	   "exe",	 "exit",
	"fsgid",      "fsuid",	     "gid",	   "ino",	 "inode",
	"ip",	      "item",	     "items",	   "key",	 "mode",
	"name",	      "nametype",    "newcontext", "obj",	 "objtype",
	"old-auid",   "old-ses",     "oldcontext", "op",	 "ouid",
	"ogid",	      "path",	     "per",	   "permissive", "pid",
	"ppid",	      "rdev",	     "res",	   "scontext",	 "seresult",
	"ses",	      "sgid",	     "sig",	   "subj",	 "success",
	"suid",	      "syscall",     "tclass",	   "tcontext",	 "tty",
	"uid",	      "taskcontext", "seperms",	   "ioctlcmd",	 "cap_frootid",
};

#define KEY_COUNT ARRAY_LENGTH(keys)

/* The key that WORD begins with, KEY_COUNT when it is none. */
static size_t key_of(struct span word)
{
	const char *equals =
		word.length ? memchr(word.data, '=', word.length) : NULL;

	if (!equals)
		return KEY_COUNT;
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (span_is(span_between(word.data, equals), keys[i]))
			return i;
	return KEY_COUNT;
}

static struct span word_at(struct span text)
{
	const char *end =
		text.length ? memchr(text.data, ' ', text.length) : NULL;

	return end ? span_between(text.data, end) : text;
}

/* The value that TEXT begins with: up to the next key's word. */
static struct span value_at(struct span text)
{
	struct span rest = text;

	while (rest.length) {
		struct span word = word_at(rest);

		if (rest.data != text.data && key_of(word) < KEY_COUNT)
			break;
		rest = span_skip(rest, word.length);
		while (rest.length && rest.data[0] == ' ')
			rest = span_skip(rest, 1);
	}
	text = span_between(text.data, rest.data);
	while (text.length && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}

/* "avc:  denied  { read } for" has no fields and stays as it is. */
static struct span take_head(struct span text, struct text *out)
{
	const char *end = span_find(text, SPAN("} for "));

	if (!span_has_prefix(text, SPAN("avc:")) || !end)
		return text;
	text_add_bytes(out, text.data, (size_t)(end + 6 - text.data));
	return span_between(end + 6, span_end(text));
}

enum record_result interpreted_to_raw(struct span text, struct text *out)
{
	bool seen[KEY_COUNT] = {false};
	struct interpreted_call call = {0};

	if (text.length > RECORD_TEXT_MAX)
		return RECORD_TOO_LONG;
	text = take_head(span_trim_left(text), out);
	while ((text = span_trim_left(text)).length) {
		struct span word = word_at(text), value;
		size_t key = key_of(word);

		if (key == KEY_COUNT) {
			text = span_skip(text, word.length);
			continue;
		}
		if (seen[key])
			return RECORD_TWICE;
		seen[key] = true;
		text = span_skip(text, strlen(keys[key]) + 1);
		value = value_at(text);
		text = span_skip(text, value.length);
		interpreted_value(keys[key], value, &call, out);
	}
	return RECORD_OK;
}

struct day_part {
	int number;
	size_t digits;
	char next; /* the byte behind it, 0: none */
};

/* The digits at TEXT's start and what stands behind them, cut off. */
static bool take_day_part(struct span *text, struct day_part *ret)
{
	size_t digits = 0, between = 0;
	int number = 0;

	while (digits < text->length && text->data[digits] >= '0' &&
	       text->data[digits] <= '9' && digits < 5)
		number = number * 10 + text->data[digits++] - '0';
	*text = span_skip(*text, digits);
	*ret = (struct day_part){number, digits,
				 text->length ? text->data[0] : '\0'};
	/* "/", "-", ". ", the characters for year, month, day. */
	while (between < text->length &&
	       (text->data[between] < '0' || text->data[between] > '9'))
		between++;
	*text = span_skip(*text, between);
	return digits > 0 && digits < 5 && between < 6;
}

/*
 * Three numbers and what stands between them, as a locale has it. Of two
 * digits first is the day, but before a slash, where it is not more than 12,
 * the month.
 */
static bool parse_day(struct span text, int *year, int *month, int *day)
{
	struct day_part parts[3];

	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
		if (!take_day_part(&text, &parts[i]))
			return false;
	if (text.length)
		return false;
	if (parts[0].digits == 4)
		*year = parts[0].number, *month = parts[1].number,
		*day = parts[2].number;
	else if (parts[0].next == '/' && parts[0].number <= 12)
		*year = parts[2].number, *month = parts[0].number,
		*day = parts[1].number;
	else
		*year = parts[2].number, *month = parts[1].number,
		*day = parts[0].number;
	if (*year < 100)
		*year += 2000;
	return *year >= 1970 && *year < 10000 && *month >= 1 && *month <= 12 &&
	       *day >= 1 && *day <= 31;
}

bool interpreted_date(struct span text, uint64_t *ret)
{
	/* A date may have spaces, a time has none. */
	const char *space =
		text.length ? memrchr(text.data, ' ', text.length) : NULL;
	struct span day, hours;
	struct tm tm = {.tm_isdst = -1};
	char copy[16];
	int length = 0;
	time_t seconds;

	if (!space)
		return false;
	day = span_between(text.data, space);
	hours = span_between(space + 1, span_end(text));
	if (hours.length >= sizeof(copy) ||
	    !parse_day(day, &tm.tm_year, &tm.tm_mon, &tm.tm_mday))
		return false;
	memcpy(copy, hours.data, hours.length);
	copy[hours.length] = '\0';
	if (sscanf(copy, "%2d:%2d:%2d%n", &tm.tm_hour, &tm.tm_min, &tm.tm_sec,
		   &length) != 3 ||
	    (size_t)length != hours.length || tm.tm_hour < 0 || tm.tm_min < 0 ||
	    tm.tm_sec < 0)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	seconds = mktime(&tm);
	if (seconds < 0)
		return false;
	*ret = (uint64_t)seconds;
	return true;
}
