/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/path_text.h"

static void assert_path(const char *directory, const char *path,
			const char *expected)
{
	char buffer[PATH_TEXT_MAX];
	bool is_path = path_text(span_of(directory), span_of(path), buffer);

	assert_int_equal(is_path, expected != NULL);
	if (expected)
		assert_string_equal(buffer, expected);
}

static void a_relative_path_begins_at_its_directory(void **state)
{
	(void)state;
	assert_path("/srv", "key", "/srv/key");
	assert_path("/srv/", "key", "/srv/key");
	assert_path("/", "key", "/key");
	assert_path("/srv", "/etc/key", "/etc/key");
	assert_path("...", "key", ".../key");
	assert_path("", "key", "key");
	assert_path("/srv", ".", "/srv");
	assert_path("/srv", "..", "/srv/..");
	assert_path("/srv", "", NULL);
}

static void needless_parts_are_left_out(void **state)
{
	(void)state;
	assert_path("", "//etc///./key", "/etc/key");
	assert_path("", "./key", "key");
	assert_path("", "/", "/");
	assert_path("", "/etc/", "/etc");
	assert_path("", ".", ".");
}

static void what_changes_from_run_to_run_is_replaced(void **state)
{
	(void)state;
	assert_path("", "/proc/1234/environ", "/proc/@pid/environ");
	assert_path("", "/proc/1", "/proc/@pid");
	assert_path("/proc", "77/fd", "/proc/@pid/fd");
	assert_path("", "/proc/12/task/34/comm", "/proc/@pid/task/@tid/comm");
	assert_path("", "/proc/self/task/9", "/proc/self/task/@tid");
	assert_path("", "/dev/pts/12", "/dev/pts/@n");
	assert_path("", "pipe:[12345]", "pipe:[@inode]");
	assert_path("", "/proc/3/ns/net:[4026531840]",
		    "/proc/@pid/ns/net:[@inode]");
	assert_path("",
		    "/sys/fs/cgroup/libpod-"
		    "0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdef.scope/x",
		    "/sys/fs/cgroup/libpod-@id.scope/x");
}

static void what_only_looks_like_it_stays(void **state)
{
	(void)state;
	assert_path("", "/srv/proc/1234", "/srv/proc/1234");
	assert_path("", "/proc/sys/12", "/proc/sys/12");
	assert_path("", "/proc/12a", "/proc/12a");
	assert_path("", "anon_inode:[eventfd]", "anon_inode:[eventfd]");
	assert_path("", "/a[1]", "/a[1]");
	assert_path("", "/x/0123456789abcdef", "/x/0123456789abcdef");
}

static void a_path_that_does_not_fit_is_none(void **state)
{
	static char giant[PATH_TEXT_MAX + 1];
	char buffer[PATH_TEXT_MAX];

	(void)state;
	memset(giant, 'x', sizeof(giant));
	assert_false(path_text((struct span){0},
			       (struct span){giant, sizeof(giant)}, buffer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_relative_path_begins_at_its_directory),
		cmocka_unit_test(needless_parts_are_left_out),
		cmocka_unit_test(what_changes_from_run_to_run_is_replaced),
		cmocka_unit_test(what_only_looks_like_it_stays),
		cmocka_unit_test(a_path_that_does_not_fit_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
