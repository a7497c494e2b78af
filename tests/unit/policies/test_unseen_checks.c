/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/capability_table.h"
#include "policies/unseen_checks.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

static void add_call(struct profile *profile, const char *name,
		     enum phase phase)
{
	uint32_t number;

	assert_true(syscall_number(ARCH_X86_64, name, &number));
	profile_syscall_add(profile, ARCH_X86_64, number, phase, "test", 1);
}

static void note_unseen(struct profile *profile)
{
	struct error err = {0};

	assert_int_equal(policy_note_unseen(profile, &err), STATUS_OK);
}

/* Is there a note of the row ID? */
static bool has_note(const struct profile *profile, const char *id)
{
	for (size_t i = 0; i < profile->notes.count; i++)
		if (strncmp(profile->notes.items[i], id, strlen(id)) == 0 &&
		    profile->notes.items[i][strlen(id)] == ':')
			return true;
	return false;
}

static void a_filter_is_noted_with_its_call(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_call(&profile, "seccomp", PHASE_START);
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 1);
	assert_string_equal(profile.notes.items[0],
			    "seccomp-filter: seccomp() may need CAP_SYS_ADMIN "
			    "to load a filter without no_new_privs, and no "
			    "record shows it; run it without the capability "
			    "to find out");
	assert_true(profile.is_complete);
}

static void a_note_comes_once(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_call(&profile, "seccomp", PHASE_START);
	add_call(&profile, "prctl", PHASE_EXERCISE);
	note_unseen(&profile);
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 1);
}

static void what_the_runtime_alone_calls_is_not_noted(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_call(&profile, "seccomp", PHASE_RUNTIME);
	add_call(&profile, "capset", PHASE_RUNTIME);
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 0);
	add_call(&profile, "capset", PHASE_WORKLOAD);
	note_unseen(&profile);
	assert_true(has_note(&profile, "inheritable-set"));
	assert_false(has_note(&profile, "seccomp-filter"));
}

static void with_no_new_privs_a_filter_needs_nothing(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	profile.environment.has_no_new_privileges = true;
	profile.environment.no_new_privileges = true;
	add_call(&profile, "seccomp", PHASE_START);
	add_call(&profile, "landlock_restrict_self", PHASE_START);
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 0);
	profile.environment.no_new_privileges = false;
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 2);
}

static void what_is_needed_anyway_is_not_noted(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_need(&profile, CAP_SYS_ADMIN, VERDICT_NEEDED, CAPSET_NONE, "asked");
	add_need(&profile, CAP_SETPCAP, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "asked");
	add_call(&profile, "seccomp", PHASE_START);
	add_call(&profile, "capset", PHASE_START);
	note_unseen(&profile);
	assert_false(has_note(&profile, "seccomp-filter"));
	assert_true(has_note(&profile, "inheritable-set"));
}

static void securebits_are_noted_only_beside_capset(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_call(&profile, "prctl", PHASE_START);
	note_unseen(&profile);
	assert_false(has_note(&profile, "securebits"));
	add_call(&profile, "capset", PHASE_START);
	note_unseen(&profile);
	assert_true(has_note(&profile, "securebits"));
}

static void a_name_that_begins_alike_is_another_call(void **state)
{
	AUTO_PROFILE struct profile profile;

	(void)state;
	profile_init(&profile);
	add_call(&profile, "openat", PHASE_START);
	add_call(&profile, "capget", PHASE_START);
	add_call(&profile, "io_uring_enter", PHASE_START);
	note_unseen(&profile);
	assert_int_equal(profile.notes.count, 0);
}

static void a_call_without_a_name_is_known_by_number(void **state)
{
	AUTO_PROFILE struct profile profile;
	uint32_t number = 458;

	(void)state;
	profile_init(&profile);
	profile_syscall_add(&profile, ARCH_X86_64, number, PHASE_START, "test",
			    1);
	note_unseen(&profile);
	assert_true(has_note(&profile, "mounts-elsewhere"));
}

static void every_row_says_what_and_where(void **state)
{
	(void)state;
	for (const struct unseen_check *row = unseen_checks; row->id; row++) {
		assert_non_null(capability_row(row->capability));
		assert_true(strlen(row->does) > 10);
		assert_true(strlen(row->find) > 10);
		assert_non_null(strstr(row->source, ".c "));
		assert_non_null(strchr(row->kernel, '.'));
		assert_true(row->syscalls || (!row->besides && !row->fits));
	}
}

static void every_row_names_real_calls(void **state)
{
	(void)state;
	for (const struct unseen_check *row = unseen_checks; row->id; row++) {
		char names[128] = "";
		char *rest = names;
		char *name;

		snprintf(names, sizeof(names), "%s%s%s",
			 row->syscalls ? row->syscalls : "",
			 row->besides ? " " : "",
			 row->besides ? row->besides : "");
		while ((name = strsep(&rest, " ")) && *name) {
			uint32_t number;

			/* Newer than some libraries. */
			if (strstr(name, "mount") ||
			    strncmp(name, "syscall_", 8) == 0)
				continue;
			if (!syscall_number(ARCH_X86_64, name, &number))
				fail_msg("%s: no syscall '%s'", row->id, name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_filter_is_noted_with_its_call),
		cmocka_unit_test(a_note_comes_once),
		cmocka_unit_test(what_the_runtime_alone_calls_is_not_noted),
		cmocka_unit_test(with_no_new_privs_a_filter_needs_nothing),
		cmocka_unit_test(what_is_needed_anyway_is_not_noted),
		cmocka_unit_test(securebits_are_noted_only_beside_capset),
		cmocka_unit_test(a_name_that_begins_alike_is_another_call),
		cmocka_unit_test(a_call_without_a_name_is_known_by_number),
		cmocka_unit_test(every_row_says_what_and_where),
		cmocka_unit_test(every_row_names_real_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
