/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "harvest_bench.h"

#include <linux/audit.h>
#include <string.h>

#include "profile/syscall_arguments.h"

#define KILL	62
#define SOCKET	41
#define GETPPID 110

static void bench_arguments(struct bench *bench)
{
	*bench = (struct bench){.seconds = 1000};
	profile_init(&bench->profile);
	bench->config = (struct harvest_config){
		.profile = &bench->profile,
		.judge = bench_judge,
		.selection = {.context = OWN},
		.has_arguments = true,
	};
	assert_int_equal(harvest_new(&bench->config, &bench->harvest, NULL),
			 STATUS_OK);
}

/* Both records of one call of the process 10. */
static void both(struct bench *bench, const char *label, unsigned int number,
		 const char *a0, const char *a1)
{
	call(bench, label, 10, "web", number);
	also(bench, AUDIT_SYSCALL,
	     "arch=c000003e syscall=%u success=yes exit=0 a0=%s a1=%s a2=0 "
	     "a3=0 items=0 ppid=1 pid=10 auid=1 uid=0 gid=0 euid=0 suid=0 "
	     "fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=5 comm=\"web\" "
	     "exe=\"/usr/bin/web\" subj=%s key=(null)",
	     number, a0, a1, label);
}

static const struct syscall_argument *argument_of(const struct bench *bench,
						  const char *name)
{
	for (size_t i = 0; i < bench->profile.syscall_count; i++)
		if (is_same_string(bench->profile.syscalls[i].name, name))
			return &bench->profile.syscalls[i].argument;
	fail_msg("no %s", name);
	return NULL;
}

static void values_are_gathered_from_the_calls_records(void **state)
{
	struct bench bench;
	const struct syscall_argument *argument;

	(void)state;
	bench_arguments(&bench);
	both(&bench, OWN, KILL, "1", "f");
	both(&bench, OWN, KILL, "2", "0");
	both(&bench, OWN, KILL, "3", "f");
	both(&bench, OWN, GETPPID, "1", "1");
	bench_finish(&bench);
	argument = argument_of(&bench, "kill");
	assert_int_equal(argument->index, 1);
	assert_int_equal(argument->count, 2);
	assert_int_equal(argument->values[0], 0);
	assert_int_equal(argument->values[1], 15);
	assert_true(argument->is_complete);
	assert_null(argument_of(&bench, "getppid")->values);
	bench_end(&bench);
}

static void a_call_without_its_arguments_is_incomplete(void **state)
{
	struct bench bench;

	(void)state;
	bench_arguments(&bench);
	both(&bench, OWN, SOCKET, "1", "1");
	call(&bench, OWN, 10, "web", SOCKET);
	bench_finish(&bench);
	assert_int_equal(argument_of(&bench, "socket")->count, 1);
	assert_false(argument_of(&bench, "socket")->is_complete);
	bench_end(&bench);
}

static void others_and_the_runtimes_calls_do_not_count(void **state)
{
	struct bench bench;

	(void)state;
	bench_arguments(&bench);
	both(&bench, RUNTIME, SOCKET, "10", "1");
	both(&bench, OWN, SOCKET, "1", "1");
	bench_finish(&bench);
	assert_int_equal(argument_of(&bench, "socket")->count, 1);
	assert_int_equal(argument_of(&bench, "socket")->values[0], 1);
	assert_true(argument_of(&bench, "socket")->is_complete);
	bench_end(&bench);
}

static void too_many_values_are_incomplete(void **state)
{
	struct bench bench;

	(void)state;
	bench_arguments(&bench);
	for (unsigned int i = 0; i < ARGUMENT_VALUES_MAX + 1; i++) {
		char value[16];

		snprintf(value, sizeof(value), "%x", i);
		both(&bench, OWN, SOCKET, value, "1");
	}
	bench_finish(&bench);
	assert_int_equal(argument_of(&bench, "socket")->count,
			 ARGUMENT_VALUES_MAX);
	assert_false(argument_of(&bench, "socket")->is_complete);
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_gathered_from_the_calls_records),
		cmocka_unit_test(a_call_without_its_arguments_is_incomplete),
		cmocka_unit_test(others_and_the_runtimes_calls_do_not_count),
		cmocka_unit_test(too_many_values_are_incomplete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
