/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "profiler/progress.h"

static void assert_line(const struct progress *progress, uint64_t lost,
			const char *expected)
{
	const struct progress_state state = {
		.doing = "exercising",
		.counts = {.records = 12345, .capabilities = 3, .calls = 67},
		.lost = lost,
	};
	struct text line AUTO_TEXT = {0};

	progress_format(progress, &state, &line);
	assert_string_equal(text_string(&line), expected);
}

static void a_line_tells_what_there_is_and_what_is_lost(void **state)
{
	const struct progress first = {.is_on = true};
	const struct progress refined = {.is_on = true, .is_refined = true};

	(void)state;
	assert_line(&first, 0,
		    "exercising: 12345 records, 3 capabilities, 67 system "
		    "calls");
	assert_line(&first, 2,
		    "exercising: 12345 records, 3 capabilities, 67 system "
		    "calls, 2 LOST");
	assert_line(&refined, 0,
		    "exercising: 12345 records, 3 new capabilities, 67 new "
		    "system calls");
}

/* The tests' standard error is a file or a pipe. */
static void without_a_terminal_there_is_none(void **state)
{
	const struct invocation invocation = {0};
	struct progress progress;

	(void)state;
	if (isatty(STDERR_FILENO))
		assert_non_null(freopen("stderr", "w", stderr));
	progress_init(&progress, true, false, &invocation);
	assert_false(progress.is_on);
	assert_false(progress_is_due(&progress));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_tells_what_there_is_and_what_is_lost),
		FOLDER_TEST(without_a_terminal_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
