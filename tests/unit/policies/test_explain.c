/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/explain.h"

static struct explanation found(const char *name)
{
	struct explanation explanation;

	assert_int_equal(explain_find(&explanation, name, NULL), STATUS_OK);
	return explanation;
}

static void a_name_can_be_a_capability_and_a_call(void **state)
{
	struct explanation both = found("chown");

	(void)state;
	assert_true(both.is_capability);
	assert_int_equal(both.capability, CAP_CHOWN);
	assert_string_equal(both.syscall, "chown");
	assert_null(found("CHOWN").syscall);
	assert_null(found("CAP_CHOWN").syscall);
	assert_null(found("cap_chown").syscall);
	assert_false(found("mount").is_capability);
	assert_int_equal(found("CAP_61").capability, 61);
}

/* On some architecture, not only here. */
static void calls_of_other_architectures_are_known(void **state)
{
	(void)state;
	assert_non_null(found("socketcall").syscall);
	assert_non_null(found("arm_fadvise64_64").syscall);
}

static void rows_are_found_by_their_ids(void **state)
{
	(void)state;
	assert_non_null(found("prlimit-hard-limit").site);
	assert_non_null(found(unseen_checks[0].id).unseen);
	assert_non_null(found("dac-folder").rule);
	assert_non_null(found("unprivileged-port").way);
}

static void what_is_nothing_is_told(void **state)
{
	static const char *const names[] = {"",	       "CAP_", "CAP_64",
					    "prlimit", "-",    "\033[2J"};
	struct explanation unused;
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		assert_int_equal(explain_find(&unused, names[i], &err),
				 STATUS_USAGE);
		assert_null(strchr(err.message, '\033'));
	}
}

static bool is_told(struct profile *profile, const char *name)
{
	struct explanation explanation = found(name);
	bool result;

	assert_int_equal(explain_ask(&explanation, profile, NULL), STATUS_OK);
	result = explain_is_in_profile(&explanation);
	explain_done(&explanation);
	return result;
}

static void only_what_a_record_shows_is_in_a_profile(void **state)
{
	struct profile profile;

	(void)state;
	profile_init(&profile);
	add_need(&profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "prlimit-hard-limit: raises a hard limit as uid 0 gid 0");
	add_need(&profile, CAP_CHOWN, VERDICT_NEEDED, CAPSET_NONE,
		 "needed: asked as uid 0 gid 0");
	profile_note(&profile, "%s: it may need it", unseen_checks[0].id);
	assert_true(is_told(&profile, "SYS_RESOURCE"));
	assert_true(is_told(&profile, "prlimit-hard-limit"));
	assert_true(is_told(&profile, "needed"));
	assert_true(is_told(&profile, unseen_checks[0].id));
	assert_false(is_told(&profile, "SYS_TIME"));
	assert_false(is_told(&profile, "mount"));
	assert_false(is_told(&profile, "dac-mode"));
	/* A beginning of an id is not the id. */
	assert_false(is_told(&profile, "setid-bits"));
	/* The table has it, the allowlist too; nobody called it. */
	assert_false(is_told(&profile, "execve"));
	profile_done(&profile);
}

static void a_note_of_a_longer_id_is_another_rows(void **state)
{
	struct profile profile;

	(void)state;
	profile_init(&profile);
	profile_note(&profile, "%s-too: it may need it", unseen_checks[0].id);
	assert_false(is_told(&profile, unseen_checks[0].id));
	profile_done(&profile);
}

static size_t told_count;

static void count(const char *name)
{
	struct explanation unused;

	assert_int_equal(explain_find(&unused, name, NULL), STATUS_OK);
	told_count++;
}

static void every_name_that_is_listed_is_found(void **state)
{
	(void)state;
	explain_each_name(count);
	assert_true(told_count > 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_can_be_a_capability_and_a_call),
		cmocka_unit_test(calls_of_other_architectures_are_known),
		cmocka_unit_test(rows_are_found_by_their_ids),
		cmocka_unit_test(what_is_nothing_is_told),
		cmocka_unit_test(only_what_a_record_shows_is_in_a_profile),
		cmocka_unit_test(a_note_of_a_longer_id_is_another_rows),
		cmocka_unit_test(every_name_that_is_listed_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
