/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "policies/capability_table.h"
#include "policies/check_sites.h"
#include "policies/judge.h"
#include "policies/reason.h"
#include "profile/syscall_names.h"

static struct capability_check check_of(unsigned int capability,
					const char *syscall)
{
	return (struct capability_check){
		.capability = capability,
		.ns = NAMESPACE_HOST,
		.has_syscall = syscall != NULL,
		.arch = ARCH_X86_64,
		.syscall = syscall,
		.phase = PHASE_START,
	};
}

static enum verdict verdict_of(const struct capability_check *check)
{
	return policy_judge_capability(check).verdict;
}

static void raising_a_hard_limit_is_opportunistic(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, "prlimit64");
	struct judgement judgement = policy_judge_capability(&check);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_OPPORTUNISTIC);
	assert_string_equal(judgement.reason,
			    "prlimit-hard-limit: raises a hard limit");
	check = check_of(CAP_SYS_RESOURCE, "setrlimit");
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
}

static void limit_of_another_process_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, "prlimit64");

	(void)state;
	check.args[0] = 812;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void write_that_may_be_oom_score_adj_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, "write");

	(void)state;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
	check.syscall = "fallocate";
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
}

static void clearing_set_id_bits_is_opportunistic(void **state)
{
	static const char *const calls[] = {"chmod", "fchmod", "fchmodat",
					    "chown", "write",  NULL};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(calls); i++) {
		struct capability_check check = check_of(CAP_FSETID, calls[i]);

		assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
	}
}

static void forcing_a_buffer_is_opportunistic(void **state)
{
	struct capability_check check = check_of(CAP_NET_ADMIN, "setsockopt");

	(void)state;
	check.args[1] = SOL_SOCKET;
	check.args[2] = SO_RCVBUFFORCE;
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
	check.args[2] = SO_SNDBUFFORCE;
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
}

static void same_option_of_another_level_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_NET_ADMIN, "setsockopt");

	(void)state;
	check.args[1] = IPPROTO_IP;
	check.args[2] = SO_RCVBUFFORCE;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
	check.args[1] = SOL_SOCKET;
	check.args[2] = SO_DEBUG;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void choosing_tcp_congestion_is_opportunistic(void **state)
{
	struct capability_check check = check_of(CAP_NET_ADMIN, "setsockopt");

	(void)state;
	check.args[1] = IPPROTO_TCP;
	check.args[2] = TCP_CONGESTION;
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
}

static void upper_half_of_an_int_argument_means_nothing(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, "fcntl");

	(void)state;
	check.args[1] = 0xdead000000000000 | F_SETPIPE_SZ;
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
}

static void asking_about_an_absent_interface_is_opportunistic(void **state)
{
	struct capability_check check = check_of(CAP_NET_ADMIN, "ioctl");

	(void)state;
	check.args[1] = 0x8933; /* SIOCGIFINDEX */
	assert_int_equal(verdict_of(&check), VERDICT_OPPORTUNISTIC);
	check.args[1] = 0x8914; /* SIOCSIFFLAGS */
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void nice_does_for_a_realtime_io_class(void **state)
{
	struct capability_check check = check_of(CAP_SYS_ADMIN, "ioprio_set");
	struct judgement judgement = policy_judge_capability(&check);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_ONE_OF);
	assert_int_equal(judgement.instead, BIT(SYS_NICE));
}

static void reading_is_satisfied_by_override_too(void **state)
{
	struct capability_check check = check_of(CAP_DAC_READ_SEARCH, "openat");
	struct judgement judgement = policy_judge_capability(&check);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_ONE_OF);
	assert_int_equal(judgement.instead, BIT(DAC_OVERRIDE));
	assert_non_null(strstr(judgement.reason, "CAP_DAC_OVERRIDE"));
}

static void opening_by_handle_takes_read_search_alone(void **state)
{
	struct capability_check check =
		check_of(CAP_DAC_READ_SEARCH, "open_by_handle_at");
	struct judgement judgement = policy_judge_capability(&check);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_NEEDED);
	assert_int_equal(judgement.instead, CAPSET_NONE);
}

static void override_for_writing_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_DAC_OVERRIDE, "openat");

	(void)state;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void mount_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_SYS_ADMIN, "mount");

	(void)state;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void lowering_nice_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_SYS_NICE, "setpriority");

	(void)state;
	assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
}

static void user_namespace_is_the_workloads_own(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, "prlimit64");

	(void)state;
	check.ns = NAMESPACE_USER;
	assert_int_equal(verdict_of(&check), VERDICT_OWN_NAMESPACE);
}

