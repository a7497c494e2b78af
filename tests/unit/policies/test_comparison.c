/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "../asker.h"

#include "policies/allow_list.h"
#include "policies/comparison.h"
#include "policies/history.h"
#include "profile/syscall_names.h"

struct pair {
	struct profile old, new;
	struct comparison comparison;
};

static int setup(void **state)
{
	struct pair *pair = calloc(1, sizeof(*pair));

	if (!pair)
		return -1;
	profile_init(&pair->old);
	profile_init(&pair->new);
	*state = pair;
	return 0;
}

static int teardown(void **state)
{
	struct pair *pair = *state;

	comparison_done(&pair->comparison);
	profile_done(&pair->old);
	profile_done(&pair->new);
	free(pair);
	return 0;
}

static void compare(struct pair *pair)
{
	comparison_done(&pair->comparison);
	assert_int_equal(comparison_make(&pair->comparison, &pair->old,
					 &pair->new, NULL, NULL),
			 STATUS_OK);
}

static const struct comparison_item *item(const struct pair *pair,
					  const char *name)
{
	for (size_t i = 0; i < pair->comparison.count; i++)
		if (strcmp(pair->comparison.items[i].name, name) == 0)
			return &pair->comparison.items[i];
	fail_msg("no item '%s'", name);
	return NULL;
}

static void call(struct profile *profile, uint32_t arch, const char *name,
		 enum phase phase)
{
	uint32_t number;

	assert_true(syscall_number(arch, name, &number));
	profile_syscall_add(profile, arch, number, phase, "test", 1);
}

/* So that both sides count as recorded. */
static void common(struct pair *pair)
{
	add_need(&pair->old, CAP_KILL, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_KILL, VERDICT_NEEDED, 0, "r");
	call(&pair->old, ARCH_X86_64, "read", PHASE_START);
	call(&pair->new, ARCH_X86_64, "read", PHASE_START);
}

static void nothing_differs_from_itself(void **state)
{
	struct pair *pair = *state;

	common(pair);
	compare(pair);
	assert_int_equal(pair->comparison.count, 0);
	assert_int_equal(pair->comparison.warning_count, 0);
	assert_int_equal(comparison_worst(&pair->comparison), 0);
}

static void the_most_dangerous_news_come_first(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_need(&pair->new, CAP_NET_RAW, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_SYS_ADMIN, VERDICT_NEEDED, 0, "r");
	add_need(&pair->old, CAP_SYS_MODULE, VERDICT_NEEDED, 0, "r");
	compare(pair);
	assert_int_equal(pair->comparison.count, 3);
	assert_string_equal(pair->comparison.items[0].name, "CAP_SYS_ADMIN");
	assert_string_equal(pair->comparison.items[1].name, "CAP_NET_RAW");
	assert_int_equal(pair->comparison.items[2].change, CHANGE_REMOVED);
	assert_int_equal(comparison_worst(&pair->comparison), 5);
}

static void what_is_left_out_is_no_privilege(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_need(&pair->new, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, 0, "r");
	compare(pair);
	assert_false(item(pair, "CAP_SYS_RESOURCE")->grants_more);
	assert_int_equal(comparison_worst(&pair->comparison), 0);
}

static void a_verdict_that_rises_is_news(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_need(&pair->old, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, 0, "r");
	add_need(&pair->new, CAP_SYS_RESOURCE, VERDICT_NEEDED, 0, "r");
	compare(pair);
	assert_int_equal(item(pair, "CAP_SYS_RESOURCE")->change,
			 CHANGE_VERDICT);
	assert_true(item(pair, "CAP_SYS_RESOURCE")->grants_more);
}

static void a_call_that_was_unneeded_is_news(void **state)
{
	struct pair *pair = *state;

	common(pair);
	call(&pair->old, ARCH_X86_64, "ptrace", PHASE_START);
	call(&pair->new, ARCH_X86_64, "ptrace", PHASE_START);
	pair->old.syscalls[1].verdict = VERDICT_UNNEEDED;
	compare(pair);
	assert_int_equal(item(pair, "ptrace")->change, CHANGE_VERDICT);
	assert_true(item(pair, "ptrace")->grants_more);
	pair->new.syscalls[1].verdict = VERDICT_UNNEEDED;
	compare(pair);
	assert_int_equal(pair->comparison.count, 0);
	pair->old.syscalls[1].verdict = VERDICT_PROVEN;
	compare(pair);
	assert_false(item(pair, "ptrace")->grants_more);
}

