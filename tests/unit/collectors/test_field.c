/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/field.h"

static void assert_field(const char *text, const char *key, const char *value)
{
	struct span found;

	assert_true(field_find(span_of(text), key, &found));
	assert_true(span_is(found, value));
}

static void assert_no_field(const char *text, const char *key)
{
	struct span found;

	assert_false(field_find(span_of(text), key, &found));
}

static void a_field_is_found_wherever_it_stands(void **state)
{
	const char *text = "auid=1 pid=22 comm=\"cat\"  syscall=2 code=0x7";

	(void)state;
	assert_field(text, "auid", "1");
	assert_field(text, "code", "0x7");
	assert_field(text, "comm", "\"cat\"");
	assert_field("code=0x7 syscall=2 pid=22", "pid", "22");
}

static void a_key_is_compared_whole(void **state)
{
	const char *text = "old-ses=3 fsuid=5 exit=-2 ses=4 uid=0";

	(void)state;
	assert_field(text, "ses", "4");
	assert_field(text, "uid", "0");
	assert_no_field(text, "id");
	assert_no_field(text, "se");
}

static void forged_fields_inside_quotes_are_ignored(void **state)
{
	const char *text = "pid=1 comm=\"x pid=9 subj=a:b:c\" subj=u:r:t:s0";

	(void)state;
	assert_field(text, "pid", "1");
	assert_field(text, "subj", "u:r:t:s0");
	assert_no_field("a=\"b c=d\"", "c");
	assert_no_field("\"lone c=d\" e=f", "c");
	assert_field("\"lone c=d\" e=f", "e", "f");
	assert_no_field("comm=\"open c=d", "c");
}

static void nothing_inside_msg_is_a_field(void **state)
{
	const char *text = "pid=7 uid=0 msg='avc: denied scontext=a:b:c x=1'";

	(void)state;
	assert_field(text, "pid", "7");
	assert_no_field(text, "scontext");
	assert_no_field("msg='x' scontext=a:b:c", "scontext");
}

static void of_a_key_twice_the_first_counts(void **state)
{
	(void)state;
	assert_field("pid=1 pid=2", "pid", "1");
}

static void typed_getters_refuse_what_is_no_such_number(void **state)
{
	struct span text = SPAN("a=12 b=0x1f c=-3 d=4294967296 e=\"5\" f=");
	uint64_t number = 99;
	uint32_t small = 99;
	int64_t negative = 99;

	(void)state;
	assert_true(field_decimal(text, "a", &number));
	assert_int_equal(number, 12);
	assert_true(field_hex(text, "b", &number));
	assert_int_equal(number, 0x1f);
	assert_true(field_signed(text, "c", &negative));
	assert_int_equal(negative, -3);
	assert_false(field_decimal(text, "c", &number));
	assert_false(field_decimal32(text, "d", &small));
	assert_false(field_decimal(text, "e", &number));
	assert_false(field_decimal(text, "f", &number));
	assert_false(field_decimal(text, "g", &number));
	assert_int_equal(small, 99);
}

static void assert_decoded(const char *value, const char *expected)
{
	char buffer[16];
	struct span text;
	bool is_string =
		field_decode(span_of(value), buffer, sizeof(buffer), &text);

	assert_int_equal(is_string, expected != NULL);
	if (expected)
		assert_true(span_is(text, expected));
}

static void strings_are_quoted_or_in_hex(void **state)
{
	(void)state;
	assert_decoded("\"cat\"", "cat");
	assert_decoded("\"\"", "");
	assert_decoded("6120626D", "a bm");
	assert_decoded("2f6d", "/m");
}

static void what_is_neither_is_no_string(void **state)
{
	(void)state;
	assert_decoded("(null)", NULL);
	assert_decoded("612", NULL); /* odd length */
	assert_decoded("61zz", NULL);
	assert_decoded("", NULL);
	assert_decoded("\"open", NULL);
	assert_decoded("\"", NULL);
	/* 16 bytes do not fit with their NUL */
	assert_decoded("61616161616161616161616161616161", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_field_is_found_wherever_it_stands),
		cmocka_unit_test(a_key_is_compared_whole),
		cmocka_unit_test(forged_fields_inside_quotes_are_ignored),
		cmocka_unit_test(nothing_inside_msg_is_a_field),
		cmocka_unit_test(of_a_key_twice_the_first_counts),
		cmocka_unit_test(typed_getters_refuse_what_is_no_such_number),
		cmocka_unit_test(strings_are_quoted_or_in_hex),
		cmocka_unit_test(what_is_neither_is_no_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
