/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/syscall_unit.h"
#include "profile/syscall_names.h"

static const struct seccomp_options defaults;
static const struct seccomp_options exact = {.is_exact = true};

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

static void call(struct profile *profile, const char *name, enum phase phase)
{
	uint32_t number;

	assert_true(syscall_number(ARCH_X86_64, name, &number));
	profile_syscall_add(profile, ARCH_X86_64, number, phase, "test", 1);
}

/* The units' ids, with a blank between. */
static const char *ids(const struct syscall_units *units)
{
	static char text[512];

	text[0] = '\0';
	for (size_t i = 0; i < units->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%s", i ? " " : "", units->items[i].id);
	return text;
}

static const char *units_of(const struct profile *profile,
			    const struct seccomp_options *options,
			    size_t *ret_fixed)
{
	AUTO_SYSCALL_UNITS struct syscall_units units;
	const char *text;

	assert_int_equal(syscall_units_make(&units, profile, options, NULL),
			 STATUS_OK);
	text = ids(&units);
	*ret_fixed = units.fixed;
	return text;
}

static void a_call_goes_with_its_family(void **state)
{
	struct profile *profile = *state;
	AUTO_SYSCALL_UNITS struct syscall_units units;

	call(profile, "chown", PHASE_START);
	call(profile, "fchownat", PHASE_START);
	call(profile, "bind", PHASE_START);
	assert_int_equal(syscall_units_make(&units, profile, &defaults, NULL),
			 STATUS_OK);
	assert_string_equal(ids(&units), "bind chown");
	assert_int_equal(units.items[1].name_count, 2);
	assert_string_equal(units.items[1].names[0], "chown");
	assert_string_equal(units.items[1].names[1], "fchownat");
	/* A member that was not seen goes with it. */
	assert_int_equal(syscall_units_find(&units, "lchown"), 1);
	assert_int_equal(syscall_units_find(&units, "reboot"), 2);
}

/* The runtimes call read and close before the execve, and any program may come
   to call exit_group: the list would have them all the same. */
static void what_the_list_brings_back_is_no_unit(void **state)
{
	struct profile *profile = *state;
	size_t fixed;

	call(profile, "read", PHASE_START);
	call(profile, "close", PHASE_START);
	call(profile, "exit_group", PHASE_START);
	call(profile, "ptrace", PHASE_START);
	assert_string_equal(units_of(profile, &defaults, &fixed), "ptrace");
	assert_int_equal(fixed, 3);
	assert_string_equal(units_of(profile, &exact, &fixed),
			    "close exit_group ptrace read");
}

static void what_launches_it_is_no_unit(void **state)
{
	struct profile *profile = *state;
	size_t fixed;

	call(profile, "execve", PHASE_START);
	call(profile, "capset", PHASE_RUNTIME);
	call(profile, "chdir", PHASE_RUNTIME);
	call(profile, "chdir", PHASE_START);
	call(profile, "ptrace", PHASE_START);
	assert_string_equal(units_of(profile, &exact, &fixed), "ptrace");
}

static void a_unit_left_out_is_not_allowed(void **state)
{
	struct profile *profile = *state;
	AUTO_SYSCALL_UNITS struct syscall_units units;
	const bool out[] = {false, true};
	bool left_out[3];
	struct seccomp_options options = {.left_out = left_out};
	struct seccomp_advice advice;

	call(profile, "chown", PHASE_START);
	call(profile, "bind", PHASE_START);
	call(profile, "read", PHASE_START);
	assert_int_equal(syscall_units_make(&units, profile, &defaults, NULL),
			 STATUS_OK);
	syscall_units_leave_out(&units, profile, out, left_out);
	assert_int_equal(seccomp_advice_make(&advice, profile, &options, NULL),
			 STATUS_OK);
	assert_false(seccomp_advice_allows(&advice, "chown"));
	assert_false(seccomp_advice_allows(&advice, "fchownat"));
	assert_true(seccomp_advice_allows(&advice, "bind"));
	seccomp_advice_done(&advice);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_call_goes_with_its_family),
		TEST(what_the_list_brings_back_is_no_unit),
		TEST(what_launches_it_is_no_unit),
		TEST(a_unit_left_out_is_not_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
