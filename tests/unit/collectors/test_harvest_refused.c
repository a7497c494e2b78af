/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that failed, of an enforced run. The records are those of a Debian 13
 * guest (Linux 6.12.107) with the rules that verify adds, shortened.
 */
#include "harvest_bench.h"

#define KEY " key=\"whittle-refused\""

/* PID's call NUMBER under LABEL in session SES ends with RESULT. */
#define FAILED(number, result, ses, label)                                     \
	"arch=c000003e syscall=" #number " success=no exit=" #result           \
	" a0=3 a1=7f a2=10 a3=0 items=1 ppid=204 pid=209 auid=0 uid=0 "        \
	"gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) "        \
	"ses=" #ses " comm=\"nginx\" exe=\"/usr/sbin/nginx\" subj=" label

#define DENIED                                                                 \
	"avc:  denied  { read } for  pid=209 comm=\"nginx\" name=\"x\" "       \
	"dev=\"vda\" ino=5 scontext=" OWN                                      \
	" tcontext=system_u:object_r:var_log_t:s0 tclass=file permissive=0"
#define ACTOR                                                                  \
	"arch=c000003e syscall=257 success=no exit=-13 a0=3 a1=7f a2=10 a3=0 " \
	"items=0 ppid=204 pid=209 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 "   \
	"egid=0 sgid=0 fsgid=0 tty=(none) comm=\"nginx\" "                     \
	"exe=\"/usr/sbin/nginx\""

static struct refusal_list list;

/* By OWN, or in session 7. */
static void begin(struct bench *bench)
{
	list = (struct refusal_list){0};
	*bench = (struct bench){.seconds = 1000};
	profile_init(&bench->profile);
	bench->config = (struct harvest_config){
		.judge = bench_judge,
		.profile = &bench->profile,
		.refusals = &list,
		.selection = {.context = OWN,
			      .by_session = true,
			      .by_either = true},
	};
	assert_int_equal(harvest_new(&bench->config, &bench->harvest, NULL),
			 STATUS_OK);
	harvest_session_add(bench->harvest, 7);
}

static void begin_shared(struct bench *bench)
{
	begin(bench);
	harvest_free(bench->harvest);
	bench->config.selection.is_shared = true;
	bench->config.selection.other_session = 4;
	assert_int_equal(harvest_new(&bench->config, &bench->harvest, NULL),
			 STATUS_OK);
	harvest_session_add(bench->harvest, 7);
}

static void a_call_that_failed_is_told_once(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench);
	for (int i = 0; i < 3; i++) {
		add(&bench, AUDIT_SYSCALL, FAILED(257, -13, 1, OWN) KEY);
		also(&bench, AUDIT_PATH,
		     "item=0 name=\"/var/log/x\" inode=5 dev=103:00 "
		     "mode=0100640 ouid=33 ogid=4 rdev=00:00 "
		     "nametype=NORMAL");
	}
	add(&bench, AUDIT_SYSCALL, FAILED(49, -1, 1, OWN) KEY);
	bench_finish(&bench);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].syscall, "openat");
	assert_string_equal(list.items[0].comm, "nginx");
	assert_string_equal(list.items[0].path, "/var/log/x");
	assert_string_equal(list.items[0].outcome, "EACCES");
	assert_int_equal(list.items[0].count, 3);
	assert_string_equal(list.items[1].syscall, "bind");
	assert_string_equal(list.items[1].outcome, "EPERM");
	/* Nobody knows what it lacked: nothing enters the profile. */
	assert_int_equal(bench.profile.capability_count, 0);
	bench_end(&bench);
}

static void the_session_tells_it_as_the_label_does(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench);
	add(&bench, AUDIT_SYSCALL, FAILED(49, -1, 7, RUNTIME) KEY);
	add(&bench, AUDIT_SYSCALL, FAILED(49, -1, 1, OTHER) KEY);
	add(&bench, AUDIT_SYSCALL, FAILED(50, -1, 1, OWN) " key=\"other\"");
	add(&bench, AUDIT_SYSCALL, FAILED(50, -2, 1, OWN) KEY);
	bench_finish(&bench);
	assert_int_equal(list.count, 1);
	bench_end(&bench);
}

