/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "harvest_bench.h"

#include "collectors/event.h"

#define SELF "scontext=" OWN " tcontext=" OWN " "

#define SYSCALL(number, success, exit)                                         \
	"arch=c000003e syscall=" #number " success=" success " exit=" #exit    \
	" a0=ffffff9c a1=7ffe a2=0 a3=0 items=1 ppid=1 pid=77 "                \
	"auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 "      \
	"tty=pts0 ses=5 comm=\"cat\" exe=\"/usr/bin/cat\" subj=" OWN

static const struct evidence *only_evidence(const struct bench *bench,
					    unsigned int capability)
{
	const struct capability_need *need = profile_capability_find(
		&bench->profile, capability, NAMESPACE_HOST);

	assert_non_null(need);
	assert_int_equal(need->evidence_count, 1);
	return &need->evidence[0];
}

static void granted_record_counts_as_use(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  granted  { sys_admin } for  pid=7 comm=\"mount\" "
	    "capability=21 " SELF "tclass=capability");
	bench_finish(&bench);
	assert_non_null(
		profile_capability_find(&bench.profile, 21, NAMESPACE_HOST));
	assert_int_equal(bench.stats.capability, 1);
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void a_check_is_joined_with_its_companions(void **state)
{
	const struct evidence *evidence;
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { dac_read_search } for  pid=77 comm=\"cat\" "
	    "capability=2 " SELF "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "no", -13));
	also(&bench, AUDIT_CWD, "cwd=\"/srv/p\"");
	also(&bench, AUDIT_PATH,
	     "item=0 name=\"key\" inode=9 dev=fd:00 mode=0100600 ouid=1000 "
	     "ogid=1001 rdev=00:00 obj=u:object_r:etc_t:s0 nametype=NORMAL");
	bench_finish(&bench);
	evidence = only_evidence(&bench, 2);
	assert_string_equal(evidence->comm, "cat");
	assert_string_equal(evidence->exe, "/usr/bin/cat");
	assert_string_equal(evidence->syscall, "openat");
	assert_string_equal(evidence->path, "/srv/p/key");
	assert_string_equal(evidence->mode, "0600");
	assert_string_equal(evidence->owner, "1000:1001");
	assert_string_equal(evidence->outcome, "EACCES");
	assert_string_equal(evidence->reason, "judged by the bench");
	assert_int_equal(evidence->phase, PHASE_WORKLOAD);
	bench_end(&bench);
}

static void companions_may_come_first_and_far_apart(void **state)
{
	struct bench bench;
	uint64_t serial;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_PATH,
	    "item=0 name=\"/x\" inode=9 mode=0100600 ouid=1 ogid=2 "
	    "nametype=NORMAL");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 3));
	serial = bench.serial;
	for (unsigned int i = 0; i < 900; i++)
		add(&bench, AUDIT_CWD, "cwd=\"/\"");
	bench.serial = serial;
	also(&bench, AUDIT_AVC,
	     "avc:  denied  { chown } for  pid=77 comm=\"cat\" "
	     "capability=0 " SELF "tclass=capability permissive=1");
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 0)->path, "/x");
	assert_int_equal(bench.stats.late, 0);
	bench_end(&bench);
}

static void records_that_come_too_late_are_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=77 comm=\"cat\" "
	    "capability=0 " SELF "tclass=capability permissive=1");
	for (unsigned int i = 0; i < 3 * EVENT_WINDOW; i++)
		add(&bench, AUDIT_CWD, "cwd=\"/\"");
	bench.serial = 1;
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 3));
	bench_finish(&bench);
	assert_null(only_evidence(&bench, 0)->syscall);
	assert_int_equal(bench.stats.late, 1);
	assert_false(bench.profile.is_complete);
	bench_end(&bench);
}

static void a_syscall_of_another_process_is_not_its_own(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=78 comm=\"dog\" "
	    "capability=0 " SELF "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 3));
	bench_finish(&bench);
	assert_null(only_evidence(&bench, 0)->syscall);
	assert_string_equal(only_evidence(&bench, 0)->comm, "dog");
	bench_end(&bench);
}

/* Of a rename: two parents, two names. Of an execve: program and loader. */
static void the_path_is_that_of_the_last_walk(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { dac_override } for  pid=77 capability=1 " SELF
	    "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(82, "yes", 0));
	also(&bench, AUDIT_PATH, "item=3 name=\"/d/new\" nametype=CREATE");
	also(&bench, AUDIT_PATH, "item=0 name=\"/d/\" nametype=PARENT");
	also(&bench, AUDIT_PATH, "item=2 name=\"/d/old\" nametype=DELETE");
	also(&bench, AUDIT_PATH, "item=1 name=\"/d/\" nametype=PARENT");
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=77 capability=0 " SELF
	    "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(59, "yes", 0));
	also(&bench, AUDIT_PATH, "item=0 name=\"/bin/x\" nametype=NORMAL");
	also(&bench, AUDIT_PATH, "item=1 name=\"/lib/ld.so\" nametype=NORMAL");
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 1)->path, "/d/new");
	assert_string_equal(only_evidence(&bench, 0)->path, "/bin/x");
	bench_end(&bench);
}

