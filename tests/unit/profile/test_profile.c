/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <linux/capability.h>

#include "profile/syscall_names.h"

static const struct evidence some_evidence = {
	.comm = "comm",
	.exe = "/exe",
	.syscall = "mount",
	.path = "/path",
	.mode = "0640",
	.owner = "0:0",
	.outcome = "success",
	.phase = PHASE_START,
	.reason = "reason",
};

static const struct access some_access = {
	.source = "@self",
	.target = "system_u:object_r:etc_t:s0",
	.class = "file",
	.path = "/etc/passwd",
	.comm = "comm",
	.outcome = "permissive",
	.phase = PHASE_START,
};

static void add(struct profile *profile, enum verdict verdict, capset_t instead)
{
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST, verdict,
			       instead, &some_evidence);
}

static const struct capability_need *only_need(const struct profile *profile)
{
	assert_int_equal(profile->capability_count, 1);
	return profile->capabilities;
}

static void a_new_profile_is_complete_and_empty(void **state)
{
	struct profile *profile = *state;

	assert_true(profile->is_complete);
	assert_int_equal(profile->lost, 0);
	assert_int_equal(profile_check(profile, NULL), STATUS_OK);
	profile_sort(profile);
	assert_null(profile_capability_find(profile, 0, NAMESPACE_HOST));
}

static void names_are_read_back(void **state)
{
	enum capability_namespace ns;
	enum verdict verdict;
	enum phase phase;

	(void)state;
	for (int i = 0; i < PHASE_COUNT; i++) {
		assert_true(phase_from_name(phase_name((enum phase)i), &phase));
		assert_int_equal(phase, i);
	}
	for (int i = 0; i < VERDICT_COUNT; i++) {
		assert_true(verdict_from_name(verdict_name((enum verdict)i),
					      &verdict));
		assert_int_equal(verdict, i);
	}
	assert_true(namespace_from_name("user", &ns));
	assert_int_equal(ns, NAMESPACE_USER);
	assert_false(phase_from_name("Start", &phase));
	assert_false(verdict_from_name("", &verdict));
	assert_false(namespace_from_name("hosts", &ns));
	assert_int_equal(ns, NAMESPACE_USER);
}

static void equal_text_is_one_pointer(void **state)
{
	struct profile *profile = *state;
	const char *own = profile_intern(profile, "a\\x1Bb");

	assert_ptr_equal(profile_intern_raw(profile,
					    "a\x1b"
					    "bc",
					    3),
			 own);
	assert_null(profile_intern(profile, NULL));
	assert_int_equal(profile_check(profile, NULL), STATUS_OK);
}

static void equal_evidence_is_counted_once(void **state)
{
	struct profile *profile = *state;
	struct evidence copy = some_evidence;
	char comm[] = "comm";

	copy.comm = comm; /* other memory, the same text */
	copy.count = 5;
	add(profile, VERDICT_NEEDED, CAPSET_NONE);
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, CAPSET_NONE, &copy);
	assert_int_equal(only_need(profile)->evidence_count, 1);
	assert_int_equal(profile->capabilities[0].evidence[0].count, 6);
	assert_int_equal(profile->capabilities[0].count, 6);
}

/* Each field alone makes evidence another one. */
static void evidence_that_differs_is_kept(void **state)
{
	struct profile *profile = *state;
	struct evidence variants[18];
	size_t count = 0;

#define VARIANT(field, value)                                                  \
	do {                                                                   \
		variants[count] = some_evidence;                               \
		variants[count++].field = (value);                             \
	} while (0)
	VARIANT(comm, "other");
	VARIANT(comm, NULL);
	VARIANT(exe, "other");
	VARIANT(exe, NULL);
	VARIANT(syscall, "other");
	VARIANT(syscall, NULL);
	VARIANT(path, "other");
	VARIANT(path, NULL);
	VARIANT(path, "");
	VARIANT(mode, "0600");
	VARIANT(mode, NULL);
	VARIANT(owner, "1:1");
	VARIANT(owner, NULL);
	VARIANT(outcome, "EACCES");
	VARIANT(outcome, NULL);
	VARIANT(reason, "other");
	VARIANT(reason, NULL);
	VARIANT(phase, PHASE_EXERCISE);
#undef VARIANT
	assert_int_equal(count, ARRAY_LENGTH(variants));
	for (int round = 0; round < 2; round++) {
		add(profile, VERDICT_NEEDED, CAPSET_NONE);
		for (size_t i = 0; i < count; i++)
			profile_capability_add(profile, CAP_SYS_ADMIN,
					       NAMESPACE_HOST, VERDICT_NEEDED,
					       CAPSET_NONE, &variants[i]);
	}
	assert_int_equal(only_need(profile)->evidence_count, count + 1);
	assert_int_equal(only_need(profile)->count, 2 * (count + 1));
}

