/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/capability_table.h"
#include "policies/engine_defaults.h"

static void each_row_stands_at_its_number(void **state)
{
	(void)state;
	for (unsigned int c = 0; c <= CAP_CHECKPOINT_RESTORE; c++)
		assert_string_equal(capability_row(c)->name,
				    capability_name(c));
}

static void each_row_has_what_a_reviewer_needs(void **state)
{
	(void)state;
	for (unsigned int c = 0; c <= CAP_CHECKPOINT_RESTORE; c++) {
		const struct capability_row *row = capability_row(c);

		assert_in_range(row->risk, CAPABILITY_RISK_MIN,
				CAPABILITY_RISK_MAX);
		assert_true(strlen(row->opens) > 10);
		assert_non_null(strchr(row->source, '/'));
		assert_non_null(strchr(row->kernel, '.'));
		assert_false(capset_has(row->instead, c));
	}
}

static void a_number_past_the_table_is_of_highest_risk(void **state)
{
	(void)state;
	assert_null(capability_row(41));
	assert_null(capability_row(63));
	assert_null(capability_row(4711));
	assert_int_equal(capability_risk(41), CAPABILITY_RISK_MAX);
}

static void root_on_the_host_is_of_highest_risk(void **state)
{
	(void)state;
	assert_int_equal(capability_risk(CAP_SYS_ADMIN), CAPABILITY_RISK_MAX);
	assert_int_equal(capability_risk(CAP_SYS_MODULE), CAPABILITY_RISK_MAX);
	assert_int_equal(capability_risk(CAP_SYS_RAWIO), CAPABILITY_RISK_MAX);
}

static void least_risk_is_found(void **state)
{
	(void)state;
	assert_int_equal(
		capability_least_risk(BIT(DAC_OVERRIDE) | BIT(DAC_READ_SEARCH)),
		CAP_DAC_READ_SEARCH);
	assert_int_equal(capability_least_risk(BIT(SYS_ADMIN) | BIT(SYS_NICE)),
			 CAP_SYS_NICE);
	assert_int_equal(capability_least_risk(capset_of(41) | capset_of(63)),
			 41);
}

static void defaults_have_the_documented_sizes(void **state)
{
	static const struct {
		const char *name;
		int size;
	} sizes[] = {{"docker", 14},
		     {"podman", 11},
		     {"containerd", 14},
		     {"crio", 9},
		     {"none", 0}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++)
		assert_int_equal(
			__builtin_popcountll(engine_default_find(sizes[i].name)
						     ->capabilities),
			sizes[i].size);
	assert_null(engine_default_find("dockerd"));
}

static void podman_grants_no_raw_sockets(void **state)
{
	capset_t podman = engine_default_find("podman")->capabilities;

	(void)state;
	assert_int_equal(engine_default_find("docker")->capabilities & ~podman,
			 BIT(AUDIT_WRITE) | BIT(MKNOD) | BIT(NET_RAW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_stands_at_its_number),
		cmocka_unit_test(each_row_has_what_a_reviewer_needs),
		cmocka_unit_test(a_number_past_the_table_is_of_highest_risk),
		cmocka_unit_test(root_on_the_host_is_of_highest_risk),
		cmocka_unit_test(least_risk_is_found),
		cmocka_unit_test(defaults_have_the_documented_sizes),
		cmocka_unit_test(podman_grants_no_raw_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
