/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/span.h"

const char *span_find(struct span span, struct span needle)
{
	if (!span.length)
		return NULL;
	return memmem(span.data, span.length, needle.data, needle.length);
}

bool span_to_decimal(struct span span, uint64_t *ret)
{
	uint64_t number = 0;

	size_t usual = span.length < 19 ? span.length : 19, i = 0;

	if (span.length == 0)
		return false;
	/* Nineteen digits always fit. */
	for (; i < usual; i++) {
		unsigned int digit = (unsigned char)span.data[i] - '0';

		if (digit > 9)
			return false;
		number = number * 10 + digit;
	}
	for (; i < span.length; i++) {
		unsigned int digit = (unsigned char)span.data[i] - '0';

		if (digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, digit, &number))
			return false;
	}
	*ret = number;
	return true;
}

bool span_to_signed(struct span span, int64_t *ret)
{
	bool is_negative = span.length && span.data[0] == '-';
	uint64_t number;

	if (!span_to_decimal(span_skip(span, is_negative), &number) ||
	    number > (uint64_t)INT64_MAX)
		return false;
	*ret = is_negative ? -(int64_t)number : (int64_t)number;
	return true;
}

const uint8_t hex_digits[256] = {
	['0'] = 1,  ['1'] = 2,	['2'] = 3,  ['3'] = 4,	['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,	['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11, ['B'] = 12,
	['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool span_to_hex(struct span span, uint64_t *ret)
{
	uint64_t number = 0;

	if (span_has_prefix(span, SPAN("0x")))
		span = span_skip(span, 2);
	if (span.length == 0)
		return false;
	for (size_t i = 0; i < span.length; i++) {
		int digit = hex_digit_value(span.data[i]);

		if (digit < 0 || number >> 60)
			return false;
		number = number << 4 | (unsigned int)digit;
	}
	*ret = number;
	return true;
}
