/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/capability_advice.h"

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

static void needed_and_proven_are_granted(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_CHOWN, VERDICT_NEEDED, CAPSET_NONE, "asked");
	add_need(profile, CAP_SYSLOG, VERDICT_PROVEN, CAPSET_NONE, "failed");
	assert_int_equal(capability_minimal_set(profile),
			 BIT(CHOWN) | BIT(SYSLOG));
}

static void what_it_does_without_is_not_granted(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "prlimit-hard-limit: raises a hard limit");
	add_need(profile, CAP_SYS_ADMIN, VERDICT_RUNTIME, CAPSET_NONE, "a");
	add_need(profile, CAP_KILL, VERDICT_UNNEEDED, CAPSET_NONE, "worked");
	assert_int_equal(capability_minimal_set(profile), CAPSET_NONE);
}

static void own_namespace_grants_nothing_on_the_host(void **state)
{
	struct profile *profile = *state;
	const struct evidence evidence = {.comm = "test"};

	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_USER,
			       VERDICT_OWN_NAMESPACE, CAPSET_NONE, &evidence);
	/* Not even if a file says so. */
	profile_capability_add(profile, CAP_SETUID, NAMESPACE_USER,
			       VERDICT_NEEDED, CAPSET_NONE, &evidence);
	assert_int_equal(capability_minimal_set(profile), CAPSET_NONE);
}

static void of_a_one_of_the_least_risk_is_granted(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_SYS_ADMIN, VERDICT_ONE_OF, BIT(SYS_NICE), "a");
	add_need(profile, CAP_DAC_READ_SEARCH, VERDICT_ONE_OF,
		 BIT(DAC_OVERRIDE), "a");
	assert_int_equal(capability_minimal_set(profile),
			 BIT(SYS_NICE) | BIT(DAC_READ_SEARCH));
}

static void a_member_needed_anyway_does_for_the_one_of(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_DAC_READ_SEARCH, VERDICT_ONE_OF,
		 BIT(DAC_OVERRIDE), "a");
	add_need(profile, CAP_DAC_OVERRIDE, VERDICT_NEEDED, CAPSET_NONE, "a");
	assert_int_equal(capability_minimal_set(profile), BIT(DAC_OVERRIDE));
}

/* BPF (risk 4) or NET_RAW (2); then NET_RAW or KILL, both 2. */
static void a_choice_made_needless_later_is_taken_back(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_KILL, VERDICT_ONE_OF, BIT(NET_RAW), "a");
	add_need(profile, CAP_BPF, VERDICT_ONE_OF, BIT(NET_RAW), "a");
	assert_int_equal(capability_minimal_set(profile), BIT(NET_RAW));
}

static void a_number_past_the_table_survives(void **state)
{
	struct profile *profile = *state;

	add_need(profile, 61, VERDICT_NEEDED, CAPSET_NONE, "a");
	assert_int_equal(capability_minimal_set(profile), capset_of(61));
}

static void difference_to_the_base_is_told_both_ways(void **state)
{
	struct profile *profile = *state;
	struct capability_advice advice;

	add_need(profile, CAP_CHOWN, VERDICT_NEEDED, CAPSET_NONE, "a");
	add_need(profile, CAP_SYSLOG, VERDICT_NEEDED, CAPSET_NONE, "a");
	assert_int_equal(capability_advice_make(&advice, profile,
						engine_default_find("crio"),
						NULL),
			 STATUS_OK);
	assert_int_equal(advice.to_add, BIT(SYSLOG));
	assert_int_equal(advice.to_drop,
			 engine_default_find("crio")->capabilities &
				 ~BIT(CHOWN));
	capability_advice_done(&advice);
}

static void each_entry_is_decided(void **state)
{
	struct profile *profile = *state;
	struct capability_advice advice;

	add_need(profile, CAP_DAC_READ_SEARCH, VERDICT_ONE_OF,
		 BIT(DAC_OVERRIDE), "a");
	add_need(profile, CAP_DAC_OVERRIDE, VERDICT_NEEDED, CAPSET_NONE, "a");
	add_need(profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "prlimit-hard-limit: raises a hard limit");
	assert_int_equal(capability_advice_make(&advice, profile,
						engine_default_find("none"),
						NULL),
			 STATUS_OK);
	assert_int_equal(advice.count, 3);
	assert_int_equal(advice.items[0].decision, CAPABILITY_REPLACED);
	assert_int_equal(advice.items[0].granted, CAP_DAC_OVERRIDE);
	assert_int_equal(advice.items[1].decision, CAPABILITY_GRANT);
	assert_int_equal(advice.items[2].decision, CAPABILITY_LEAVE);
	assert_non_null(strstr(advice.items[2].without, "limit stays"));
	capability_advice_done(&advice);
}