static void before_the_execve_it_is_the_runtimes(void **state)
{
	struct capability_check check = check_of(CAP_SYS_ADMIN, "mount");

	(void)state;
	check.phase = PHASE_RUNTIME;
	assert_int_equal(verdict_of(&check), VERDICT_RUNTIME);
}

static void a_record_without_its_syscall_is_needed(void **state)
{
	struct capability_check check = check_of(CAP_SYS_RESOURCE, NULL);
	struct judgement judgement = policy_judge_capability(&check);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_NEEDED);
	assert_string_equal(judgement.reason, "needed: asked");
}

static void a_capability_past_the_table_is_needed(void **state)
{
	(void)state;
	for (unsigned int c = 41; c <= CAPABILITY_MAX; c++) {
		struct capability_check check = check_of(c, "openat");

		assert_int_equal(verdict_of(&check), VERDICT_NEEDED);
	}
}

static void the_reason_names_rule_and_ids(void **state)
{
	struct capability_check check = check_of(CAP_CHOWN, "chown");

	(void)state;
	check.has_ids = true;
	check.fsuid = 33;
	check.fsgid = 4;
	assert_string_equal(policy_judge_capability(&check).reason,
			    "needed: asked as uid 33 gid 4");
	check.phase = PHASE_RUNTIME;
	assert_string_equal(policy_judge_capability(&check).reason,
			    "runtime: asked by the container runtime as uid 33 "
			    "gid 4");
}

/* In the record of a setuid() that worked stands the new one. */
static void ids_that_the_call_set_are_not_told(void **state)
{
	struct capability_check check = check_of(CAP_SETUID, "setuid");

	(void)state;
	check.has_ids = true;
	check.fsuid = 33;
	check.is_success = true;
	assert_string_equal(policy_judge_capability(&check).reason,
			    "needed: asked");
	check.is_success = false;
	assert_string_equal(policy_judge_capability(&check).reason,
			    "needed: asked as uid 33 gid 0");
}

static void a_refused_file_names_the_class(void **state)
{
	struct capability_check check = check_of(CAP_DAC_READ_SEARCH, "openat");
	struct judgement judgement;

	(void)state;
	check.has_ids = check.has_mode = true;
	check.fsuid = check.fsgid = 33;
	check.mode = 0100640;
	check.owner_gid = 114;
	judgement = policy_judge_capability(&check);
	assert_string_equal(judgement.reason,
			    "dac-mode: others may not read, only group 114; as "
			    "uid 33 gid 33");
	assert_int_equal(judgement.verdict, VERDICT_ONE_OF);
	assert_int_equal(judgement.instead, BIT(DAC_OVERRIDE));
}

/* Every reason begins with the id of a row or of a rule. */
static void every_reason_names_its_maker(void **state)
{
	static const char *const calls[] = {"openat", "prlimit64", "mount",
					    "chown", NULL};

	(void)state;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		for (size_t i = 0; calls[i]; i++) {
			struct capability_check check = check_of(c, calls[i]);
			const char *reason =
				policy_judge_capability(&check).reason;
			const struct judge_rule *rule = judge_rules;
			struct reason parts;

			reason_parse(&parts, reason);
			while (rule->id && strcmp(rule->id, parts.id) != 0)
				rule++;
			if (!rule->id && !check_site_of_reason(reason))
				fail_msg("'%s' names nobody", reason);
		}
	}
}

static void a_hostile_name_cannot_reach_a_terminal(void **state)
{
	struct capability_check check =
		check_of(CAP_CHOWN, "\033[2Jchown\n\xff");
	const char *reason = policy_judge_capability(&check).reason;

	(void)state;
	for (const char *p = reason; *p; p++)
		assert_in_range(*p, 0x20, 0x7e);
}

static void every_row_names_its_source(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		assert_true(strstr(site->source, ".c ") ||
			    strstr(site->source, ".h "));
		assert_non_null(strchr(site->kernel, '.'));
		assert_non_null(site->asks);
		assert_non_null(capability_row(site->capability));
		/* What is left out says what is lost, and nothing else does. */
		assert_int_equal(site->verdict == VERDICT_OPPORTUNISTIC,
				 site->without != NULL);
		assert_int_equal(site->verdict == VERDICT_ONE_OF,
				 site->instead != CAPSET_NONE);
	}
}

