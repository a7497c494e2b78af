/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <sys/wait.h>

#include "profiler/process.h"
#include "profiler/workload.h"

/* Without a label the child would begin an audit session, as root alone. */
static struct launch_plan plan = {
	.label = "system_u:system_r:test_t:s0",
	.directory = ".",
	.cgroup = "g",
};

static void put_group(void)
{
	put_folder("g");
	put_file("g/cgroup.procs", "", 0644);
}

static enum status spawn(struct workload *workload, const char *const *argv,
			 int (*prepare)(void *, const char **),
			 struct error *err)
{
	*workload = (struct workload){.plan = &plan};
	return workload_spawn(workload, (char *const *)(uintptr_t)argv, prepare,
			      NULL, err);
}

static void a_program_starts_in_its_group(void **state)
{
	const char *const argv[] = {"/bin/sh", "-c", "exit 9", NULL};
	char *group AUTO_FREE = NULL;
	struct workload workload;
	char expected[32];
	int status;

	(void)state;
	put_group();
	assert_int_equal(spawn(&workload, argv, NULL, NULL), STATUS_OK);
	assert_int_equal(waitpid(workload.pid, &status, 0), workload.pid);
	assert_int_equal(process_shell_status(status), 9);
	snprintf(expected, sizeof(expected), "%d", workload.pid);
	group = get_file("g/cgroup.procs");
	assert_string_equal(group, expected);
}

static void without_a_group_nothing_is_executed(void **state)
{
	const char *const argv[] = {"/bin/sh", "-c", "touch ran", NULL};
	struct workload workload;

	(void)state;
	assert_int_equal(spawn(&workload, argv, NULL, NULL),
			 STATUS_UNSUPPORTED);
	assert_true(workload.is_ended);
	assert_int_equal(waitpid(workload.pid, NULL, 0), -1);
	assert_false(is_there("ran"));
}

static void a_program_that_is_not_there_is_wrong_usage(void **state)
{
	const char *const argv[] = {"/no/such/\x1bprogram", NULL};
	struct workload workload;
	struct error err = {0};

	(void)state;
	put_group();
	assert_int_equal(spawn(&workload, argv, NULL, &err), STATUS_USAGE);
	assert_string_equal(err.message,
			    "execute '/no/such/\\x1Bprogram': No such file or "
			    "directory");
	assert_true(workload.is_ended);
}

static void a_program_that_may_not_run_is_told(void **state)
{
	const char *const argv[] = {"./text", NULL};
	struct workload workload;
	struct error err = {0};

	(void)state;
	put_group();
	put_file("text", "x", 0644);
	assert_int_equal(spawn(&workload, argv, NULL, &err),
			 STATUS_UNSUPPORTED);
	assert_int_equal(err.sys_errno, EACCES);
	assert_string_equal(err.hint,
			    "it is not executable: chmod +x, or name its "
			    "interpreter: sh FILE");
}

static void a_folder_is_no_program(void **state)
{
	const char *const argv[] = {"/tmp", NULL};
	struct workload workload;
	struct error err = {0};

	(void)state;
	put_group();
	assert_int_equal(spawn(&workload, argv, NULL, &err),
			 STATUS_UNSUPPORTED);
	assert_string_equal(err.hint, "it is a folder: name a program");
}

static void a_loader_that_is_not_there_is_told(void **state)
{
	const char *const argv[] = {"./orphan", NULL};
	struct workload workload;
	struct error err = {0};

	(void)state;
	put_group();
	put_file("orphan", "#!/no/such/interpreter\n", 0755);
	assert_int_equal(spawn(&workload, argv, NULL, &err), STATUS_USAGE);
	assert_string_equal(err.hint,
			    "the interpreter or the loader that it names is "
			    "not there");
}

static int fail_to_prepare(void *context, const char **ret_what)
{
	(void)context;
	*ret_what = "load the filter for";
	return -EINVAL;
}

static void what_prepares_the_child_can_refuse(void **state)
{
	const char *const argv[] = {"/bin/sh", "-c", "touch ran", NULL};
	struct workload workload;
	struct error err = {0};

	(void)state;
	put_group();
	assert_int_equal(spawn(&workload, argv, fail_to_prepare, &err),
			 STATUS_UNSUPPORTED);
	assert_string_equal(err.message,
			    "load the filter for '/bin/sh': Invalid argument");
	assert_false(is_there("ran"));
}

static void the_pid_file_is_read_when_it_is_whole(void **state)
{
	static const char *const none[] = {"", "x", "-1", "12x", "99999999999"};

	(void)state;
	assert_int_equal(workload_read_pid(&plan), 0);
	put_file("pid", "1234\n", 0644);
	assert_int_equal(workload_read_pid(&plan), 1234);
	for (size_t i = 0; i < ARRAY_LENGTH(none); i++) {
		put_file("pid", none[i], 0644);
		assert_int_equal(workload_read_pid(&plan), 0);
	}
}

static void assert_runtime(const char *script, const char *version)
{
	struct profile profile AUTO_PROFILE = {0};

	profile_init(&profile);
	put_file("crun", script, 0755);
	workload_describe_runtime(&profile, "./crun");
	assert_string_equal(profile.environment.runtime_name, "crun");
	if (version)
		assert_string_equal(profile.environment.runtime_version,
				    version);
	else
		assert_null(profile.environment.runtime_version);
}

static void the_runtime_tells_its_version(void **state)
{
	(void)state;
	assert_runtime("#!/bin/sh\necho crun version 1.21\necho commit: x\n",
		       "1.21");
	assert_runtime("#!/bin/sh\necho runc version 1.1.15+ds1 spec: 1\n",
		       "1.1.15+ds1");
	assert_runtime("#!/bin/sh\nprintf 'version \\033[31m'\n", "\\x1B[31m");
}

static void a_runtime_that_does_not_tell_has_no_version(void **state)
{
	(void)state;
	assert_runtime("#!/bin/sh\necho version 1; exit 1\n", NULL);
	assert_runtime("#!/bin/sh\necho nothing\n", NULL);
}

/* Else what nobody can undo would stand in the journal, in every run's way. */
static void without_its_engine_nothing_is_announced(void **state)
{
	const struct launch_plan wanted = {
		.id = "whittle-0", .cgroup = "g", .engine = "crun"};
	const struct workload_ops *const launchers[] = {&launch_podman,
							&launch_bundle};
	char *path AUTO_FREE = strdup(getenv("PATH"));

	(void)state;
	setenv("PATH", "/no/such/folder", 1);
	for (size_t i = 0; i < ARRAY_LENGTH(launchers); i++) {
		struct error err = {0};

		assert_int_equal(launchers[i]->announce(&wanted, &err),
				 STATUS_UNSUPPORTED);
		assert_non_null(strstr(err.message, "is not installed"));
	}
	setenv("PATH", path, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_program_starts_in_its_group),
		TEST(without_its_engine_nothing_is_announced),
		FOLDER_TEST(without_a_group_nothing_is_executed),
		FOLDER_TEST(a_program_that_is_not_there_is_wrong_usage),
		FOLDER_TEST(a_program_that_may_not_run_is_told),
		FOLDER_TEST(a_folder_is_no_program),
		FOLDER_TEST(a_loader_that_is_not_there_is_told),
		FOLDER_TEST(what_prepares_the_child_can_refuse),
		FOLDER_TEST(the_pid_file_is_read_when_it_is_whole),
		FOLDER_TEST(the_runtime_tells_its_version),
		FOLDER_TEST(a_runtime_that_does_not_tell_has_no_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
