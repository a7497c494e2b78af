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
	const struct minimize_question question = {.keep = keep};

	assert_int_equal(
		minimize_state_add(state, &question, NULL, works, NULL),
		STATUS_OK);
}

static void add_without(struct minimize_state *state, const char *without,
			const char *missed, bool works)
{
	const struct minimize_question question = {.keep = 1,
						   .without = without};

	assert_int_equal(
		minimize_state_add(state, &question, missed, works, NULL),
		STATUS_OK);
}

static struct minimize_tally tally_of(const struct minimize_state *state,
				      const char *without)
{
	const struct minimize_question question = {.keep = 1,
						   .without = without};

	return minimize_state_tally(state, &question);
}

static unsigned int runs_with(const struct minimize_state *state, capset_t keep)
{
	const struct minimize_question question = {.keep = keep};

	return minimize_state_tally(state, &question).runs;
}

static void what_was_learned_is_there_again(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state first;
	AUTO_MINIMIZE_STATE struct minimize_state again;

	(void)state;
	open_state(&first, KEY_A);
	assert_int_equal(first.count, 0);
	first.slowest_ms = 4321;
	first.has_ended = true;
	add(&first, capset_of(0) | capset_of(41), false);
	add(&first, CAPSET_NONE, true);
	add(&first, capset_of(0) | capset_of(41), false);
	add_without(&first, "open stat", "stat", false);
	open_state(&again, KEY_A);
	assert_int_equal(again.runs, 4);
	assert_int_equal(again.slowest_ms, 4321);
	assert_true(again.has_ended);
	assert_int_equal(runs_with(&again, capset_of(0) | capset_of(41)), 2);
	assert_int_equal(runs_with(&again, capset_of(1)), 0);
	assert_string_equal(tally_of(&again, "stat").missed, "stat");
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

/* Without a, b and c it asked for b alone: so it was one without b, too. */
static void a_run_answers_all_that_is_the_same_to_it(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state one;

	(void)state;
	open_state(&one, KEY_A);
	add_without(&one, "a b c", "b", false);
	assert_int_equal(tally_of(&one, "b").runs, 1);
	assert_int_equal(tally_of(&one, "a b").runs, 1);
	assert_int_equal(tally_of(&one, "a b c").runs, 1);
	assert_int_equal(tally_of(&one, "a c").runs, 0);
	assert_int_equal(tally_of(&one, "b d").runs, 0);
	assert_int_equal(tally_of(&one, NULL).runs, 0);
	/* Where nobody knows what it asked for, it is that run alone. */
	add_without(&one, "d e", NULL, false);
	assert_int_equal(tally_of(&one, "d e").runs, 1);
	assert_int_equal(tally_of(&one, "d").runs, 0);
}

static void another_type_is_another_question(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state one;
	AUTO_MINIMIZE_STATE struct minimize_state again;
	const struct minimize_question question = {.keep = 1,
						   .type = "container_t"};

	(void)state;
	open_state(&one, KEY_A);
	assert_int_equal(minimize_state_add(&one, &question, NULL, true, NULL),
			 STATUS_OK);
	assert_int_equal(runs_with(&one, 1), 0);
	open_state(&again, KEY_A);
	assert_int_equal(minimize_state_tally(&again, &question).worked, 1);
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

static void so_are_those_that_the_same_question_has(void **state)
{
	AUTO_MINIMIZE_STATE struct minimize_state one;

	(void)state;
	open_state(&one, KEY_A);
	add_without(&one, "a b", "b", false);
	add_without(&one, "a", "a", true);
	assert_false(minimize_state_is_flaky(&one));
	add_without(&one, "b", "b", true);
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
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{\"keep\":[],\"without\":[\"a b\"],"
		"\"runs\":1,\"worked\":0}]}",
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{\"keep\":[],\"without\":[\"a\"],"
		"\"missed\":[\"b\"],\"runs\":1,\"worked\":0}]}",
		"{\"schema\":\"whittle/minimize/v1\",\"key\":\"" KEY_A
		"\",\"trials\":[{\"keep\":[],\"type\":\"a;b\",\"runs\":1,"
		"\"worked\":0}]}",
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
		cmocka_unit_test_setup_teardown(
			a_run_answers_all_that_is_the_same_to_it, setup_folder,
			teardown_folder),
		cmocka_unit_test_setup_teardown(
			another_type_is_another_question, setup_folder,
			teardown_folder),
		cmocka_unit_test_setup_teardown(runs_that_differ_are_flaky,
						setup_folder, teardown_folder),
		cmocka_unit_test_setup_teardown(
			so_are_those_that_the_same_question_has, setup_folder,
			teardown_folder),
		cmocka_unit_test_setup_teardown(what_is_damaged_is_refused,
						setup_folder, teardown_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
