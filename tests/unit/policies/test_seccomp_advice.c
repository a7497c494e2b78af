/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>
#include <linux/audit.h>

#include "policies/advice.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"

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
	assert_int_equal(seccomp_advice_make(&advice, profile, &exact, NULL),
			 STATUS_OK);
	assert_int_equal(advice.count, 3);
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_RUNTIME], "capset"));
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_PROGRAM], "read"));
	assert_true(has_name(&advice.groups[SECCOMP_GROUP_PROGRAM], "bind"));
	assert_int_equal(advice.groups[SECCOMP_GROUP_RUNTIME].count, 1);
	seccomp_advice_done(&advice);
}

static void what_was_found_to_be_unneeded_is_left_out(void **state)
{
	struct profile *profile = *state;
	const bool none[] = {false, false};
	const struct seccomp_options all = {.left_out = none};
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "ptrace", PHASE_START);
	call(profile, ARCH_X86, "chown", PHASE_START);
	profile->syscalls[0].verdict = VERDICT_PROVEN;
	profile->syscalls[1].verdict = VERDICT_UNNEEDED;
	assert_int_equal(seccomp_advice_make(&advice, profile, NULL, NULL),
			 STATUS_OK);
	assert_true(seccomp_advice_allows(&advice, "ptrace"));
	assert_false(seccomp_advice_allows(&advice, "chown"));
	assert_false(seccomp_advice_allows(&advice, "fchownat"));
	/* It is told, and its architecture is still the workload's. */
	assert_int_equal(advice.seen_count, 2);
	assert_non_null(strstr(advice.notes[0], "chown"));
	seccomp_advice_done(&advice);
	assert_int_equal(seccomp_advice_make(&advice, profile, &all, NULL),
			 STATUS_OK);
	assert_true(seccomp_advice_allows(&advice, "chown"));
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
	assert_int_equal(seccomp_advice_make(&advice, profile, &exact, NULL),
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
	const struct seccomp_group *group;

	call(profile, ARCH_X86_64, "write", PHASE_START);
	call(profile, ARCH_X86_64, "accept", PHASE_START);
	call(profile, ARCH_X86_64, "read", PHASE_START);
	assert_int_equal(seccomp_advice_make(&advice, profile, &exact, NULL),
			 STATUS_OK);
	group = &advice.groups[SECCOMP_GROUP_PROGRAM];
	assert_string_equal(group->names[0], "accept");
	assert_string_equal(group->names[1], "read");
	assert_string_equal(group->names[2], "write");
	seccomp_advice_done(&advice);
}

static void a_number_without_a_name_never_enters(void **state)
{
	struct profile *profile = *state;
	struct advice advice;
	const struct advice_options options = {.seccomp = exact};
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
	assert_int_equal(seccomp_advice_make(&advice, profile, &exact, NULL),
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
	assert_int_equal(seccomp_advice_make(&advice, profile, &exact, NULL),
			 STATUS_OK);
	assert_int_equal(advice.architecture_count, 2);
	assert_true(has_architecture(&advice, "SCMP_ARCH_AARCH64"));
	assert_true(has_architecture(&advice, "SCMP_ARCH_ARM"));
	seccomp_advice_done(&advice);
}

static const struct seccomp_group *group_of(const struct seccomp_advice *advice,
					    const char *name)
{
	for (size_t g = 0; g < advice->group_count; g++)
		if (has_name(&advice->groups[g], name))
			return &advice->groups[g];
	return NULL;
}

static void make(struct seccomp_advice *advice, struct profile *profile,
		 const struct seccomp_options *options)
{
	assert_int_equal(seccomp_advice_make(advice, profile, options, NULL),
			 STATUS_OK);
}

static void a_family_comes_with_its_member(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	call(profile, ARCH_X86_64, "epoll_wait", PHASE_START);
	make(&advice, profile, NULL);
	group = group_of(&advice, "epoll_pwait2");
	assert_non_null(group);
	assert_int_equal(group->reason, SECCOMP_REASON_FAMILY);
	assert_string_equal(group->action, "SCMP_ACT_ALLOW");
	assert_non_null(strstr(group->comment, "epoll-wait"));
	assert_true(seccomp_advice_allows(&advice, "rseq"));
	assert_true(seccomp_advice_allows(&advice, "restart_syscall"));
	assert_true(seccomp_advice_allows(&advice, "exit_group"));
	assert_true(seccomp_advice_allows(&advice, "clock_gettime"));
	assert_false(seccomp_advice_allows(&advice, "mkdir"));
	seccomp_advice_done(&advice);
}

static void exact_leaves_families_and_tables_out(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "epoll_wait", PHASE_START);
	make(&advice, profile, &exact);
	assert_int_equal(advice.count, 1);
	assert_false(seccomp_advice_allows(&advice, "epoll_pwait"));
	assert_false(seccomp_advice_allows(&advice, "capset"));
	seccomp_advice_done(&advice);
}

