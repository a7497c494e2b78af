/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <string.h>

#include "profile/ddmin.h"

/* Works when all of ALL and one of ANY (if any) are kept. */
struct oracle {
	unsigned long long all, any;
	unsigned int asked, limit;
};

static unsigned long long bits_of(const bool *keep, size_t count)
{
	unsigned long long bits = 0;

	for (size_t i = 0; i < count; i++)
		bits |= (unsigned long long)keep[i] << i;
	return bits;
}

static bool works(const struct oracle *oracle, unsigned long long bits)
{
	return (bits & oracle->all) == oracle->all &&
	       (!oracle->any || (bits & oracle->any));
}

static enum ddmin_answer ask(void *context, const bool *keep, size_t count)
{
	struct oracle *oracle = context;

	if (oracle->limit && oracle->asked == oracle->limit)
		return DDMIN_STOP;
	oracle->asked++;
	return works(oracle, bits_of(keep, count)) ? DDMIN_WORKS : DDMIN_FAILS;
}

static unsigned long long minimize(struct oracle *oracle, size_t count,
				   bool *ret)
{
	bool keep[64];

	memset(keep, 1, sizeof(keep));
	*ret = ddmin(keep, count, ask, oracle);
	return bits_of(keep, count);
}

static void exactly_what_is_needed_stays(void **state)
{
	unsigned int seed = 7;
	bool is_done;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		size_t count = (size_t)(rand_r(&seed) % 41);
		struct oracle oracle = {0};

		for (size_t j = 0; j < count; j++)
			if (rand_r(&seed) % 4 == 0)
				oracle.all |= 1ull << j;
		assert_int_equal(minimize(&oracle, count, &is_done),
				 oracle.all);
		assert_true(is_done);
	}
}

static void of_a_choice_one_stays(void **state)
{
	struct oracle oracle = {.all = 1ull << 3, .any = 0x6000};
	unsigned long long left;
	bool is_done;

	(void)state;
	left = minimize(&oracle, 20, &is_done);
	assert_true(is_done);
	assert_int_equal(__builtin_popcountll(left), 2);
	assert_true(works(&oracle, left));
}

static void each_that_stays_was_left_out_alone(void **state)
{
	struct oracle oracle = {.all = 0x1f};
	bool is_done;

	(void)state;
	assert_int_equal(minimize(&oracle, 5, &is_done), 0x1f);
	/* The empty set, and each alone. */
	assert_int_equal(oracle.asked, 6);
}

static void nothing_needed_is_one_question(void **state)
{
	struct oracle oracle = {0};
	bool is_done;

	(void)state;
	assert_int_equal(minimize(&oracle, 40, &is_done), 0);
	assert_true(is_done);
	assert_int_equal(oracle.asked, 1);
}

static void few_of_many_are_found_fast(void **state)
{
	struct oracle oracle = {.all = 1ull << 17 | 1ull << 44};
	bool is_done;

	(void)state;
	assert_int_equal(minimize(&oracle, 60, &is_done), oracle.all);
	assert_in_range(oracle.asked, 1, 40);
}

static void stopped_it_keeps_what_works(void **state)
{
	bool is_done;

	(void)state;
	for (unsigned int limit = 1; limit < 40; limit++) {
		struct oracle oracle = {.all = 0x10204, .limit = limit};
		unsigned long long left = minimize(&oracle, 30, &is_done);

		assert_true(works(&oracle, left));
		assert_true(is_done == (left == oracle.all &&
					oracle.asked < limit) ||
			    oracle.asked == limit);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(exactly_what_is_needed_stays),
		cmocka_unit_test(of_a_choice_one_stays),
		cmocka_unit_test(each_that_stays_was_left_out_alone),
		cmocka_unit_test(nothing_needed_is_one_question),
		cmocka_unit_test(few_of_many_are_found_fast),
		cmocka_unit_test(stopped_it_keeps_what_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
