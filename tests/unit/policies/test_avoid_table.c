/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <sys/stat.h>

#include "policies/avoid_table.h"
#include "policies/capability_table.h"
#include "policies/dac_class.h"
#include "policies/user_namespace.h"
#include "profile/syscall_names.h"

static struct evidence evidence_of(const char *syscall, const char *reason)
{
	return (struct evidence){
		.comm = "test",
		.exe = "/usr/bin/test",
		.syscall = syscall,
		.phase = PHASE_START,
		.reason = reason,
		.count = 1,
	};
}

/* "ID: what to do" of the best ways for one need of EVIDENCE. */
static char *best_ways(unsigned int capability, struct evidence *evidence,
		       size_t count)
{
	const struct capability_need need = {
		.capability = capability,
		.evidence = evidence,
		.evidence_count = count,
	};
	struct avoid_way ways[AVOID_WAYS_MAX];
	size_t found = avoid_ways_find(&need, ways);
	struct text text = {0};

	for (size_t i = 0; i < found; i++) {
		text_addf(&text, "[%s %zu: ", ways[i].row->id, ways[i].fitting);
		avoid_way_describe(&text, &ways[i]);
		text_add(&text, "] ");
	}
	return text_take(&text);
}

static void assert_has(char *ways, const char *words, bool expected)
{
	if ((strstr(ways ? ways : "", words) != NULL) != expected)
		fail_msg("'%s' %s '%s'", ways, expected ? "lacks" : "has",
			 words);
}

static void the_file_and_the_ids_are_named(void **state)
{
	struct evidence evidence = evidence_of(
		"openat", "dac-mode: others may not read, " DAC_ONLY_GROUP
			  "114; as uid 33 gid 33");
	char *ways;

	(void)state;
	evidence.path = "/etc/ssl/private/k.pem";
	evidence.mode = "0640";
	evidence.owner = "0:114";
	ways = best_ways(CAP_DAC_READ_SEARCH, &evidence, 1);
	assert_has(ways,
		   "[mode-of-file 1: let uid 33 or gid 33 in at "
		   "'/etc/ssl/private/k.pem' (0640 0:114): by mode, owner or "
		   "group; or run with supplementary group 114]",
		   true);
	/* To run as root is no way around. */
	assert_has(ways, "run-as-owner", false);
	assert_has(ways, "folders on the way", false);
	free(ways);
	evidence.owner = "5:114";
	ways = best_ways(CAP_DAC_READ_SEARCH, &evidence, 1);
	assert_has(ways, "run as uid 5, who owns", true);
	free(ways);
	/* To write, its group's bits would not do. */
	evidence.reason = "dac-mode: neither group nor others may write; as "
			  "uid 33 gid 33";
	ways = best_ways(CAP_DAC_OVERRIDE, &evidence, 1);
	assert_has(ways, "supplementary group", false);
	free(ways);
}

static void a_folder_is_not_cured_by_the_files_mode(void **state)
{
	struct evidence evidence = evidence_of(
		"openat", "dac-folder: a folder on the way refused; as uid 33 "
			  "gid 33");
	char *ways;

	(void)state;
	evidence.path = "/srv/a/b";
	evidence.mode = "0644";
	evidence.owner = "0:0";
	ways = best_ways(CAP_DAC_READ_SEARCH, &evidence, 1);
	assert_has(ways,
		   "let uid 33 search the folders on the way to "
		   "'/srv/a/b'",
		   true);
	assert_has(ways, "mode-of-file", false);
	assert_has(ways, "run-as-owner", false);
	free(ways);
}

static void a_port_has_its_sysctl(void **state)
{
	struct evidence evidence = evidence_of("bind", "needed: asked");
	char *ways = best_ways(CAP_NET_BIND_SERVICE, &evidence, 1);

	(void)state;
	assert_has(ways, "[unprivileged-port 1: ", true);
	assert_has(ways, "hostUsers: false", true);
	free(ways);
}

/* The clock is the host's in every namespace. */
static void what_a_user_namespace_cannot_do_is_not_offered(void **state)
{
	struct evidence evidence =
		evidence_of("clock_settime", "needed: asked");
	char *ways = best_ways(CAP_SYS_TIME, &evidence, 1);

	(void)state;
	assert_has(ways, "clock-on-node", true);
	assert_has(ways, "user-namespace", false);
	free(ways);
}

