/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "collectors/tally.h"

#define KEYS 100u

static void add(struct tally *tally, uint32_t number)
{
	const struct tally_key key = {.number = number};

	assert_non_null(tally_add(tally, &key, 1, KEYS));
}

/* Also when it has grown, been emptied, and a key came again. */
static void keys_are_in_the_order_in_which_they_came(void **state)
{
	struct tally tally = {0};
	const struct tally_slot **slots;

	(void)state;
	add(&tally, 4711);
	tally_reset(&tally);
	for (uint32_t i = 0; i < KEYS; i++) {
		add(&tally, i * 7919 % 1009);
		add(&tally, 0);
	}
	assert_int_equal(tally.used, KEYS);
	slots = tally_ordered(&tally);
	for (uint32_t i = 0; i < KEYS; i++) {
		assert_int_equal(slots[i]->key.number, i * 7919 % 1009);
		assert_int_equal(slots[i]->count, i ? 1 : KEYS + 1);
	}
	free(slots);
	tally_done(&tally);
}

static void nothing_has_no_order(void **state)
{
	const struct tally tally = {0};
	const struct tally_slot **slots = tally_ordered(&tally);

	(void)state;
	assert_non_null(slots);
	free(slots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_in_the_order_in_which_they_came),
		cmocka_unit_test(nothing_has_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
