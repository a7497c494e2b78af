/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "harvest_bench.h"

enum { READ = 0, WRITE = 1, OPEN = 2, CLOSE = 3 };

static const struct harvest_subject *survey(struct bench *bench, size_t *count)
{
	bench_finish(bench);
	return harvest_survey(bench->harvest, count);
}

static void one_label_and_what_led_to_it_are_one_subject(void **state)
{
	const struct harvest_subject *subjects;
	struct bench bench;
	size_t count;

	(void)state;
	bench_begin(&bench, NULL);
	call(&bench, RUNTIME, 10, "crun", CLOSE);
	call(&bench, OWN, 10, "nginx", READ);
	call(&bench, OWN, 11, "nginx", WRITE);
	subjects = survey(&bench, &count);
	assert_int_equal(count, 1);
	assert_string_equal(subjects[0].label, OWN);
	assert_int_equal(subjects[0].syscalls, 3);
	assert_int_equal(subjects[0].processes, 2);
	assert_int_equal(phases_of(subjects[0].profile, "close"), IN(RUNTIME));
	assert_int_equal(phases_of(subjects[0].profile, "read"), IN(WORKLOAD));
	assert_int_equal(subjects[0].comms.count, 2);
	bench_end(&bench);
}

static void several_labels_are_several_subjects(void **state)
{
	const struct harvest_subject *subjects;
	struct bench bench;
	size_t count;

	(void)state;
	bench_begin(&bench, NULL);
	call(&bench, OWN, 11, "nginx", WRITE);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=7 comm=\"b\" capability=0 "
	    "scontext=" OTHER " tcontext=" OTHER " tclass=capability");
	subjects = survey(&bench, &count);
	assert_int_equal(count, 2);
	assert_string_equal(subjects[0].label, OTHER);
	assert_int_equal(subjects[0].capabilities, 1);
	assert_int_equal(subjects[0].syscalls, 0);
	assert_string_equal(subjects[1].label, OWN);
	assert_int_equal(subjects[1].capabilities, 0);
	bench_end(&bench);
}

static void without_labels_a_program_is_a_subject(void **state)
{
	static const char format[] = "ses=4294967295 subj=unconfined pid=%d "
				     "comm=\"%s\" exe=\"%s\" arch=c000003e "
				     "syscall=%d compat=0";
	const struct harvest_subject *subjects;
	struct bench bench;
	size_t count;

	(void)state;
	bench_begin(&bench, NULL);
	add(&bench, AUDIT_SECCOMP, format, 10, "runc:[2:INIT]", "/", CLOSE);
	add(&bench, AUDIT_SECCOMP, format, 10, "probe", "/opt/probe", READ);
	/* A helper of the runtime that became nobody. */
	add(&bench, AUDIT_SECCOMP, format, 11, "runc:[1:CHILD]", "/", OPEN);
	subjects = survey(&bench, &count);
	assert_int_equal(count, 1);
	assert_null(subjects[0].label);
	assert_string_equal(subjects[0].exe, "/opt/probe");
	assert_int_equal(phases_of(subjects[0].profile, "close"), IN(RUNTIME));
	assert_int_equal(phases_of(subjects[0].profile, "open"), 0);
	bench_end(&bench);
}

static void one_process_is_a_subject_with_what_led_to_it(void **state)
{
	static const char format[] = "pid=%d comm=\"%s\" exe=\"%s\" "
				     "arch=c000003e syscall=%d compat=0";
	const struct harvest_subject *subjects;
	struct bench bench;
	size_t count;

	(void)state;
	bench_begin(&bench, NULL);
	add(&bench, AUDIT_SECCOMP, format, 10, "sh", "/bin/dash", CLOSE);
	add(&bench, AUDIT_SECCOMP, format, 10, "nginx", "/sbin/nginx", READ);
	subjects = survey(&bench, &count);
	assert_int_equal(count, 1);
	assert_string_equal(subjects[0].exe, "/sbin/nginx");
	assert_int_equal(subjects[0].pid, 10);
	assert_int_equal(phases_of(subjects[0].profile, "close"), IN(WORKLOAD));
	assert_int_equal(phases_of(subjects[0].profile, "read"), IN(WORKLOAD));
	bench_end(&bench);

	/* With another process each program is one of several. */
	bench_begin(&bench, NULL);
	add(&bench, AUDIT_SECCOMP, format, 10, "sh", "/bin/dash", CLOSE);
	add(&bench, AUDIT_SECCOMP, format, 10, "nginx", "/sbin/nginx", READ);
	add(&bench, AUDIT_SECCOMP, format, 11, "nginx", "/sbin/nginx", READ);
	subjects = survey(&bench, &count);
	assert_int_equal(count, 2);
	assert_string_equal(subjects[0].exe, "/bin/dash");
	assert_int_equal(phases_of(subjects[0].profile, "close"), IN(WORKLOAD));
	assert_int_equal(phases_of(subjects[1].profile, "close"), 0);
	bench_end(&bench);
}