static void namespaces_are_kept_apart(void **state)
{
	struct profile *profile = *state;

	add(profile, VERDICT_NEEDED, CAPSET_NONE);
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_USER,
			       VERDICT_OWN_NAMESPACE, CAPSET_NONE,
			       &some_evidence);
	assert_int_equal(profile->capability_count, 2);
	assert_int_equal(
		profile_capability_find(profile, CAP_SYS_ADMIN, NAMESPACE_USER)
			->verdict,
		VERDICT_OWN_NAMESPACE);
	assert_int_equal(
		profile_capability_find(profile, CAP_SYS_ADMIN, NAMESPACE_HOST)
			->verdict,
		VERDICT_NEEDED);
}

struct ruling {
	enum verdict verdict;
	capset_t instead;
};

/* What stands after RULINGS[ORDER[0]], RULINGS[ORDER[1]], ... */
static struct ruling reconcile(const struct ruling *rulings,
			       const size_t *order, size_t count)
{
	struct profile profile AUTO_PROFILE = {0};

	profile_init(&profile);
	for (size_t i = 0; i < count; i++)
		add(&profile, rulings[order[i]].verdict,
		    rulings[order[i]].instead);
	return (struct ruling){profile.capabilities[0].verdict,
			       profile.capabilities[0].instead};
}

static const struct ruling rulings[] = {
	{VERDICT_NEEDED, 0},	    {VERDICT_ONE_OF, 1},
	{VERDICT_ONE_OF, 3},	    {VERDICT_ONE_OF, 6},
	{VERDICT_OPPORTUNISTIC, 0}, {VERDICT_RUNTIME, 0},
	{VERDICT_OWN_NAMESPACE, 0}, {VERDICT_PROVEN, 0},
	{VERDICT_UNNEEDED, 0},
};

static void a_verdict_twice_is_that_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rulings); i++) {
		const size_t order[] = {i, i};
		struct ruling result = reconcile(rulings, order, 2);

		assert_int_equal(result.verdict, rulings[i].verdict);
		assert_int_equal(result.instead, rulings[i].instead);
	}
}

/* Whatever the order: of two, and so of any number (with the next). */
static void verdicts_come_in_any_order(void **state)
{
	const size_t count = ARRAY_LENGTH(rulings);

	(void)state;
	for (size_t i = 0; i < count * count * count; i++) {
		const size_t a = i % count, b = i / count % count,
			     c = i / count / count;
		const size_t orders[][3] = {{a, b, c}, {c, a, b}, {b, a, c}};
		struct ruling first = reconcile(rulings, orders[0], 3);

		for (size_t j = 1; j < ARRAY_LENGTH(orders); j++) {
			struct ruling other = reconcile(rulings, orders[j], 3);

			assert_int_equal(first.verdict, other.verdict);
			assert_int_equal(first.instead, other.instead);
		}
	}
}

static void the_cautious_verdict_stands(void **state)
{
	/* Each one beats all that follow. */
	static const enum verdict order[] = {
		VERDICT_PROVEN,	       VERDICT_UNNEEDED,      VERDICT_NEEDED,
		VERDICT_ONE_OF,	       VERDICT_OPPORTUNISTIC, VERDICT_RUNTIME,
		VERDICT_OWN_NAMESPACE,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++) {
		for (size_t j = i; j < ARRAY_LENGTH(order); j++) {
			const struct ruling pair[] = {{order[j], 1},
						      {order[i], 1}};
			const size_t both[] = {0, 1};

			assert_int_equal(reconcile(pair, both, 2).verdict,
					 order[i]);
		}
	}
}

static void only_what_does_for_every_check_stays_instead(void **state)
{
	static const struct ruling pair[] = {{VERDICT_ONE_OF, 7},
					     {VERDICT_ONE_OF, 12}};
	const size_t order[] = {0, 1};
	struct ruling result = reconcile(pair, order, 2);

	(void)state;
	assert_int_equal(result.verdict, VERDICT_ONE_OF);
	assert_int_equal(result.instead, 4);
}

static void checks_without_a_common_substitute_need_it(void **state)
{
	static const struct ruling three[] = {
		{VERDICT_ONE_OF, 1}, {VERDICT_ONE_OF, 2}, {VERDICT_ONE_OF, 3}};
	const size_t order[] = {0, 1, 2};
	struct ruling result = reconcile(three, order, 3);

	(void)state;
	assert_int_equal(result.verdict, VERDICT_NEEDED);
	assert_int_equal(result.instead, 0);
}

