/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "profiler/process.h"

#define LONG_MS 20000u

/* Run a shell's SCRIPT. */
static int run_shell(const char *script, char *buffer, size_t size,
		     uint64_t timeout_ms)
{
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};
	struct error err = {0};
	int status = -1;

	if (process_run(argv, buffer, size, false, timeout_ms, &status, &err) !=
	    STATUS_OK)
		fail_msg("%s", err.message);
	return status;
}

static void output_and_status_are_given(void **state)
{
	char output[64] = "old";

	(void)state;
	assert_int_equal(run_shell("echo out; echo err >&2; exit 3", output,
				   sizeof(output), LONG_MS),
			 3);
	assert_string_equal(output, "out\n");
	assert_int_equal(run_shell("true", output, sizeof(output), LONG_MS), 0);
	assert_string_equal(output, "");
}

static void output_is_cut_and_the_program_goes_on(void **state)
{
	char output[8];

	(void)state;
	assert_int_equal(run_shell("printf 0123456789; "
				   "i=0; while [ $i -lt 9000 ]; do "
				   "echo 0123456789; i=$((i + 1)); done; "
				   "exit 5",
				   output, sizeof(output), LONG_MS),
			 5);
	assert_string_equal(output, "0123456");
}

static void signals_are_as_a_shell_has_them(void **state)
{
	(void)state;
	assert_int_equal(run_shell("kill -TERM $$", NULL, 0, LONG_MS),
			 128 + SIGTERM);
	assert_int_equal(process_shell_status(0), 0);
	assert_int_equal(process_shell_status(W_EXITCODE(7, 0)), 7);
	assert_int_equal(process_shell_status(W_EXITCODE(0, SIGKILL)), 137);
}

static void a_program_that_is_not_there_is_127(void **state)
{
	const char *const argv[] = {"/no/such/program", NULL};
	char output[8];
	int status = -1;

	(void)state;
	assert_int_equal(process_run(argv, output, sizeof(output), false,
				     LONG_MS, &status, NULL),
			 STATUS_OK);
	assert_int_equal(status, 127);
}

static void standard_input_is_empty(void **state)
{
	char output[8];

	(void)state;
	assert_int_equal(
		run_shell("cat; echo end", output, sizeof(output), LONG_MS), 0);
	assert_string_equal(output, "end\n");
}

static void a_program_out_of_time_is_killed(void **state)
{
	uint64_t before_ms = process_now_ms();
	char output[8];

	(void)state;
	assert_int_equal(run_shell("exec sleep 60", NULL, 0, 30),
			 128 + SIGKILL);
	/* Also while its output is waited for, also when it says a little. */
	assert_int_equal(run_shell("echo hi; exec sleep 60", output,
				   sizeof(output), 4000),
			 128 + SIGKILL);
	assert_string_equal(output, "hi\n");
	assert_true(process_now_ms() - before_ms < 50000);
}

static void an_end_that_is_coming_is_seen(void **state)
{
	pid_t pid = fork();
	siginfo_t end;

	(void)state;
	if (pid == 0) {
		prctl(PR_SET_NAME, "a) Z 1 (b");
		for (;;)
			pause();
	}
	assert_true(pid > 0);
	assert_false(process_is_ending(pid));
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitid(P_PID, (id_t)pid, &end, WEXITED | WNOWAIT), 0);
	assert_true(process_is_ending(pid));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_false(process_is_ending(pid));
}

static void a_child_begins_with_ordinary_signals(void **state)
{
	sigset_t blocked, old;
	int status;

	(void)state;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	assert_int_equal(sigprocmask(SIG_BLOCK, &blocked, &old), 0);
	signal(SIGTERM, SIG_IGN);
	status = run_shell("kill -TERM $$; exit 0", NULL, 0, LONG_MS);
	signal(SIGTERM, SIG_DFL);
	assert_int_equal(sigprocmask(SIG_SETMASK, &old, NULL), 0);
	assert_int_equal(status, 128 + SIGTERM);
}

/* A descriptor more would keep a pipe of ours open. */
static void a_child_has_three_descriptors(void **state)
{
	char output[256];
	int ours = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_true(ours >= 0);
	/* Those that this test was started with are not ours to judge. */
	if (close_range(3, ~0u, CLOSE_RANGE_CLOEXEC) != 0) {
		print_message("close_range() needs Linux 5.11\n");
		skip();
	}
	/* The shell's own listing needs one more. */
	assert_int_equal(run_shell("for fd in /proc/self/fd/*; do "
				   "test -e $fd && printf '%s ' ${fd##*/}; "
				   "done; true",
				   output, sizeof(output), LONG_MS),
			 0);
	assert_string_equal(output, "0 1 2 ");
	close(ours);
}

static void programs_are_looked_for_in_the_path(void **state)
{
	(void)state;
	put_folder("bin");
	put_file("bin/tool", "#!/bin/sh\n", 0755);
	put_file("bin/text", "", 0644);
	assert_int_equal(setenv("PATH", "none::bin", 1), 0);
	assert_true(process_is_installed("tool"));
	assert_false(process_is_installed("text"));
	assert_false(process_is_installed("other"));
	assert_int_equal(setenv("PATH", "", 1), 0);
	assert_false(process_is_installed("tool"));
	assert_int_equal(unsetenv("PATH"), 0);
	assert_true(process_is_installed("env"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(output_and_status_are_given),
		TEST(output_is_cut_and_the_program_goes_on),
		TEST(signals_are_as_a_shell_has_them),
		TEST(a_program_that_is_not_there_is_127),
		TEST(standard_input_is_empty),
		TEST(a_program_out_of_time_is_killed),
		TEST(an_end_that_is_coming_is_seen),
		TEST(a_child_begins_with_ordinary_signals),
		TEST(a_child_has_three_descriptors),
		FOLDER_TEST(programs_are_looked_for_in_the_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
