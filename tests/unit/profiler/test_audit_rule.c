/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <linux/audit.h>
#include <signal.h>
#include <stdlib.h>

#include "profile/attributes.h"
#include "profile/syscall_names.h"
#include "profiler/audit_rule.h"

static bool has_call(const struct audit_rule_data *rule, const char *name)
{
	uint32_t number;

	assert_true(syscall_number(arch_native(), name, &number));
	return rule->mask[AUDIT_WORD(number)] & AUDIT_BIT(number);
}

/* The place of FIELD among the rule's fields; -1: not there. */
static int place_of(const struct audit_rule_data *rule, uint32_t field)
{
	for (uint32_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i] == field)
			return (int)i;
	return -1;
}

static void the_domains_programs_are_told(void **state)
{
	struct audit_rule_data *rule AUTO_FREE =
		audit_rule_make(AUDIT_RULE_EXEC, NULL);

	(void)state;
	assert_non_null(rule);
	assert_true(has_call(rule, "execve") && has_call(rule, "execveat") &&
		    has_call(rule, "capset"));
	assert_false(has_call(rule, "openat"));
	assert_int_equal(place_of(rule, AUDIT_ARCH), 0);
	assert_int_equal(rule->values[0], arch_native());
	assert_int_equal(rule->values[place_of(rule, AUDIT_SUBJ_TYPE)], 9);
	assert_int_equal(rule->buflen, 9 + 12);
	assert_memory_equal(rule->buf, "whittle_twhittle-exec", 21);
}

/* Nothing else may stand in it, or the kernel keeps whom it was for. */
static void a_hangup_is_told_by_kill_alone(void **state)
{
	struct audit_rule_data *rule AUTO_FREE =
		audit_rule_make(AUDIT_RULE_HANGUP, NULL);
	int place;

	(void)state;
	assert_non_null(rule);
	place = place_of(rule, AUDIT_ARG1);
	assert_true(place >= 0);
	assert_int_equal(rule->values[place], SIGHUP);
	assert_int_equal(rule->fieldflags[place], AUDIT_EQUAL);
	assert_true(has_call(rule, "kill"));
	assert_false(has_call(rule, "pidfd_send_signal"));
	assert_int_equal(place_of(rule, AUDIT_SUBJ_TYPE), -1);
}

/* Whatever the call, by what became of it. */
static void an_enforced_runs_refusals_are_told(void **state)
{
	struct audit_rule_data *rule AUTO_FREE =
		audit_rule_make(AUDIT_RULE_REFUSED_EACCES, "container_t");
	struct audit_rule_data *any AUTO_FREE =
		audit_rule_make(AUDIT_RULE_REFUSED_EPERM, NULL);

	(void)state;
	assert_non_null(rule);
	assert_non_null(any);
	assert_true(has_call(rule, "bind") && has_call(rule, "openat"));
	assert_int_equal(rule->values[place_of(rule, AUDIT_EXIT)],
			 (uint32_t)-EACCES);
	assert_int_equal(any->values[place_of(any, AUDIT_EXIT)],
			 (uint32_t)-EPERM);
	assert_int_equal(rule->values[place_of(rule, AUDIT_SUBJ_TYPE)], 11);
	assert_memory_equal(rule->buf, "container_twhittle-refused", 26);
	assert_int_equal(place_of(any, AUDIT_SUBJ_TYPE), -1);
	assert_true(audit_rule_is_of_refusals(AUDIT_RULE_REFUSED_EPERM));
	assert_false(audit_rule_is_of_refusals(AUDIT_RULE_EXEC));
}

/* Of the run's own processes: another's calls would be counted as its. */
static void arguments_are_told_of_the_domain_alone(void **state)
{
	struct audit_rule_data *rule AUTO_FREE =
		audit_rule_make(AUDIT_RULE_ARGUMENTS, NULL);

	(void)state;
	assert_non_null(rule);
	assert_true(has_call(rule, "kill") && has_call(rule, "socket") &&
		    has_call(rule, "clone") && has_call(rule, "prctl"));
	assert_false(has_call(rule, "openat"));
	assert_false(has_call(rule, "clone3"));
	assert_int_equal(rule->values[place_of(rule, AUDIT_SUBJ_TYPE)], 9);
	assert_memory_equal(rule->buf, "whittle_twhittle-arguments", 26);
}

static void names_lead_back(void **state)
{
	enum audit_rule_id id;

	(void)state;
	for (int i = 0; i < AUDIT_RULE_COUNT; i++) {
		assert_true(audit_rule_from_name(
			audit_rule_name((enum audit_rule_id)i), &id));
		assert_int_equal(id, i);
	}
	assert_false(audit_rule_from_name("", &id));
	assert_false(audit_rule_from_name("exec ", &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_domains_programs_are_told),
		cmocka_unit_test(a_hangup_is_told_by_kill_alone),
		cmocka_unit_test(an_enforced_runs_refusals_are_told),
		cmocka_unit_test(arguments_are_told_of_the_domain_alone),
		cmocka_unit_test(names_lead_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