static void no_addition_opens_more_than_what_was_seen(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	call(profile, ARCH_X86_64, "clone", PHASE_START);
	make(&advice, profile, NULL);
	assert_false(seccomp_advice_allows(&advice, "clone3"));
	group = group_of(&advice, "clone3");
	assert_string_equal(group->action, "SCMP_ACT_ERRNO");
	assert_int_equal(group->errno_value, ENOSYS);
	assert_int_equal(group_of(&advice, "clone")->argument_count, 0);
	seccomp_advice_done(&advice);
}

static void a_clone_that_was_not_seen_makes_no_namespaces(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	call(profile, ARCH_X86_64, "vfork", PHASE_START);
	make(&advice, profile, NULL);
	assert_true(seccomp_advice_allows(&advice, "fork"));
	group = group_of(&advice, "clone");
	assert_int_equal(group->argument_count, 1);
	assert_int_equal(group->arguments[0].mask, 0x7e020000);
	assert_int_equal(group->arguments[0].value, 0);
	seccomp_advice_done(&advice);
}

static void arm64_is_served_and_32_bit_where_it_was_seen(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "stat", PHASE_START);
	call(profile, ARCH_X86_64, "mkdir", PHASE_START);
	make(&advice, profile, NULL);
	assert_true(seccomp_advice_allows(&advice, "newfstatat"));
	assert_true(seccomp_advice_allows(&advice, "mkdirat"));
	assert_false(seccomp_advice_allows(&advice, "fstatat64"));
	seccomp_advice_done(&advice);
	call(profile, ARCH_X86, "stat64", PHASE_START);
	make(&advice, profile, NULL);
	assert_true(seccomp_advice_allows(&advice, "fstatat64"));
	assert_true(seccomp_advice_allows(&advice, "clock_gettime64"));
	seccomp_advice_done(&advice);
}

static void the_tables_of_both_runtimes_are_in(void **state)
{
	struct profile *profile = *state;
	const struct seccomp_options crun = {.runtimes = "crun"};
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "read", PHASE_START);
	make(&advice, profile, NULL);
	assert_int_equal(group_of(&advice, "umask")->reason,
			 SECCOMP_REASON_TABLE);
	assert_int_equal(group_of(&advice, "fstatfs")->reason,
			 SECCOMP_REASON_TABLE);
	assert_true(seccomp_advice_allows(&advice, "tgkill"));
	seccomp_advice_done(&advice);
	make(&advice, profile, &crun);
	assert_true(seccomp_advice_allows(&advice, "umask"));
	assert_false(seccomp_advice_allows(&advice, "fstatfs"));
	seccomp_advice_done(&advice);
}

static bool has_note(const struct seccomp_advice *advice, const char *part)
{
	for (size_t i = 0; i < advice->note_count; i++)
		if (strstr(advice->notes[i], part))
			return true;
	return false;
}

