/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <string.h>

#include "profiler/minimize_state.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void open_state(struct minimize_state *state, const char *key)
{
	assert_int_equal(minimize_state_open(state, "p.json", key, NULL),
			 STATUS_OK);
}

static void add(struct minimize_state *state, capset_t keep, bool works)
{
	assert_int_equal(minimize_state_add(state, keep, works, NULL),
			 STATUS_OK);
}

static void what_was_learned_is_there_again(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state first;
	AUTO_MINIMIZE_STATE struct minimize_state again;
	const struct minimize_trial *trial;

	(void)state;
	open_state(&first, KEY_A);
	assert_int_equal(first.count, 0);
	add(&first, capset_of(0) | capset_of(41), false);
	add(&first, CAPSET_NONE, true);
	add(&first, capset_of(0) | capset_of(41), false);
	open_state(&again, KEY_A);
	assert_int_equal(again.runs, 3);
	trial = minimize_state_find(&again, capset_of(0) | capset_of(41));
	assert_non_null(trial);
	assert_int_equal(trial->runs, 2);
	assert_int_equal(trial->worked, 0);
	assert_null(minimize_state_find(&again, capset_of(0)));
	assert_false(minimize_state_is_flaky(&again));
	minimize_state_remove(&again);
	assert_int_equal(access("p.json.minimize", F_OK), -1);
}

static void anothers_says_nothing(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state first;
	AUTO_MINIMIZE_STATE struct minimize_state other;

	(void)state;
	open_state(&first, KEY_A);
	add(&first, CAPSET_NONE, true);
	open_state(&other, KEY_B);
	assert_int_equal(other.count, 0);
	assert_int_equal(other.runs, 0);
}

static void runs_that_differ_are_flaky(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state one;

	(void)state;
	open_state(&one, KEY_A);
	add(&one, CAPSET_NONE, true);
	add(&one, capset_of(3), false);
	assert_false(minimize_state_is_flaky(&one));
	add(&one, capset_of(3), true);
	assert_true(minimize_state_is_flaky(&one));
}

static void what_is_damaged_is_refused(void **state)
{
	static const char *const bodies[] = {
		"",
		"{}",
		"[1]",
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{}]}",
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{\"keep\":[\"CAP_NO\"],\"runs\":1,"
		"\"worked\":0}]}",
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{\"keep\":[],\"runs\":1,\"worked\":2}]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		AUTO_MINIMIZE_STATE struct minimize_state one = {0};

		put_file("p.json.minimize", bodies[i], 0644);
		assert_int_equal(
			minimize_state_open(&one, "p.json", KEY_A, NULL),
			STATUS_MALFORMED);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_learned_is_there_again,
						setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(anothers_says_nothing,
						setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(runs_that_differ_are_flaky,
						setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(what_is_damaged_is_refused,
						setup_folder, teardown_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
