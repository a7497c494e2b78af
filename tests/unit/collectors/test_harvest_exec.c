/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no check tells. The records are those of a Debian 13 guest (Linux
 * 6.12.107, auditd 4.0.2) with the rules that a run adds, shortened.
 */
#include "harvest_bench.h"

#define NET_RAW	 13
#define TOLD	 " key=\"whittle-exec\""
#define HANGUP	 " key=\"whittle-hangup\""
#define ALL_CAPS "000001ffffffffff"

/* A SYSCALL record of PID's call NUMBER as EUID under LABEL. */
#define SYSCALL(number, euid, label)                                           \
	"arch=c000003e syscall=" #number " success=yes exit=0 a0=f4 a1=1 "     \
	"a2=0 a3=0 items=2 ppid=204 pid=209 auid=0 uid=" #euid                 \
	" gid=0 euid=" #euid                                                   \
	" suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 "              \
	"comm=\"ping\" exe=\"/usr/bin/ping\" subj=" label

#define ITEM(number, name, capabilities)                                       \
	"item=" #number " name=\"" name "\" inode=560 dev=103:00 "             \
	"mode=0100755 ouid=0 ogid=0 rdev=00:00 obj=u:object_r:bin_t:s0 "       \
	"nametype=NORMAL " capabilities " cap_fver=2 cap_frootid=0"

static void a_file_with_the_effective_bit_needs_what_it_has(void **state)
{
	const struct capability_need *need;
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SYSCALL, SYSCALL(59, 65534, OWN) TOLD);
	also(&bench, AUDIT_PATH,
	     ITEM(0, "/usr/bin/ping", "cap_fp=2000 cap_fi=0 cap_fe=1"));
	also(&bench, AUDIT_PATH,
	     ITEM(1, "/lib64/ld.so", "cap_fp=0 cap_fi=0 cap_fe=0"));
	bench_finish(&bench);
	assert_int_equal(bench.profile.capability_count, 1);
	need = profile_capability_find(&bench.profile, NET_RAW, NAMESPACE_HOST);
	assert_non_null(need);
	assert_string_equal(need->evidence[0].syscall, "execve");
	assert_string_equal(need->evidence[0].path, "/usr/bin/ping");
	assert_string_equal(need->evidence[0].mode, "0755");
	assert_int_equal(bench.profile.notes.count, 0);
	bench_end(&bench);
}

static void a_file_without_the_effective_bit_starts_anyway(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SYSCALL, SYSCALL(59, 0, OWN) TOLD);
	also(&bench, AUDIT_PATH,
	     ITEM(0, "/usr/bin/ping", "cap_fp=2000 cap_fi=0 cap_fe=0"));
	/* Another's program, and a file that is only looked at. */
	add(&bench, AUDIT_SYSCALL, SYSCALL(59, 0, OTHER));
	also(&bench, AUDIT_PATH,
	     ITEM(0, "/usr/bin/ping", "cap_fp=2000 cap_fi=0 cap_fe=1"));
	add(&bench, AUDIT_SYSCALL, SYSCALL(257, 0, OWN));
	also(&bench, AUDIT_PATH,
	     ITEM(0, "/usr/bin/ping", "cap_fp=2000 cap_fi=0 cap_fe=1"));
	bench_finish(&bench);
	assert_int_equal(bench.profile.capability_count, 0);
	bench_end(&bench);
}

static void kept_but_never_used_is_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  granted  { net_raw } for  pid=209 comm=\"ping\" "
	    "capability=13 scontext=" OWN " tcontext=" OWN
	    " tclass=capability");
	add(&bench, AUDIT_SYSCALL, SYSCALL(126, 0, OWN) TOLD);
	also(&bench, AUDIT_CAPSET,
	     "pid=209 cap_pi=0 cap_pp=0000000002002000 cap_pe=0 cap_pa=0");
	bench_finish(&bench);
	assert_int_equal(bench.profile.notes.count, 1);
	assert_true(has_note(&bench.profile, "'ping' keeps by capset()"));
	assert_true(has_note(&bench.profile, "use: CAP_SYS_TIME."));
	assert_true(bench.profile.is_complete);
	bench_end(&bench);
}

static void who_keeps_all_or_nothing_tells_nothing(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SYSCALL, SYSCALL(126, 0, OWN) TOLD);
	also(&bench, AUDIT_CAPSET,
	     "pid=209 cap_pi=0 cap_pp=" ALL_CAPS " cap_pe=0 cap_pa=0");
	add(&bench, AUDIT_SYSCALL, SYSCALL(126, 0, OWN) TOLD);
	also(&bench, AUDIT_CAPSET,
	     "pid=209 cap_pi=0 cap_pp=0 cap_pe=0 cap_pa=0");
	add(&bench, AUDIT_SYSCALL, SYSCALL(126, 0, OTHER));
	also(&bench, AUDIT_CAPSET,
	     "pid=209 cap_pi=0 cap_pp=1 cap_pe=0 cap_pa=0");
	bench_finish(&bench);
	assert_int_equal(bench.profile.notes.count, 0);
	bench_end(&bench);
}