static void a_runtime_that_differs_from_its_table_is_told(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	profile->environment.runtime_name = "crun";
	profile->environment.runtime_version = "1.21";
	profile->environment.has_no_new_privileges = true;
	profile->environment.no_new_privileges = true;
	call(profile, ARCH_X86_64, "close_range", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "execve", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "mkdir", PHASE_RUNTIME);
	make(&advice, profile, NULL);
	assert_true(has_note(&advice, "table of measured runtimes lacks: "
				      "mkdir ("));
	assert_true(has_note(&advice, "measured to call close before"));
	assert_int_equal(advice.note_count, 2);
	seccomp_advice_done(&advice);
	profile->environment.runtime_version = "1.99";
	make(&advice, profile, NULL);
	assert_true(has_note(&advice, "none of the measured versions"));
	seccomp_advice_done(&advice);
}

static void a_runtime_that_does_as_measured_is_no_news(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	profile->environment.runtime_name = "crun";
	profile->environment.runtime_version = "1.21.0";
	profile->environment.has_no_new_privileges = true;
	profile->environment.no_new_privileges = true;
	call(profile, ARCH_X86_64, "close_range", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "close", PHASE_RUNTIME);
	call(profile, ARCH_X86_64, "execve", PHASE_RUNTIME);
	make(&advice, profile, NULL);
	assert_int_equal(advice.note_count, 0);
	seccomp_advice_done(&advice);
}

static void what_an_agent_answers_is_not_allowed(void **state)
{
	struct profile *profile = *state;
	const struct seccomp_options agent = {.notify = "mount,mknod",
					      .listener = "/run/a.sock"};
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	call(profile, ARCH_X86_64, "mount", PHASE_START);
	call(profile, ARCH_X86_64, "fsopen", PHASE_START);
	call(profile, ARCH_X86_64, "mknodat", PHASE_START);
	call(profile, ARCH_X86_64, "read", PHASE_START);
	make(&advice, profile, &agent);
	assert_string_equal(advice.listener, "/run/a.sock");
	group = group_of(&advice, "mount");
	assert_string_equal(group->action, "SCMP_ACT_NOTIFY");
	assert_true(has_name(group, "mknod"));
	assert_true(has_name(group, "mknodat"));
	assert_false(seccomp_advice_allows(&advice, "mknodat"));
	assert_true(seccomp_advice_allows(&advice, "wait4"));
	/* libmount then calls mount. */
	assert_string_equal(group_of(&advice, "fsopen")->action,
			    "SCMP_ACT_ERRNO");
	assert_int_equal(group_of(&advice, "fsopen")->errno_value, ENOSYS);
	seccomp_advice_done(&advice);
}

static void the_default_is_what_was_asked_for(void **state)
{
	struct profile *profile = *state;
	const struct seccomp_options absent = {.errno_value = ENOSYS};
	const struct seccomp_options kill = {.action = "SCMP_ACT_KILL"};
	struct seccomp_advice advice;

	call(profile, ARCH_X86_64, "clone", PHASE_START);
	make(&advice, profile, NULL);
	assert_string_equal(advice.default_action, "SCMP_ACT_ERRNO");
	assert_int_equal(advice.default_errno, EPERM);
	seccomp_advice_done(&advice);
	make(&advice, profile, &absent);
	assert_int_equal(advice.default_errno, ENOSYS);
	assert_null(group_of(&advice, "clone3"));
	seccomp_advice_done(&advice);
	make(&advice, profile, &kill);
	assert_string_equal(advice.default_action, "SCMP_ACT_KILL");
	assert_int_equal(advice.default_errno, 0);
	assert_non_null(group_of(&advice, "clone3"));
	seccomp_advice_done(&advice);
}

static const struct seccomp_options narrow = {.is_exact = true,
					      .has_argument_rules = true};

static void exercised(struct profile *profile)
{
	struct profile_run *run = profile_run_add(profile);

	run->has_exercise = true;
	run->exercise_status = 0;
}

static void argument(struct profile *profile, const char *name,
		     unsigned int index, const uint64_t *values, size_t count,
		     bool is_complete)
{
	uint32_t number;

	assert_true(syscall_number(ARCH_X86_64, name, &number));
	call(profile, ARCH_X86_64, name, PHASE_START);
	profile_argument_set(profile, ARCH_X86_64, number, index, values, count,
			     is_complete, 1);
}