static void a_one_of_nothing_is_needed(void **state)
{
	struct profile *profile = *state;

	add(profile, VERDICT_ONE_OF, CAPSET_NONE);
	assert_int_equal(only_need(profile)->verdict, VERDICT_NEEDED);
}

static void a_set_holds_each_string_once(void **state)
{
	struct profile *profile = *state;
	struct string_list list = {0};
	char again[] = "a";

	profile_list_add(profile, &list, "a");
	profile_list_add(profile, &list, "b");
	profile_list_add(profile, &list, again);
	profile_list_add(profile, &list, NULL);
	assert_int_equal(list.count, 2);
	profile_list_append(profile, &list, "a");
	profile_list_append(profile, &list, NULL);
	assert_int_equal(list.count, 3);
	assert_ptr_equal(list.items[0], list.items[2]);
	free(list.items);
}

static void calls_are_counted_by_number(void **state)
{
	struct profile *profile = *state;

	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "a", 2);
	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_EXERCISE, "b", 3);
	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, NULL, 1);
	profile_syscall_add(profile, ARCH_X86, 0, PHASE_START, "a", 1);
	profile_syscall_add(profile, ARCH_X86_64, 5000, PHASE_START, "a", 1);
	assert_int_equal(profile->syscall_count, 3);
	assert_string_equal(profile->syscalls[0].name, "read");
	assert_int_equal(profile->syscalls[0].count, 6);
	assert_int_equal(profile->syscalls[0].comms.count, 2);
	assert_int_equal(profile->syscalls[0].phases,
			 1u << PHASE_START | 1u << PHASE_EXERCISE);
	assert_null(profile->syscalls[2].name);
}

static void permissions_gather_on_their_access(void **state)
{
	struct profile *profile = *state;
	struct access other = some_access;

	profile_access_add(profile, &some_access, "read");
	profile_access_add(profile, &some_access, "open");
	profile_access_add(profile, &some_access, "read");
	assert_int_equal(profile->access_count, 1);
	assert_int_equal(profile->accesses[0].permissions.count, 2);
	assert_int_equal(profile->accesses[0].count, 3);
	other.outcome = "denied";
	profile_access_add(profile, &other, "read");
	other.path = NULL;
	profile_access_add(profile, &other, "read");
	other.phase = PHASE_SHUTDOWN;
	profile_access_add(profile, &other, "read");
	assert_int_equal(profile->access_count, 4);
}

/* Many records of few kinds, as a real log has them, take little room. */
static void repeats_take_no_room(void **state)
{
	struct profile *profile = *state;

	for (unsigned int i = 0; i < 2000; i++) {
		struct evidence evidence = some_evidence;
		struct access access = some_access;

		evidence.path = i % 3 ? "/a" : "/b";
		access.class = i % 3 ? "file" : "dir";
		profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
				       VERDICT_NEEDED, CAPSET_NONE, &evidence);
		profile_access_add(profile, &access, i % 2 ? "read" : "open");
		profile_syscall_add(profile, ARCH_X86_64, i % 7, PHASE_START,
				    i % 2 ? "a" : "b", 1);
		profile_source_add(profile, "log", 0);
		profile_note(profile, "note %u", i % 3);
	}
	assert_int_equal(profile->capabilities[0].evidence_count, 2);
	assert_int_equal(profile->capabilities[0].evidence_capacity, 8);
	assert_int_equal(profile->access_count, 2);
	assert_int_equal(profile->access_capacity, 8);
	assert_int_equal(profile->syscall_count, 7);
	assert_int_equal(profile->syscall_capacity, 8);
	assert_int_equal(profile->syscalls[0].comms.capacity, 8);
	assert_int_equal(profile->source_count, 1);
	assert_int_equal(profile->notes.count, 3);
}