/* With the AVC the same call would be told twice. */
static void what_selinux_refused_it_says_itself(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  pid=209 comm=\"nginx\" "
	    "name=\"x\" dev=\"vda\" ino=5 scontext=" OWN
	    " tcontext=system_u:object_r:var_log_t:s0 tclass=file "
	    "permissive=0");
	also(&bench, AUDIT_SYSCALL, FAILED(257, -13, 1, OWN) KEY);
	/* An engine's own refusals are not the workload's. */
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  pid=210 comm=\"crun\" "
	    "name=\"x\" dev=\"vda\" ino=5 scontext=" RUNTIME
	    " tcontext=system_u:object_r:var_log_t:s0 tclass=file "
	    "permissive=0");
	also(&bench, AUDIT_SYSCALL, FAILED(257, -13, 7, RUNTIME));
	bench_finish(&bench);
	assert_int_equal(list.count, 0);
	assert_int_equal(bench.profile.access_count, 1);
	bench_end(&bench);
}

/* Rules of the host's own log calls and accesses that go well. */
static void what_went_well_was_not_refused(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench);
	add(&bench, AUDIT_SYSCALL,
	    "arch=c000003e syscall=59 success=yes exit=0 a0=f4 a1=1 a2=0 a3=0 "
	    "items=1 ppid=204 pid=209 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 "
	    "egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm=\"ping\" "
	    "exe=\"/usr/bin/ping\" subj=" OWN " key=\"mine\"");
	also(&bench, AUDIT_PATH,
	     "item=0 name=\"/usr/bin/ping\" inode=560 dev=103:00 "
	     "mode=0100755 ouid=0 ogid=0 rdev=00:00 obj=u:object_r:bin_t:s0 "
	     "nametype=NORMAL cap_fp=2000 cap_fi=0 cap_fe=1 cap_fver=2 "
	     "cap_frootid=0");
	add(&bench, AUDIT_AVC,
	    "avc:  granted  { net_raw } for  pid=209 comm=\"ping\" "
	    "capability=13 scontext=" OWN " tcontext=" OWN
	    " tclass=capability");
	add(&bench, AUDIT_AVC,
	    "avc:  granted  { read } for  pid=209 comm=\"ping\" "
	    "name=\"x\" dev=\"vda\" ino=5 scontext=" OWN
	    " tcontext=system_u:object_r:var_log_t:s0 tclass=file");
	bench_finish(&bench);
	assert_int_equal(bench.profile.capability_count, 0);
	assert_int_equal(bench.profile.access_count, 0);
	assert_int_equal(bench.stats.malformed, 0);
	bench_end(&bench);
}

/* The level is one that others have as well: session 7 is the run's, 4 that of
   whoever executes something in it. */
static void of_a_shared_label_the_session_decides(void **state)
{
	static const struct {
		const char *ses;
		size_t accesses, refusals;
	} rows[] = {
		{"ses=7", 1, 1},
		{"ses=4", 1, 1},
		{"ses=9", 0, 0},
		{"ses=4294967295", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bench bench;

		begin_shared(&bench);
		add(&bench, AUDIT_AVC, DENIED);
		also(&bench, AUDIT_SYSCALL, ACTOR " %s subj=" OWN, rows[i].ses);
		add(&bench, AUDIT_SYSCALL, ACTOR " %s subj=" OWN KEY,
		    rows[i].ses);
		bench_finish(&bench);
		assert_int_equal(bench.profile.access_count, rows[i].accesses);
		assert_int_equal(list.count, rows[i].refusals);
		bench_end(&bench);
	}
}

/* None is lost for want of a session. */
static void of_a_shared_label_what_has_no_session_counts(void **state)
{
	struct bench bench;

	(void)state;
	begin_shared(&bench);
	add(&bench, AUDIT_AVC, DENIED);
	bench_finish(&bench);
	assert_int_equal(bench.profile.access_count, 1);
	bench_end(&bench);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_that_failed_is_told_once),
		cmocka_unit_test(the_session_tells_it_as_the_label_does),
		cmocka_unit_test(what_selinux_refused_it_says_itself),
		cmocka_unit_test(what_went_well_was_not_refused),
		cmocka_unit_test(of_a_shared_label_the_session_decides),
		cmocka_unit_test(of_a_shared_label_what_has_no_session_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