/* The items of an open on overlayfs that copies the file up, shortened. */
static void items_without_a_name_do_not_hide_the_path(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { dac_override } for  pid=77 capability=1 " SELF
	    "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 5));
	also(&bench, AUDIT_PATH,
	     "item=0 name=\"/var/log/nginx/error.log\" inode=12 "
	     "mode=0100640 ouid=33 ogid=4 nametype=NORMAL");
	also(&bench, AUDIT_PATH,
	     "item=24 name=(null) inode=13 mode=040755 ouid=0 ogid=4 "
	     "nametype=PARENT");
	also(&bench, AUDIT_PATH,
	     "item=25 name=(null) inode=14 mode=0100640 ouid=33 ogid=4 "
	     "nametype=CREATE");
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 1)->path,
			    "/var/log/nginx/error.log");
	assert_string_equal(only_evidence(&bench, 1)->owner, "33:4");
	bench_end(&bench);
}

static void a_path_below_a_descriptor_is_not_guessed(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=77 capability=0 " SELF
	    "tclass=capability permissive=1");
	also(&bench, AUDIT_SYSCALL,
	     "arch=c000003e syscall=257 success=yes exit=3 a0=5 a1=7f a2=0 "
	     "a3=0 pid=77 comm=\"x\" exe=\"/x\"");
	also(&bench, AUDIT_CWD, "cwd=\"/srv\"");
	also(&bench, AUDIT_PATH, "item=0 name=\"key\" nametype=NORMAL");
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 0)->path, ".../key");
	bench_end(&bench);
}

static void what_changes_from_run_to_run_is_no_evidence(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	for (unsigned int pid = 100; pid < 110; pid++) {
		add(&bench, AUDIT_AVC,
		    "avc:  denied  { sys_ptrace } for  pid=%u comm=\"x\" "
		    "capability=19 " SELF "tclass=capability permissive=1",
		    pid);
		also(&bench, AUDIT_PATH,
		     "item=0 name=\"/proc/%u/exe\" inode=%u mode=0120777 "
		     "ouid=0 ogid=0 nametype=NORMAL",
		     pid, pid + 5000);
	}
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 19)->path, "/proc/@pid/exe");
	assert_int_equal(only_evidence(&bench, 19)->count, 10);
	bench_end(&bench);
}

static void a_capability_on_many_files_is_one_line(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	for (unsigned int i = 0; i < 1000; i++) {
		add(&bench, AUDIT_AVC,
		    "avc:  granted  { chown } for  pid=9 comm=\"chown\" "
		    "capability=0 " SELF "tclass=capability");
		also(&bench, AUDIT_PATH,
		     "item=0 name=\"/data/%u\" mode=0100644 ouid=0 ogid=0 "
		     "nametype=NORMAL",
		     i);
	}
	bench_finish(&bench);
	assert_string_equal(only_evidence(&bench, 0)->path, "/data/...");
	assert_string_equal(only_evidence(&bench, 0)->mode, "0644");
	assert_int_equal(only_evidence(&bench, 0)->count, 1000);
	bench_end(&bench);
}

static void a_check_in_a_user_namespace_is_kept_apart(void **state)
{
	const struct capability_need *need;
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { sys_admin } for  pid=7 capability=21 " SELF
	    "tclass=cap_userns permissive=1");
	bench_finish(&bench);
	assert_null(
		profile_capability_find(&bench.profile, 21, NAMESPACE_HOST));
	need = profile_capability_find(&bench.profile, 21, NAMESPACE_USER);
	assert_non_null(need);
	assert_int_equal(need->verdict, VERDICT_OWN_NAMESPACE);
	bench_end(&bench);
}

static const struct access *only_access(const struct bench *bench)
{
	assert_int_equal(bench->profile.access_count, 1);
	return &bench->profile.accesses[0];
}