static void a_relative_is_a_rename(void **state)
{
	struct pair *pair = *state;

	common(pair);
	call(&pair->old, ARCH_X86_64, "open", PHASE_START);
	call(&pair->new, ARCH_X86_64, "openat", PHASE_START);
	call(&pair->new, ARCH_X86_64, "bpf", PHASE_START);
	compare(pair);
	assert_int_equal(item(pair, "openat")->cause, CAUSE_FAMILY);
	assert_non_null(strstr(item(pair, "openat")->why, "open"));
	assert_int_equal(item(pair, "open")->cause, CAUSE_FAMILY);
	assert_int_equal(item(pair, "bpf")->cause, CAUSE_APPLICATION);
}

static void a_relative_of_another_architecture_is_none(void **state)
{
	struct pair *pair = *state;

	common(pair);
	call(&pair->old, ARCH_X86, "open", PHASE_START);
	call(&pair->new, ARCH_X86_64, "openat", PHASE_START);
	compare(pair);
	assert_int_equal(item(pair, "openat")->cause, CAUSE_APPLICATION);
}

static void the_runtimes_calls_are_the_environments(void **state)
{
	struct pair *pair = *state;

	common(pair);
	call(&pair->new, ARCH_X86_64, "pivot_root", PHASE_RUNTIME);
	compare(pair);
	assert_int_equal(item(pair, "pivot_root")->cause, CAUSE_ENVIRONMENT);
	assert_int_equal(comparison_worst(&pair->comparison), 0);
}

static void another_machine_is_the_environments(void **state)
{
	struct pair *pair = *state;

	add_need(&pair->old, CAP_KILL, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_KILL, VERDICT_NEEDED, 0, "r");
	pair->old.environment.arch = "x86_64";
	pair->new.environment.arch = "aarch64";
	call(&pair->old, ARCH_X86_64, "read", PHASE_START);
	call(&pair->old, ARCH_X86_64, "arch_prctl", PHASE_START);
	call(&pair->new, ARCH_AARCH64, "read", PHASE_START);
	call(&pair->new, ARCH_AARCH64, "bpf", PHASE_START);
	compare(pair);
	assert_int_equal(pair->comparison.count, 2);
	assert_int_equal(item(pair, "arch_prctl")->cause, CAUSE_ENVIRONMENT);
	assert_int_equal(item(pair, "bpf")->cause, CAUSE_APPLICATION);
}

static void another_kernel_splits_capabilities(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_need(&pair->old, CAP_SYS_ADMIN, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_PERFMON, VERDICT_NEEDED, 0, "r");
	compare(pair);
	assert_int_equal(item(pair, "CAP_PERFMON")->cause, CAUSE_APPLICATION);
	pair->old.environment.kernel = "5.4.0";
	pair->new.environment.kernel = "6.12.0";
	compare(pair);
	assert_int_equal(item(pair, "CAP_PERFMON")->cause, CAUSE_ENVIRONMENT);
}

static void another_policy_labels_otherwise(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_access(&pair->old, "@self", "u:r:lib_t:s0", "file", "read");
	add_access(&pair->new, "@self", "u:r:usr_t:s0", "file", "read");
	add_access(&pair->new, "@self", "u:r:usr_t:s0", "file", "write");
	compare(pair);
	assert_int_equal(item(pair, "usr_t:file")->cause, CAUSE_APPLICATION);
	pair->old.environment.selinux_policy = "default";
	pair->new.environment.selinux_policy = "targeted";
	compare(pair);
	/* The read is the label's doing, the write is not. */
	assert_int_equal(pair->comparison.count, 3);
	assert_int_equal(pair->comparison.items[0].cause, CAUSE_APPLICATION);
	assert_string_equal(pair->comparison.items[0].what, "write");
	assert_int_equal(pair->comparison.items[1].cause, CAUSE_ENVIRONMENT);
}

static void paths_and_levels_are_no_difference(void **state)
{
	struct pair *pair = *state;
	struct access access = {.source = "@self",
				.target = "u:r:etc_t:s0",
				.class = "file",
				.path = "/etc/a",
				.phase = PHASE_START};

	common(pair);
	profile_access_add(&pair->old, &access, "read");
	access.path = "/etc/b";
	access.target = "u:r:etc_t:s0:c1,c2";
	access.phase = PHASE_EXERCISE;
	profile_access_add(&pair->new, &access, "read");
	compare(pair);
	assert_int_equal(pair->comparison.count, 0);
}