static void what_was_added_is_found_after_a_sort(void **state)
{
	struct profile *profile = *state;

	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < 40; i++) {
			struct evidence evidence = some_evidence;
			struct access access = some_access;
			char text[16];

			snprintf(text, sizeof(text), "%u", 97 * i % 40);
			evidence.path = text;
			access.path = text;
			profile_capability_add(profile, 40 - i, NAMESPACE_HOST,
					       VERDICT_NEEDED, CAPSET_NONE,
					       &some_evidence);
			profile_capability_add(profile, CAP_SYS_ADMIN,
					       NAMESPACE_HOST, VERDICT_NEEDED,
					       CAPSET_NONE, &evidence);
			profile_access_add(profile, &access, "read");
			profile_syscall_add(profile, ARCH_X86_64, 300 - i,
					    PHASE_START, NULL, 1);
		}
		profile_sort(profile);
	}
	assert_int_equal(profile->capability_count, 40);
	assert_int_equal(profile->access_count, 40);
	assert_int_equal(profile->syscall_count, 40);
	assert_int_equal(
		profile_capability_find(profile, CAP_SYS_ADMIN, NAMESPACE_HOST)
			->evidence_count,
		41);
	for (size_t i = 0; i < 40; i++) {
		assert_int_equal(profile->accesses[i].count, 3);
		assert_int_equal(profile->syscalls[i].count, 3);
	}
}

static void sorted_is_by_meaning(void **state)
{
	struct profile *profile = *state;

	profile_capability_add(profile, CAP_KILL, NAMESPACE_USER,
			       VERDICT_OWN_NAMESPACE, 0, &some_evidence);
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &some_evidence);
	profile_capability_add(profile, CAP_CHOWN, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &some_evidence);
	profile_syscall_add(profile, ARCH_X86_64, 5000, PHASE_START, "b", 1);
	profile_syscall_add(profile, ARCH_X86_64, 4999, PHASE_START, "b", 1);
	profile_syscall_add(profile, ARCH_X86_64, 1, PHASE_START, "b", 1);
	profile_syscall_add(profile, ARCH_X86_64, 1, PHASE_START, "a", 1);
	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "a", 1);
	profile_syscall_add(profile, ARCH_AARCH64, 64, PHASE_START, "a", 1);
	profile_list_append(profile, &profile->subject.command, "z");
	profile_list_append(profile, &profile->subject.command, "a");
	profile_note(profile, "z");
	profile_note(profile, "a");
	profile_sort(profile);
	assert_int_equal(profile->capabilities[0].capability, CAP_CHOWN);
	assert_int_equal(profile->capabilities[1].capability, CAP_SYS_ADMIN);
	assert_int_equal(profile->capabilities[2].ns, NAMESPACE_USER);
	assert_int_equal(profile->syscalls[0].arch, ARCH_AARCH64);
	assert_string_equal(profile->syscalls[1].name, "read");
	assert_string_equal(profile->syscalls[2].name, "write");
	assert_string_equal(profile->syscalls[2].comms.items[0], "a");
	/* Without a name, last, by number. */
	assert_int_equal(profile->syscalls[3].number, 4999);
	assert_int_equal(profile->syscalls[4].number, 5000);
	assert_string_equal(profile->notes.items[0], "a");
	/* A command line has an order of its own. */
	assert_string_equal(profile->subject.command.items[0], "z");
}

/* Equal evidence makes equal ids: what differs must order the runs. */
static void runs_of_one_id_have_one_order(void **state)
{
	static const int exits[] = {3, 1, 2, 0, 4};
	struct profile *profile = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(exits); i++) {
		struct profile_run *run = profile_run_add(profile);

		run->id = profile_intern(profile, "same");
		run->has_exit = true;
		run->exit_status = exits[i];
	}
	profile_sort(profile);
	for (int i = 0; i < (int)ARRAY_LENGTH(exits); i++)
		assert_int_equal(profile->runs[i].exit_status, i);
}

static void a_loss_is_counted_and_told(void **state)
{
	struct profile *profile = *state;

	profile_source_add(profile, "log", 0);
	assert_true(profile->is_complete);
	profile_source_add(profile, "log", 3);
	profile_source_add(profile, "audit", 2);
	assert_false(profile->is_complete);
	assert_int_equal(profile->lost, 5);
	assert_int_equal(profile->source_count, 2);
	assert_int_equal(profile->sources[0].lost, 3);
}

static void losses_do_not_run_over(void **state)
{
	struct profile *profile = *state;

	profile_source_add(profile, "a", UINT64_MAX - 1);
	profile_source_add(profile, "a", 2);
	profile_source_add(profile, "b", 2);
	assert_true(profile->lost == UINT64_MAX);
	assert_true(profile->sources[0].lost == UINT64_MAX);
	assert_false(profile->is_complete);
}

static void counts_do_not_run_over(void **state)
{
	struct profile *profile = *state;
	struct evidence evidence = some_evidence;
	struct access access = some_access;

	evidence.count = UINT64_MAX;
	access.count = UINT64_MAX;
	for (int i = 0; i < 2; i++) {
		profile_capability_add(profile, 0, NAMESPACE_HOST,
				       VERDICT_NEEDED, 0, &evidence);
		profile_access_add(profile, &access, "read");
		profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, NULL,
				    UINT64_MAX);
	}
	assert_true(profile->capabilities[0].count == UINT64_MAX);
	assert_true(profile->capabilities[0].evidence[0].count == UINT64_MAX);
	assert_true(profile->accesses[0].count == UINT64_MAX);
	assert_true(profile->syscalls[0].count == UINT64_MAX);
}