static void every_row_is_found_by_its_reason(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		char reason[256];

		snprintf(reason, sizeof(reason), "%s: %s", site->id,
			 site->asks);
		assert_ptr_equal(check_site_of_reason(reason), site);
	}
	assert_null(check_site_of_reason("asked in chown()"));
	assert_null(check_site_of_reason("prlimit-hard-limit"));
	assert_null(check_site_of_reason(NULL));
}

/* A check made from the row itself: its first call, its argument, the rest of
   the arguments FILLER. */
static struct capability_check check_from(const struct check_site *site,
					  char *syscall, size_t size,
					  uint64_t filler)
{
	struct capability_check check;

	snprintf(syscall, size, "%.*s",
		 site->syscalls ? (int)strcspn(site->syscalls, " ") : 32,
		 site->syscalls ? site->syscalls : "chmod");
	check = check_of(site->capability, syscall);
	for (size_t i = 0; i < 4; i++)
		check.args[i] = filler;
	if (site->argument < 4)
		check.args[site->argument] = site->value;
	return check;
}

/* No row may stand behind a broader one. Those with a condition of their own
   are shown in the guest. */
static void every_row_can_be_reached(void **state)
{
	static const uint64_t fillers[] = {0, 1, 0x10, 0x40000000};

	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		bool reached = site->fits != NULL;

		for (size_t i = 0; !reached && i < ARRAY_LENGTH(fillers); i++) {
			char syscall[64];
			struct capability_check check = check_from(
				site, syscall, sizeof(syscall), fillers[i]);

			reached = check_site_match(&check) == site;
		}
		if (!reached)
			fail_msg("%s is never reached", site->id);
	}
}

/* A reason is cut at 200 bytes; the guest tests name processes by row. */
static void every_row_fits_where_it_is_shown(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		assert_true(strlen(site->id) + strlen(site->asks) + 2 < 200);
		for (const struct check_site *other = site + 1; other->id;
		     other++)
			if (strncmp(site->id, other->id, 15) == 0)
				fail_msg("%s and %s begin alike", site->id,
					 other->id);
	}
}

static void every_row_names_real_syscalls(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		char names[512] = "";
		char *rest = names;
		char *name;

		snprintf(names, sizeof(names), "%s",
			 site->syscalls ? site->syscalls : "");
		while ((name = strsep(&rest, " ")) && *name) {
			uint32_t number;

			if (!syscall_number(ARCH_X86_64, name, &number) &&
			    !syscall_number(ARCH_X86, name, &number))
				fail_msg("%s: no syscall '%s'", site->id, name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raising_a_hard_limit_is_opportunistic),
		cmocka_unit_test(limit_of_another_process_is_needed),
		cmocka_unit_test(write_that_may_be_oom_score_adj_is_needed),
		cmocka_unit_test(clearing_set_id_bits_is_opportunistic),
		cmocka_unit_test(forcing_a_buffer_is_opportunistic),
		cmocka_unit_test(same_option_of_another_level_is_needed),
		cmocka_unit_test(choosing_tcp_congestion_is_opportunistic),
		cmocka_unit_test(upper_half_of_an_int_argument_means_nothing),
		cmocka_unit_test(
			asking_about_an_absent_interface_is_opportunistic),
		cmocka_unit_test(nice_does_for_a_realtime_io_class),
		cmocka_unit_test(reading_is_satisfied_by_override_too),
		cmocka_unit_test(opening_by_handle_takes_read_search_alone),
		cmocka_unit_test(override_for_writing_is_needed),
		cmocka_unit_test(mount_is_needed),
		cmocka_unit_test(lowering_nice_is_needed),
		cmocka_unit_test(user_namespace_is_the_workloads_own),
		cmocka_unit_test(before_the_execve_it_is_the_runtimes),
		cmocka_unit_test(a_record_without_its_syscall_is_needed),
		cmocka_unit_test(a_capability_past_the_table_is_needed),
		cmocka_unit_test(the_reason_names_rule_and_ids),
		cmocka_unit_test(ids_that_the_call_set_are_not_told),
		cmocka_unit_test(a_refused_file_names_the_class),
		cmocka_unit_test(every_reason_names_its_maker),
		cmocka_unit_test(a_hostile_name_cannot_reach_a_terminal),
		cmocka_unit_test(every_row_names_its_source),
		cmocka_unit_test(every_row_is_found_by_its_reason),
		cmocka_unit_test(every_row_can_be_reached),
		cmocka_unit_test(every_row_fits_where_it_is_shown),
		cmocka_unit_test(every_row_names_real_syscalls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
