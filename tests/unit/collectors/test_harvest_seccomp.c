/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "harvest_bench.h"

enum {
	READ = 0,
	WRITE = 1,
	OPEN = 2,
	CLOSE = 3,
	EXECVE = 59,
	EXIT_GROUP = 231
};

static void calls_under_the_runs_label_are_the_workloads(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, OWN, 10, "cat", READ);
	call(&bench, OWN, 10, "cat", READ);
	call(&bench, OWN, 11, "sh", READ);
	call(&bench, OTHER, 12, "chrome", OPEN);
	bench_finish(&bench);
	assert_int_equal(bench.profile.syscall_count, 1);
	assert_int_equal(phases_of(&bench.profile, "read"), IN(WORKLOAD));
	assert_int_equal(bench.profile.syscalls[0].count, 3);
	assert_int_equal(bench.profile.syscalls[0].comms.count, 2);
	assert_int_equal(bench.stats.used, 3);
	assert_int_equal(bench.stats.foreign, 1);
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void calls_before_the_own_label_are_the_runtimes(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	call(&bench, RUNTIME, 10, "crun", EXECVE);
	call(&bench, OWN, 10, "nginx", READ);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "close"), IN(RUNTIME));
	assert_int_equal(phases_of(&bench.profile, "execve"), IN(RUNTIME));
	assert_int_equal(phases_of(&bench.profile, "read"), IN(WORKLOAD));
	bench_end(&bench);
}

static void a_fork_of_the_runtime_without_the_label_is_not_ours(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	call(&bench, RUNTIME, 11, "crun", OPEN);
	call(&bench, OWN, 10, "nginx", READ);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "open"), 0);
	bench_end(&bench);
}

static void a_pid_used_again_does_not_lend_its_calls(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	/* It ended. */
	call(&bench, OTHER, 10, "chrome", OPEN);
	call(&bench, OTHER, 10, "chrome", EXIT_GROUP);
	call(&bench, OWN, 10, "cat", READ);
	/* Long ago. */
	call(&bench, OTHER, 20, "chrome", OPEN);
	bench.seconds += 1000;
	call(&bench, OWN, 20, "cat", READ);
	/* Another session. */
	add(&bench, AUDIT_SECCOMP,
	    "ses=99 subj=" OTHER
	    " pid=30 comm=\"x\" arch=c000003e syscall=2 compat=0");
	call(&bench, OWN, 30, "cat", READ);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "open"), 0);
	assert_int_equal(phases_of(&bench.profile, "exit_group"), 0);
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void a_process_that_leaves_the_domain_is_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, OWN, 10, "sh", EXECVE);
	call(&bench, OTHER, 10, "su", OPEN);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "open"), 0);
	assert_false(bench.profile.is_complete);
	assert_true(has_note(&bench.profile, "left the domain for other_t"));
	bench_end(&bench);
}

static void after_exit_group_a_pid_is_another_process(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, OWN, 10, "cat", READ);
	call(&bench, OWN, 10, "cat", EXIT_GROUP);
	call(&bench, OTHER, 10, "chrome", OPEN);
	bench_finish(&bench);
	assert_true(bench.profile.is_complete);
	assert_int_equal(bench.stats.foreign, 1);
	bench_end(&bench);
}

static void events_get_their_phase_by_serial(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	harvest_phase_from(bench.harvest, 0, PHASE_START);
	harvest_phase_from(bench.harvest, 10, PHASE_EXERCISE);
	bench.serial = 10;
	call(&bench, OWN, 1, "cat", WRITE);
	bench.serial = 4; /* a neighbour that comes late */
	call(&bench, OWN, 1, "cat", READ);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "read"), IN(START));
	assert_int_equal(phases_of(&bench.profile, "write"), IN(EXERCISE));
	bench_end(&bench);
}

static void arch_decides_what_a_number_means(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN " pid=1 comm=\"x\" arch=40000003 syscall=3 compat=0");
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN
	    " pid=1 comm=\"x\" arch=c000003e syscall=1073741824 compat=0");
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN
	    " pid=1 comm=\"x\" arch=c000003e syscall=9999 compat=0");
	bench_finish(&bench);
	profile_sort(&bench.profile);
	assert_int_equal(bench.profile.syscall_count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct syscall_use *use = &bench.profile.syscalls[i];

		if (use->arch == 0xc000003eu) {
			assert_int_equal(use->number, 9999);
			assert_null(use->name);
		} else {
			assert_string_equal(use->name, "read");
		}
	}
	bench_end(&bench);
}