static void nodes_are_told_apart(void **state)
{
	const struct harvest_subject *subjects;
	struct harvest_config config = {.judge = bench_judge, .is_log = true};
	struct bench bench = {0};
	size_t count;
	static const char *const nodes[] = {"web-1", "web-2"};

	(void)state;
	assert_int_equal(harvest_new(&config, &bench.harvest, NULL), STATUS_OK);
	/* One pid on two nodes is two processes, one serial two events. */
	for (size_t i = 0; i < 2; i++) {
		struct record record = {
			.type = AUDIT_SECCOMP,
			.has_stamp = true,
			.serial = 7,
			.node = span_of(nodes[i]),
			.text = SPAN(
				"pid=10 subj=" OWN " comm=\"x\" "
				"exe=\"/x\" arch=c000003e syscall=0 compat=0"),
		};

		harvest_add(bench.harvest, &record);
	}
	subjects = survey(&bench, &count);
	assert_int_equal(count, 1);
	assert_int_equal(subjects[0].processes, 2);
	assert_int_equal(subjects[0].pid, 10);
	assert_int_equal(subjects[0].nodes.count, 2);
	assert_string_equal(subjects[0].nodes.items[1], "web-2");
	bench_end(&bench);
}

/* The same records, by survey and by selection: the same knowledge. */
/* The same to the byte but for the node: not counted for the first one's. */
static void each_node_of_a_denial_is_told(void **state)
{
	const struct harvest_subject *subjects;
	struct harvest_config config = {.judge = bench_judge, .is_log = true};
	struct bench bench = {0};
	size_t count;
	static const char *const nodes[] = {"web-1", "web-2"};

	(void)state;
	assert_int_equal(harvest_new(&config, &bench.harvest, NULL), STATUS_OK);
	for (size_t i = 0; i < 4; i++) {
		struct record record = {
			.type = AUDIT_AVC,
			.has_stamp = true,
			.serial = 7 + i,
			.node = span_of(nodes[i % 2]),
			.text = SPAN("avc:  denied  { read } for  pid=10 "
				     "comm=\"x\" scontext=" OWN
				     " tcontext=" OTHER
				     " tclass=file permissive=1"),
		};

		harvest_add(bench.harvest, &record);
	}
	subjects = survey(&bench, &count);
	assert_int_equal(count, 1);
	assert_int_equal(subjects[0].accesses, 4);
	assert_int_equal(subjects[0].nodes.count, 2);
	bench_end(&bench);
}

static void survey_and_selection_agree(void **state)
{
	const struct harvest_subject *subjects;
	struct bench benches[2];
	size_t count;

	(void)state;
	bench_begin(&benches[0], NULL);
	bench_own(&benches[1]);
	for (size_t i = 0; i < 2; i++) {
		struct bench *bench = &benches[i];

		call(bench, RUNTIME, 10, "crun", CLOSE);
		for (unsigned int pid = 10; pid < 40; pid++)
			for (unsigned int number = 0; number < 330; number++)
				call(bench, OWN, pid, "x", number);
	}
	subjects = survey(&benches[0], &count);
	bench_finish(&benches[1]);
	assert_int_equal(count, 1);
	assert_int_equal(subjects[0].profile->syscall_count,
			 benches[1].profile.syscall_count);
	assert_int_equal(subjects[0].syscalls, benches[1].stats.seccomp);
	assert_int_equal(phases_of(subjects[0].profile, "close"),
			 IN(RUNTIME) | IN(WORKLOAD));
	assert_int_equal(phases_of(&benches[1].profile, "close"),
			 IN(RUNTIME) | IN(WORKLOAD));
	bench_end(&benches[0]);
	bench_end(&benches[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_label_and_what_led_to_it_are_one_subject),
		cmocka_unit_test(several_labels_are_several_subjects),
		cmocka_unit_test(without_labels_a_program_is_a_subject),
		cmocka_unit_test(one_process_is_a_subject_with_what_led_to_it),
		cmocka_unit_test(nodes_are_told_apart),
		cmocka_unit_test(each_node_of_a_denial_is_told),
		cmocka_unit_test(survey_and_selection_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
