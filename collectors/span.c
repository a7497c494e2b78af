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

	if (span.length == 0)
		return false;
	for (size_t i = 0; i < span.length; i++) {
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

int hex_digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

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
