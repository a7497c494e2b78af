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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
