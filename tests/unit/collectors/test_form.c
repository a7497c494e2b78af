/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collectors/form.h"

#define STAMP "audit(1664902715.647:992801): "

static enum record_result parse(const char *line, struct record *ret)
{
	struct form_state state = {0};
	enum record_result result = form_parse(span_of(line), &state, ret);

	form_state_done(&state);
	return result;
}

static void assert_result(const char *line, enum record_result expected)
{
	struct record record = {0};
	enum record_result result = parse(line, &record);

	if (result != expected)
		print_error("%s\n", line);
	assert_int_equal(result, expected);
	if (result == RECORD_OK)
		assert_true(span_is(record.text, "pid=1"));
}

static void the_kernels_words_are_found_behind_any_prefix(void **state)
{
	static const char *const lines[] = {
		"type=SECCOMP msg=" STAMP "pid=1",
		"type=1326 msg=" STAMP "pid=1",
		"type=1326 " STAMP "pid=1",
		"node=web-1 type=SECCOMP msg=" STAMP "pid=1",
		"type=UNKNOWN[1326] msg=" STAMP "pid=1",
		"audit: type=1326 " STAMP "pid=1",
		"[   12.345678] audit: type=1326 " STAMP "pid=1",
		"[   12.345678][  T123] audit: type=1326 " STAMP "pid=1",
		"[Sun Nov 22 00:34:00 2026] audit: type=1326 " STAMP "pid=1",
		"2026-11-22T00:34:00,123456+00:00 audit: type=1326 " STAMP
		"pid=1",
		"<5>[   12.345678] audit: type=1326 " STAMP "pid=1",
		"<5>audit: type=1326 " STAMP "pid=1",
		"5,475,22713197,-;audit: type=1326 " STAMP "pid=1",
		"kern  :notice: [   12.3] audit: type=1326 " STAMP "pid=1",
		"kernel: [1109855.783490] audit: type=1326 " STAMP "pid=1",
		"Nov 22 00:34:00 host kernel: audit: type=1326 " STAMP "pid=1",
		"Nov  2 00:34:00 host kernel: [ 12.3] audit: type=1326 " STAMP
		"pid=1",
		"2026-11-22T00:34:00+0000 host kernel: audit: type=1326 " STAMP
		"pid=1",
		"2026-11-22T00:34:00.1+00:00 host kernel: [ 1.2] "
		"type=1326 " STAMP "pid=1",
		"<5>1 2026-11-22T00:34:00Z host kernel - - - [ 1.2] audit: "
		"type=1326 " STAMP "pid=1",
		"Nov 22 00:34:00 host audispd: node=h type=SECCOMP msg=" STAMP
		"pid=1",
		"Nov 22 00:34:00 host audisp-syslog[77]: type=SECCOMP "
		"msg=" STAMP "pid=1",
		"[   12.345678] type=1326 " STAMP "pid=1",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
		assert_result(lines[i], RECORD_OK);
}

static void another_programs_words_are_not_believed(void **state)
{
	static const char *const lines[] = {
		"Nov 22 00:34:00 host evil: audit: type=1326 " STAMP "pid=1",
		"Nov 22 00:34:00 host evil[7]: kernel: [1.2] audit: "
		"type=1326 " STAMP "pid=1",
		"Nov 22 00:34:00 host audit: type=1326 " STAMP "pid=1",
		"[   12.345678] evil: audit: type=1326 " STAMP "pid=1",
		"user  :notice: [   12.3] audit: type=1326 " STAMP "pid=1",
		"<13>[   12.345678] audit: type=1326 " STAMP "pid=1",
		"13,475,22713197,-;audit: type=1326 " STAMP "pid=1",
		"<13>1 2026-11-22T00:34:00Z host kernel - - - audit: "
		"type=1326 " STAMP "pid=1",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
		assert_result(lines[i], RECORD_FOREIGN);
	/* Indented: may be the second line of any message. */
	assert_result("    type=1326 " STAMP "pid=1", RECORD_FOREIGN);
	assert_result("\tkernel: audit: type=1326 " STAMP "pid=1",
		      RECORD_FOREIGN);
}

static void user_space_records_are_told_apart(void **state)
{
	(void)state;
	assert_result("type=USER_AVC msg=" STAMP "msg='avc:  denied'",
		      RECORD_USER);
	assert_result("kernel: [1.2] audit: type=1107 " STAMP
		      "msg='x type=1326 " STAMP "pid=1'",
		      RECORD_USER);
	assert_result("type=DAEMON_START msg=" STAMP "op=start", RECORD_USER);
	assert_result("type=SOFTWARE_UPDATE msg=" STAMP "x", RECORD_OTHER_TYPE);
}

static void damage_is_told_by_its_kind(void **state)
{
	(void)state;
	assert_result("type=SECCOMP msg=audit(1664902715.6", RECORD_BAD_STAMP);
	assert_result("type=SECCOMP msg=audit(1664902715.647:992801)",
		      RECORD_CUT);
	assert_result("type=x y msg=audit(1.000:1): ", RECORD_NONE);
	assert_result("type=seccomp msg=" STAMP "pid=1", RECORD_BAD_TYPE);
}

static void other_lines_are_nothing(void **state)
{
	(void)state;
	assert_result("", RECORD_NONE);
	assert_result("type=", RECORD_NONE);
	assert_result("node=", RECORD_NONE);
	assert_result("systemd[1]: Started libcontainer.", RECORD_NONE);
	assert_result("Nov 22 00:34:00 host auditd[1]: started", RECORD_NONE);
	assert_result("[", RECORD_NONE);
	assert_result("<", RECORD_NONE);
}

static void losses_are_read_from_the_kernels_words(void **state)
{
	struct record record = {0};

	(void)state;
	assert_int_equal(parse("[ 22.7] audit: audit_lost=146 "
			       "audit_rate_limit=0 audit_backlog_limit=64",
			       &record),
			 RECORD_LOSS);
	assert_int_equal(record.serial, 146);
	assert_int_equal(parse("kernel: [ 2.1] audit_printk_skb: 12 callbacks "
			       "suppressed",
			       &record),
			 RECORD_LOSS);
	assert_int_equal(record.serial, 12);
	assert_int_equal(
		parse("host kernel: audit: backlog limit exceeded", &record),
		RECORD_LOSS);
	assert_int_equal(
		parse("host evil: audit: backlog limit exceeded", &record),
		RECORD_NONE);
}

static void a_bare_avc_counts_at_the_start_of_a_line_only(void **state)
{
	struct record record = {0};

	(void)state;
	assert_int_equal(parse("avc:  denied  { read } for  pid=1", &record),
			 RECORD_OK);
	assert_int_equal(record.type, AUDIT_AVC);
	assert_false(record.has_stamp);
	assert_result("  avc:  denied  { read } for  pid=1", RECORD_NONE);
	assert_result("evil: avc:  denied  { read } for  pid=1", RECORD_NONE);
}

/* Seen on Linux 6.12: what reads /proc/kmsg gets the lines of one message of
   user space with a prefix each. */
static void pieces_of_user_text_are_not_believed(void **state)
{
	static const char *const lines[] = {
		"[   95.764580] audit: type=1100 " STAMP "pid=9 msg='op=x'",
		"[   95.764580] audit: type=1400 " STAMP "pid=1",
		"[   95.764580] audit: audit_lost=9",
		"[   95.764629] audit: type=1326 " STAMP "pid=1",
	};
	static const enum record_result expected[] = {
		RECORD_USER, RECORD_DOUBTFUL, RECORD_DOUBTFUL, RECORD_OK};
	struct form_state forms_state = {0};
	struct record record = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
		assert_int_equal(
			form_parse(span_of(lines[i]), &forms_state, &record),
			expected[i]);
	form_state_done(&forms_state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kernels_words_are_found_behind_any_prefix),
		cmocka_unit_test(another_programs_words_are_not_believed),
		cmocka_unit_test(user_space_records_are_told_apart),
		cmocka_unit_test(pieces_of_user_text_are_not_believed),
		cmocka_unit_test(damage_is_told_by_its_kind),
		cmocka_unit_test(other_lines_are_nothing),
		cmocka_unit_test(losses_are_read_from_the_kernels_words),
		cmocka_unit_test(a_bare_avc_counts_at_the_start_of_a_line_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