static void a_seccomp_record_without_sense_is_counted(void **state)
{
	static const char *const bad[] = {
		"subj=" OWN " pid=1 comm=\"x\" arch=c000003e",
		"subj=" OWN " pid=1 comm=\"x\" syscall=1 compat=0",
		"subj=" OWN
		" pid=1 arch=c000003e syscall=99999999999999999999 compat=0",
		"subj=" OWN " pid=x arch=c000003e syscall=1 compat=0",
		"subj=" OWN " pid=1 arch=zz syscall=1 compat=0",
		/* 1 may be what is left of 11, and two records are on a line.
		 */
		"subj=" OWN " pid=1 arch=c000003e syscall=1",
		"subj=" OWN " pid=1 type=SECCOMP msg=audit(1.000:2): "
		"arch=c000003e syscall=1 compat=0",
		"comm=\"subj=" OWN " arch=c000003e syscall=1\"",
	};
	struct bench bench;

	(void)state;
	bench_own(&bench);
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		add(&bench, AUDIT_SECCOMP, "%s", bad[i]);
	bench_finish(&bench);
	assert_int_equal(bench.stats.malformed, ARRAY_LENGTH(bad));
	assert_int_equal(bench.profile.syscall_count, 0);
	assert_false(bench.profile.is_complete);
	bench_end(&bench);
}

static void forged_fields_inside_comm_are_ignored(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SECCOMP,
	    "pid=1 comm=\"x subj=" OWN " syscall=2\" subj=" OTHER
	    " arch=c000003e syscall=0 compat=0");
	/* The same words in hex: a name, not fields. */
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN
	    " pid=2 comm=61207379736361 arch=c000003e syscall=1 compat=0");
	bench_finish(&bench);
	assert_int_equal(bench.profile.syscall_count, 1);
	assert_int_equal(phases_of(&bench.profile, "write"), IN(WORKLOAD));
	assert_string_equal(bench.profile.syscalls[0].comms.items[0],
			    "a sysca");
	bench_end(&bench);
}

static void of_a_seccomp_field_twice_the_first_counts(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN " pid=1 arch=c000003e syscall=1 syscall=2 subj=" OTHER);
	bench_finish(&bench);
	assert_int_equal(bench.profile.syscall_count, 1);
	assert_int_equal(phases_of(&bench.profile, "write"), IN(WORKLOAD));
	bench_end(&bench);
}

static void odd_bytes_of_a_name_do_not_reach_the_profile(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SECCOMP,
	    "subj=" OWN
	    " pid=2 comm=611B5B326A0A arch=c000003e syscall=1 compat=0");
	bench_finish(&bench);
	assert_string_equal(bench.profile.syscalls[0].comms.items[0],
			    "a\\x1B[2j\\x0A");
	bench_end(&bench);
}

static void more_processes_than_are_remembered_are_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	for (unsigned int pid = 100; pid < 6000; pid++)
		call(&bench, OTHER, pid, "x", OPEN);
	call(&bench, OWN, 10, "nginx", READ);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "close"), 0);
	assert_int_equal(bench.stats.runtime_lost, 1);
	assert_false(bench.profile.is_complete);
	bench_end(&bench);
}

