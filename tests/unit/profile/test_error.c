/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>

#include "profile/error.h"

static const enum status all[] = {
#define X(id, name, exit_code, meaning) STATUS_##id,
	STATUS_TABLE(X)
#undef X
};

static void each_status_is_its_own_exit_code(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(all); i++)
		assert_int_equal(status_exit_code(all[i]), i);
	assert_string_equal(status_name(STATUS_INCOMPLETE), "incomplete");
}

/* The first of 6, 5, 4, 2, 3, 1, 0 that either has. */
static void the_worse_of_two_is_the_one_promised(void **state)
{
	static const enum status order[] = {
		STATUS_INTERNAL, STATUS_MALFORMED,  STATUS_UNSUPPORTED,
		STATUS_USAGE,	 STATUS_INCOMPLETE, STATUS_DIFFERS,
		STATUS_OK,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++) {
		for (size_t j = i; j < ARRAY_LENGTH(order); j++) {
			assert_int_equal(status_worse(order[i], order[j]),
					 order[i]);
			assert_int_equal(status_worse(order[j], order[i]),
					 order[i]);
		}
	}
}

static void an_error_keeps_its_message_and_its_hint(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(
		error_set(&err, STATUS_USAGE, "try %s", "no '%s'", "x"),
		STATUS_USAGE);
	assert_int_equal(err.status, STATUS_USAGE);
	assert_int_equal(err.sys_errno, 0);
	assert_string_equal(err.message, "no 'x'");
	assert_string_equal(err.hint, "try %s"); /* a hint is no format */
}

static void a_later_error_leaves_no_old_hint(void **state)
{
	struct error err = {0};

	(void)state;
	error_set_errno(&err, STATUS_UNSUPPORTED, ENOENT, "old", "first");
	assert_int_equal(err.sys_errno, ENOENT);
	assert_string_equal(err.message, "first: No such file or directory");
	error_set(&err, STATUS_MALFORMED, NULL, "second");
	assert_string_equal(err.hint, "");
	assert_int_equal(err.sys_errno, 0);
}

static void nobody_needs_to_ask_for_the_error(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, STATUS_MALFORMED, "h", "m"),
			 STATUS_MALFORMED);
	assert_int_equal(error_set_errno(NULL, STATUS_USAGE, EIO, NULL, "m"),
			 STATUS_USAGE);
	assert_int_equal(error_no_memory(NULL), STATUS_INTERNAL);
}

static void context_goes_before_the_message(void **state)
{
	struct error err = {0};

	(void)state;
	error_set(&err, STATUS_UNSUPPORTED, "hint", "open: denied");
	assert_int_equal(error_prefix(&err, "'%s'", "file"),
			 STATUS_UNSUPPORTED);
	assert_string_equal(err.message, "'file': open: denied");
	assert_string_equal(err.hint, "hint");
}

static void long_messages_are_cut_and_stay_strings(void **state)
{
	struct error err = {0};
	char flood[4000];

	(void)state;
	memset(flood, 'm', sizeof(flood) - 1);
	flood[sizeof(flood) - 1] = '\0';
	error_set_errno(&err, STATUS_MALFORMED, ENOENT, flood, "%s", flood);
	assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
	assert_int_equal(strlen(err.hint), sizeof(err.hint) - 1);
	memset(flood, 'c', 2000);
	error_prefix(&err, "%s", flood);
	assert_true(strlen(err.message) < sizeof(err.message));
	/* Of a flood both halves are still to be seen. */
	assert_non_null(strstr(err.message, "ccc: mmm"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_status_is_its_own_exit_code),
		TEST(the_worse_of_two_is_the_one_promised),
		TEST(an_error_keeps_its_message_and_its_hint),
		TEST(a_later_error_leaves_no_old_hint),
		TEST(nobody_needs_to_ask_for_the_error),
		TEST(context_goes_before_the_message),
		TEST(long_messages_are_cut_and_stay_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