static void what_was_not_recorded_is_not_compared(void **state)
{
	struct pair *pair = *state;

	common(pair);
	profile_done(&pair->old);
	profile_init(&pair->old);
	call(&pair->old, ARCH_X86_64, "read", PHASE_START);
	compare(pair);
	assert_int_equal(pair->comparison.count, 0);
	assert_false(pair->comparison.has_capabilities);
	assert_int_equal(pair->comparison.warning_count, 1);
}

static void an_incomplete_side_is_warned_of(void **state)
{
	struct pair *pair = *state;

	common(pair);
	profile_note_incomplete(&pair->old, "records were lost");
	compare(pair);
	assert_int_equal(pair->comparison.warning_count, 1);
	assert_non_null(strstr(text_string(&pair->comparison.warnings[0]),
			       "old profile is incomplete"));
}

static void many_accesses_become_an_item_a_class(void **state)
{
	struct pair *pair = *state;
	char target[64];

	common(pair);
	for (int i = 0; i < 200; i++) {
		snprintf(target, sizeof(target), "u:r:t%d_t:s0", i);
		add_access(&pair->new, "@self", target, "file", "read");
		add_access(&pair->new, "@self", target, "file", "open");
	}
	compare(pair);
	assert_int_equal(pair->comparison.count, 200);
	assert_string_equal(item(pair, "t77_t:file")->what, "open read");
}

static void allowed_news_do_not_count(void **state)
{
	static const char text[] = "CAP_NET_RAW 2026-06-01 ping\n"
				   "CAP_SYS_TIME 2026-05-31 clock\n";
	struct pair *pair = *state;
	AUTO_ALLOW_LIST struct allow_list list = {0};

	common(pair);
	add_need(&pair->new, CAP_NET_RAW, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_SYS_TIME, VERDICT_NEEDED, 0, "r");
	compare(pair);
	assert_int_equal(allow_list_parse(&list, text, strlen(text),
					  "2026-06-01", "test", NULL),
			 STATUS_OK);
	allow_list_apply(&list, &pair->comparison);
	assert_string_equal(item(pair, "CAP_NET_RAW")->allowed, "ping");
	assert_null(item(pair, "CAP_SYS_TIME")->allowed);
	assert_true(list.entries[1].is_expired);
	assert_int_equal(comparison_worst(&pair->comparison), 3);
	assert_int_equal(comparison_open(&pair->comparison), 1);
}

static enum status parse_allowed(const char *text, struct error *err)
{
	AUTO_ALLOW_LIST struct allow_list list = {0};

	return allow_list_parse(&list, text, strlen(text), "2026-06-01", "test",
				err);
}

static void only_days_of_the_calendar_are_taken(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(parse_allowed("CAP_KILL 2028-02-29 leap", NULL),
			 STATUS_OK);
	assert_int_equal(parse_allowed("CAP_KILL 2000-02-29 leap", NULL),
			 STATUS_OK);
	assert_int_equal(parse_allowed("CAP_KILL 2100-02-29 none", NULL),
			 STATUS_MALFORMED);
	assert_int_equal(parse_allowed("CAP_KILL 2026-04-31 none", NULL),
			 STATUS_MALFORMED);
	assert_int_equal(
		parse_allowed("# one\n\nCAP_KILL 2026-13-01 none\n", &err),
		STATUS_MALFORMED);
	assert_non_null(strstr(err.message, "line 3"));
}

static void an_allowance_is_of_one_kind(void **state)
{
	static const char text[] = "access:bpf 2026-06-01 wrong kind\n"
				   "syscall:acct 2026-06-01 right kind\n";
	struct pair *pair = *state;
	AUTO_ALLOW_LIST struct allow_list list = {0};

	common(pair);
	call(&pair->new, ARCH_X86_64, "bpf", PHASE_START);
	call(&pair->new, ARCH_X86_64, "acct", PHASE_START);
	compare(pair);
	assert_int_equal(allow_list_parse(&list, text, strlen(text),
					  "2026-06-01", "test", NULL),
			 STATUS_OK);
	allow_list_apply(&list, &pair->comparison);
	assert_null(item(pair, "bpf")->allowed);
	assert_string_equal(item(pair, "acct")->allowed, "right kind");
}

