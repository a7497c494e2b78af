/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <poll.h>
#include <pty.h>

#include "profiler/process.h"
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

#define WIPED "\r\033[K"

/*
 * What one end of a terminal shows of what was written to the other, up to
 * END and whatever stands behind it; the kernel hands it over in its own time,
 * and in pieces.
 */
static void read_terminal(int terminal, const char *end, char *text,
			  size_t size)
{
	struct pollfd readable = {.fd = terminal, .events = POLLIN};
	size_t length = 0;

	text[0] = '\0';
	while (length < size - 1 &&
	       poll(&readable, 1, strstr(text, end) ? 300 : 30000) > 0) {
		ssize_t got = read(terminal, text + length, size - 1 - length);

		assert_true(got > 0);
		length += (size_t)got;
		text[length] = '\0';
	}
}

/* A program that ends at once has no line. The machine may take its time. */
static void assert_due_after_a_pause(struct progress *progress,
				     uint64_t begun_ms)
{
	bool is_due = progress_is_due(progress);

	assert_true(progress->is_on);
	assert_true(!is_due ||
		    process_now_ms() - begun_ms >= PROGRESS_PAUSE_MS);
	progress->shown_ms -= PROGRESS_PAUSE_MS;
	assert_true(progress_is_due(progress));
}

/* What -v tells in the middle of a run stands on a line of its own. */
static void a_line_is_wiped_once(void **state)
{
	const struct invocation invocation = {0};
	const struct progress_state now = {.doing = "up"};
	struct progress progress;
	uint64_t begun_ms = process_now_ms();
	char text[512];
	int terminal, own, old = dup(STDERR_FILENO);

	(void)state;
	assert_int_equal(openpty(&terminal, &own, NULL, NULL, NULL), 0);
	dup2(own, STDERR_FILENO);
	setenv("TERM", "xterm", 1);
	progress_init(&progress, true, false, &invocation);
	assert_due_after_a_pause(&progress, begun_ms);
	progress_wipe();
	progress_show(&progress, &now);
	progress_wipe();
	progress_wipe();
	fputs("end", stderr);
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	read_terminal(terminal, "end", text, sizeof(text));
	assert_true(progress.is_on);
	assert_string_equal(text,
			    WIPED "whittle: up: 0 records, 0 "
				  "capabilities, 0 system calls" WIPED "end");
	close(own);
	close(terminal);
	close(old);
}

/* The workload's words, without a newline even, are neither wiped nor
   overwritten. */
static void the_line_gives_way_to_the_workload(void **state)
{
	const struct invocation invocation = {0};
	const struct progress_state now = {.doing = "up"};
	struct progress progress;
	char text[512];
	int terminal, own, old = dup(STDERR_FILENO);

	(void)state;
	assert_int_equal(openpty(&terminal, &own, NULL, NULL, NULL), 0);
	dup2(own, STDERR_FILENO);
	setenv("TERM", "xterm", 1);
	progress_init(&progress, true, false, &invocation);
	progress_show(&progress, &now);
	read_terminal(terminal, "calls", text, sizeof(text));
	assert_int_equal(write(own, "name? ", 6), 6);
	progress_show(&progress, &now);
	progress_wipe();
	progress_wrote();
	dup2(old, STDERR_FILENO);
	read_terminal(terminal, "name? ", text, sizeof(text));
	assert_string_equal(text, "name? ");
	assert_false(progress.is_on);
	close(own);
	close(terminal);
	close(old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_tells_what_there_is_and_what_is_lost),
		cmocka_unit_test(a_line_is_wiped_once),
		cmocka_unit_test(the_line_gives_way_to_the_workload),
		FOLDER_TEST(without_a_terminal_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
