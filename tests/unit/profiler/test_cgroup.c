/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder with files of the kernel's names stands for a group. */
#include "support.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "profiler/cgroup.h"

/* A child that waits to be ended. */
static pid_t start_child(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	assert_true(pid > 0);
	return pid;
}

static int end_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

static void put_number(const char *path, int number)
{
	char text[32];

	snprintf(text, sizeof(text), "%d\n", number);
	put_file(path, text, 0644);
}

static void a_group_that_is_there_is_taken(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(cgroup_make("g", NULL), STATUS_OK);
	assert_int_equal(cgroup_make("g", NULL), STATUS_OK);
	assert_int_equal(cgroup_make("none/g", &err), STATUS_UNSUPPORTED);
	assert_int_equal(err.sys_errno, ENOENT);
}

static void processes_are_put_in_by_number(void **state)
{
	char *text AUTO_FREE = NULL;

	(void)state;
	put_folder("g");
	assert_int_equal(cgroup_add("g", 42, NULL), STATUS_UNSUPPORTED);
	put_file("g/cgroup.procs", "", 0644);
	assert_int_equal(cgroup_add("g", 42, NULL), STATUS_OK);
	text = get_file("g/cgroup.procs");
	assert_string_equal(text, "42");
}

static void a_group_tells_whether_it_is_populated(void **state)
{
	(void)state;
	put_folder("g");
	assert_false(cgroup_is_populated("g"));
	put_file("g/cgroup.events", "populated 0\nfrozen 1\n", 0644);
	assert_false(cgroup_is_populated("g"));
	put_file("g/cgroup.events", "frozen 0\npopulated 1\n", 0644);
	assert_true(cgroup_is_populated("g"));
	assert_false(cgroup_is_populated("none"));
}

static void freezing_needs_the_kernels_file(void **state)
{
	char *text AUTO_FREE = NULL;

	(void)state;
	put_folder("g");
	assert_false(cgroup_freeze("g", true));
	put_file("g/cgroup.freeze", "0", 0644);
	assert_true(cgroup_freeze("g", true));
	text = get_file("g/cgroup.freeze");
	assert_string_equal(text, "1");
}

static void every_process_gets_the_signal(void **state)
{
	pid_t child = start_child();

	(void)state;
	put_folder("g");
	put_number("g/cgroup.procs", child);
	assert_int_equal(cgroup_signal("g", SIGUSR1), 1);
	assert_int_equal(end_of(child), SIGUSR1);
	assert_int_equal(cgroup_signal("none", SIGUSR1), 0);
}

/* 0 and -1 would be far more processes than one. (Signal 0 ends none.) */
static void only_processes_get_the_signal(void **state)
{
	char text[128];

	(void)state;
	put_folder("g");
	snprintf(text, sizeof(text), "0\n%d\n\nx\n-1\n99999999999\n", getpid());
	put_file("g/cgroup.procs", text, 0644);
	assert_int_equal(cgroup_signal("g", 0), 1);
}

/* Before Linux 5.14 there was no cgroup.kill. */
static void without_cgroup_kill_all_below_are_killed(void **state)
{
	pid_t first = start_child(), second = start_child();

	(void)state;
	put_folder("g");
	put_folder("g/a");
	put_folder("g/a/b");
	put_number("g/cgroup.procs", first);
	put_number("g/a/b/cgroup.procs", second);
	cgroup_kill("g");
	assert_int_equal(end_of(first), SIGKILL);
	assert_int_equal(end_of(second), SIGKILL);
}

static void the_kernel_kills_when_it_can(void **state)
{
	char *text AUTO_FREE = NULL;

	(void)state;
	put_folder("g");
	put_file("g/cgroup.kill", "0", 0644);
	put_number("g/cgroup.procs", getpid()); /* not asked */
	cgroup_kill("g");
	text = get_file("g/cgroup.kill");
	assert_string_equal(text, "1");
}

static void groups_in_the_group_are_removed_too(void **state)
{
	(void)state;
	put_folder("g");
	put_folder("g/a");
	put_folder("g/a/b");
	put_folder("g/c");
	assert_true(cgroup_destroy("g"));
	assert_false(is_there("g"));
	assert_true(cgroup_destroy("g"));
}

static void a_process_that_is_gone_is_in_no_group(void **state)
{
	char path[512];

	(void)state;
	assert_false(cgroup_of_process(0x7fffffff, path, sizeof(path)));
}

static void half_a_path_is_none(void **state)
{
	char path[512], little[2];

	(void)state;
	if (!cgroup_of_process(getpid(), path, sizeof(path))) {
		print_message("this process is in no v2 group of its own\n");
		skip();
	}
	assert_false(cgroup_of_process(getpid(), little, sizeof(little)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_group_that_is_there_is_taken),
		FOLDER_TEST(processes_are_put_in_by_number),
		FOLDER_TEST(a_group_tells_whether_it_is_populated),
		FOLDER_TEST(freezing_needs_the_kernels_file),
		FOLDER_TEST(every_process_gets_the_signal),
		FOLDER_TEST(only_processes_get_the_signal),
		FOLDER_TEST(without_cgroup_kill_all_below_are_killed),
		FOLDER_TEST(the_kernel_kills_when_it_can),
		FOLDER_TEST(groups_in_the_group_are_removed_too),
		TEST(a_process_that_is_gone_is_in_no_group),
		TEST(half_a_path_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
