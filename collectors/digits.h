/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/digits.h - numbers in text, eight bytes at a time. A line of a
 * log holds four to ten numbers; byte by byte they are a good part of what it
 * costs to read it.
 */

#ifndef WHITTLE_COLLECTORS_DIGITS_H
#define WHITTLE_COLLECTORS_DIGITS_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EACH_BYTE(byte) (0x0101010101010101u * (byte))

/* The eight bytes at AT, the first one lowest. */
static inline uint64_t digits_word(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return le64toh(word);
}

/* The highest bit of each byte of WORD that is no decimal digit. */
static inline uint64_t digits_others(uint64_t word)
{
	uint64_t value = word ^ EACH_BYTE('0');

	return (((value & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f - 9)) | value) &
	       EACH_BYTE(0x80);
}

/* The same of what is neither that nor "a" to "f". */
static inline uint64_t digits_no_hex(uint64_t word)
{
	uint64_t value = word ^ EACH_BYTE(0x60); /* "a" is 1 */
	uint64_t above =
		((value & EACH_BYTE(0x7f)) + EACH_BYTE(0x7f - 6)) | value;
	uint64_t zero = ~((value | EACH_BYTE(0x80)) - EACH_BYTE(1));

	return digits_others(word) & (above | zero);
}

/* The number that eight digits are: bytes to pairs, to fours, to all. */
static inline uint64_t digits_value(uint64_t word)
{
	word &= EACH_BYTE(0x0f);
	word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ffu;
	word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffffu;
	return (word * 10000 + (word >> 32)) & 0xffffffffu;
}

/*
 * What is behind the decimal digits at AT. *RET is their number if they are
 * at most nineteen.
 */
static inline const char *digits_read(const char *at, const char *end,
				      uint64_t *ret)
{
	uint64_t number = 0;

	if (end - at >= 8) {
		uint64_t word = digits_word(at), others = digits_others(word);
		int count = others ? __builtin_ctzll(others) / 8 : 8;

		if (count)
			number = digits_value(word << (64 - 8 * count));
		at += count;
		if (count < 8)
			end = at;
	}
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (unsigned int)(*at - '0');
	*ret = number;
	return at;
}

/* Are the bytes from AT on digits, or "a" to "f"? */
static inline bool digits_are_hex(const char *at, const char *end)
{
	for (; end - at > 8; at += 8) {
		if (digits_no_hex(digits_word(at)))
			return false;
		/* The last eight, of which some were looked at. */
		if (end - at < 16)
			return !digits_no_hex(digits_word(end - 8));
	}
	for (; at < end; at++)
		if (!(*at >= '0' && *at <= '9') && !(*at >= 'a' && *at <= 'f'))
			return false;
	return true;
}

#endif
