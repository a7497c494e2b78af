/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "../asker.h"

#include "policies/selinux_advice.h"
#include "policies/selinux_noise.h"
#include "profile/text.h"

#define CONTENT "system_u:object_r:container_file_t:@level"
#define SECRET	"system_u:object_r:secret_t:s0"
#define ADMIN	"unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023"

/* What the made-up policy does not do, beside refusing secret_t. */
struct policy {
	bool refuses_all_to_spc;
	bool has_no_types;
	enum selinux_boolean all_caps;
	char last_target[128];
};

static enum fake_answer allows(void *data, const char *source,
			       const char *target, const char *class,
			       const char *permission)
{
	struct policy *policy = data;

	snprintf(policy->last_target, sizeof(policy->last_target), "%s",
		 target);
	if (strstr(target, "absent_t"))
		return FAKE_UNKNOWN;
	if (strstr(source, ":spc_t:"))
		return policy->refuses_all_to_spc ? FAKE_REFUSED : FAKE_ALLOWED;
	if (strstr(target, ":secret_t:") || strstr(target, "unconfined_t"))
		return FAKE_REFUSED;
	if (strcmp(class, "capability") == 0 &&
	    strcmp(permission, "net_bind_service") == 0)
		return FAKE_ALLOWED;
	return has_prefix(class, "capability", NULL) &&
			       policy->all_caps != SELINUX_BOOLEAN_ON
		       ? FAKE_REFUSED
		       : FAKE_ALLOWED;
}

static bool has_context(void *data, const char *context)
{
	return !((struct policy *)data)->has_no_types &&
	       (strstr(context, ":container_t:") || strstr(context, ":spc_t:"));
}

static enum selinux_boolean boolean(void *data, const char *name)
{
	if (strcmp(name, "container_use_host_all_caps") == 0)
		return ((struct policy *)data)->all_caps;
	return SELINUX_BOOLEAN_ABSENT;
}

static struct selinux_advice advice;
static struct policy policy;

static struct selinux_decision decide(void *data, const char *source,
				      const char *target, const char *class,
				      uint32_t requested)
{
	return fake_decide(data, source, target, class, requested, allows);
}

static const struct selinux_asker asker = {
	.permission = fake_permission,
	.decide = decide,
	.has_context = has_context,
	.boolean = boolean,
	.data = &policy,
};

static void ask(const struct profile *profile, capset_t minimal)
{
	const struct selinux_advice_options options = {.asker = &asker};

	selinux_advice_done(&advice);
	assert_int_equal(
		selinux_advice_make(&advice, profile, minimal, &options, NULL),
		STATUS_OK);
}

static int setup(void **state)
{
	static struct profile profile;

	profile_init(&profile);
	profile.environment.selinux_type = "whittle_t";
	policy = (struct policy){.all_caps = SELINUX_BOOLEAN_ABSENT};
	*state = &profile;
	return 0;
}

static int teardown(void **state)
{
	selinux_advice_done(&advice);
	profile_done(*state);
	return 0;
}

static void what_the_default_allows_sets_nothing(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", CONTENT, "file", "read");
	ask(profile, BIT(NET_BIND_SERVICE));
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_string_equal(advice.chosen->type, "container_t");
	assert_null(advice.type);
	assert_null(advice.level);
}

static void a_refused_access_takes_the_farther_type(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", SECRET, "file", "read");
	add_access(profile, "@self", SECRET, "file", "open");
	ask(profile, CAPSET_NONE);
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_string_equal(advice.type, "spc_t");
	assert_string_equal(advice.level, "s0");
	assert_int_equal(advice.candidates[0].lack_count, 1);
	assert_int_equal(advice.candidates[0].lacks[0].permissions.count, 2);
	assert_int_equal(advice.candidates[1].lack_count, 0);
}

static void set_unneeded(struct profile *profile, size_t index,
			 const char *permission)
{
	const char *own = profile_intern(profile, permission);
	const struct string_list list = {&own, 1, 1};

	profile_access_set_unneeded(profile, index, &list);
}

static void what_was_found_to_be_unneeded_does_not_choose(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", SECRET, "file", "read");
	add_access(profile, "@self", SECRET, "dir", "search");
	ask(profile, 0);
	assert_string_equal(advice.type, "spc_t");
	set_unneeded(profile, 0, "read");
	ask(profile, 0);
	assert_string_equal(advice.type, "spc_t");
	set_unneeded(profile, 1, "search");
	ask(profile, 0);
	assert_null(advice.type);
	assert_int_equal(advice.noise, 0);
}

static void the_launchers_stdio_does_not_choose(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", ADMIN, "fd", "use");
	add_access(profile, "@self", ADMIN, "fifo_file", "write");
	add_access(profile, "@self", ADMIN, "unix_stream_socket", "read");
	add_access(profile, "@self", ADMIN, "process", "sigchld");
	add_access(profile, "@self", SECRET, "file", "entrypoint");
	add_access(profile, "@self", "unconfined_u:object_r:user_devpts_t:s0",
		   "chr_file", "ioctl");
	ask(profile, CAPSET_NONE);
	assert_string_equal(advice.chosen->type, "container_t");
	assert_int_equal(advice.noise, 6);
}

