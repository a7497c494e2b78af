/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <linux/capability.h>

#include "profile/capset.h"

static unsigned int number_of(const char *name)
{
	struct error err = {0};
	unsigned int number = 99;

	if (capability_from_name(name, &number, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	return number;
}

static void names_are_read_in_every_spelling(void **state)
{
	(void)state;
	assert_int_equal(number_of("CAP_SYSLOG"), CAP_SYSLOG);
	assert_int_equal(number_of("cap_syslog"), CAP_SYSLOG);
	assert_int_equal(number_of("Cap_SysLog"), CAP_SYSLOG);
	assert_int_equal(number_of("SYSLOG"), CAP_SYSLOG);
	assert_int_equal(number_of("syslog"), CAP_SYSLOG);
	assert_int_equal(number_of("CAP_CHOWN"), 0);
}

static void numbers_newer_than_the_library_are_kept(void **state)
{
	(void)state;
	assert_int_equal(number_of("cap_41"), 41);
	assert_int_equal(number_of("CAP_63"), 63);
	assert_int_equal(number_of("CAP_0"), CAP_CHOWN);
	assert_string_equal(capability_name(63), "CAP_63");
	assert_string_equal(capability_short_name(63), "63");
}

static void what_is_no_capability_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"cap_",
		"CAP_CAP_SYSLOG",
		"CAP_64",
		"41",
		"CAP_-1",
		"CAP_+1",
		"CAP_SYSLO",
		"CAP_SYSLOGX",
		"CAP_ SYSLOG",
		"CAP_99999999999999999999",
		"CAP_SYSLOG ",
		"\x1b[31m",
		"ALL",
	};
	struct error err = {0};
	unsigned int number = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		assert_int_equal(capability_from_name(bad[i], &number, &err),
				 STATUS_MALFORMED);
		assert_null(strchr(err.message, '\x1b'));
	}
	assert_int_equal(number, 7);
}

static void every_number_has_a_name_that_is_read_back(void **state)
{
	(void)state;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++) {
		const char *name = capability_name(i);

		assert_int_equal(number_of(name), i);
		assert_true(strncmp(name, "CAP_", 4) == 0);
		assert_string_equal(name + 4, capability_short_name(i));
		/* The second answer comes from memory. */
		assert_ptr_equal(capability_name(i), name);
	}
	assert_string_equal(capability_name(CAP_SYS_ADMIN), "CAP_SYS_ADMIN");
	assert_string_equal(capability_short_name(CAP_BPF), "BPF");
}

static void a_set_holds_what_was_put_in(void **state)
{
	const capset_t set = capset_of(0) | capset_of(41) | capset_of(63);

	(void)state;
	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		assert_int_equal(capset_has(set, i),
				 i == 0 || i == 41 || i == 63);
	assert_false(capset_has(CAPSET_NONE, 0));
}

static void the_last_capability_has_a_name_of_its_own(void **state)
{
	char numbered[16];

	(void)state;
	assert_true(capability_last() >= CAP_CHECKPOINT_RESTORE);
	assert_true(capability_last() <= CAPABILITY_MAX);
	snprintf(numbered, sizeof(numbered), "CAP_%u", capability_last());
	assert_string_not_equal(capability_name(capability_last()), numbered);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_are_read_in_every_spelling),
		TEST(numbers_newer_than_the_library_are_kept),
		TEST(what_is_no_capability_is_refused),
		TEST(every_number_has_a_name_that_is_read_back),
		TEST(a_set_holds_what_was_put_in),
		TEST(the_last_capability_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
