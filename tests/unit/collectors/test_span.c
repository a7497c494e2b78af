/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/span.h"

static void decimals_up_to_64_bits_are_read(void **state)
{
	uint64_t number = 1;

	(void)state;
	assert_true(span_to_decimal(SPAN("18446744073709551615"), &number));
	assert_true(number == UINT64_MAX);
	assert_true(span_to_decimal(SPAN("0"), &number));
	assert_int_equal(number, 0);
}

static void numbers_past_64_bits_are_refused(void **state)
{
	uint64_t number = 7;
	int64_t negative = 7;

	(void)state;
	assert_false(span_to_decimal(SPAN("18446744073709551616"), &number));
	assert_false(span_to_decimal(SPAN("99999999999999999999"), &number));
	assert_false(span_to_hex(SPAN("10000000000000000"), &number));
	assert_false(span_to_signed(SPAN("9223372036854775808"), &negative));
	assert_int_equal(number, 7);
	assert_int_equal(negative, 7);
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {"",	" 1", "1 ", "+1",
					  "1x", "-1", "0x1"};
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_false(span_to_decimal(span_of(bad[i]), &number));
	assert_false(span_to_hex(SPAN(""), &number));
	assert_false(span_to_hex(SPAN("0x"), &number));
	assert_false(span_to_hex(SPAN("12g"), &number));
}

static void signs_and_hex_are_read(void **state)
{
	int64_t negative;
	uint64_t number;

	(void)state;
	assert_true(span_to_signed(SPAN("-13"), &negative));
	assert_int_equal(negative, -13);
	assert_true(span_to_signed(SPAN("5"), &negative));
	assert_int_equal(negative, 5);
	assert_false(span_to_signed(SPAN("-"), &negative));
	assert_true(span_to_hex(SPAN("0x7ffc0000"), &number));
	assert_int_equal(number, 0x7ffc0000);
	assert_true(span_to_hex(SPAN("ffffffffffffffff"), &number));
	assert_true(number == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_up_to_64_bits_are_read),
		cmocka_unit_test(numbers_past_64_bits_are_refused),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(signs_and_hex_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