static void an_access_names_the_runs_label_and_level_by_role(void **state)
{
	const struct access *access;
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read open } for  pid=7 comm=\"cat\" "
	    "path=\"/data/x\" dev=\"vda1\" ino=4 scontext=" OWN
	    " tcontext=system_u:object_r:container_file_t:s0:c2,c1 "
	    "tclass=file permissive=1");
	bench_finish(&bench);
	access = only_access(&bench);
	assert_string_equal(access->source, "@self");
	assert_string_equal(access->target,
			    "system_u:object_r:container_file_t:@level");
	assert_string_equal(access->class, "file");
	assert_string_equal(access->path, "/data/x");
	assert_string_equal(access->outcome, "permissive");
	assert_int_equal(access->permissions.count, 2);
	bench_end(&bench);
}

static void an_access_to_itself_has_itself_as_target(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { fork } for  pid=7 " SELF
	    "tclass=process permissive=1");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->target, "@self");
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void another_pair_and_no_pair_stay_as_they_are(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  pid=7 scontext=" OWN
	    " tcontext=u:object_r:f_t:s0:c1,c3 tclass=file permissive=1");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->target,
			    "u:object_r:f_t:s0:c1,c3");
	bench_end(&bench);

	bench_begin(&bench, &(struct selection){.context = "u:r:t:s0"});
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  pid=7 scontext=u:r:t:s0 "
	    "tcontext=u:object_r:f_t:s0 tclass=file permissive=1");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->target, "u:object_r:f_t:s0");
	bench_end(&bench);
}

static void a_path_comes_from_the_record_of_the_inode(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { write } for  pid=77 name=\"d\" dev=\"vda1\" ino=4 "
	    "scontext=" OWN " tcontext=u:object_r:f_t:s0 tclass=dir "
	    "permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 3));
	also(&bench, AUDIT_CWD, "cwd=\"/\"");
	also(&bench, AUDIT_PATH,
	     "item=0 name=\"/srv/d/\" inode=4 nametype=PARENT");
	also(&bench, AUDIT_PATH,
	     "item=1 name=\"/srv/d/new\" inode=5 nametype=CREATE");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->path, "/srv/d");
	bench_end(&bench);
}

static void what_is_made_is_found_by_its_name(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { create } for  pid=77 name=\"new\" scontext=" OWN
	    " tcontext=u:object_r:f_t:s0 tclass=file permissive=1");
	also(&bench, AUDIT_SYSCALL, SYSCALL(257, "yes", 3));
	also(&bench, AUDIT_PATH, "item=1 name=\"/srv/new\" nametype=CREATE");
	also(&bench, AUDIT_PATH, "item=0 name=\"/srv/anew\" nametype=CREATE");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->path, "/srv/new");
	bench_end(&bench);
}

static void a_name_alone_is_not_made_a_whole_path(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { write } for  pid=77 name=\"oom_score_adj\" "
	    "dev=\"proc\" ino=4 scontext=" OWN " tcontext=u:r:x_t:s0 "
	    "tclass=file permissive=1");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->path,
			    "/proc/.../oom_score_adj");
	bench_end(&bench);
}

static void what_others_do_to_the_run_is_not_its_own(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { sigkill } for  pid=7 scontext=" OTHER
	    " tcontext=" OWN " tclass=process permissive=0");
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=7 capability=0 scontext=" OTHER
	    " tcontext=" OTHER " tclass=capability permissive=0");
	bench_finish(&bench);
	assert_int_equal(bench.profile.access_count, 0);
	assert_int_equal(bench.profile.capability_count, 0);
	assert_int_equal(bench.profile.notes.count, 0);
	assert_int_equal(bench.stats.foreign, 2);
	bench_end(&bench);
}

static void a_neighbours_level_is_not_the_runs(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { chown } for  pid=7 capability=0 "
	    "scontext=system_u:system_r:whittle_t:s0:c1,c3 "
	    "tcontext=system_u:system_r:whittle_t:s0:c1,c3 "
	    "tclass=capability permissive=1");
	bench_finish(&bench);
	assert_int_equal(bench.profile.capability_count, 0);
	bench_end(&bench);
}

static void an_enforced_denial_is_noted(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  pid=7 scontext=" OWN
	    " tcontext=u:object_r:f_t:s0 tclass=file permissive=0");
	bench_finish(&bench);
	assert_string_equal(only_access(&bench)->outcome, "denied");
	assert_true(has_note(&bench.profile, "a denial was enforced"));
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void a_change_of_domain_is_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { transition } for  pid=7 comm=\"su\" scontext=" OWN
	    " tcontext=u:r:user_t:s0 tclass=process permissive=1");
	bench_finish(&bench);
	assert_false(bench.profile.is_complete);
	assert_true(has_note(&bench.profile, "left the domain for user_t"));
	bench_end(&bench);
}

