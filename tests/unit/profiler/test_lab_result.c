/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile behind a marker, at the end of what a command writes. */
#include "support.h"

#include "profiler/lab_result.h"

#define MARKER "g0123456789abcdef0123456789abcde"

struct parts {
	struct text passed, kept;
};

static void pass(void *context, const char *bytes, size_t length)
{
	text_add_bytes(&((struct parts *)context)->passed, bytes, length);
}

static void keep(void *context, const char *bytes, size_t length)
{
	text_add_bytes(&((struct parts *)context)->kept, bytes, length);
}

/* Fed in pieces of SIZE bytes. */
static void assert_split(const char *input, size_t size, const char *passed,
			 const char *kept)
{
	struct lab_splitter splitter = {0};
	struct parts parts = {0};
	size_t length = strlen(input);

	for (size_t at = 0; at < length; at += size)
		lab_splitter_feed(&splitter, MARKER, input + at,
				  length - at < size ? length - at : size, pass,
				  keep, &parts);
	lab_splitter_end(&splitter, MARKER, pass, &parts);
	assert_string_equal(text_string(&parts.passed), passed);
	assert_string_equal(text_string(&parts.kept), kept);
	text_done(&parts.passed);
	text_done(&parts.kept);
}

static void what_stands_behind_the_marker_is_kept(void **state)
{
	(void)state;
	for (size_t size = 1; size < 80; size++) {
		assert_split("", size, "", "");
		assert_split("just output\n", size, "just output\n", "");
		assert_split("out\n" MARKER "{\"a\":1}", size, "out\n",
			     "{\"a\":1}");
		assert_split(MARKER, size, "", "");
		assert_split(MARKER MARKER, size, "", MARKER);
		/* What begins like it. */
		assert_split("gg0g01" MARKER "x", size, "gg0g01", "x");
		assert_split("g0123456789g" MARKER "x", size, "g0123456789g",
			     "x");
		assert_split("at the end g01", size, "at the end g01", "");
	}
}

static void standard_output_is_split_and_put_back(void **state)
{
	struct lab_result result;
	struct text kept AUTO_TEXT = {0};
	char *passed AUTO_FREE = NULL;
	int saved = dup(STDOUT_FILENO);
	bool is_done;

	(void)state;
	fflush(stdout);
	assert_non_null(freopen("output", "w", stdout));
	is_done = lab_result_begin(&result, NULL) == STATUS_OK;
	printf("before %s behind", result.marker);
	fflush(stdout);
	is_done &= lab_result_end(&result, &kept, NULL) == STATUS_OK;
	printf(", after");
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_true(is_done);
	passed = get_file("output");
	assert_string_equal(passed, "before , after");
	assert_string_equal(text_string(&kept), " behind");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_behind_the_marker_is_kept),
		FOLDER_TEST(standard_output_is_split_and_put_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
