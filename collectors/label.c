/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/label.h"

#include <fnmatch.h>
#include <stdio.h>

#define CATEGORY_MAX 1023u

/* A level's sensitivity and categories. */
struct level {
	struct span sensitivity;
	uint64_t categories[(CATEGORY_MAX + 1) / 64];
	bool has_categories;
};

/* The text up to the first ':' (cut off *REST with it). */
static struct span take_part(struct span *rest)
{
	const char *colon =
		rest->length ? memchr(rest->data, ':', rest->length) : NULL;
	struct span part = *rest;

	if (!colon) {
		*rest = span_skip(*rest, rest->length);
		return part;
	}
	part = span_between(rest->data, colon);
	*rest = span_skip(*rest, part.length + 1);
	return part;
}

/* A name; WITH_GLOB: or a pattern of names. */
static bool is_identifier(struct span part, bool with_glob)
{
	for (size_t i = 0; i < part.length; i++) {
		char c = part.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '_' || c == '-' ||
		      c == '.' || (with_glob && (c == '*' || c == '?'))))
			return false;
	}
	return part.length > 0;
}

static bool parse_parts(struct span text, bool with_glob, struct label *ret)
{
	struct label label;

	if (text.length >= LABEL_MAX)
		return false;
	label.user = take_part(&text);
	label.role = take_part(&text);
	label.type = take_part(&text);
	label.level = text;
	if (!is_identifier(label.user, with_glob) ||
	    !is_identifier(label.role, with_glob) ||
	    !is_identifier(label.type, with_glob))
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] <= ' ' || text.data[i] == '"' ||
		    text.data[i] == 0x7f)
			return false;
	*ret = label;
	return true;
}

bool label_parse(struct span text, struct label *ret)
{
	return parse_parts(text, false, ret);
}

bool label_pattern_parse(struct span text, struct label *ret)
{
	return parse_parts(text, true, ret);
}

/* "c12" as a number. */
static bool parse_category(struct span text, uint64_t *ret)
{
	return text.length > 1 && text.data[0] == 'c' &&
	       span_to_decimal(span_skip(text, 1), ret) && *ret <= CATEGORY_MAX;
}

/* "c1" or "c1.c4" into LEVEL. */
static bool add_categories(struct level *level, struct span item)
{
	const char *dot =
		item.length ? memchr(item.data, '.', item.length) : NULL;
	struct span first = dot ? span_between(item.data, dot) : item;
	struct span last = dot ? span_between(dot + 1, span_end(item)) : item;
	uint64_t from, to;

	if (!parse_category(first, &from) || !parse_category(last, &to) ||
	    from > to)
		return false;
	for (; from <= to; from++)
		level->categories[from / 64] |= (uint64_t)1 << (from % 64);
	level->has_categories = true;
	return true;
}

static bool parse_level(struct span text, struct level *ret)
{
	*ret = (struct level){.sensitivity = take_part(&text)};
	if (!is_identifier(ret->sensitivity, false))
		return false;
	while (text.length) {
		const char *comma = memchr(text.data, ',', text.length);
		const char *end = comma ? comma : span_end(text);

		if (!add_categories(ret, span_between(text.data, end)))
			return false;
		text = span_skip(text,
				 (size_t)(end - text.data) + (comma != NULL));
	}
	return true;
}

struct writer {
	char *at;
	char *end;
	bool failed;
};

static void put(struct writer *writer, struct span span)
{
	if (span.length >= (size_t)(writer->end - writer->at)) {
		writer->failed = true;
		return;
	}
	memcpy(writer->at, span.data, span.length);
	writer->at += span.length;
	*writer->at = '\0';
}

static void put_category(struct writer *writer, char before, unsigned int c)
{
	char text[8];
	int length = snprintf(text, sizeof(text), "%cc%u", before, c);

	put(writer, (struct span){text, (size_t)length});
}

static bool has_category(const struct level *level, unsigned int c)
{
	return c <= CATEGORY_MAX && level->categories[c / 64] >> (c % 64) & 1;
}

/* As the kernel does it: three and more in a row become a range. */
static void put_level(struct writer *writer, const struct level *level)
{
	char before = ':';

	put(writer, level->sensitivity);
	for (unsigned int c = 0; c <= CATEGORY_MAX; c++) {
		unsigned int first = c;

		if (!has_category(level, c))
			continue;
		while (has_category(level, c + 1))
			c++;
		put_category(writer, before, first);
		if (c > first)
			put_category(writer, c - first > 1 ? '.' : ',', c);
		before = ',';
	}
}

static bool is_same_level(const struct level *a, const struct level *b)
{
	return span_equals(a->sensitivity, b->sensitivity) &&
	       memcmp(a->categories, b->categories, sizeof(a->categories)) == 0;
}

static void put_range(struct writer *writer, struct span text)
{
	const char *dash =
		text.length ? memchr(text.data, '-', text.length) : NULL;
	struct span low_text = dash ? span_between(text.data, dash) : text;
	struct span high_text =
		dash ? span_between(dash + 1, span_end(text)) : text;
	struct level low, high;

	if (!parse_level(low_text, &low) || !parse_level(high_text, &high)) {
		put(writer, text);
		return;
	}
	put_level(writer, &low);
	if (is_same_level(&low, &high))
		return;
	put(writer, SPAN("-"));
	put_level(writer, &high);
}

bool label_pattern_canonical(struct span text, char *buffer)
{
	struct writer writer = {buffer, buffer + LABEL_MAX, false};
	struct label label;

	if (!label_pattern_parse(text, &label))
		return false;
	put(&writer, span_between(label.user.data, span_end(label.type)));
	if (label.level.length) {
		put(&writer, SPAN(":"));
		put_range(&writer, label.level);
	}
	return !writer.failed;
}

bool label_canonical(struct span text, char *buffer)
{
	struct label label;

	return label_parse(text, &label) &&
	       label_pattern_canonical(text, buffer);
}

bool label_level_is_private(struct span level)
{
	const char *dash =
		level.length ? memchr(level.data, '-', level.length) : NULL;

	if (dash)
		level = span_between(level.data, dash);
	return level.length && memchr(level.data, ':', level.length);
}

/* Is PART what the PATTERN, with "*" and "?", describes? */
static bool part_matches(struct span part, struct span pattern)
{
	char text[LABEL_MAX], glob[LABEL_MAX];

	if (!memchr(pattern.data, '*', pattern.length) &&
	    !memchr(pattern.data, '?', pattern.length))
		return span_equals(part, pattern);
	if (part.length >= sizeof(text) || pattern.length >= sizeof(glob))
		return false;
	memcpy(text, part.data, part.length);
	text[part.length] = '\0';
	memcpy(glob, pattern.data, pattern.length);
	glob[pattern.length] = '\0';
	return fnmatch(glob, text, FNM_NOESCAPE) == 0;
}

bool label_matches(const struct label *label, const struct label *pattern)
{
	return part_matches(label->user, pattern->user) &&
	       part_matches(label->role, pattern->role) &&
	       part_matches(label->type, pattern->type) &&
	       (pattern->level.length == 0 ||
		part_matches(label->level, pattern->level));
}