static size_t rules_of(const struct seccomp_advice *advice, const char *name)
{
	size_t count = 0;

	for (size_t g = 0; g < advice->group_count; g++)
		if (has_name(&advice->groups[g], name) &&
		    advice->groups[g].argument_count)
			count++;
	return count;
}

static void all_values_seen_become_rules(void **state)
{
	static const uint64_t families[] = {1, 2, 16};
	static const uint64_t requests[] = {0xffffffff80045430u};
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	exercised(profile);
	argument(profile, "socket", 0, families, 3, true);
	argument(profile, "ioctl", 1, requests, 1, true);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 3);
	group = group_of(&advice, "socket");
	assert_int_equal(group->arguments[0].index, 0);
	assert_int_equal(group->arguments[0].value, 1);
	assert_true(group->arguments[0].mask == UINT64_MAX);
	assert_false(has_name(&advice.groups[SECCOMP_GROUP_PROGRAM], "socket"));
	/* crun's own requests for an exec, and the program's. */
	assert_int_equal(rules_of(&advice, "ioctl"), 5);
	assert_int_equal(advice.count, 2);
	seccomp_advice_done(&advice);
}

static void the_upper_half_of_a_request_does_not_count(void **state)
{
	static const uint64_t requests[] = {0xffffffff80045430u};
	const struct seccomp_options runc = {.is_exact = true,
					     .runtimes = "runc",
					     .has_argument_rules = true};
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	exercised(profile);
	argument(profile, "ioctl", 1, requests, 1, true);
	make(&advice, profile, &runc);
	group = group_of(&advice, "ioctl");
	assert_int_equal(group->arguments[0].mask, 0xffffffff);
	assert_int_equal(group->arguments[0].value, 0x80045430);
	seccomp_advice_done(&advice);
}

static void a_value_with_a_filled_upper_half_is_met_by_its_rule(void **state)
{
	static const uint64_t families[] = {1, 0xabcd00000002u};
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	exercised(profile);
	argument(profile, "socket", 0, families, 2, true);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 2);
	group = group_of(&advice, "socket");
	assert_true(group[0].arguments[0].mask == UINT64_MAX);
	assert_int_equal(group[1].arguments[0].mask, 0xffffffff);
	assert_int_equal(group[1].arguments[0].value, 2);
	seccomp_advice_done(&advice);
}

/* What a runtime asks prctl for is known of those that were measured. */
static void an_unknown_runtime_makes_its_calls_wide(void **state)
{
	static const uint64_t one[] = {4};
	struct profile *profile = *state;
	struct seccomp_advice advice;

	exercised(profile);
	argument(profile, "prctl", 0, one, 1, true);
	argument(profile, "socket", 0, one, 1, true);
	call(profile, ARCH_X86_64, "prctl", PHASE_RUNTIME);
	profile->environment.runtime_name = "crun";
	profile->environment.runtime_version = "1.21";
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "prctl"), 5);
	seccomp_advice_done(&advice);
	profile->environment.runtime_version = "7.1";
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "prctl"), 0);
	assert_true(has_note(&advice, "prctl: the run's container runtime"));
	assert_int_equal(rules_of(&advice, "socket"), 1);
	seccomp_advice_done(&advice);
}

static void thin_evidence_makes_no_rule(void **state)
{
	static const uint64_t one[] = {1};
	struct profile *profile = *state;
	struct seccomp_advice advice;

	argument(profile, "socket", 0, one, 1, true);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 0);
	assert_true(has_note(&advice, "no run is in the profile"));
	seccomp_advice_done(&advice);
	exercised(profile);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 1);
	seccomp_advice_done(&advice);
	exercised(profile); /* as merged: two runs, values of one */
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 0);
	assert_true(has_note(&advice, "not of every run"));
	seccomp_advice_done(&advice);
}

