/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which numbers are missing in a log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/serial_watch.h"

/* As the reader of logs does it. */
static void watch(struct serial_watch *watch, const char *node, uint64_t serial)
{
	const struct record record = {.type = AUDIT_SECCOMP,
				      .has_stamp = true,
				      .serial = serial,
				      .node = span_of(node)};

	if (!serial_watch_has(watch, &record))
		serial_watch_add(watch, &record);
}

static void a_number_that_is_missing_is_counted(void **state)
{
	struct serial_watch seen = {0};
	struct serial_losses losses;

	(void)state;
	for (uint64_t serial = 1; serial <= 40; serial++)
		if (serial != 21)
			watch(&seen, NULL, serial);
	losses = serial_watch_end(&seen);
	assert_int_equal(losses.missing, 1);
	assert_int_equal(losses.gaps, 1);
}

/* Another node may begin with the number that the first one ended with. */
static void a_second_node_is_watched_from_its_first_number(void **state)
{
	struct serial_watch seen = {0};

	(void)state;
	for (uint64_t serial = 1; serial <= 7; serial++)
		watch(&seen, "a", serial);
	watch(&seen, "b", 7);
	for (uint64_t serial = 9; serial <= 30; serial++)
		watch(&seen, "b", serial);
	assert_int_equal(serial_watch_end(&seen).missing, 1);
}

static void a_line_without_a_node_is_of_a_node_of_its_own(void **state)
{
	struct serial_watch seen = {0};

	(void)state;
	watch(&seen, "a", 7);
	watch(&seen, NULL, 7);
	for (uint64_t serial = 9; serial <= 30; serial++)
		watch(&seen, NULL, serial);
	assert_int_equal(serial_watch_end(&seen).missing, 1);
}

/* Behind the largest number there is none; it would end the counting. */
static void the_largest_number_of_all_is_not_believed(void **state)
{
	struct serial_watch seen = {0};

	(void)state;
	for (uint64_t serial = 1; serial <= 40; serial++)
		if (serial != 21)
			watch(&seen, NULL, serial);
	watch(&seen, NULL, UINT64_MAX);
	assert_int_equal(serial_watch_end(&seen).missing, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_that_is_missing_is_counted),
		cmocka_unit_test(
			a_second_node_is_watched_from_its_first_number),
		cmocka_unit_test(a_line_without_a_node_is_of_a_node_of_its_own),
		cmocka_unit_test(the_largest_number_of_all_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
