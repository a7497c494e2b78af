/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run says of the ready and the exercise command. */
#include "support.h"

#include <string.h>

#include "profiler/run_private.h"

/* ---- helpers ------------------------------------------------------------ */

static enum status judge(const struct run_options *options,
			 const struct run_loop *loop, struct error *err)
{
	const struct run run = {.options = options, .loop = *loop};

	*err = (struct error){0};
	return run_judge_commands(&run, err);
}

static void expect_differs(const struct run_options *options,
			   const struct run_loop *loop, const char *words)
{
	struct error err;

	assert_int_equal(judge(options, loop, &err), STATUS_DIFFERS);
	if (!strstr(err.message, words))
		fail_msg("no '%s' in '%s'", words, err.message);
}

static void expect_fine(const struct run_options *options,
			const struct run_loop *loop)
{
	struct error err;

	assert_int_equal(judge(options, loop, &err), STATUS_OK);
	assert_string_equal(err.message, "");
}

/* ---- claims ------------------------------------------------------------- */

static const struct run_options ready = {.ready = "r"};
static const struct run_options both = {.ready = "r", .exercise = "e"};

static void what_ended_before_it_was_ready_was_never_up(void **state)
{
	/* The loop is always done when this is asked. */
	struct run_loop loop = {.state = RUN_DONE};

	(void)state;
	expect_differs(&ready, &loop, "before it was ready");
	expect_differs(&both, &loop, "before it was exercised");
	loop.up_ms = 1;
	expect_fine(&ready, &loop);
	expect_differs(&both, &loop, "before it was exercised");
	loop.has_exercise_run = true;
	expect_fine(&both, &loop);
}

static void what_was_stopped_is_judged_by_why(void **state)
{
	struct run_loop loop = {.state = RUN_DONE, .reason = STOP_NEVER_READY};

	(void)state;
	expect_differs(&ready, &loop, "never ready: 'r'");
	/* Somebody else's order. */
	loop.reason = STOP_SIGNAL;
	expect_fine(&both, &loop);
	loop.reason = STOP_TIMEOUT;
	expect_fine(&both, &loop);
}

static void an_exercise_that_failed_is_told(void **state)
{
	const struct run_loop loop = {.state = RUN_DONE,
				      .up_ms = 1,
				      .has_exercise_run = true,
				      .exercise_status = 7};

	(void)state;
	expect_differs(&both, &loop, "failed with status 7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_ended_before_it_was_ready_was_never_up),
		cmocka_unit_test(what_was_stopped_is_judged_by_why),
		cmocka_unit_test(an_exercise_that_failed_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