static void notes_are_clean_and_said_once(void **state)
{
	struct profile *profile = *state;

	profile_note(profile, "%s", "x\x1b[31m");
	profile_note(profile, "%s", "x\x1b[31m");
	assert_true(profile->is_complete);
	assert_int_equal(profile->notes.count, 1);
	assert_string_equal(profile->notes.items[0], "x\\x1B[31m");
	profile_note_incomplete(profile, "gap");
	assert_false(profile->is_complete);
	assert_int_equal(profile->notes.count, 2);
}

/* After memory ran out once, all else is quiet and the check tells it. */
static void a_failed_profile_says_so(void **state)
{
	struct profile *profile = *state;
	struct error err = {0};

	add(profile, VERDICT_NEEDED, CAPSET_NONE);
	profile->failed = true;
	add(profile, VERDICT_NEEDED, CAPSET_NONE);
	profile_access_add(profile, &some_access, "read");
	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "a", 1);
	profile_source_add(profile, "log", 1);
	profile_note(profile, "note");
	assert_null(profile_run_add(profile));
	assert_null(profile_intern(profile, "x"));
	profile_sort(profile);
	assert_int_equal(profile_check(profile, &err), STATUS_INTERNAL);
	assert_string_equal(err.message, "out of memory");
	assert_int_equal(profile->access_count, 0);
	assert_int_equal(profile->syscall_count, 0);
}

/* Of read and write, refused write: an access of its own, found again. */
static void what_is_unneeded_is_an_access_of_its_own(void **state)
{
	struct profile *profile = *state;
	const struct access access = {.source = "@self",
				      .target = "u:r:t_t:s0",
				      .class = "file",
				      .phase = PHASE_START};
	struct access unneeded = access;
	const char *write;
	struct string_list list = {&write, 1, 1};

	profile_access_add(profile, &access, "read");
	profile_access_add(profile, &access, "write");
	write = profile_intern(profile, "write");
	profile_access_set_unneeded(profile, 0, &list);
	assert_int_equal(profile->access_count, 2);
	assert_int_equal(profile->accesses[0].permissions.count, 1);
	assert_true(profile->accesses[1].is_unneeded);
	/* Once more, and then the rest. */
	unneeded.is_unneeded = true;
	profile_access_add(profile, &unneeded, "write");
	assert_int_equal(profile->access_count, 2);
	write = profile_intern(profile, "read");
	profile_access_set_unneeded(profile, 0, &list);
	assert_true(profile->accesses[0].is_unneeded);
	assert_int_equal(profile->accesses[0].permissions.count, 1);
	profile_access_add(profile, &access, "read");
	assert_int_equal(profile->access_count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROFILE_TEST(a_new_profile_is_complete_and_empty),
		PROFILE_TEST(what_is_unneeded_is_an_access_of_its_own),
		PROFILE_TEST(names_are_read_back),
		PROFILE_TEST(equal_text_is_one_pointer),
		PROFILE_TEST(equal_evidence_is_counted_once),
		PROFILE_TEST(evidence_that_differs_is_kept),
		PROFILE_TEST(namespaces_are_kept_apart),
		TEST(a_verdict_twice_is_that_verdict),
		TEST(verdicts_come_in_any_order),
		TEST(the_cautious_verdict_stands),
		TEST(only_what_does_for_every_check_stays_instead),
		TEST(checks_without_a_common_substitute_need_it),
		PROFILE_TEST(a_one_of_nothing_is_needed),
		PROFILE_TEST(a_set_holds_each_string_once),
		PROFILE_TEST(calls_are_counted_by_number),
		PROFILE_TEST(permissions_gather_on_their_access),
		PROFILE_TEST(repeats_take_no_room),
		PROFILE_TEST(what_was_added_is_found_after_a_sort),
		PROFILE_TEST(sorted_is_by_meaning),
		PROFILE_TEST(runs_of_one_id_have_one_order),
		PROFILE_TEST(a_loss_is_counted_and_told),
		PROFILE_TEST(losses_do_not_run_over),
		PROFILE_TEST(counts_do_not_run_over),
		PROFILE_TEST(notes_are_clean_and_said_once),
		PROFILE_TEST(a_failed_profile_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
