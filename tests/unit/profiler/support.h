/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of profiler/ share: a folder of its own for each test. */

#ifndef WHITTLE_TESTS_PROFILER_SUPPORT_H
#define WHITTLE_TESTS_PROFILER_SUPPORT_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "profile/attributes.h"
#include "profile/file.h"

/* Its absolute path is in *STATE; the test runs in it. */
static inline int setup_folder(void **state)
{
	const char *top = getenv("TMPDIR");
	char *folder, *real;

	if (asprintf(&folder, "%s/whittle-test-XXXXXX", top ? top : "/tmp") < 0)
		return -1;
	if (!mkdtemp(folder) || chdir(folder) != 0)
		return -1;
	real = realpath(folder, NULL);
	free(folder);
	*state = real;
	return real ? 0 : -1;
}

static inline int remove_one(const char *path, const struct stat *st, int type,
			     struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static inline int teardown_folder(void **state)
{
	int result = chdir("/");

	result |= nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return result;
}

static inline void put_file(const char *path, const char *text,
			    unsigned int mode)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fchmod(fileno(file), mode), 0);
	assert_int_equal(fclose(file), 0);
}

static inline void put_folder(const char *path)
{
	assert_int_equal(mkdir(path, 0755), 0);
}

static inline bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* What PATH holds; freed with free(). */
static inline char *get_file(const char *path)
{
	struct error err = {0};
	char *text = NULL;

	if (file_read(path, 1u << 20, &text, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	return text;
}

#define TEST(f) cmocka_unit_test(f)
#define FOLDER_TEST(f)                                                         \
	cmocka_unit_test_setup_teardown(f, setup_folder, teardown_folder)

#endif