static void what_was_granted_before_is_not_more(void **state)
{
	struct pair *pair = *state;

	common(pair);
	add_need(&pair->old, CAP_SYS_ADMIN, VERDICT_NEEDED, 0, "r");
	add_need(&pair->new, CAP_SYS_ADMIN, VERDICT_PROVEN, 0, "r");
	compare(pair);
	assert_int_equal(item(pair, "CAP_SYS_ADMIN")->change, CHANGE_VERDICT);
	assert_false(item(pair, "CAP_SYS_ADMIN")->grants_more);
}

static void a_namespace_of_its_own_harms_nobody(void **state)
{
	const struct evidence evidence = {.comm = "test", .count = 1};
	struct pair *pair = *state;

	common(pair);
	profile_capability_add(&pair->new, CAP_SYS_ADMIN, NAMESPACE_USER,
			       VERDICT_OWN_NAMESPACE, 0, &evidence);
	compare(pair);
	assert_int_equal(item(pair, "CAP_SYS_ADMIN")->risk, 1);
	assert_false(item(pair, "CAP_SYS_ADMIN")->grants_more);
}

/* ---- seLinuxOptions, by a policy made up --------------------------------- */

#define CONTENT "system_u:object_r:container_file_t:s0"
#define LOG	"system_u:object_r:var_log_t:s0"
#define SECRET	"system_u:object_r:secret_t:s0"

/* spc_t may do all; container_logreader_t reads logs besides content. */
static enum fake_answer allows(void *data, const char *source,
			       const char *target, const char *class,
			       const char *permission)
{
	(void)data;
	(void)class;
	(void)permission;
	if (strstr(source, ":spc_t:") || strstr(target, ":container_file_t:"))
		return FAKE_ALLOWED;
	return strstr(source, ":container_logreader_t:") &&
			       strstr(target, ":var_log_t:")
		       ? FAKE_ALLOWED
		       : FAKE_REFUSED;
}

static struct selinux_decision decide(void *data, const char *source,
				      const char *target, const char *class,
				      uint32_t requested)
{
	return fake_decide(data, source, target, class, requested, allows);
}

static bool has_context(void *data, const char *context)
{
	(void)data;
	return strstr(context, ":container_t:") ||
	       strstr(context, ":container_logreader_t:") ||
	       strstr(context, ":spc_t:");
}

static enum selinux_boolean boolean(void *data, const char *name)
{
	(void)data;
	(void)name;
	return SELINUX_BOOLEAN_ABSENT;
}

static const struct selinux_asker asker = {.permission = fake_permission,
					   .decide = decide,
					   .has_context = has_context,
					   .boolean = boolean};

/* What is said of the type, when OLD is read and then NEW; NULL: nothing. */
static const struct comparison_item *type_item(struct pair *pair,
					       const char *old, const char *new)
{
	const struct selinux_advice_options options = {
		.asker = &asker, .platform = PLATFORM_CONTAINER_SELINUX};
	const struct comparison_item *found = NULL;

	add_access(&pair->old, "@self", old, "file", "read");
	add_access(&pair->new, "@self", new, "file", "read");
	comparison_done(&pair->comparison);
	assert_int_equal(comparison_make(&pair->comparison, &pair->old,
					 &pair->new, &options, NULL),
			 STATUS_OK);
	for (size_t i = 0; i < pair->comparison.count; i++)
		if (pair->comparison.items[i].kind == COMPARE_SELINUX)
			found = &pair->comparison.items[i];
	return found;
}

static void the_same_type_is_no_difference(void **state)
{
	assert_null(type_item(*state, CONTENT, CONTENT));
}

static void a_type_that_opens_the_host_is_the_worst_news(void **state)
{
	struct pair *pair = *state;
	const struct comparison_item *item = type_item(pair, CONTENT, SECRET);

	assert_non_null(item);
	assert_string_equal(item->name, "spc_t");
	assert_string_equal(item->what, "type spc_t, was container_t");
	assert_true(item->grants_more);
	assert_int_equal(item->risk, 5);
	assert_int_equal(item->cause, CAUSE_APPLICATION);
	assert_ptr_equal(item, &pair->comparison.items[0]);
	assert_int_equal(comparison_worst(&pair->comparison), 5);
}

static void a_farther_type_that_confines_is_news(void **state)
{
	const struct comparison_item *item = type_item(*state, CONTENT, LOG);

	assert_non_null(item);
	assert_string_equal(item->name, "container_logreader_t");
	assert_true(item->grants_more);
	assert_int_equal(item->risk, 3);
}