#define READ                                                                   \
	"avc:  denied  { read } for  pid=209 comm=\"ping\" scontext=" OWN      \
	" tcontext=u:object_r:etc_t:s0 tclass=file permissive=1"

static void a_log_without_root_is_told(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SYSCALL, SYSCALL(257, 65534, OWN));
	also(&bench, AUDIT_AVC, READ);
	add(&bench, AUDIT_SYSCALL, SYSCALL(257, 1000, OWN));
	also(&bench, AUDIT_AVC, READ);
	bench_finish(&bench);
	assert_true(has_note(&bench.profile, "done as root (uid 1000)"));
	bench_end(&bench);
}

static void root_anywhere_is_not(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SYSCALL, SYSCALL(257, 65534, OWN));
	also(&bench, AUDIT_AVC, READ);
	add(&bench, AUDIT_SYSCALL, SYSCALL(257, 0, OWN));
	also(&bench, AUDIT_AVC, READ);
	bench_finish(&bench);
	assert_int_equal(bench.profile.notes.count, 0);
	bench_end(&bench);
}

static void after_a_hangup_it_reloads(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	harvest_phase_from(bench.harvest, 0, PHASE_START);
	harvest_phase_from(bench.harvest, 1, PHASE_EXERCISE);
	call(&bench, OWN, 209, "nginx", 0);
	add(&bench, AUDIT_SYSCALL, SYSCALL(62, 0, OTHER) HANGUP);
	also(&bench, AUDIT_OBJ_PID, "opid=209 obj=" OWN " ocomm=\"nginx\"");
	call(&bench, OWN, 209, "nginx", 257);
	harvest_phase_from(bench.harvest, bench.serial + 1, PHASE_SHUTDOWN);
	add(&bench, AUDIT_SYSCALL, SYSCALL(62, 0, OTHER) HANGUP);
	also(&bench, AUDIT_OBJ_PID, "opid=209 obj=" OWN " ocomm=\"nginx\"");
	call(&bench, OWN, 209, "nginx", 3);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "read"),
			 1u << PHASE_EXERCISE);
	assert_int_equal(phases_of(&bench.profile, "openat"),
			 1u << PHASE_RELOAD);
	assert_int_equal(phases_of(&bench.profile, "close"),
			 1u << PHASE_SHUTDOWN);
	bench_end(&bench);
}

static void a_hangup_for_another_is_none(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	harvest_phase_from(bench.harvest, 0, PHASE_EXERCISE);
	add(&bench, AUDIT_SYSCALL, SYSCALL(62, 0, OTHER) HANGUP);
	also(&bench, AUDIT_OBJ_PID, "opid=210 obj=" OTHER " ocomm=\"cat\"");
	/* Another signal for the run, told by some other rule. */
	add(&bench, AUDIT_SYSCALL, SYSCALL(62, 0, OTHER) " key=\"mine\"");
	also(&bench, AUDIT_OBJ_PID, "opid=209 obj=" OWN " ocomm=\"nginx\"");
	call(&bench, OWN, 209, "nginx", 257);
	bench_finish(&bench);
	assert_int_equal(phases_of(&bench.profile, "openat"),
			 1u << PHASE_EXERCISE);
	bench_end(&bench);
}

static void a_loaded_module_is_named(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_AVC,
	    "avc:  denied  { module_request } for  pid=289 comm=\"ip\" "
	    "kmod=\"rtnl-link-dummy\" scontext=" OWN
	    " tcontext=u:system_r:kernel_t:s0 tclass=system permissive=1");
	bench_finish(&bench);
	assert_true(has_note(&bench.profile, "load module 'rtnl-link-dummy'"));
	bench_end(&bench);
}

static void a_refused_label_is_found_by_its_caller(void **state)
{
	struct bench bench;

	(void)state;
	bench_own(&bench);
	add(&bench, AUDIT_SELINUX_ERR,
	    "op=setxattr invalid_context=\"a:b:c:s0\"");
	also(&bench, AUDIT_SYSCALL, SYSCALL(188, 0, OWN));
	add(&bench, AUDIT_SELINUX_ERR, "op=fscreate invalid_context=\"a\"");
	also(&bench, AUDIT_SYSCALL, SYSCALL(1, 0, OTHER));
	bench_finish(&bench);
	assert_int_equal(bench.profile.notes.count, 1);
	assert_true(has_note(&bench.profile, "refused setxattr"));
	assert_true(has_note(&bench.profile, "MAC_ADMIN"));
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_file_with_the_effective_bit_needs_what_it_has),
		cmocka_unit_test(
			a_file_without_the_effective_bit_starts_anyway),
		cmocka_unit_test(kept_but_never_used_is_told),
		cmocka_unit_test(who_keeps_all_or_nothing_tells_nothing),
		cmocka_unit_test(a_log_without_root_is_told),
		cmocka_unit_test(root_anywhere_is_not),
		cmocka_unit_test(after_a_hangup_it_reloads),
		cmocka_unit_test(a_hangup_for_another_is_none),
		cmocka_unit_test(a_loaded_module_is_named),
		cmocka_unit_test(a_refused_label_is_found_by_its_caller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
