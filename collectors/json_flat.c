/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/json_flat.h"

static struct span skip_space(struct span text)
{
	while (text.length && (text.data[0] == ' ' || text.data[0] == '\t' ||
			       text.data[0] == '\r' || text.data[0] == '\n'))
		text = span_skip(text, 1);
	return text;
}

/* The quote that ends the string beginning after START; NULL: cut. */
static const char *string_end(const char *start, const char *end)
{
	const char *at = start;

	while (at < end && (at = memchr(at, '"', (size_t)(end - at)))) {
		const char *slash = at;

		while (slash > start && slash[-1] == '\\')
			slash--;
		if ((at - slash) % 2 == 0)
			return at;
		at++;
	}
	return NULL;
}

static bool begins_with_one_of(struct span text, char a, char b)
{
	return text.length && (text.data[0] == a || text.data[0] == b);
}

static bool take_string(struct span *text, struct span *ret)
{
	const char *end;

	if (!text->length || text->data[0] != '"')
		return false;
	end = string_end(text->data + 1, span_end(*text));
	if (!end)
		return false;
	*ret = span_between(text->data + 1, end);
	*text = span_between(end + 1, span_end(*text));
	return true;
}

/* An array or an object, by counting; strings inside are passed over. */
static bool take_nested(struct span *text, struct span *ret)
{
	const char *start = text->data, *end = span_end(*text);
	size_t depth = 0;

	for (const char *at = start; at < end; at++) {
		if (*at == '"') {
			at = string_end(at + 1, end);
			if (!at)
				return false;
		} else if (*at == '[' || *at == '{') {
			depth++;
		} else if (*at == ']' || *at == '}') {
			if (--depth)
				continue;
			*ret = span_between(start, at + 1);
			*text = span_between(at + 1, end);
			return true;
		}
	}
	return false;
}

static bool take_word(struct span *text, struct span *ret)
{
	const char *at = text->data, *end = span_end(*text);

	while (at < end && *at && !strchr(",}] \t\r\n\":[{", *at))
		at++;
	*ret = span_between(text->data, at);
	*text = span_between(at, end);
	return ret->length > 0;
}

static bool take_value(struct span *text, struct json_member *ret)
{
	if (!text->length)
		return false;
	switch (text->data[0]) {
	case '"':
		ret->kind = JSON_STRING;
		return take_string(text, &ret->value);
	case '[':
		ret->kind = JSON_ARRAY;
		return take_nested(text, &ret->value);
	case '{':
		ret->kind = JSON_OBJECT;
		return take_nested(text, &ret->value);
	default:
		ret->kind = JSON_WORD;
		return take_word(text, &ret->value);
	}
}

enum json_step json_flat_next(struct span *rest, struct json_member *ret)
{
	struct span text = skip_space(*rest);
	bool is_first = text.length && text.data[0] == '{';

	if (!is_first && !begins_with_one_of(text, ',', '}'))
		return JSON_BROKEN;
	if (!is_first && text.data[0] == '}') {
		*rest = span_skip(text, 1);
		return JSON_END;
	}
	text = skip_space(span_skip(text, 1));
	if (is_first && text.length && text.data[0] == '}') {
		*rest = span_skip(text, 1);
		return JSON_END;
	}
	if (!take_string(&text, &ret->key))
		return JSON_BROKEN;
	text = skip_space(text);
	if (!text.length || text.data[0] != ':')
		return JSON_BROKEN;
	text = skip_space(span_skip(text, 1));
	if (!take_value(&text, ret))
		return JSON_BROKEN;
	text = skip_space(text);
	/* So that a "{" can only be the first of an object. */
	if (!begins_with_one_of(text, ',', '}'))
		return JSON_BROKEN;
	*rest = text;
	return JSON_MEMBER;
}

static bool take_hex4(struct span *text, uint32_t *ret)
{
	uint32_t number = 0;

	if (text->length < 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		int digit = hex_digit_value(text->data[i]);

		if (digit < 0)
			return false;
		number = number << 4 | (uint32_t)digit;
	}
	*text = span_skip(*text, 4);
	*ret = number;
	return true;
}

static void add_utf8(struct text *out, uint32_t c)
{
	char bytes[4];
	size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = length; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(marks[length] | c);
	text_add_bytes(out, bytes, length);
}

/* What follows "\u": one unit of UTF-16, or two. */
static bool take_unicode(struct span *text, struct text *out)
{
	uint32_t c, low;

	if (!take_hex4(text, &c))
		return false;
	if (c >= 0xd800 && c < 0xdc00) {
		if (!span_has_prefix(*text, SPAN("\\u")))
			return false;
		*text = span_skip(*text, 2);
		if (!take_hex4(text, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	} else if (c >= 0xdc00 && c <= 0xdfff) {
		return false;
	}
	add_utf8(out, c);
	return true;
}

static bool take_escape(struct span *text, struct text *out)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *letter;
	char c;

	if (text->length < 2 || !text->data[1])
		return false;
	c = text->data[1];
	*text = span_skip(*text, 2);
	if (c == 'u')
		return take_unicode(text, out);
	letter = strchr(letters, c);
	if (!letter)
		return false;
	text_add_bytes(out, &bytes[letter - letters], 1);
	return true;
}

bool json_flat_string(struct span value, struct text *out)
{
	while (value.length) {
		const char *slash = memchr(value.data, '\\', value.length);
		const char *stop = slash ? slash : span_end(value);

		text_add_bytes(out, value.data, (size_t)(stop - value.data));
		value = span_between(stop, span_end(value));
		if (slash && !take_escape(&value, out))
			return false;
	}
	return true;
}

bool json_flat_bytes(struct span value, struct text *out)
{
	struct span word;
	uint64_t number;

	value = skip_space(span_skip(value, 1)); /* "[" */
	while (value.length && value.data[0] != ']') {
		char byte;

		if (!take_word(&value, &word) ||
		    !span_to_decimal(word, &number) || number > 255)
			return false;
		byte = (char)number;
		text_add_bytes(out, &byte, 1);
		value = skip_space(value);
		if (value.length && value.data[0] == ',')
			value = skip_space(span_skip(value, 1));
	}
	return value.length == 1;
}