static void from_a_type_of_its_own_to_spc_is_news(void **state)
{
	const struct comparison_item *item = type_item(*state, LOG, SECRET);

	assert_non_null(item);
	assert_string_equal(item->what,
			    "type spc_t, was container_logreader_t");
	assert_true(item->grants_more);
	assert_int_equal(item->risk, 5);
}

static void a_nearer_type_is_no_more_privilege(void **state)
{
	const struct comparison_item *item = type_item(*state, SECRET, LOG);

	assert_non_null(item);
	assert_string_equal(item->name, "container_logreader_t");
	assert_false(item->grants_more);
	assert_int_equal(item->risk, 1);
}

static void a_type_can_be_allowed(void **state)
{
	static const char text[] = "type:spc_t 2026-06-01 until rolled out\n"
				   "access:secret_t:file 2026-06-01 it must\n"
				   "access:container_file_t:file 2026-06-01 "
				   "gone\n";
	struct pair *pair = *state;
	AUTO_ALLOW_LIST struct allow_list list = {0};
	const struct comparison_item *item = type_item(pair, CONTENT, SECRET);

	assert_non_null(item);
	assert_int_equal(allow_list_parse(&list, text, strlen(text),
					  "2026-06-01", "test", NULL),
			 STATUS_OK);
	allow_list_apply(&list, &pair->comparison);
	assert_string_equal(item->allowed, "until rolled out");
	assert_int_equal(comparison_worst(&pair->comparison), 0);
	assert_int_equal(comparison_open(&pair->comparison), 0);
}

static void without_a_policy_no_type_is_compared(void **state)
{
	struct pair *pair = *state;

	type_item(pair, CONTENT, SECRET);
	compare(pair);
	for (size_t i = 0; i < pair->comparison.count; i++)
		assert_int_not_equal(pair->comparison.items[i].kind,
				     COMPARE_SELINUX);
}

static void a_history_tells_who_was_where(void **state)
{
	struct pair *pair = *state;
	const struct profile *profiles[] = {&pair->old, &pair->new, &pair->old};
	AUTO_HISTORY struct history history = {0};

	common(pair);
	add_need(&pair->new, CAP_SYS_ADMIN, VERDICT_NEEDED, 0, "r");
	call(&pair->new, ARCH_X86_64, "bpf", PHASE_START);
	assert_int_equal(history_make(&history, profiles, 3, NULL), STATUS_OK);
	assert_int_equal(history.row_count, 3);
	assert_string_equal(history.rows[0].name, "CAP_SYS_ADMIN");
	assert_false(history_has(&history.rows[0], 0));
	assert_true(history_has(&history.rows[0], 1));
	assert_true(history.rows[0].cells[2].is_known);
	assert_string_equal(history.rows[2].name, "bpf");
}

#define PAIR_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIR_TEST(nothing_differs_from_itself),
		PAIR_TEST(the_most_dangerous_news_come_first),
		PAIR_TEST(what_is_left_out_is_no_privilege),
		PAIR_TEST(a_verdict_that_rises_is_news),
		PAIR_TEST(a_call_that_was_unneeded_is_news),
		PAIR_TEST(a_relative_is_a_rename),
		PAIR_TEST(a_relative_of_another_architecture_is_none),
		PAIR_TEST(the_runtimes_calls_are_the_environments),
		PAIR_TEST(another_machine_is_the_environments),
		PAIR_TEST(another_kernel_splits_capabilities),
		PAIR_TEST(another_policy_labels_otherwise),
		PAIR_TEST(paths_and_levels_are_no_difference),
		PAIR_TEST(what_was_not_recorded_is_not_compared),
		PAIR_TEST(an_incomplete_side_is_warned_of),
		PAIR_TEST(many_accesses_become_an_item_a_class),
		PAIR_TEST(allowed_news_do_not_count),
		cmocka_unit_test(only_days_of_the_calendar_are_taken),
		PAIR_TEST(an_allowance_is_of_one_kind),
		PAIR_TEST(what_was_granted_before_is_not_more),
		PAIR_TEST(a_namespace_of_its_own_harms_nobody),
		PAIR_TEST(the_same_type_is_no_difference),
		PAIR_TEST(a_type_that_opens_the_host_is_the_worst_news),
		PAIR_TEST(a_farther_type_that_confines_is_news),
		PAIR_TEST(from_a_type_of_its_own_to_spc_is_news),
		PAIR_TEST(a_nearer_type_is_no_more_privilege),
		PAIR_TEST(a_type_can_be_allowed),
		PAIR_TEST(without_a_policy_no_type_is_compared),
		PAIR_TEST(a_history_tells_who_was_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