static void an_agent_serves_mount_and_mknod_only(void **state)
{
	struct evidence mount = evidence_of("mount", "needed: asked");
	struct evidence other = evidence_of("quotactl", "needed: asked");
	struct evidence mknod = evidence_of("mknodat", "needed: asked");
	char *ways;

	(void)state;
	assert_has(ways = best_ways(CAP_SYS_ADMIN, &mount, 1),
		   "SCMP_ACT_NOTIFY", true);
	free(ways);
	assert_has(ways = best_ways(CAP_MKNOD, &mknod, 1), "SCMP_ACT_NOTIFY",
		   true);
	free(ways);
	assert_has(ways = best_ways(CAP_SYS_ADMIN, &other, 1),
		   "SCMP_ACT_NOTIFY", false);
	free(ways);
}

/* It must fit the evidence; of two the one that fits more comes first. */
static void the_way_for_most_comes_first(void **state)
{
	struct evidence evidence[] = {
		evidence_of("openat", "needed: asked"),
		evidence_of("syslog", "needed: asked"),
	};
	char *ways;

	(void)state;
	evidence[0].path = "/proc/kmsg";
	ways = best_ways(CAP_SYSLOG, evidence, 2);
	assert_true(has_prefix(ways, "[kernel-log-on-node 2: ", NULL));
	assert_has(ways, "[dmesg-for-all 1: ", true);
	free(ways);
	ways = best_ways(CAP_SYSLOG, evidence, 1);
	assert_has(ways, "dmesg-for-all", false);
	free(ways);
}

static void a_capability_of_two_programs_is_not_put_on_one_file(void **state)
{
	struct evidence evidence[] = {
		evidence_of("socket", "needed: asked"),
		evidence_of("socket", "needed: asked"),
	};
	char *ways;

	(void)state;
	ways = best_ways(CAP_NET_RAW, evidence, 2);
	assert_has(ways, "on '/usr/bin/test' alone", true);
	assert_has(ways, "ping_group_range", true);
	free(ways);
	evidence[1].exe = "/usr/bin/other";
	ways = best_ways(CAP_NET_RAW, evidence, 2);
	assert_has(ways, "setcap", false);
	free(ways);
}

/* Whatever stands in a profile: no row names it wrongly, none crashes. */
static void hostile_evidence_is_survived(void **state)
{
	static const char *const odd[] = {
		NULL,		"",	      ":",     "0:",
		"x:y",		"99999",      "0:0:0", "1e3:0x1f",
		"4294967296:0", "/proc/sys/", "%s%n",  "\033[2J",
	};

	(void)state;
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		for (size_t i = 0; i < ARRAY_LENGTH(odd); i++) {
			struct evidence evidence = {
				.exe = odd[i],
				.syscall = odd[i],
				.path = odd[i],
				.mode = odd[i],
				.owner = odd[i],
				.reason = odd[i],
			};
			char *ways = best_ways(c, &evidence, 1);

			assert_null(strchr(ways ? ways : "", '\033'));
			free(ways);
		}
	}
}

static bool is_known_call(const char *name)
{
	uint32_t number;

	return syscall_number(ARCH_X86_64, name, &number) ||
	       syscall_number(ARCH_X86, name, &number);
}

static void every_row_is_whole(void **state)
{
	(void)state;
	for (const struct avoid_row *row = avoid_rows; row->id; row++) {
		char calls[256] = "", *rest = calls, *call;

		assert_non_null(row->way);
		assert_non_null(row->costs);
		assert_non_null(row->source);
		assert_true(strchr(row->source, '(') ||
			    strstr(row->source, "SYSCALL"));
		snprintf(calls, sizeof(calls), "%s",
			 row->syscalls ? row->syscalls : "");
		while ((call = strsep(&rest, " ")) && *call)
			if (!is_known_call(call))
				fail_msg("%s: no call '%s'", row->id, call);
	}
}

static void every_capability_has_a_way_and_a_namespace_row(void **state)
{
	(void)state;
	for (unsigned int c = 0; c <= CAP_LAST_CAP; c++) {
		const struct avoid_row *row = avoid_rows;

		while (row->id && row->capability != c)
			row++;
		if (!row->id)
			fail_msg("%s has none", capability_name(c));
		assert_non_null(userns_row(c)->words);
		assert_true(strchr(userns_row(c)->source, '(') ||
			    strstr(userns_row(c)->source, "SYSCALL"));
	}
	assert_null(userns_row(CAP_LAST_CAP + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_and_the_ids_are_named),
		cmocka_unit_test(a_folder_is_not_cured_by_the_files_mode),
		cmocka_unit_test(a_port_has_its_sysctl),
		cmocka_unit_test(
			what_a_user_namespace_cannot_do_is_not_offered),
		cmocka_unit_test(an_agent_serves_mount_and_mknod_only),
		cmocka_unit_test(the_way_for_most_comes_first),
		cmocka_unit_test(
			a_capability_of_two_programs_is_not_put_on_one_file),
		cmocka_unit_test(hostile_evidence_is_survived),
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(
			every_capability_has_a_way_and_a_namespace_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
