/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/selinux_advice.h"
#include "policies/selinux_bottlerocket.h"

#define MINE	  "system_u:system_r:container_t:s0:c133,c439"
#define NEIGHBOUR "system_u:system_r:container_t:s0:c565,c975"
#define SPC	  "system_u:system_r:spc_t:s0"

static bool may(const char *source, const char *target, const char *class,
		const char *permission, unsigned int *ret_refusals)
{
	const struct selinux_asker *asker = &selinux_bottlerocket;
	uint32_t vector = asker->permission(NULL, class, permission);
	struct selinux_decision decision =
		asker->decide(NULL, source, target, class, vector);

	assert_true(vector != 0 && decision.is_known);
	*ret_refusals = decision.refusals;
	return decision.allowed & vector;
}

static void categories_keep_containers_apart(void **state)
{
	unsigned int why;

	(void)state;
	assert_false(may(MINE, NEIGHBOUR, "process", "signull", &why));
	assert_int_equal(why, SELINUX_BY_CONSTRAINT);
	assert_false(may(MINE, "system_u:object_r:data_t:s0:c565,c975", "dir",
			 "search", &why));
	assert_int_equal(why, SELINUX_BY_CONSTRAINT);
	assert_true(may(MINE, MINE, "process", "signull", &why));
	assert_true(may("system_u:system_r:container_t:s0:c0.c1023", NEIGHBOUR,
			"process", "signull", &why));
	assert_true(may(MINE, "system_u:object_r:local_t:s0:c1,c2", "file",
			"write", &why));
}

static void secrets_are_for_privileged_types(void **state)
{
	static const char secret[] = "system_u:object_r:secret_t:s0";
	unsigned int why;

	(void)state;
	assert_false(may(MINE, secret, "dir", "search", &why));
	assert_int_equal(why, SELINUX_BY_TYPE);
	assert_true(may(SPC, secret, "dir", "search", &why));
	assert_false(may(SPC, "system_u:object_r:private_t:s0", "file", "write",
			 &why));
	assert_true(may("system_u:system_r:super_t:s0",
			"system_u:object_r:private_t:s0", "file", "write",
			&why));
	assert_true(may(SPC, NEIGHBOUR, "process", "signull", &why));
}

static void what_it_does_not_know_is_unknown(void **state)
{
	const struct selinux_asker *asker = &selinux_bottlerocket;

	(void)state;
	assert_false(asker->decide(NULL, MINE, "system_u:object_r:shadow_t:s0",
				   "file", 1)
			     .is_known);
	assert_false(asker->decide(NULL, MINE, "", "file", 1).is_known);
	assert_int_equal(asker->permission(NULL, "nosuch", "read"), 0);
	assert_false(asker->has_context(NULL, "system_u:object_r:nosuch_t:s0"));
	assert_true(asker->has_context(NULL, SPC));
}

/* The published case: tests/fixtures/logs/bottlerocket-avc.txt. */
static void the_published_probe_needs_spc_t(void **state)
{
	const struct selinux_advice_options options = {
		.asker = &selinux_bottlerocket};
	struct selinux_advice advice;
	struct profile profile;

	(void)state;
	profile_init(&profile);
	add_access(&profile, "@self", NEIGHBOUR, "process", "signull");
	add_access(&profile, "@self", "system_u:object_r:data_t:s0:c565,c975",
		   "dir", "search");
	add_access(&profile, "@self", "system_u:object_r:secret_t:s0", "dir",
		   "search");
	assert_int_equal(selinux_advice_make(&advice, &profile, CAPSET_NONE,
					     &options, NULL),
			 STATUS_OK);
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_int_equal(advice.platform, PLATFORM_BOTTLEROCKET);
	assert_string_equal(advice.type, "spc_t");
	assert_string_equal(advice.level, "s0");
	assert_int_equal(advice.candidates[0].lack_count, 3);
	assert_null(advice.module.text);
	assert_non_null(advice.module.problem);
	selinux_advice_done(&advice);
	profile_done(&profile);
}

static void strange_levels_do_no_harm(void **state)
{
	static const char *const levels[] = {"",
					     ":",
					     "s0:",
					     "s0:c",
					     "s0:c99999999999999999999",
					     "s0:c9.c1",
					     "s0:c1,,c2",
					     "s0-",
					     "s0-s0:c0.c5000"};
	const struct selinux_asker *asker = &selinux_bottlerocket;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(levels); i++) {
		char context[128];

		snprintf(context, sizeof(context),
			 "system_u:system_r:container_t:%s", levels[i]);
		asker->decide(NULL, MINE, context, "process", 1);
		asker->decide(NULL, context, MINE, "process", 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(categories_keep_containers_apart),
		cmocka_unit_test(secrets_are_for_privileged_types),
		cmocka_unit_test(what_it_does_not_know_is_unknown),
		cmocka_unit_test(the_published_probe_needs_spc_t),
		cmocka_unit_test(strange_levels_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