static void a_refused_context_is_noted(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SELINUX_ERR,
	    "op=security_compute_sid invalid_context=\"a:b:c:s0\" scontext=" OWN
	    " tcontext=u:object_r:f_t:s0 tclass=process");
	add(&bench, AUDIT_SELINUX_ERR,
	    "op=security_bounded_transition seresult=denied oldcontext=" OTHER
	    " newcontext=" OWN);
	bench_finish(&bench);
	assert_int_equal(bench.profile.notes.count, 1);
	assert_true(has_note(&bench.profile, "security_compute_sid"));
	bench_end(&bench);
}

static void a_record_in_vain_is_counted(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC, "avc:  denied  { read } for  scontext=" OWN);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { read } for  scontext=nonsense "
	    "tcontext=nonsense tclass=file permissive=1");
	add(&bench, AUDIT_AVC, "apparmor=\"DENIED\" operation=\"open\"");
	bench_finish(&bench);
	assert_int_equal(bench.stats.malformed, 2);
	assert_false(bench.profile.is_complete);
	bench_end(&bench);
}

#define CHOWN(path)                                                            \
	do {                                                                   \
		add(&bench, AUDIT_AVC,                                         \
		    "avc:  granted  { chown } for  pid=77 comm=\"cat\" "       \
		    "capability=0 " SELF "tclass=capability");                 \
		also(&bench, AUDIT_SYSCALL, SYSCALL(92, "yes", 0));            \
		also(&bench, AUDIT_PATH,                                       \
		     "item=0 name=\"" path "\" inode=9 dev=fd:00 "             \
		     "mode=0100600 ouid=0 ogid=0 rdev=00:00 "                  \
		     "obj=u:object_r:etc_t:s0 nametype=NORMAL");               \
		/* An event ends when it has left the window. */               \
		for (unsigned int n = 0; n < EVENT_WINDOW; n++)                \
			add(&bench, AUDIT_CWD, "cwd=\"/\"");                   \
	} while (0)

static void a_flow_tells_how_stale_the_evidence_is(void **state)
{
	const struct harvest_flow *flow;
	struct bench bench;

	(void)state;
	bench_own(&bench);
	flow = harvest_flow(bench.harvest, 0);
	CHOWN("/srv/a");
	assert_int_equal(flow->checks, 1);
	assert_int_equal(flow->stale, 0);
	assert_true(flow->is_final);
	CHOWN("/srv/a");
	CHOWN("/srv/a");
	assert_int_equal(flow->checks, 3);
	assert_int_equal(flow->stale, 2);
	CHOWN("/srv/b");
	assert_int_equal(flow->stale, 0);
	harvest_flow_restart(bench.harvest);
	assert_int_equal(flow->checks, 0);
	assert_false(flow->is_final);
	bench_finish(&bench);
	bench_end(&bench);
}

static void a_flow_is_of_the_host_alone(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  granted  { chown } for  pid=7 comm=\"x\" capability=0 " SELF
	    "tclass=cap_userns");
	bench_finish(&bench);
	assert_int_equal(harvest_flow(bench.harvest, 0)->checks, 0);
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flow_tells_how_stale_the_evidence_is),
		cmocka_unit_test(a_flow_is_of_the_host_alone),
		cmocka_unit_test(granted_record_counts_as_use),
		cmocka_unit_test(items_without_a_name_do_not_hide_the_path),
		cmocka_unit_test(a_check_is_joined_with_its_companions),
		cmocka_unit_test(companions_may_come_first_and_far_apart),
		cmocka_unit_test(records_that_come_too_late_are_told),
		cmocka_unit_test(a_syscall_of_another_process_is_not_its_own),
		cmocka_unit_test(the_path_is_that_of_the_last_walk),
		cmocka_unit_test(a_path_below_a_descriptor_is_not_guessed),
		cmocka_unit_test(what_changes_from_run_to_run_is_no_evidence),
		cmocka_unit_test(a_capability_on_many_files_is_one_line),
		cmocka_unit_test(a_check_in_a_user_namespace_is_kept_apart),
		cmocka_unit_test(
			an_access_names_the_runs_label_and_level_by_role),
		cmocka_unit_test(an_access_to_itself_has_itself_as_target),
		cmocka_unit_test(another_pair_and_no_pair_stay_as_they_are),
		cmocka_unit_test(a_path_comes_from_the_record_of_the_inode),
		cmocka_unit_test(what_is_made_is_found_by_its_name),
		cmocka_unit_test(a_name_alone_is_not_made_a_whole_path),
		cmocka_unit_test(what_others_do_to_the_run_is_not_its_own),
		cmocka_unit_test(a_neighbours_level_is_not_the_runs),
		cmocka_unit_test(an_enforced_denial_is_noted),
		cmocka_unit_test(a_change_of_domain_is_told),
		cmocka_unit_test(a_refused_context_is_noted),
		cmocka_unit_test(a_record_in_vain_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
