/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts as Linux 6.12 and 6.18 wrote them. */
#include "support.h"

#include "profiler/audit_change.h"

#define WHO "auid=0 ses=3 subj=unconfined_u:unconfined_r:unconfined_t:s0"

static struct audit_change change;
static struct profile profile;

static int setup(void **state)
{
	(void)state;
	change = (struct audit_change){0};
	profile_init(&profile);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	profile_done(&profile);
	return 0;
}

static void say(const char *text)
{
	const struct record record = {.type = AUDIT_CONFIG_CHANGE,
				      .text = {text, strlen(text)}};

	audit_change_add(&change, &record);
}

static const char *note_of(bool has_checks)
{
	audit_change_note(&change, NULL, NULL, has_checks, &profile);
	return profile.notes.count ? profile.notes.items[0] : "";
}

static void a_count_set_back_is_told_with_what_it_was(void **state)
{
	(void)state;
	say("op=set lost=0 old=58714 " WHO " res=1");
	say("op=set lost=0 old=6 " WHO " res=1");
	say("op=set audit_backlog_limit=8192 old=65536 " WHO " res=1");
	assert_int_equal(change.lost_at_resets, 58720);
	assert_string_equal(note_of(true), "");
	assert_true(profile.is_complete);
}

static void audit_turned_off_is_told(void **state)
{
	(void)state;
	say("op=set audit_enabled=1 old=1 " WHO " res=1");
	say("op=set audit_enabled=0 old=2 " WHO " res=0");
	assert_false(change.was_turned_off);
	say("op=set audit_enabled=0 old=1 " WHO " res=1");
	assert_non_null(strstr(note_of(true), "turned off"));
	assert_false(profile.is_complete);
}

static void system_calls_alone_need_no_audit_and_no_rules(void **state)
{
	(void)state;
	say("op=set audit_enabled=0 old=1 " WHO " res=1");
	say(WHO " op=remove_rule key=\"whittle-exec\" list=4 res=1");
	assert_string_equal(note_of(false), "");
	assert_true(profile.is_complete);
}

static void rules_of_the_run_that_go_are_told(void **state)
{
	(void)state;
	say(WHO " op=remove_rule key=\"logins\" list=4 res=1");
	say(WHO " op=remove_rule key=(null) list=4 res=1");
	say(WHO " op=add_rule key=\"whittle-exec\" list=4 res=1");
	assert_false(change.were_rules_removed);
	say(WHO " op=remove_rule key=\"whittle-exec\" list=4 res=1");
	assert_non_null(strstr(note_of(true), "rules were removed"));
	assert_false(profile.is_complete);
}

static void seccomp_told_to_be_silent_is_told(void **state)
{
	(void)state;
	say("op=seccomp-logging actions=errno,log old-actions=log res=1");
	say("op=seccomp-logging actions=? old-actions=errno,log res=0");
	assert_false(change.was_log_removed);
	say("op=seccomp-logging actions=errno,trace old-actions=errno,log "
	    "res=1");
	assert_non_null(strstr(note_of(false), "actions_logged"));
	assert_false(profile.is_complete);
}

static void what_stands_at_the_end_is_told(void **state)
{
	const struct audit_state after = {.enabled = 0};
	const struct audit_rules rules = {.has_task_never = true};

	(void)state;
	audit_change_note(&change, &after, &rules, false, &profile);
	assert_true(profile.is_complete);
	audit_change_note(&change, &after, &rules, true, &profile);
	assert_int_equal(profile.notes.count, 2);
	assert_false(profile.is_complete);
}

static void others_records_are_no_changes(void **state)
{
	static const char text[] = "op=set lost=0 old=7 " WHO " res=1";
	const struct record record = {.type = AUDIT_SECCOMP,
				      .text = {text, sizeof(text) - 1}};

	(void)state;
	audit_change_add(&change, &record);
	assert_int_equal(change.lost_at_resets, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_count_set_back_is_told_with_what_it_was, setup,
			teardown),
		cmocka_unit_test_setup_teardown(audit_turned_off_is_told, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			system_calls_alone_need_no_audit_and_no_rules, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			rules_of_the_run_that_go_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
			seccomp_told_to_be_silent_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(what_stands_at_the_end_is_told,
						setup, teardown),
		cmocka_unit_test_setup_teardown(others_records_are_no_changes,
						setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
