/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "profiler/journal.h"
#include "profiler/undo.h"

#define JOURNAL "run/journal"

static char steps[1024];

static void note_step(void *context, const char *step)
{
	strcat(strcat(context, step), "|");
}

/* A journal of TEXT as it stands, in the folder "run". */
static void put_journal(const char *text)
{
	if (!is_there("run"))
		put_folder("run");
	put_file(JOURNAL, text, 0600);
}

static enum status undo(struct error *err)
{
	steps[0] = '\0';
	return journal_undo_in("run", note_step, steps, err);
}

/* A program of this folder that is found before the host's. */
static void put_program(const char *name, const char *script)
{
	char *here AUTO_FREE = realpath(".", NULL);
	char path[4096];

	if (!is_there("bin"))
		put_folder("bin");
	snprintf(path, sizeof(path), "bin/%s", name);
	put_file(path, script, 0755);
	snprintf(path, sizeof(path), "%s/bin:/usr/bin:/bin", here);
	assert_int_equal(setenv("PATH", path, 1), 0);
}

static void the_first_lock_makes_the_folder(void **state)
{
	struct stat st;
	int fd = -1;

	(void)state;
	assert_int_equal(journal_lock_in("run", 0, &fd, NULL), STATUS_OK);
	assert_true(fd >= 0);
	assert_int_equal(stat("run", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_false(journal_exists_in("run"));
	close(fd);
}

static void only_one_holds_the_lock(void **state)
{
	struct error err = {0};
	int first = -1, second = -1;

	(void)state;
	assert_int_equal(journal_lock_in("run", 0, &first, NULL), STATUS_OK);
	assert_int_equal(journal_lock_in("run", 0, &second, &err),
			 STATUS_UNSUPPORTED);
	assert_non_null(strstr(err.message, "another whittle run"));
	assert_int_equal(second, -1);
	/* It waits as long as it was told. */
	assert_int_equal(journal_lock_in("run", 60, &second, NULL),
			 STATUS_UNSUPPORTED);
	close(first);
	assert_int_equal(journal_lock_in("run", 0, &second, NULL), STATUS_OK);
	close(second);
}

/* Also one that is killed: the kernel closes what it held. */
static void the_lock_is_waited_for(void **state)
{
	int first = -1, second = -1, go[2];
	pid_t pid;
	char word;

	(void)state;
	assert_int_equal(pipe(go), 0);
	assert_int_equal(journal_lock_in("run", 0, &first, NULL), STATUS_OK);
	pid = fork();
	if (pid == 0) {
		if (read(go[0], &word, 1) == 1)
			usleep(100000);
		raise(SIGKILL);
	}
	close(first);
	assert_int_equal(journal_lock_in("run", 0, &second, NULL),
			 STATUS_UNSUPPORTED);
	assert_int_equal(write(go[1], "g", 1), 1);
	assert_int_equal(
		journal_lock_in("run", JOURNAL_WAIT_FOREVER, &second, NULL),
		STATUS_OK);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(second);
	close(go[0]);
	close(go[1]);
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
	struct error err = {0};
	int fd = -1;

	(void)state;
	assert_int_equal(journal_lock_in("none/run", 0, &fd, &err),
			 STATUS_UNSUPPORTED);
	assert_int_equal(err.sys_errno, ENOENT);
	put_file("file", "", 0600);
	assert_int_equal(journal_lock_in("file", 0, &fd, &err),
			 STATUS_UNSUPPORTED);
	assert_int_equal(fd, -1);
}

static void lines_are_added_in_their_order(void **state)
{
	char *text AUTO_FREE = NULL;
	struct stat st;

	(void)state;
	put_folder("run");
	assert_int_equal(journal_add_in("run", "cgroup /a", NULL), STATUS_OK);
	assert_int_equal(journal_add_in("run", "audit enabled 0", NULL),
			 STATUS_OK);
	assert_true(journal_exists_in("run"));
	text = get_file(JOURNAL);
	assert_string_equal(text, "cgroup /a\naudit enabled 0\n");
	assert_int_equal(stat(JOURNAL, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void one_line_is_not_two(void **state)
{
	(void)state;
	put_folder("run");
	assert_int_equal(journal_add_in("run", "cgroup /a\ncgroup /b", NULL),
			 STATUS_INTERNAL);
	assert_false(journal_exists_in("run"));
}

static void a_journal_that_could_not_be_read_is_not_written(void **state)
{
	char *before AUTO_FREE = malloc(65536);
	char *after AUTO_FREE = NULL;

	(void)state;
	assert_non_null(before);
	memset(before, 'x', 65535);
	before[65530] = '\0';
	put_journal(before);
	assert_int_equal(journal_add_in("run", "cgroup /a", NULL),
			 STATUS_INTERNAL);
	after = get_file(JOURNAL);
	assert_string_equal(after, before);
}

/* A file system that is full takes what fits. */
static void half_a_line_is_none(void **state)
{
	const struct rlimit small = {.rlim_cur = 26, .rlim_max = RLIM_INFINITY};
	char *text AUTO_FREE = NULL;
	struct rlimit old;
	struct error err = {0};

	(void)state;
	put_journal("audit enabled 0\n");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(
		journal_add_in("run", "directory run/whittle-1a", &err),
		STATUS_UNSUPPORTED);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(err.sys_errno, ENOSPC);
	text = get_file(JOURNAL);
	assert_string_equal(text, "audit enabled 0\n");
}

static void no_journal_is_nothing_to_undo(void **state)
{
	(void)state;
	assert_int_equal(undo(NULL), STATUS_OK);
	put_folder("run");
	assert_int_equal(undo(NULL), STATUS_OK);
	assert_string_equal(steps, "");
}

static void what_is_undone_is_told_and_forgotten(void **state)
{
	(void)state;
	put_journal("directory run/whittle-1a\ncgroup /none/whittle-1a\n");
	put_folder("run/whittle-1a");
	put_folder("run/whittle-1a/below");
	put_file("run/whittle-1a/below/file", "x", 0600);
	put_folder("kept");
	put_file("kept/file", "x", 0600);
	assert_int_equal(symlink("../../kept", "run/whittle-1a/link"), 0);
	assert_int_equal(undo(NULL), STATUS_OK);
	assert_string_equal(steps, "directory run/whittle-1a|"
				   "cgroup /none/whittle-1a|");
	assert_false(is_there("run/whittle-1a"));
	assert_false(journal_exists_in("run"));
	assert_true(is_there("kept/file"));
}

static void undoing_twice_is_undoing_once(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		put_journal("directory run/whittle-1a\n");
		assert_int_equal(undo(NULL), STATUS_OK);
		assert_false(journal_exists_in("run"));
	}
}

/*
 * Each line alone: refused, and the journal stays as it was. Taken by
 * mistake, none would do harm outside of the test's folder.
 */
static void lines_of_no_run_are_refused(void **state)
{
	static const char *const lines[] = {
		"unknown line",
		"audit",
		"audit ",
		"audit rate_limit",
		"audit rate_limit ",
		"audit rate_limit x",
		"audit rate_limit -1",
		"audit rate_limit 4294967296",
		"audit rate_limit 0 0",
		"audit rate_limit 0 from",
		"audit rate_limit 0 from ",
		"audit rate_limit 0 from x",
		"audit rate_limit 0 from 1 2",
		"audit rate_limit 0  from 1",
		"audit pid 0",
		"audit  0",
		"audit-rule nobody",
		"audit-rule exec container_t",
		"audit-rule refused-eperm ",
		"audit-rule refused-eperm a b",
		"seccomp-actions log /etc",
		"booleans httpd_can_network_connect",
		"booleans whittle_audit_",
		"booleans whittle_audit_chown ../../enforce",
		"boolean x",
		"boolean x 2",
		"boolean x 10",
		"boolean  1",
		"boolean /x 1",
		"directory /var/lib/whittle/x",
		"module ",
		"module whittle",
		"module whittle_",
		"module container",
		"module whittle_a b",
		"module whittle_../x",
		"cgroup ",
		"cgroup /none",
		"cgroup /none/",
		"cgroup whittle-1a",
		"cgroup /none/system.slice",
		"cgroup /none/whittle-1a/../system.slice",
		"cgroup /none/../whittle-1a",
		"cgroup /none/whittle-",
		"cgroup /none/whittle-1a/",
		"container ",
		"container podman",
		"container podman ",
		"container podman web",
		"container podman --all",
		"container podman whittle-1a --all",
		"container bin/podman whittle-1a",
		"container none whittle-1a",
		"directory ",
		"directory /none",
		"directory run",
		"directory run/",
		"directory run//",
		"directory run/.",
		"directory run/..",
		"directory run/../kept",
		"directory run/whittle-1a/../../kept",
		"directory run/whittle-1a/..",
		"directory run-whittle-1a",
		"directory run/other",
		"directory kept",
		"directory /none/whittle-1a",
		"Directory run/whittle-1a",
		" directory run/whittle-1a",
		"\x1b[31m",
	};

	(void)state;
	put_folder("kept");
	put_file("kept/file", "x", 0600);
	put_program("podman", "#!/bin/sh\ntouch asked\n");
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		char *after AUTO_FREE = NULL;
		struct error err = {0};
		char text[256];

		snprintf(text, sizeof(text), "%s\n", lines[i]);
		put_journal(text);
		if (undo(&err) != STATUS_MALFORMED)
			fail_msg("taken: %s", lines[i]);
		assert_string_equal(steps, "");
		assert_null(strchr(err.message, '\x1b'));
		after = get_file(JOURNAL);
		assert_string_equal(after, text);
	}
	assert_true(is_there("kept/file"));
	assert_false(is_there("asked"));
}

/* One bad line keeps the journal, not the others from being undone. */
static void a_bad_line_does_not_stop_the_rest(void **state)
{
	struct error err = {0};

	(void)state;
	put_journal("first of these\ndirectory run/whittle-1a\nsecond\n"
		    "directory run/whittle-2b\n");
	put_folder("run/whittle-1a");
	put_folder("run/whittle-2b");
	assert_int_equal(undo(&err), STATUS_MALFORMED);
	assert_non_null(strstr(err.message, "first of these"));
	assert_string_equal(steps, "directory run/whittle-1a|"
				   "directory run/whittle-2b|");
	assert_false(is_there("run/whittle-1a"));
	assert_false(is_there("run/whittle-2b"));
	assert_true(journal_exists_in("run"));
}

static void a_damaged_journal_is_kept(void **state)
{
	static const char damaged[] = "directory run/whittle-1a\n\0cgroup /x\n";

	(void)state;
	put_folder("run");
	put_folder("run/whittle-1a");
	assert_int_equal(
		file_write(JOURNAL, damaged, sizeof(damaged) - 1, 0600, NULL),
		STATUS_OK);
	assert_int_equal(undo(NULL), STATUS_MALFORMED);
	assert_true(journal_exists_in("run"));
	assert_true(is_there("run/whittle-1a"));
}

static void empty_lines_say_nothing(void **state)
{
	(void)state;
	put_journal("\n\n\ndirectory run/whittle-1a");
	assert_int_equal(undo(NULL), STATUS_OK);
	assert_string_equal(steps, "directory run/whittle-1a|");
}

static void containers_are_removed_by_their_engine(void **state)
{
	char *asked AUTO_FREE = NULL;

	(void)state;
	put_program("podman", "#!/bin/sh\necho podman \"$@\" >>asked\n");
	put_program("crun", "#!/bin/sh\necho crun \"$@\" >>asked\nexit 1\n");
	put_journal("container podman whittle-1a\n"
		    "container crun whittle-2b\n");
	assert_int_equal(undo(NULL), STATUS_OK);
	asked = get_file("asked");
	/* A runtime fails when there is no such container any more. */
	assert_string_equal(asked, "podman rm -f -t 0 -i whittle-1a\n"
				   "crun delete -f whittle-2b\n");
}

static void a_container_that_stays_keeps_the_journal(void **state)
{
	char *asked AUTO_FREE = NULL;
	struct error err = {0};

	(void)state;
	put_program("podman", "#!/bin/sh\nprintf x >>asked\nexit 125\n");
	put_journal("container podman whittle-1a\n");
	assert_int_equal(undo(&err), STATUS_INTERNAL);
	assert_non_null(strstr(err.message, "status 125"));
	assert_true(journal_exists_in("run"));
	asked = get_file("asked");
	assert_string_equal(asked, "xxxxx");
}

static void groups_are_removed_with_all_below(void **state)
{
	char line[4096];

	put_folder("whittle-1a");
	put_folder("whittle-1a/below");
	put_folder("whittle-1a/below/more");
	snprintf(line, sizeof(line), "cgroup %s/whittle-1a\n",
		 (const char *)*state);
	put_journal(line);
	assert_int_equal(undo(NULL), STATUS_OK);
	assert_false(is_there("whittle-1a"));
}

static void an_engine_that_is_gone_is_named(void **state)
{
	char *path AUTO_FREE = strdup(getenv("PATH"));
	struct error err = {0};

	(void)state;
	put_journal("container crun whittle-0\n");
	setenv("PATH", "/no/such/folder", 1);
	assert_int_equal(undo(&err), STATUS_UNSUPPORTED);
	setenv("PATH", path, 1);
	assert_non_null(strstr(err.message, "there is no crun here"));
	assert_true(is_there(JOURNAL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(an_engine_that_is_gone_is_named),
		FOLDER_TEST(the_first_lock_makes_the_folder),
		FOLDER_TEST(only_one_holds_the_lock),
		FOLDER_TEST(the_lock_is_waited_for),
		FOLDER_TEST(a_folder_that_cannot_be_made_is_told),
		FOLDER_TEST(lines_are_added_in_their_order),
		FOLDER_TEST(one_line_is_not_two),
		FOLDER_TEST(a_journal_that_could_not_be_read_is_not_written),
		FOLDER_TEST(half_a_line_is_none),
		FOLDER_TEST(no_journal_is_nothing_to_undo),
		FOLDER_TEST(what_is_undone_is_told_and_forgotten),
		FOLDER_TEST(undoing_twice_is_undoing_once),
		FOLDER_TEST(lines_of_no_run_are_refused),
		FOLDER_TEST(a_bad_line_does_not_stop_the_rest),
		FOLDER_TEST(a_damaged_journal_is_kept),
		FOLDER_TEST(empty_lines_say_nothing),
		FOLDER_TEST(containers_are_removed_by_their_engine),
		FOLDER_TEST(a_container_that_stays_keeps_the_journal),
		FOLDER_TEST(groups_are_removed_with_all_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
