/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/text.h - strings: growing, escaping, parsing numbers. */

#ifndef WHITTLE_PROFILE_TEXT_H
#define WHITTLE_PROFILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/attributes.h"

/*
 * A growing string. All zero is empty and ready. Once memory ran out, FAILED
 * is set and later additions do nothing: check it once, at the end.
 */
struct text {
	char *data; /* NUL-terminated when not NULL */
	size_t length;
	size_t capacity;
	bool failed;
};

void text_done(struct text *text);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
PRINTF(2, 3) void text_addf(struct text *text, const char *format, ...);
/* The string so far, "" if none. Borrowed until the next addition. */
const char *text_string(const struct text *text);
/* Give the string away (free with free()); NULL when memory ran out. */
char *text_take(struct text *text);

#define AUTO_TEXT CLEANUP(text_done)

/*
 * STRING with control bytes, escape sequences and bytes that are not UTF-8
 * written as \xHH, cut to a few hundred bytes: fit for a terminal. The result
 * lies in one of eight rotating static buffers: for messages, not for data.
 */
const char *printable(const char *string);

/*
 * Make SOURCE fit for JSON and for a terminal: valid UTF-8 without control
 * bytes; each other byte becomes \xHH. Returns heap memory or NULL.
 */
char *text_sanitize(const char *source, size_t length);

/*
 * TEXT is UTF-8 without control bytes but for blanks and line ends, as a
 * document that people write. Else *RET_AT is the place of the first other
 * byte.
 */
MUST_CHECK bool text_is_document(const char *text, size_t length,
				 size_t *ret_at);

/* Unsigned decimal (whole string, no sign, no space). False when not one. */
MUST_CHECK bool parse_decimal(const char *string, uint64_t max, uint64_t *ret);

/*
 * A duration: "90", "90s", "500ms", "2m", "1h", "1m30s" in milliseconds.
 * False when not one, or when longer than 30 days.
 */
MUST_CHECK bool parse_duration(const char *string, uint64_t *ret_ms);

/* A size: "65536", "64K", "8M", "1G" (powers of 1,024) in bytes. */
MUST_CHECK bool parse_size(const char *string, uint64_t *ret_bytes);

/* True when STRING begins with PREFIX; *RET_REST (may be NULL) follows it. */
bool has_prefix(const char *string, const char *prefix, const char **ret_rest);

/* WORD stands in WORDS, which have blanks between them. */
bool words_have(const char *words, const char *word);

bool is_same_string(const char *a, const char *b); /* NULL equals NULL only */

/* strdup that takes NULL and gives NULL for it. */
char *duplicate_string(const char *string);

#endif