static void a_missed_value_makes_no_rule(void **state)
{
	static const uint64_t one[] = {1};
	struct profile *profile = *state;
	struct seccomp_advice advice;

	exercised(profile);
	argument(profile, "socket", 0, one, 1, false);
	call(profile, ARCH_X86_64, "personality", PHASE_START);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 0);
	assert_int_equal(rules_of(&advice, "personality"), 0);
	assert_true(has_note(&advice, "socket: not all of its arguments"));
	assert_true(has_note(&advice,
			     "personality: its arguments were not recorded"));
	assert_true(seccomp_advice_allows(&advice, "socket"));
	seccomp_advice_done(&advice);
}

static void without_arguments_it_is_told_how_to_get_them(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	exercised(profile);
	call(profile, ARCH_X86_64, "socket", PHASE_START);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "socket"), 0);
	assert_true(has_note(&advice, "whittle run --arg-rules"));
	seccomp_advice_done(&advice);
}

static void a_clone_makes_the_namespaces_it_made_and_no_other(void **state)
{
	static const uint64_t threads[] = {0x3d0f00, 0x1200011};
	static const uint64_t users[] = {0x10000011, 0x3d0f00, 0x30000011};
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	exercised(profile);
	argument(profile, "clone", 0, threads, 2, true);
	make(&advice, profile, &narrow);
	group = group_of(&advice, "clone");
	assert_int_equal(rules_of(&advice, "clone"), 1);
	assert_int_equal(group->arguments[0].mask, 0x7e020000);
	assert_int_equal(group->arguments[0].value, 0);
	seccomp_advice_done(&advice);
	/* Nobody looks at clone3's. */
	call(profile, ARCH_X86_64, "clone3", PHASE_START);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "clone"), 0);
	assert_true(has_note(&advice, "clone stays wide"));
	seccomp_advice_done(&advice);
	profile_done(profile);
	profile_init(profile);
	exercised(profile);
	argument(profile, "clone", 0, users, 3, true);
	make(&advice, profile, &narrow);
	group = group_of(&advice, "clone");
	assert_int_equal(rules_of(&advice, "clone"), 3);
	assert_int_equal(group[0].arguments[0].value, 0);
	assert_int_equal(group[1].arguments[0].value, 0x10000000);
	assert_int_equal(group[2].arguments[0].value, 0x30000000);
	assert_int_equal(group[2].arguments[0].mask, 0x7e020000);
	seccomp_advice_done(&advice);
}

/* Its clone takes the stack first. */
static void on_s390_the_flags_are_the_second_argument(void **state)
{
	static const uint64_t threads[] = {0x3d0f00};
	struct profile *profile = *state;
	struct seccomp_advice advice;
	uint32_t number;

	exercised(profile);
	call(profile, AUDIT_ARCH_S390X, "clone", PHASE_START);
	assert_true(syscall_number(AUDIT_ARCH_S390X, "clone", &number));
	profile_argument_set(profile, AUDIT_ARCH_S390X, number, 1, threads, 1,
			     true, 1);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "clone"), 1);
	assert_int_equal(group_of(&advice, "clone")->arguments[0].index, 1);
	seccomp_advice_done(&advice);
	argument(profile, "clone", 0, threads, 1, true);
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "clone"), 0);
	assert_true(has_note(&advice, "clone: it is another argument"));
	seccomp_advice_done(&advice);
}

static void on_s390_a_clone_for_fork_has_its_rule_there(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	call(profile, AUDIT_ARCH_S390X, "vfork", PHASE_START);
	make(&advice, profile, NULL);
	assert_int_equal(group_of(&advice, "clone")->arguments[0].index, 1);
	seccomp_advice_done(&advice);
	call(profile, ARCH_X86_64, "vfork", PHASE_START);
	make(&advice, profile, NULL);
	assert_false(seccomp_advice_allows(&advice, "clone"));
	assert_true(has_note(&advice, "clone is not added for fork"));
	seccomp_advice_done(&advice);
}