static void assert_choice(const struct profile *profile, size_t item,
			  const char *expected)
{
	struct capability_advice advice;
	struct text words = {0};

	assert_int_equal(capability_advice_make(&advice, profile,
						engine_default_find("none"),
						NULL),
			 STATUS_OK);
	capability_choice_describe(&words, &advice.items[item]);
	assert_string_equal(text_string(&words), expected);
	text_done(&words);
	capability_advice_done(&advice);
}

static void a_choice_says_over_what_and_why(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_DAC_READ_SEARCH, VERDICT_ONE_OF,
		 BIT(DAC_OVERRIDE), "a");
	assert_choice(profile, 0,
		      "DAC_READ_SEARCH chosen over DAC_OVERRIDE: it has the "
		      "least risk of them");
	add_need(profile, CAP_DAC_OVERRIDE, VERDICT_NEEDED, CAPSET_NONE, "a");
	assert_choice(profile, 0,
		      "DAC_OVERRIDE chosen over DAC_READ_SEARCH: it is needed "
		      "anyway");
	assert_choice(profile, 1, "");
}

/* ADMIN (risk 3) is not the least of the first, yet the least of both. */
static void a_choice_for_two_one_ofs_says_so(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_NET_RAW, VERDICT_ONE_OF, BIT(NET_ADMIN), "a");
	add_need(profile, CAP_BPF, VERDICT_ONE_OF,
		 BIT(NET_ADMIN) | BIT(SYS_ADMIN), "a");
	assert_int_equal(capability_minimal_set(profile), BIT(NET_ADMIN));
	assert_choice(profile, 0,
		      "NET_ADMIN chosen over NET_RAW: it answers another "
		      "one-of too");
}

/* Of BPF (4) and SYSLOG (2) either would go when KILL answers both. */
static void the_riskiest_needless_choice_goes_first(void **state)
{
	struct profile *profile = *state;

	add_need(profile, CAP_BPF, VERDICT_ONE_OF, CAPSET_NONE, "a");
	add_need(profile, CAP_SYSLOG, VERDICT_ONE_OF, BIT(BPF), "a");
	add_need(profile, CAP_PERFMON, VERDICT_ONE_OF, BIT(SYSLOG), "a");
	/* BPF alone answers its own; SYSLOG the other two. */
	assert_int_equal(capability_minimal_set(profile),
			 BIT(BPF) | BIT(SYSLOG));
}

static void everything_that_is_lost_is_told_once(void **state)
{
	struct profile *profile = *state;
	struct capability_advice advice;

	add_need(profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "prlimit-hard-limit: raises a hard limit as uid 0 gid 0");
	add_need(profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "prlimit-hard-limit: raises a hard limit as uid 1 gid 0");
	add_need(profile, CAP_SYS_RESOURCE, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "pipe-set-size: enlarges a pipe");
	add_need(profile, CAP_SYSLOG, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
		 "of-a-later-version: who knows");
	assert_int_equal(capability_advice_make(&advice, profile,
						engine_default_find("none"),
						NULL),
			 STATUS_OK);
	assert_string_equal(advice.items[0].without,
			    "the limit stays as it was given; set it from "
			    "outside (ulimit); the pipe keeps its size");
	assert_non_null(strstr(advice.items[1].without, "does not know"));
	assert_true(capability_advice_leaves_out(&advice));
	capability_advice_done(&advice);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(needed_and_proven_are_granted),
		TEST(what_it_does_without_is_not_granted),
		TEST(own_namespace_grants_nothing_on_the_host),
		TEST(of_a_one_of_the_least_risk_is_granted),
		TEST(a_member_needed_anyway_does_for_the_one_of),
		TEST(a_choice_made_needless_later_is_taken_back),
		TEST(a_number_past_the_table_survives),
		TEST(difference_to_the_base_is_told_both_ways),
		TEST(each_entry_is_decided),
		TEST(a_choice_says_over_what_and_why),
		TEST(a_choice_for_two_one_ofs_says_so),
		TEST(the_riskiest_needless_choice_goes_first),
		TEST(everything_that_is_lost_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
