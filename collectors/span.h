/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/span.h - a piece of text that somebody else owns, and the small
 * questions asked of it. Not NUL-terminated; an absent one is all zero.
 */

#ifndef WHITTLE_COLLECTORS_SPAN_H
#define WHITTLE_COLLECTORS_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "profile/attributes.h"

struct span {
	const char *data;
	size_t length;
};

/* The span of a string literal, in an expression and in an initializer. */
#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
#define SPAN_INIT(literal)                                                     \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

static inline struct span span_of(const char *string)
{
	return (struct span){string, string ? strlen(string) : 0};
}

static inline struct span span_between(const char *start, const char *end)
{
	return (struct span){start, (size_t)(end - start)};
}

static inline const char *span_end(struct span span)
{
	return span.data ? span.data + span.length : NULL;
}

static inline bool span_equals(struct span a, struct span b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool span_is(struct span span, const char *string)
{
	return span_equals(span, span_of(string));
}

static inline bool span_has_prefix(struct span span, struct span prefix)
{
	return span.length >= prefix.length &&
	       memcmp(span.data, prefix.data, prefix.length) == 0;
}

/* The span without its first LENGTH bytes (at most all). */
static inline struct span span_skip(struct span span, size_t length)
{
	if (length > span.length)
		length = span.length;
	return (struct span){span.data + length, span.length - length};
}

static inline struct span span_trim_left(struct span span)
{
	while (span.length && (span.data[0] == ' ' || span.data[0] == '\t'))
		span = span_skip(span, 1);
	return span;
}

/*
 * Where NEEDLE first stands in SPAN, or NULL.
 */
const char *span_find(struct span span, struct span needle);

/*
 * The number that is the whole of SPAN. False when it is none, is empty, or
 * is past 64 bits; *RET is written on success only.
 */
MUST_CHECK bool span_to_decimal(struct span span, uint64_t *ret);
MUST_CHECK bool span_to_signed(struct span span, int64_t *ret);
/* Hexadecimal, with or without "0x". */
MUST_CHECK bool span_to_hex(struct span span, uint64_t *ret);

/* One more than a hexadecimal digit's value, 0 for what is no digit. */
extern const uint8_t hex_digits[256];

/* The value of a hexadecimal digit, or -1. */
static inline int hex_digit_value(char digit)
{
	return hex_digits[(unsigned char)digit] - 1;
}

#endif