static void a_kill_that_only_looked_stays_narrow(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;
	const struct seccomp_group *group;

	profile->environment.selinux_type = "whittle_t";
	exercised(profile);
	call(profile, ARCH_X86_64, "kill", PHASE_START);
	add_access(profile, "@self", "@self", "process", "signull");
	make(&advice, profile, &narrow);
	group = group_of(&advice, "kill");
	assert_int_equal(group->argument_count, 1);
	assert_int_equal(group->arguments[0].index, 1);
	assert_int_equal(group->arguments[0].value, 0);
	seccomp_advice_done(&advice);
	profile->runs[0].exercise_status = 1;
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "kill"), 0);
	assert_true(has_note(&advice, "kill: a run was not exercised"));
	seccomp_advice_done(&advice);
	/* One that ended by itself has sent all that it sends. */
	profile->runs[0] = (struct profile_run){.has_exit = true};
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "kill"), 1);
	seccomp_advice_done(&advice);
	profile->runs[0].was_stopped = true;
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "kill"), 0);
	seccomp_advice_done(&advice);
	profile->runs[0].was_stopped = false;
	add_access(profile, "@self", "@self", "process", "sigkill");
	make(&advice, profile, &narrow);
	assert_int_equal(rules_of(&advice, "kill"), 0);
	seccomp_advice_done(&advice);
}

/* Other domains are allowed signals, without a record. */
static void a_log_that_only_looked_is_told_but_makes_no_rule(void **state)
{
	struct profile *profile = *state;
	struct seccomp_advice advice;

	add_access(profile, "@self", "@self", "process", "signull");
	make(&advice, profile, &narrow);
	assert_true(has_note(&advice, "kill with signal 0 is enough"));
	seccomp_advice_done(&advice);
	call(profile, ARCH_X86_64, "kill", PHASE_START);
	make(&advice, profile, &narrow);
	assert_true(has_note(&advice, "kill with signal 0 is enough"));
	assert_int_equal(rules_of(&advice, "kill"), 0);
	seccomp_advice_done(&advice);
	add_access(profile, "@self", "@self", "process", "signal");
	make(&advice, profile, &narrow);
	assert_false(has_note(&advice, "kill with signal 0 is enough"));
	seccomp_advice_done(&advice);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_runtimes_calls_are_in_and_apart),
		TEST(what_was_found_to_be_unneeded_is_left_out),
		TEST(a_name_stands_once_for_all_architectures),
		TEST(names_are_sorted),
		TEST(a_number_without_a_name_never_enters),
		TEST(x86_64_brings_x86_and_x32),
		TEST(aarch64_brings_arm),
		TEST(a_family_comes_with_its_member),
		TEST(exact_leaves_families_and_tables_out),
		TEST(no_addition_opens_more_than_what_was_seen),
		TEST(a_clone_that_was_not_seen_makes_no_namespaces),
		TEST(arm64_is_served_and_32_bit_where_it_was_seen),
		TEST(the_tables_of_both_runtimes_are_in),
		TEST(a_runtime_that_differs_from_its_table_is_told),
		TEST(a_runtime_that_does_as_measured_is_no_news),
		TEST(what_an_agent_answers_is_not_allowed),
		TEST(the_default_is_what_was_asked_for),
		TEST(all_values_seen_become_rules),
		TEST(the_upper_half_of_a_request_does_not_count),
		TEST(a_value_with_a_filled_upper_half_is_met_by_its_rule),
		TEST(an_unknown_runtime_makes_its_calls_wide),
		TEST(thin_evidence_makes_no_rule),
		TEST(a_missed_value_makes_no_rule),
		TEST(without_arguments_it_is_told_how_to_get_them),
		TEST(a_clone_makes_the_namespaces_it_made_and_no_other),
		TEST(on_s390_the_flags_are_the_second_argument),
		TEST(on_s390_a_clone_for_fork_has_its_rule_there),
		TEST(a_kill_that_only_looked_stays_narrow),
		TEST(a_log_that_only_looked_is_told_but_makes_no_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