static void killing_an_administrators_process_does_choose(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", ADMIN, "process", "sigchld");
	add_access(profile, "@self", ADMIN, "process", "sigkill");
	ask(profile, CAPSET_NONE);
	assert_string_equal(advice.type, "spc_t");
	assert_int_equal(advice.candidates[0].lacks[0].permissions.count, 1);
	assert_string_equal(advice.candidates[0].lacks[0].permissions.items[0],
			    "sigkill");
}

static void what_another_domain_asks_does_not_choose(void **state)
{
	struct profile *profile = *state;

	add_access(profile, ADMIN, SECRET, "file", "read");
	ask(profile, CAPSET_NONE);
	assert_string_equal(advice.chosen->type, "container_t");
}

static void a_capability_that_a_boolean_lifts_keeps_the_type(void **state)
{
	policy.all_caps = SELINUX_BOOLEAN_OFF;
	ask(*state, BIT(CHOWN) | BIT(SYSLOG));
	assert_string_equal(advice.chosen->type, "container_t");
	assert_int_equal(advice.chosen->flip_count, 1);
	assert_string_equal(advice.chosen->flips[0].name,
			    "container_use_host_all_caps");
	assert_int_equal(advice.chosen->refused, BIT(CHOWN) | BIT(SYSLOG));
	policy.all_caps = SELINUX_BOOLEAN_ON;
	ask(*state, BIT(CHOWN) | BIT(SYSLOG));
	assert_int_equal(advice.chosen->flip_count, 0);
	assert_int_equal(advice.chosen->refused, CAPSET_NONE);
}

static void a_capability_that_no_boolean_lifts_takes_the_farther(void **state)
{
	policy.all_caps = SELINUX_BOOLEAN_OFF;
	ask(*state, BIT(SYS_MODULE));
	assert_string_equal(advice.type, "spc_t");
	assert_int_equal(advice.candidates[0].flip_count, 0);
	policy.all_caps = SELINUX_BOOLEAN_ABSENT;
	ask(*state, BIT(CHOWN));
	assert_string_equal(advice.type, "spc_t");
}

static void where_none_fits_the_nearest_is_named_so(void **state)
{
	struct profile *profile = *state;

	policy.refuses_all_to_spc = true;
	add_access(profile, "@self", SECRET, "file", "read");
	add_access(profile, "@self", CONTENT, "file", "read");
	ask(profile, CAPSET_NONE);
	assert_int_equal(advice.state, SELINUX_NEAREST);
	assert_string_equal(advice.chosen->type, "container_t");
}

static void marks_become_the_candidates_own(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", CONTENT, "file", "read");
	ask(profile, CAPSET_NONE);
	assert_string_equal(policy.last_target, "system_u:object_r:"
						"container_file_t:"
						"s0:c1022,c1023");
}

static void what_the_policy_does_not_know_is_counted(void **state)
{
	struct profile *profile = *state;

	add_access(profile, "@self", "system_u:object_r:absent_t:s0", "file",
		   "read");
	ask(profile, CAPSET_NONE);
	assert_int_equal(advice.unknown, 1);
	assert_string_equal(advice.chosen->type, "container_t");
}

static void a_policy_without_the_types_gives_no_answer(void **state)
{
	policy.has_no_types = true;
	ask(*state, BIT(CHOWN));
	assert_int_equal(advice.state, SELINUX_NO_TYPES);
	assert_null(advice.chosen);
	assert_null(advice.type);
}

static void without_a_policy_nothing_is_invented(void **state)
{
	const struct selinux_advice_options none = {0};

	assert_int_equal(
		selinux_advice_make(&advice, *state, BIT(CHOWN), &none, NULL),
		STATUS_OK);
	assert_int_equal(advice.state, SELINUX_NOT_ASKED);
	assert_null(advice.chosen);
	assert_null(advice.type);
}

static void what_was_not_recorded_is_no_answer(void **state)
{
	struct profile *profile = *state;

	profile->environment.selinux_type = NULL;
	ask(profile, CAPSET_NONE);
	assert_int_equal(advice.state, SELINUX_NOT_RECORDED);
	assert_null(advice.type);
}

static void hostile_contexts_are_only_strings(void **state)
{
	static const char *const targets[] = {
		"", ":", "::", ":::", "a:b", "unconfined_t", "@level"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(targets); i++) {
		const struct access access = {.source = "@self",
					      .target = targets[i],
					      .class = "fifo_file"};

		assert_null(selinux_noise_reason(&access, "read"));
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_the_default_allows_sets_nothing),
		TEST(a_refused_access_takes_the_farther_type),
		TEST(what_was_found_to_be_unneeded_does_not_choose),
		TEST(the_launchers_stdio_does_not_choose),
		TEST(killing_an_administrators_process_does_choose),
		TEST(what_another_domain_asks_does_not_choose),
		TEST(a_capability_that_a_boolean_lifts_keeps_the_type),
		TEST(a_capability_that_no_boolean_lifts_takes_the_farther),
		TEST(where_none_fits_the_nearest_is_named_so),
		TEST(marks_become_the_candidates_own),
		TEST(what_the_policy_does_not_know_is_counted),
		TEST(a_policy_without_the_types_gives_no_answer),
		TEST(without_a_policy_nothing_is_invented),
		TEST(what_was_not_recorded_is_no_answer),
		TEST(hostile_contexts_are_only_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
