/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "profile/file.h"

/* A folder of its own for each test; the test runs in it. */
static int setup(void **state)
{
	const char *top = getenv("TMPDIR");
	char *directory;

	if (asprintf(&directory, "%s/whittle-test-XXXXXX", top ? top : "/tmp") <
	    0)
		return -1;
	*state = directory;
	return mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static int teardown(void **state)
{
	int result = chdir("/");

	umask(022);
	result |= nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return result;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *expected)
{
	char *text AUTO_FREE = NULL;
	size_t length = 0;

	assert_int_equal(file_read(path, 4096, &text, &length, NULL),
			 STATUS_OK);
	assert_string_equal(text, expected);
	assert_int_equal(length, strlen(expected));
}

/* No temporary file is left behind. */
static unsigned int files_here(void)
{
	DIR *here = opendir(".");
	unsigned int count = 0;
	struct dirent *entry;

	assert_non_null(here);
	while ((entry = readdir(here)))
		count += entry->d_name[0] != '.';
	closedir(here);
	return count;
}

static unsigned int mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void a_file_up_to_the_cap_is_read(void **state)
{
	char *text AUTO_FREE = NULL;
	struct error err = {0};
	size_t length;

	(void)state;
	put("f", "12345");
	assert_int_equal(file_read("f", 5, &text, &length, &err), STATUS_OK);
	assert_string_equal(text, "12345");
	assert_int_equal(length, 5);
}

static void one_byte_past_the_cap_is_refused(void **state)
{
	char *text = NULL;
	struct error err = {0};

	(void)state;
	put("f", "12345");
	assert_int_equal(file_read("f", 4, &text, NULL, &err),
			 STATUS_MALFORMED);
	assert_non_null(strstr(err.message, "larger than 4 bytes"));
	assert_null(text);
}

/* A device has no size to look at. */
static void an_endless_file_is_refused(void **state)
{
	char *text = NULL;

	(void)state;
	assert_int_equal(file_read("/dev/zero", 100000, &text, NULL, NULL),
			 STATUS_MALFORMED);
	assert_null(text);
}

static void nul_bytes_are_read(void **state)
{
	char *text AUTO_FREE = NULL;
	size_t length = 0;

	(void)state;
	assert_int_equal(file_write("f", "a\0b", 3, 0644, NULL), STATUS_OK);
	assert_int_equal(file_read("f", 10, &text, &length, NULL), STATUS_OK);
	assert_int_equal(length, 3);
	assert_memory_equal(text, "a\0b", 4);
}

static void an_empty_file_is_an_empty_string(void **state)
{
	(void)state;
	put("f", "");
	assert_holds("f", "");
}

static void what_cannot_be_read_is_told(void **state)
{
	struct error err = {0};
	char *text = NULL;

	(void)state;
	assert_int_equal(file_read("none", 10, &text, NULL, &err),
			 STATUS_MALFORMED);
	assert_int_equal(err.sys_errno, ENOENT);
	assert_int_equal(file_read(".", 10, &text, NULL, &err),
			 STATUS_MALFORMED);
	assert_int_equal(err.sys_errno, EISDIR);
	assert_null(text);
}

static void a_file_is_replaced_whole(void **state)
{
	(void)state;
	put("f", "something longer than the new text");
	assert_int_equal(file_write("f", "new", 3, 0644, NULL), STATUS_OK);
	assert_holds("f", "new");
	assert_int_equal(files_here(), 1);
}

static void a_new_file_obeys_the_umask(void **state)
{
	(void)state;
	umask(027);
	assert_int_equal(file_write("f", "x", 1, 0644, NULL), STATUS_OK);
	assert_int_equal(mode_of("f"), 0640);
	assert_int_equal(umask(022), 027); /* and leaves it */
}

static void a_file_that_is_private_stays_so(void **state)
{
	(void)state;
	put("f", "old");
	assert_int_equal(chmod("f", 0600), 0);
	assert_int_equal(file_write("f", "new", 3, 0644, NULL), STATUS_OK);
	assert_int_equal(mode_of("f"), 0600);
	assert_holds("f", "new");
}

static void a_failed_write_leaves_the_target(void **state)
{
	struct error err = {0};

	(void)state;
	/* The rename fails: a folder stands there. */
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(file_write("d", "x", 1, 0644, &err), STATUS_MALFORMED);
	assert_int_equal(err.sys_errno, EISDIR);
	assert_int_equal(files_here(), 1);
	assert_int_equal(file_write("none/f", "x", 1, 0644, &err),
			 STATUS_MALFORMED);
	assert_int_equal(err.sys_errno, ENOENT);
	assert_string_not_equal(err.hint, "");
	assert_int_equal(files_here(), 1);
}

/* The name leaves no room for the temporary file's ending. */
static void a_failure_to_begin_leaves_the_target(void **state)
{
	char name[NAME_MAX + 1];

	(void)state;
	memset(name, 'n', NAME_MAX - 2);
	name[NAME_MAX - 2] = '\0';
	put(name, "old");
	assert_int_equal(file_write(name, "new", 3, 0644, NULL),
			 STATUS_MALFORMED);
	assert_holds(name, "old");
}

static void a_link_stays_and_its_target_is_written(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	put("d/target", "old");
	assert_int_equal(symlink("d/target", "link"), 0);
	assert_int_equal(file_write("link", "new", 3, 0644, NULL), STATUS_OK);
	assert_holds("d/target", "new");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

/* None of the host's own: a mistake of ours would replace it. */
static void what_is_no_file_is_not_replaced(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX,
				      .sun_path = "socket"};
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct error err = {0};
	struct stat st;

	(void)state;
	assert_true(server >= 0);
	assert_int_equal(
		bind(server, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(symlink("socket", "link"), 0);
	assert_int_equal(file_write("link", "x", 1, 0644, &err),
			 STATUS_MALFORMED);
	assert_int_equal(err.sys_errno, ENXIO);
	assert_int_equal(lstat("socket", &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(files_here(), 2);
	close(server);
}

static void a_pipe_is_written_to(void **state)
{
	char got[8] = "";
	struct stat st;
	int reader;

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	reader = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(reader >= 0);
	assert_int_equal(file_write("pipe", "text", 4, 0644, NULL), STATUS_OK);
	assert_int_equal(read(reader, got, sizeof(got)), 4);
	assert_string_equal(got, "text");
	close(reader);
	assert_int_equal(lstat("pipe", &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
}

static void a_dash_is_standard_input(void **state)
{
	int saved = dup(STDIN_FILENO);
	int file;

	(void)state;
	put("f", "from input");
	file = open("f", O_RDONLY | O_CLOEXEC);
	assert_true(saved >= 0 && file >= 0);
	assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
	assert_holds("-", "from input");
	/* It was read, not closed. */
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
	assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
	close(saved);
	close(file);
}

static void a_line_is_read_without_its_end(void **state)
{
	char line[8];

	(void)state;
	put("f", "one\ntwo\n");
	assert_true(file_read_line("f", line, sizeof(line)));
	assert_string_equal(line, "one");
	put("f", "longer than it");
	assert_true(file_read_line("f", line, sizeof(line)));
	assert_string_equal(line, "longer ");
	put("f", "");
	assert_true(file_read_line("f", line, sizeof(line)));
	assert_string_equal(line, "");
}

static void a_line_that_is_not_there_is_empty(void **state)
{
	char line[8] = "old";

	(void)state;
	assert_false(file_read_line("none", line, sizeof(line)));
	assert_string_equal(line, "");
	assert_false(file_read_line(".", line, sizeof(line)));
	assert_string_equal(line, "");
}

static void what_can_be_written_is_known_before(void **state)
{
	static const char *const refused[] = {"", ".", "./", "none/x", "none/"};
	struct error err = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(refused); i++)
		if (file_check_writable(refused[i], &err) != STATUS_MALFORMED)
			fail_msg("'%s' passes", refused[i]);
	assert_int_equal(file_check_writable("-", &err), STATUS_OK);
	assert_int_equal(file_check_writable("new", &err), STATUS_OK);
	assert_int_equal(file_check_writable("./new", &err), STATUS_OK);
	assert_int_equal(access("new", F_OK), -1);
}

#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(a_file_up_to_the_cap_is_read),
		FILE_TEST(one_byte_past_the_cap_is_refused),
		FILE_TEST(an_endless_file_is_refused),
		FILE_TEST(nul_bytes_are_read),
		FILE_TEST(an_empty_file_is_an_empty_string),
		FILE_TEST(what_cannot_be_read_is_told),
		FILE_TEST(a_file_is_replaced_whole),
		FILE_TEST(a_new_file_obeys_the_umask),
		FILE_TEST(a_file_that_is_private_stays_so),
		FILE_TEST(a_failed_write_leaves_the_target),
		FILE_TEST(a_failure_to_begin_leaves_the_target),
		FILE_TEST(a_link_stays_and_its_target_is_written),
		FILE_TEST(what_is_no_file_is_not_replaced),
		FILE_TEST(a_pipe_is_written_to),
		FILE_TEST(a_dash_is_standard_input),
		FILE_TEST(a_line_is_read_without_its_end),
		FILE_TEST(a_line_that_is_not_there_is_empty),
		FILE_TEST(what_can_be_written_is_known_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
