/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/record.h"

static enum record_result parse(uint16_t type, const char *text,
				struct record *ret)
{
	return record_from_kernel(type, text, strlen(text), ret);
}

static void a_kernel_message_is_a_record(void **state)
{
	struct record record;

	(void)state;
	assert_int_equal(parse(AUDIT_SECCOMP,
			       "audit(1664902715.047:992801): auid=1 pid=2 ",
			       &record),
			 RECORD_OK);
	assert_int_equal(record.type, 1326);
	assert_int_equal(record.seconds, 1664902715);
	assert_int_equal(record.milliseconds, 47);
	assert_int_equal(record.serial, 992801);
	assert_true(record.has_stamp);
	assert_true(span_is(record.text, "auid=1 pid=2"));
	assert_int_equal(record.node.length, 0);
}

static void a_message_may_end_with_a_zero_or_a_newline(void **state)
{
	static const char text[] = "audit(1.000:2): x=1\n";
	struct record record;

	(void)state;
	assert_int_equal(
		record_from_kernel(AUDIT_AVC, text, sizeof(text), &record),
		RECORD_OK);
	assert_true(span_is(record.text, "x=1"));
}

static void types_of_user_space_are_never_believed(void **state)
{
	static const uint16_t users[] = {1005, 1100, 1107, 1199, 1200,
					 1299, 2100, 2404, 2999, 1000};
	struct record record = {.type = 1};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(users); i++) {
		assert_false(record_type_is_kernel(users[i]));
		assert_int_equal(parse(users[i], "audit(1.000:2): avc:  denied",
				       &record),
				 RECORD_USER);
	}
	assert_int_equal(record.type, 1);
	assert_true(record_type_is_kernel(AUDIT_LOGIN));
	assert_true(record_type_is_kernel(AUDIT_AVC));
	assert_true(record_type_is_kernel(AUDIT_SECCOMP));
}

static void bad_stamps_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"audit",
		"audit(",
		"audit(1.000:2",
		"audit(1.00:2): x=1",
		"audit(1.0000:2): x=1",
		"audit(1:2): x=1",
		"audit(-1.000:2): x=1",
		"audit(.000:2): x=1",
		"audit(1.000:): x=1",
		"audit(1.000:18446744073709551616): x=1",
		"audit(99999999999999999999.000:1): x=1",
		"Audit(1.000:2): x=1",
	};
	struct record record = {.type = 1};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(parse(AUDIT_AVC, bad[i], &record),
				 RECORD_BAD_STAMP);
	assert_int_equal(parse(AUDIT_AVC, "audit(1.000:2)", &record),
			 RECORD_CUT);
	assert_int_equal(record.type, 1);
}

static void the_enriched_tail_is_cut_off(void **state)
{
	struct record record;

	(void)state;
	assert_int_equal(parse(AUDIT_SECCOMP,
			       "audit(1.000:2): uid=0 \x1d"
			       "UID=\"root\" subj=forged",
			       &record),
			 RECORD_OK);
	assert_true(span_is(record.text, "uid=0"));
}

static void zero_bytes_and_giants_are_refused(void **state)
{
	static char giant[RECORD_TEXT_MAX + 64];
	struct record record;

	(void)state;
	assert_int_equal(record_from_kernel(AUDIT_AVC, "audit(1.000:2): a\0b",
					    19, &record),
			 RECORD_BAD_BYTES);
	memset(giant, 'x', sizeof(giant));
	memcpy(giant, "audit(1.000:2): ", 16);
	assert_int_equal(
		record_from_kernel(AUDIT_AVC, giant, sizeof(giant), &record),
		RECORD_TOO_LONG);
}

static void type_names_and_numbers_agree(void **state)
{
	uint16_t type;

	(void)state;
	assert_true(record_type_from_name(SPAN("SECCOMP"), &type));
	assert_int_equal(type, AUDIT_SECCOMP);
	assert_true(record_type_from_name(SPAN("1326"), &type));
	assert_int_equal(type, AUDIT_SECCOMP);
	assert_true(record_type_from_name(SPAN("UNKNOWN[1338]"), &type));
	assert_int_equal(type, 1338);
	assert_false(record_type_from_name(SPAN("SECCOMPX"), &type));
	assert_false(record_type_from_name(SPAN("65536"), &type));
	assert_false(record_type_from_name(SPAN(""), &type));
	assert_string_equal(record_type_name(AUDIT_AVC), "AVC");
	assert_null(record_type_name(9));
}

static void one_event_is_one_node_time_and_serial(void **state)
{
	struct record a = {.has_stamp = true, .seconds = 1, .serial = 5};
	struct record b = a;

	(void)state;
	assert_true(record_is_same_event(&a, &b));
	b.node = SPAN("host-b");
	assert_false(record_is_same_event(&a, &b));
	b = a;
	b.milliseconds = 1;
	assert_false(record_is_same_event(&a, &b));
	a.has_stamp = b.has_stamp = false;
	b = a;
	assert_false(record_is_same_event(&a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kernel_message_is_a_record),
		cmocka_unit_test(a_message_may_end_with_a_zero_or_a_newline),
		cmocka_unit_test(types_of_user_space_are_never_believed),
		cmocka_unit_test(bad_stamps_are_refused),
		cmocka_unit_test(the_enriched_tail_is_cut_off),
		cmocka_unit_test(zero_bytes_and_giants_are_refused),
		cmocka_unit_test(type_names_and_numbers_agree),
		cmocka_unit_test(one_event_is_one_node_time_and_serial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
