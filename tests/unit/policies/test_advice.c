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
static unsigned int topics_with(const struct profile *profile,
				const char *words, bool is_exact)
{
	const struct advice_options options = {.seccomp.is_exact = is_exact};
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

static unsigned int topics_of(const struct profile *profile, const char *words)
{
	return topics_with(profile, words, false);
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

/* A signal is how a server is stopped. */
static void a_workload_that_failed_is_told(void **state)
{
	struct profile *profile = *state;
	struct profile_run *run = profile_run_add(profile);

	run->has_exit = true;
	run->exit_status = 143;
	assert_int_equal(topics_of(profile, "the workload ended"), 0);
	run->exit_status = 3;
	assert_int_equal(
		topics_of(profile, "ended with status 3 in 1 of 1 runs"),
		TOPIC_CAPABILITIES | TOPIC_SECCOMP | TOPIC_SELINUX);
	assert_int_equal(topics_of(profile, "the exercise failed"), 0);
	run->has_exercise = true;
	run->exercise_status = 7;
	assert_int_equal(
		topics_of(profile, "the exercise failed with status 7"),
		TOPIC_CAPABILITIES | TOPIC_SECCOMP | TOPIC_SELINUX);
}

static void no_new_privs_limits_an_exact_allowlist(void **state)
{
	struct profile *profile = *state;

	profile->environment.has_no_new_privileges = true;
	assert_int_equal(topics_with(profile, "no_new_privs", true), 0);
	profile->environment.no_new_privileges = true;
	assert_int_equal(topics_with(profile, "no_new_privs", true),
			 TOPIC_SECCOMP);
	assert_int_equal(topics_of(profile, "no_new_privs"), 0);
}

static void exactly_a_program_has_no_calls_of_a_container_runtime(void **state)
{
	struct profile *profile = *state;

	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "x", 1);
	profile->subject.engine = "podman";
	assert_int_equal(topics_with(profile, "as a program", true), 0);
	profile->subject.engine = "program";
	assert_int_equal(topics_with(profile, "as a program", true),
			 TOPIC_SECCOMP);
	assert_int_equal(topics_of(profile, "as a program"), 0);
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

static void need(struct profile *profile, const char *call)
{
	const struct evidence evidence = {
		.syscall = call, .phase = PHASE_START, .count = 1};

	profile_capability_add(profile, 21, NAMESPACE_HOST, VERDICT_NEEDED, 0,
			       &evidence);
}

/* CAP_SYS_ADMIN is 21 */
static void what_an_agent_does_needs_no_capability(void **state)
{
	const struct advice_options options = {
		.seccomp = {.notify = "mount", .listener = "/run/a"}};
	struct profile *profile = *state;
	struct advice advice;

	need(profile, profile_intern(profile, "mount"));
	profile_syscall_add(profile, ARCH_X86_64, 165, PHASE_START, "x", 1);
	assert_int_equal(advice_make(&advice, profile, &options, NULL),
			 STATUS_OK);
	assert_int_equal(advice.capabilities.minimal, 0);
	assert_int_equal(advice.capabilities.items[0].decision,
			 CAPABILITY_DELEGATED);
	advice_done(&advice);
	need(profile, profile_intern(profile, "umount2"));
	assert_int_equal(advice_make(&advice, profile, &options, NULL),
			 STATUS_OK);
	assert_int_equal(advice.capabilities.minimal, 1u << 21);
	advice_done(&advice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_run_without_selinux_is_told),
		TEST(a_run_without_syscalls_is_told),
		TEST(a_workload_that_failed_is_told),
		TEST(no_new_privs_limits_an_exact_allowlist),
		TEST(exactly_a_program_has_no_calls_of_a_container_runtime),
		TEST(dockers_default_is_compared_with_unless_told),
		TEST(what_an_agent_does_needs_no_capability),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
