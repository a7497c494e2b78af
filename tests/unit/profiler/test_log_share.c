/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "profiler/log_share.h"

#define OWN    "system_u:system_r:whittle_t:s0:c1,c2"
#define OTHERS "system_u:system_r:sshd_t:s0-s0:c0.c1023"

static void add(struct log_share *share, uint16_t type, uint64_t serial,
		const char *text)
{
	const struct record record = {
		.type = type, .serial = serial, .text = {text, strlen(text)}};

	log_share_add(share, &record, 100);
}

static void others_events_are_not_the_runs(void **state)
{
	struct log_share share = {.label = OWN};

	(void)state;
	add(&share, AUDIT_SYSCALL, 7, "syscall=59 pid=9 subj=" OTHERS);
	add(&share, AUDIT_PATH, 7, "item=0 name=\"/etc/shadow\"");
	add(&share, AUDIT_AVC, 8, "denied { read } scontext=" OTHERS);
	add(&share, AUDIT_PATH, 0, "item=0");
	assert_int_equal(share.bytes, 0);
}

static void an_event_of_the_run_counts_whole(void **state)
{
	struct log_share share = {.label = OWN};

	(void)state;
	add(&share, AUDIT_AVC, 7, "denied { read } scontext=" OWN " tcontext=");
	add(&share, AUDIT_SYSCALL, 7, "syscall=2 pid=9 subj=" OWN);
	add(&share, AUDIT_CWD, 7, "cwd=\"/\"");
	add(&share, AUDIT_PATH, 7, "item=0 name=\"/etc/shadow\"");
	add(&share, AUDIT_PATH, 8, "item=0 name=\"/etc/shadow\"");
	assert_int_equal(share.bytes, 400);
}

/* It may have left the domain, and has taken the filter along. */
static void each_logged_call_counts(void **state)
{
	struct log_share share = {.label = OWN};
	struct log_share none = {0};

	(void)state;
	add(&share, AUDIT_SECCOMP, 7, "pid=9 subj=" OTHERS);
	add(&none, AUDIT_SECCOMP, 7, "pid=9 subj=" OTHERS);
	add(&none, AUDIT_SYSCALL, 8, "pid=9 subj=" OTHERS);
	assert_int_equal(share.bytes, 100);
	assert_int_equal(none.bytes, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_events_are_not_the_runs),
		cmocka_unit_test(an_event_of_the_run_counts_whole),
		cmocka_unit_test(each_logged_call_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
