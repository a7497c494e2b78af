/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PRINTABLE_BUFFERS 8
#define PRINTABLE_LENGTH  512

void text_done(struct text *text)
{
	free(text->data);
	*text = (struct text){0};
}

/* Room for MORE bytes and a NUL. */
static bool text_reserve(struct text *text, size_t more)
{
	size_t wanted = text->length + more + 1;
	size_t capacity = text->capacity ? text->capacity : 64;
	char *data;

	if (text->failed)
		return false;
	if (more > SIZE_MAX / 4 || wanted > SIZE_MAX / 4) {
		text->failed = true;
		return false;
	}
	if (wanted <= text->capacity)
		return true;
	while (capacity < wanted)
		capacity *= 2;
	data = realloc(text->data, capacity);
	if (!data) {
		text->failed = true;
		return false;
	}
	text->data = data;
	text->capacity = capacity;
	return true;
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
	if (!text_reserve(text, length))
		return;
	if (length)
		memcpy(text->data + text->length, bytes, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_addf(struct text *text, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		text->failed = true;
	if (length < 0 || !text_reserve(text, (size_t)length))
		return;
	va_start(args, format);
	vsnprintf(text->data + text->length, (size_t)length + 1, format, args);
	va_end(args);
	text->length += (size_t)length;
}

const char *text_string(const struct text *text)
{
	return text->data ? text->data : "";
}

char *text_take(struct text *text)
{
	char *data = text->failed ? NULL : TAKE(text->data);

	if (!data && !text->failed)
		data = strdup("");
	text_done(text);
	return data;
}

/*
 * Length of the well-formed UTF-8 sequence at S (LENGTH bytes left), 0 when
 * there is none: stray or overlong bytes, surrogates, past U+10FFFF.
 */
static size_t utf8_decode(const unsigned char *s, size_t length,
			  uint32_t *ret_code)
{
	size_t n;
	uint32_t code;

	if (s[0] < 0x80)
		n = 1, code = s[0];
	else if (s[0] >= 0xc2 && s[0] <= 0xdf)
		n = 2, code = s[0] & 0x1fu;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		n = 3, code = s[0] & 0x0fu;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		n = 4, code = s[0] & 0x07u;
	else
		return 0;
	if (n > length)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3fu);
	}
	if ((n == 3 && code < 0x800) || (n == 4 && code < 0x10000) ||
	    code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return n;
}

/*
 * The same, and 0 also for a C1 control (U+0080 to U+009F), which terminals
 * obey, and for marks that reorder or hide text: bidi controls, zero width,
 * line and paragraph separators, the byte order mark, tags.
 */
static size_t utf8_sequence(const unsigned char *s, size_t length)
{
	uint32_t code = 0;
	size_t n = utf8_decode(s, length, &code);

	if ((code >= 0x80 && code <= 0x9f) || code == 0x061c ||
	    (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
	    (code >= 0xe0000 && code <= 0xe007f))
		return 0;
	return n;
}

bool text_is_document(const char *text, size_t length, size_t *ret_at)
{
	const unsigned char *s = (const unsigned char *)text;

	for (size_t i = 0; i < length;) {
		uint32_t code = 0;
		size_t n = utf8_decode(s + i, length - i, &code);

		*ret_at = i;
		if (!n || code == 0x7f ||
		    (code < 0x20 && !(s[i] >= '\t' && s[i] <= '\r')))
			return false;
		i += n;
	}
	return true;
}

/* Add SOURCE to OUT with all that could act on a terminal as \xHH. */
static void text_add_clean(struct text *out, const char *source, size_t length)
{
	const unsigned char *s = (const unsigned char *)source;

	for (size_t i = 0; i < length;) {
		size_t n = utf8_sequence(s + i, length - i);

		if (n && s[i] >= 0x20 && s[i] != 0x7f) {
			text_add_bytes(out, source + i, n);
			i += n;
		} else {
			text_addf(out, "\\x%02X", s[i]);
			i++;
		}
	}
}

char *text_sanitize(const char *source, size_t length)
{
	struct text out = {0};

	text_add_clean(&out, source, length);
	return text_take(&out);
}

const char *printable(const char *string)
{
	static char buffers[PRINTABLE_BUFFERS][PRINTABLE_LENGTH];
	static unsigned int next;
	char *buffer = buffers[next++ % PRINTABLE_BUFFERS];
	struct text clean AUTO_TEXT = {0};
	size_t length;

	if (!string)
		return "(none)";
	text_add_clean(&clean, string, strnlen(string, PRINTABLE_LENGTH));
	length = clean.length;
	if (length < PRINTABLE_LENGTH) {
		memcpy(buffer, text_string(&clean), length + 1);
		return buffer;
	}
	length = PRINTABLE_LENGTH - 4;
	while (length && (clean.data[length] & 0xc0) == 0x80)
		length--; /* never half a character */
	memcpy(buffer, clean.data, length);
	memcpy(buffer + length, "...", 4);
	return buffer;
}

bool parse_decimal(const char *string, uint64_t max, uint64_t *ret)
{
	uint64_t value = 0;

	if (!*string)
		return false;
	for (; *string; string++) {
		uint64_t digit = (uint64_t)(*string - '0');

		if (*string < '0' || *string > '9' ||
		    value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	if (value > max)
		return false;
	*ret = value;
	return true;
}

/* The decimal number at *CURSOR, moved behind it. */
static bool take_number(const char **cursor, uint64_t max, uint64_t *ret)
{
	uint64_t value = 0;
	const char *s = *cursor;

	for (; *s >= '0' && *s <= '9'; s++) {
		value = value * 10 + (uint64_t)(*s - '0');
		if (value > max)
			return false;
	}
	if (s == *cursor)
		return false;
	*cursor = s;
	*ret = value;
	return true;
}

bool parse_duration(const char *string, uint64_t *ret_ms)
{
	static const struct {
		const char *suffix;
		uint64_t ms;
	} units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
	const uint64_t max = UINT64_C(30) * 24 * 3600000;
	uint64_t total = 0, value;
	bool is_first = true;

	do {
		uint64_t unit = 0;

		if (!take_number(&string, max, &value))
			return false;
		for (size_t i = 0; !unit && i < ARRAY_LENGTH(units); i++)
			if (has_prefix(string, units[i].suffix, &string))
				unit = units[i].ms;
		if (!unit && (*string || !is_first))
			return false;
		is_first = false;
		total += value * (unit ? unit : 1000);
		if (total > max)
			return false;
	} while (*string);
	*ret_ms = total;
	return true;
}

bool parse_size(const char *string, uint64_t *ret_bytes)
{
	uint64_t value;
	unsigned int shift = 0;

	if (!take_number(&string, UINT64_C(1) << 40, &value))
		return false;
	if (*string == 'K' || *string == 'k')
		shift = 10;
	else if (*string == 'M' || *string == 'm')
		shift = 20;
	else if (*string == 'G' || *string == 'g')
		shift = 30;
	if (shift)
		string++;
	if (*string || value > UINT64_MAX >> shift)
		return false;
	*ret_bytes = value << shift;
	return true;
}

bool has_prefix(const char *string, const char *prefix, const char **ret_rest)
{
	size_t length = strlen(prefix);

	if (strncmp(string, prefix, length) != 0)
		return false;
	if (ret_rest)
		*ret_rest = string + length;
	return true;
}

bool words_have(const char *words, const char *word)
{
	size_t length = strlen(word);

	while (*words) {
		size_t next = strcspn(words, " ");

		if (next == length && memcmp(words, word, length) == 0)
			return length > 0;
		words += next;
		words += strspn(words, " ");
	}
	return false;
}

bool is_same_string(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

char *duplicate_string(const char *string)
{
	return string ? strdup(string) : NULL;
}
