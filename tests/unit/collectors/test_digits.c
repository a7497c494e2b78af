/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Eight bytes at a time says what one by one would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/digits.h"

#define LENGTH_MAX 19

static bool is_hex(unsigned int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static void hex_is_told_from_all_else_in_each_place(void **state)
{
	char text[LENGTH_MAX];

	(void)state;
	for (size_t length = 1; length <= LENGTH_MAX; length++) {
		memset(text, 'a', sizeof(text));
		for (size_t place = 0; place < length; place++) {
			for (unsigned int c = 0; c < 256; c++) {
				text[place] = (char)c;
				assert_int_equal(
					digits_are_hex(text, text + length),
					is_hex(c));
			}
			text[place] = place % 2 ? '0' : 'f';
		}
	}
}

/* One digit after the other. */
static const char *read_slowly(const char *at, const char *end, uint64_t *ret)
{
	*ret = 0;
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		*ret = *ret * 10 + (unsigned int)(*at - '0');
	return at;
}

static void a_number_ends_where_its_digits_end(void **state)
{
	char text[LENGTH_MAX];
	uint64_t number, slow;

	(void)state;
	for (size_t length = 1; length <= LENGTH_MAX; length++) {
		for (size_t i = 0; i < length; i++)
			text[i] = (char)('0' + (i * 7 + length) % 10);
		for (size_t place = 0; place < length; place++) {
			char before = text[place];

			for (unsigned int c = 0; c < 256; c++) {
				text[place] = (char)c;
				assert_ptr_equal(
					digits_read(text, text + length,
						    &number),
					read_slowly(text, text + length,
						    &slow));
				assert_true(number == slow);
			}
			text[place] = before;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hex_is_told_from_all_else_in_each_place),
		cmocka_unit_test(a_number_ends_where_its_digits_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