static void a_process_heard_of_lately_is_not_forgotten(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	for (unsigned int pid = 100; pid < 10000; pid++) {
		call(&bench, OTHER, pid, "x", OPEN);
		if (pid % 500 == 0)
			call(&bench, RUNTIME, 10, "crun", READ);
	}
	call(&bench, OWN, 10, "nginx", WRITE);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "close"), IN(RUNTIME));
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void many_short_lived_children_lose_nothing(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	for (unsigned int pid = 1; pid < 20000; pid++) {
		call(&bench, OWN, pid, "sh", READ);
		call(&bench, OWN, pid, "sh", EXIT_GROUP);
	}
	bench_finish(&bench);
	assert_int_equal(bench.stats.used, 2 * 19999);
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void every_command_name_may_be_new(void **state)
{
	struct bench bench;
	char comm[16];

	(void)state;
	bench_own(&bench);
	for (unsigned int i = 0; i < 40000; i++) {
		snprintf(comm, sizeof(comm), "t%u", i);
		call(&bench, OWN, 1, comm, READ);
	}
	bench_finish(&bench);
	assert_int_equal(bench.profile.syscall_count, 1);
	assert_int_equal(bench.profile.syscalls[0].count, 40000);
	assert_false(bench.profile.is_complete);
	assert_true(bench.stats.names_lost > 0);
	bench_end(&bench);
}

/* Without labels: by audit session, with the launcher known by name. */
static void a_session_is_a_run(void **state)
{
	static const char format[] = "ses=%d pid=%d comm=\"%s\" exe=\"%s\" "
				     "arch=c000003e syscall=%d compat=0";
	struct bench bench;

	(void)state;
	bench_begin(&bench, &(struct selection){.by_session = true});
	harvest_session_add(bench.harvest, 7);
	add(&bench, AUDIT_SECCOMP, format, 7, 10, "runc:[2:INIT]", "/", CLOSE);
	add(&bench, AUDIT_SECCOMP, format, 7, 10, "nginx", "/nginx", READ);
	add(&bench, AUDIT_SECCOMP, format, 8, 11, "bash", "/bash", OPEN);
	/* A login of the run's own opens another session; one of another
	   program does not. */
	add(&bench, AUDIT_LOGIN, "pid=10 old-ses=7 ses=9 res=1");
	add(&bench, AUDIT_LOGIN, "pid=11 old-ses=8 ses=12 res=1");
	add(&bench, AUDIT_SECCOMP, format, 9, 12, "nginx", "/nginx", WRITE);
	add(&bench, AUDIT_SECCOMP, format, 12, 13, "bash", "/bash", OPEN);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "close"), IN(RUNTIME));
	assert_int_equal(phases_of(&bench.profile, "read"), IN(WORKLOAD));
	assert_int_equal(phases_of(&bench.profile, "write"), IN(WORKLOAD));
	assert_int_equal(phases_of(&bench.profile, "open"), 0);
	bench_end(&bench);
}

static void comm_and_exe_choose_processes(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, &(struct selection){.comm = "nginx"});
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	call(&bench, OWN, 10, "nginx", READ);
	call(&bench, OWN, 11, "sh", OPEN);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "close"), IN(RUNTIME));
	assert_int_equal(phases_of(&bench.profile, "read"), IN(WORKLOAD));
	assert_int_equal(phases_of(&bench.profile, "open"), 0);
	bench_end(&bench);

	bench_begin(&bench, &(struct selection){.exe = "/usr/bin/sh"});
	call(&bench, OWN, 10, "nginx", READ);
	call(&bench, OWN, 11, "sh", OPEN);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "read"), 0);
	assert_int_equal(phases_of(&bench.profile, "open"), IN(WORKLOAD));
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_under_the_runs_label_are_the_workloads),
		cmocka_unit_test(calls_before_the_own_label_are_the_runtimes),
		cmocka_unit_test(
			a_fork_of_the_runtime_without_the_label_is_not_ours),
		cmocka_unit_test(a_pid_used_again_does_not_lend_its_calls),
		cmocka_unit_test(a_process_that_leaves_the_domain_is_told),
		cmocka_unit_test(after_exit_group_a_pid_is_another_process),
		cmocka_unit_test(events_get_their_phase_by_serial),
		cmocka_unit_test(arch_decides_what_a_number_means),
		cmocka_unit_test(a_seccomp_record_without_sense_is_counted),
		cmocka_unit_test(forged_fields_inside_comm_are_ignored),
		cmocka_unit_test(of_a_seccomp_field_twice_the_first_counts),
		cmocka_unit_test(odd_bytes_of_a_name_do_not_reach_the_profile),
		cmocka_unit_test(more_processes_than_are_remembered_are_told),
		cmocka_unit_test(a_process_heard_of_lately_is_not_forgotten),
		cmocka_unit_test(many_short_lived_children_lose_nothing),
		cmocka_unit_test(every_command_name_may_be_new),
		cmocka_unit_test(a_session_is_a_run),
		cmocka_unit_test(comm_and_exe_choose_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
