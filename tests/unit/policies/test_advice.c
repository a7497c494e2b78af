/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/advice.h"
#include "profile/syscall_names.h"

static int setup(void **state)
{
	static struct profile profile;

	profile_init(&profile);
	*state = &profile;
	return 0;
}

static int teardown(void **state)
{
	profile_done(*state);
	return 0;
}

/* The topics of the notes that hold WORDS; 0: none does. */
static unsigned int topics_of(const struct profile *profile, const char *words)
{
	const struct advice_options options = {0};
	struct advice advice;
	unsigned int topics = 0;

	assert_int_equal(advice_make(&advice, profile, &options, NULL),
			 STATUS_OK);
	for (size_t i = 0; i < advice.note_count; i++)
		if (strstr(advice.notes[i].text, words))
			topics |= advice.notes[i].topics;
	advice_done(&advice);
	return topics;
}

static void a_run_without_selinux_is_told(void **state)
{
	struct profile *profile = *state;

	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "x", 1);
	assert_int_equal(topics_of(profile, "not recorded"),
			 TOPIC_CAPABILITIES | TOPIC_SELINUX);
	profile->environment.selinux_type = "whittle_t";
	assert_int_equal(topics_of(profile, "not recorded"), 0);
}

static void a_run_without_syscalls_is_told(void **state)
{
	struct profile *profile = *state;

	assert_int_equal(topics_of(profile, "no syscalls"), TOPIC_SECCOMP);
}

static void no_new_privs_limits_the_allowlist(void **state)
{
	struct profile *profile = *state;

	profile->environment.has_no_new_privileges = true;
	assert_int_equal(topics_of(profile, "no_new_privs"), 0);
	profile->environment.no_new_privileges = true;
	assert_int_equal(topics_of(profile, "no_new_privs"), TOPIC_SECCOMP);
}

static void a_program_has_no_calls_of_a_container_runtime(void **state)
{
	struct profile *profile = *state;

	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "x", 1);
	profile->subject.engine = "podman";
	assert_int_equal(topics_of(profile, "as a program"), 0);
	profile->subject.engine = "program";
	assert_int_equal(topics_of(profile, "as a program"), TOPIC_SECCOMP);
}

static void dockers_default_is_compared_with_unless_told(void **state)
{
	const struct advice_options options = {0};
	struct advice advice;

	assert_int_equal(advice_make(&advice, *state, &options, NULL),
			 STATUS_OK);
	assert_string_equal(advice.capabilities.base->name, "docker");
	advice_done(&advice);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_run_without_selinux_is_told),
		TEST(a_run_without_syscalls_is_told),
		TEST(no_new_privs_limits_the_allowlist),
		TEST(a_program_has_no_calls_of_a_container_runtime),
		TEST(dockers_default_is_compared_with_unless_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
