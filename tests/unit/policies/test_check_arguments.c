/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A judge tells which arguments it looked at, and a log's memory takes events
 * for alike that differ in others: so these must change nothing.
 */
#include "support.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "policies/check_sites.h"
#include "policies/judge.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

#define TRIALS 400

static uint64_t next_random(void)
{
	static uint64_t state = 88172645463325252u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* What some row asks for, or a number as calls have it. */
static uint64_t some_value(void)
{
	static const uint64_t values[] = {
		0,	6,	17,    41,	54,	    64,
		0x1e00, 0x21bc, 0x100, 0x7f000, 0xffffff9c, 1 << 18,
	};
	uint64_t random = next_random();
	size_t rows = 0;

	while (check_sites[rows].id)
		rows++;
	switch (random % 4) {
	case 0:
		return values[random / 4 % ARRAY_LENGTH(values)];
	case 1:
		return random / 4 % 70;
	case 2:
		return 0x7f0000000000u + random % 4096;
	default:
		return check_sites[random / 4 % rows].value;
	}
}

static void fill_unread(struct capability_check *check, unsigned int read)
{
	for (unsigned int n = 0; n < CHECK_ARGUMENTS; n++)
		if (!(read & 1u << n))
			check->args[n] = some_value();
}

/* Judged as before, whatever the arguments that it did not look at. */
static void try_check(struct capability_check *check)
{
	unsigned int read = 0, again;
	char *reason;
	struct judgement judgement, other;

	fill_unread(check, 0);
	check->arguments_read = &read;
	judgement = policy_judge_capability(check);
	reason = strdup(judgement.reason);
	assert_non_null(reason);
	check->arguments_read = &again;
	for (int i = 0; i < 3; i++) {
		fill_unread(check, read);
		again = 0;
		other = policy_judge_capability(check);
		assert_int_equal(other.verdict, judgement.verdict);
		assert_int_equal(other.instead, judgement.instead);
		assert_string_equal(other.reason, reason);
		assert_int_equal(again, read);
	}
	free(reason);
}

static void try_call(unsigned int capability, const char *syscall)
{
	for (int i = 0; i < TRIALS; i++) {
		struct capability_check check = {
			.capability = capability,
			.ns = NAMESPACE_HOST,
			.has_syscall = true,
			.arch = ARCH_X86_64,
			.syscall = syscall,
			.has_ids = true,
			.fsuid = next_random() % 2,
			.has_mode = true,
			.mode = S_IFREG | (next_random() & 0777),
			.owner_uid = next_random() % 2,
			.owner_gid = 7,
			.phase = PHASE_WORKLOAD,
		};

		try_check(&check);
	}
}

static void each_row_tells_what_it_looks_at(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		char *names = strdup(site->syscalls ? site->syscalls : "write");
		char *rest = NULL;

		assert_non_null(names);
		for (char *name = strtok_r(names, " ", &rest); name;
		     name = strtok_r(NULL, " ", &rest))
			try_call(site->capability, name);
		free(names);
	}
}

static void the_mode_of_a_file_is_compared_with_flags_that_are_told(
	void **state)
{
	static const char *const calls[] = {"open", "openat", "execve", "stat"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(calls); i++) {
		try_call(CAP_DAC_OVERRIDE, calls[i]);
		try_call(CAP_DAC_READ_SEARCH, calls[i]);
	}
}

static void most_checks_look_at_no_argument(void **state)
{
	unsigned int read = 0;
	struct capability_check check = {
		.capability = CAP_CHOWN,
		.ns = NAMESPACE_HOST,
		.has_syscall = true,
		.arch = ARCH_X86_64,
		.syscall = "chown",
		.phase = PHASE_WORKLOAD,
		.arguments_read = &read,
	};

	(void)state;
	policy_judge_capability(&check);
	assert_int_equal(read, 0);
	check.capability = CAP_SYS_RESOURCE;
	check.syscall = "prlimit64";
	policy_judge_capability(&check);
	assert_int_equal(read, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_tells_what_it_looks_at),
		cmocka_unit_test(
			the_mode_of_a_file_is_compared_with_flags_that_are_told),
		cmocka_unit_test(most_checks_look_at_no_argument),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
