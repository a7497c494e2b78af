/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/serial_unwrap.h"

#define ROUND (1ull << 32)

static void serials_go_on_where_the_kernels_begin_again(void **state)
{
	struct serial_unwrap unwrap = {0};

	(void)state;
	assert_int_equal(serial_unwrap(&unwrap, UINT32_MAX - 1), 2 * ROUND - 2);
	assert_int_equal(serial_unwrap(&unwrap, UINT32_MAX), 2 * ROUND - 1);
	assert_int_equal(serial_unwrap(&unwrap, 1), 2 * ROUND + 1);
	assert_int_equal(serial_unwrap(&unwrap, 5), 2 * ROUND + 5);
}

static void a_straggler_is_of_the_round_before(void **state)
{
	struct serial_unwrap unwrap = {0};

	(void)state;
	serial_unwrap(&unwrap, UINT32_MAX - 1);
	serial_unwrap(&unwrap, 3);
	assert_int_equal(serial_unwrap(&unwrap, UINT32_MAX), 2 * ROUND - 1);
	assert_int_equal(serial_unwrap(&unwrap, 2), 2 * ROUND + 2);
}

static void what_comes_before_the_first_is_less(void **state)
{
	struct serial_unwrap unwrap = {0};
	uint64_t first = serial_unwrap(&unwrap, 7);

	(void)state;
	assert_int_equal(serial_unwrap(&unwrap, 6), first - 1);
	assert_int_equal(serial_unwrap(&unwrap, UINT32_MAX), first - 8);
	assert_int_equal(serial_unwrap(&unwrap, 7), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(serials_go_on_where_the_kernels_begin_again),
		cmocka_unit_test(a_straggler_is_of_the_round_before),
		cmocka_unit_test(what_comes_before_the_first_is_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
