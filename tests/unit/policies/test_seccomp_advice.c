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

static void call(struct profile *profile, uint32_t arch, const char *name,
		 enum phase phase)
{
	uint32_t number;

	assert_true(syscall_number(arch, name, &number));
	profile_syscall_add(profile, arch, number, phase, "test", 1);
}

static bool has_name(const struct seccomp_group *group, const char *name)
{
	for (size_t i = 0; i < group->count; i++)
		if (strcmp(group->names[i], name) == 0)
			return true;
	return false;
}

static bool has_architecture(const struct seccomp_advice *advice,
			     const char *name)
{
	for (size_t i = 0; i < advice->architecture_count; i++)
		if (strcmp(advice->architectures[i], name) == 0)
			return true;
	return false;
}

static void the_runtimes_calls_are_in_and_apart(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "capset", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "read", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "read", PHASE_EXERCISE);
	call(profile, ARCH_X86_64, "bind", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL),
			 STATUS_OK);
	assert_int_equal(advice.count, 3);
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_RUNTIME], "capset"));
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_PROGRAM], "read"));
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_PROGRAM], "bind"));
	assert_int_equal(advice.groups[SECCOMP_GROUP_RUNTIME].count, 1);
	seccomp_advice_done(&advice);
}

static void a_name_stands_once_for_all_architectures(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "read", PHASE_START);
	call(profile, ARCH_X86, "read", PHASE_START);
	call(profile, ARCH_X86, "write", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "write", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL),
			 STATUS_OK);
	assert_int_equal(advice.count, 2);
	assert_int_equal(advice.groups[SECCOMP_GROUP_RUNTIME].count, 0);
	assert_int_equal(advice.seen_count, 2);
	seccomp_advice_done(&advice);
}

static void names_are_sorted(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group =
		&advice.groups[SECCOMP_GROUP_PROGRAM];

	call(profile, ARCH_X86_64, "write", PHASE_START);
	call(profile, ARCH_X86_64, "accept", PHASE_START);
	call(profile, ARCH_X86_64, "read", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL),
			 STATUS_OK);
	assert_string_equal(group->names[0], "accept");
	assert_string_equal(group->names[1], "read");
	assert_string_equal(group->names[2], "write");
	seccomp_advice_done(&advice);
}

static void a_number_without_a_name_never_enters(void **state)
{
	struct profile *profile = *state;
	struct advice advice;
	const struct advice_options options = {0};
	bool is_told = false;

	call(profile, ARCH_X86_64, "read", PHASE_START);
	profile_syscall_add(profile, ARCH_X86_64, 9999, PHASE_START, "x", 1);
	profile_syscall_add(profile, 0x12345678, 0, PHASE_START, "x", 1);
	assert_int_equal(advice_make(&advice, profile, &options, NULL),
			 STATUS_OK);
	assert_int_equal(advice.seccomp.count, 1);
	assert_int_equal(advice.seccomp.nameless, 2);
	for (size_t i = 0; i < advice.note_count; i++)
		is_told |= strstr(advice.notes[i].text, "x86_64:9999") != NULL;
	assert_true(is_told);
	advice_done(&advice);
}

static void x86_64_brings_x86_and_x32(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "read", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL),
			 STATUS_OK);
	assert_int_equal(advice.architecture_count, 3);
	assert_true(has_architecture(&advice, "SCMP_ARCH_X86_64"));
	assert_true(has_architecture(&advice, "SCMP_ARCH_X86"));
	assert_true(has_architecture(&advice, "SCMP_ARCH_X32"));
	seccomp_advice_done(&advice);
}

static void aarch64_brings_arm(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_AARCH64, "read", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL),
			 STATUS_OK);
	assert_int_equal(advice.architecture_count, 2);
	assert_true(has_architecture(&advice, "SCMP_ARCH_AARCH64"));
	assert_true(has_architecture(&advice, "SCMP_ARCH_ARM"));
	seccomp_advice_done(&advice);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_runtimes_calls_are_in_and_apart),
		TEST(a_name_stands_once_for_all_architectures),
		TEST(names_are_sorted),
		TEST(a_number_without_a_name_never_enters),
		TEST(x86_64_brings_x86_and_x32),
		TEST(aarch64_brings_arm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
