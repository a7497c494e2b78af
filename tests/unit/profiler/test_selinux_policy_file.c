/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tiny_policy.h"

#include <linux/capability.h>
#include <time.h>

#include "policies/selinux_advice.h"
#include "profiler/selinux_policy_file.h"

#define SUBJECT	  "system_u:system_r:container_t:s0:c1,c2"
#define LOG_FILE  "system_u:object_r:var_log_t:s0"
#define NEIGHBOUR "system_u:system_r:container_t:s0:c5,c6"
#define BIT(c)	  ((capset_t)1 << (CAP_##c))

static struct selinux_policy *policy;
static const struct selinux_asker *asker;
static struct profile profile;
static struct selinux_advice advice;

static int setup(void **state)
{
	if (setup_folder(state) != 0)
		return -1;
	tiny_policy_write("policy", 0);
	profile_init(&profile);
	profile.environment.selinux_type = "whittle_t";
	profile.subject.name = "The Web/1";
	if (selinux_policy_open(&policy, "policy", NULL) != STATUS_OK)
		return -1;
	asker = selinux_policy_asker(policy);
	return 0;
}

static int teardown(void **state)
{
	selinux_advice_done(&advice);
	selinux_policy_free(policy);
	policy = NULL;
	profile_done(&profile);
	return teardown_folder(state);
}

static struct selinux_decision decide(const char *source, const char *target,
				      const char *class, const char *permission)
{
	return asker->decide(asker->data, source, target, class,
			     asker->permission(asker->data, class, permission));
}

static bool may(const char *source, const char *target, const char *class,
		const char *permission)
{
	return decide(source, target, class, permission).allowed &
	       asker->permission(asker->data, class, permission);
}

static void add(const char *target, const char *class, const char *permission,
		const char *path)
{
	const struct access access = {.source = "@self",
				      .target = target,
				      .class = class,
				      .path = path,
				      .outcome = "permissive",
				      .count = 1};

	profile_access_add(&profile, &access, permission);
}

static void advise(capset_t minimal)
{
	const struct selinux_advice_options options = {.asker = asker};

	assert_int_equal(
		selinux_advice_make(&advice, &profile, minimal, &options, NULL),
		STATUS_OK);
}

static void a_file_answers_like_a_policy(void **state)
{
	(void)state;
	assert_true(may(SUBJECT, SUBJECT, "capability", "chown"));
	assert_false(may(SUBJECT, LOG_FILE, "file", "read"));
	assert_false(
		decide(SUBJECT, "a:b:nosuch_t:s0", "file", "read").is_known);
	assert_int_equal(asker->permission(asker->data, "file", "nosuch"), 0);
	assert_int_equal(asker->permission(asker->data, "nosuch", "read"), 0);
	assert_true(asker->has_context(asker->data, SUBJECT));
	assert_false(asker->has_context(asker->data, "x"));
}

static void a_refusal_has_its_reason(void **state)
{
	(void)state;
	assert_int_equal(decide(SUBJECT, LOG_FILE, "file", "read").refusals,
			 SELINUX_BY_TYPE);
	assert_int_equal(
		decide(SUBJECT, NEIGHBOUR, "process", "signal").refusals,
		SELINUX_BY_CONSTRAINT);
	assert_int_equal(
		decide("system_u:system_r:spc_t:s0",
		       "unconfined_u:unconfined_r:unconfined_t:s0", "process",
		       "transition")
			.refusals,
		SELINUX_BY_ROLE);
	assert_true(decide(SUBJECT, "system_u:object_r:quiet_t:s0", "file",
			   "getattr")
			    .silent);
}

static void a_boolean_is_supposed_and_taken_back(void **state)
{
	(void)state;
	assert_int_equal(asker->boolean(asker->data, "container_use_raw"),
			 SELINUX_BOOLEAN_OFF);
	assert_int_equal(asker->boolean(asker->data, "nosuch"),
			 SELINUX_BOOLEAN_ABSENT);
	assert_false(may(SUBJECT, SUBJECT, "capability", "net_raw"));
	assert_true(asker->suppose(asker->data, "container_use_raw", true));
	assert_true(may(SUBJECT, SUBJECT, "capability", "net_raw"));
	assert_true(asker->suppose(asker->data, "container_use_raw", false));
	assert_false(may(SUBJECT, SUBJECT, "capability", "net_raw"));
	assert_int_equal(selinux_policy_set(policy, "nosuch", true, NULL),
			 STATUS_USAGE);
}

static void what_is_no_policy_is_refused(void **state)
{
	struct selinux_policy *other = NULL;
	struct error err = {0};

	(void)state;
	assert_int_equal(selinux_policy_open(&other, "nosuchfile", &err),
			 STATUS_MALFORMED);
	put_file("short", "x", 0644);
	assert_int_equal(selinux_policy_open(&other, "short", &err),
			 STATUS_MALFORMED);
	put_file("text", "(type a) and enough of it to have a header", 0644);
	assert_int_equal(selinux_policy_open(&other, "text", &err),
			 STATUS_MALFORMED);
	assert_null(other);
}

/* Byte 16 is the version. */
static void change_copy(const char *name, long offset, int byte)
{
	AUTO_FREE char *data = NULL;
	size_t length = 0;
	struct error err = {0};

	assert_int_equal(file_read("policy", 1 << 24, &data, &length, &err),
			 STATUS_OK);
	if (byte < 0)
		length /= 2;
	else
		data[offset] = (char)byte;
	assert_int_equal(file_write(name, data, length, 0644, &err), STATUS_OK);
}

static void a_policy_too_new_is_said_to_be_so(void **state)
{
	struct selinux_policy *other = NULL;
	struct error err = {0};

	(void)state;
	change_copy("new", 16, 120);
	assert_int_equal(selinux_policy_open(&other, "new", &err),
			 STATUS_UNSUPPORTED);
	assert_non_null(strstr(err.message, "version 120"));
	assert_non_null(strstr(err.hint, "libsepol"));
}

static void half_a_policy_is_refused(void **state)
{
	struct selinux_policy *other = NULL;
	struct error err = {0};

	(void)state;
	change_copy("half", 0, -1);
	assert_int_equal(selinux_policy_open(&other, "half", &err),
			 STATUS_MALFORMED);
}

static void the_narrowest_boolean_is_found_in_the_rules(void **state)
{
	(void)state;
	advise(BIT(CHOWN) | BIT(NET_RAW));
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_null(advice.type);
	assert_int_equal(advice.chosen->flip_count, 1);
	assert_string_equal(advice.chosen->flips[0].name, "container_use_raw");
	assert_true(advice.chosen->flips[0].is_on);
	assert_int_equal(asker->boolean(asker->data, "container_use_raw"),
			 SELINUX_BOOLEAN_OFF);
}

static void a_neighbour_is_reached_at_its_own_pair(void **state)
{
	(void)state;
	add(NEIGHBOUR, "process", "signal", NULL);
	advise(CAPSET_NONE);
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_null(advice.type);
	assert_string_equal(advice.level, "s0:c5,c6");
}

static void two_neighbours_need_every_category(void **state)
{
	(void)state;
	add(NEIGHBOUR, "process", "signal", NULL);
	add("system_u:system_r:container_t:s0:c7,c8", "process", "signal",
	    NULL);
	advise(CAPSET_NONE);
	assert_null(advice.type);
	assert_string_equal(advice.level, "s0:c0.c1023");
}

static void a_hostile_level_is_no_candidate(void **state)
{
	(void)state;
	add("system_u:system_r:container_t:s0:c5,c6 --privileged", "process",
	    "signal", NULL);
	add(LOG_FILE, "file", "read", NULL);
	advise(CAPSET_NONE);
	assert_int_equal(advice.unknown, 1);
	assert_string_equal(advice.type, "spc_t");
	assert_string_equal(advice.level, "s0");
}

static void a_volume_of_default_t_is_to_be_relabelled(void **state)
{
	(void)state;
	add("system_u:object_r:default_t:s0", "file", "read", "/data/a/x");
	add("system_u:object_r:default_t:s0", "file", "write", "/data/b");
	add("system_u:object_r:default_t:s0", "dir", "write", "/data");
	add("system_u:object_r:root_t:s0", "dir", "read", "/data/a");
	advise(CAPSET_NONE);
	assert_int_equal(advice.state, SELINUX_FITS);
	assert_null(advice.type);
	assert_true(advice.relabel.is_answer);
	assert_string_equal(advice.relabel.path, "/data");
	assert_null(advice.module.text);
}

static void a_side_path_chooses_no_type(void **state)
{
	(void)state;
	add("system_u:object_r:quiet_t:s0", "file", "getattr", "/q");
	advise(CAPSET_NONE);
	assert_int_equal(advice.side_paths, 1);
	assert_null(advice.type);
}

static void a_module_has_the_difference_and_no_more(void **state)
{
	const char *why;
	const char *type = "system_u:system_r:whittle_the_web_1_t:s0:c1,c2";

	(void)state;
	add(LOG_FILE, "file", "read", "/var/log/x");
	add(LOG_FILE, "file", "open", "/var/log/x");
	add(NEIGHBOUR, "process", "signal", NULL);
	advise(BIT(CHOWN) | BIT(NET_RAW));
	assert_string_equal(advice.type, "spc_t");
	assert_non_null(advice.module.text);
	assert_string_equal(advice.module.type, "whittle_the_web_1_t");
	assert_string_equal(advice.module.base, "container_t");
	assert_non_null(strstr(advice.module.text,
			       "(allow whittle_the_web_1_t var_log_t (file "
			       "(open read)))"));
	assert_null(strstr(advice.module.text, "sys_admin"));
	assert_true(asker->extend(asker->data, advice.module.text,
				  advice.module.base, &why));
	assert_true(may(type, LOG_FILE, "file", "read"));
	assert_true(may(type, type, "capability", "chown"));
	assert_true(may(type, type, "capability", "net_raw"));
	assert_false(may(type, LOG_FILE, "file", "write"));
	assert_false(may(type, type, "capability", "sys_admin"));
	assert_true(asker->extend(asker->data, NULL, NULL, &why));
	assert_false(asker->has_context(asker->data, type));
}

static void a_module_that_does_not_compile_says_why(void **state)
{
	const char *why = "";

	(void)state;
	assert_false(asker->extend(asker->data,
				   "(allow nosuch_t self (file "
				   "(read)))",
				   "container_t", &why));
	assert_true(*why != '\0');
	assert_true(may(SUBJECT, SUBJECT, "capability", "chown"));
}

static void launchers_are_asked_for_the_change(void **state)
{
	(void)state;
	advise(CAPSET_NONE);
	assert_int_equal(advice.launch_count, 1);
	assert_string_equal(advice.launches[0].launcher, "unconfined_t");
	assert_true(advice.launches[0].can_launch);
	assert_true(advice.launches[0].can_under_nnp);
	assert_false(advice.launches[0].can_from_nosuid);
}

#define LABELS 500

static int known_candidates(void)
{
	int count = 0;

	for (size_t i = 0; i < advice.candidate_count; i++)
		count += advice.candidates[i].is_known;
	return count;
}

/* The bench: 10,000 accesses to 500 labels, and 12 candidates. */
static void ten_thousand_accesses_take_a_moment(void **state)
{
	static const char *const types[] = {
		"domain_0_t", "domain_1_t", "domain_2_t", "domain_3_t",
		"domain_4_t", "domain_5_t", "domain_6_t", "domain_7_t",
		"domain_8_t", "domain_9_t", NULL};
	struct selinux_advice_options options = {.types = types};
	struct timespec begin, end;
	double seconds;

	(void)state;
	selinux_policy_free(policy);
	policy = NULL;
	tiny_policy_write("policy", LABELS);
	assert_int_equal(selinux_policy_open(&policy, "policy", NULL),
			 STATUS_OK);
	options.asker = selinux_policy_asker(policy);
	for (int i = 0; i < 10000; i++) {
		char target[64], path[64];

		snprintf(target, sizeof(target),
			 "system_u:object_r:other_%d_t:s0", i % LABELS);
		snprintf(path, sizeof(path), "/a/%d", i);
		add(target, i % 2 ? "file" : "dir", i % 3 ? "read" : "open",
		    profile_intern(&profile, path));
	}
	assert_int_equal(profile.access_count, 10000);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	assert_int_equal(selinux_advice_make(&advice, &profile, CAPSET_NONE,
					     &options, NULL),
			 STATUS_OK);
	clock_gettime(CLOCK_MONOTONIC, &end);
	seconds = (double)(end.tv_sec - begin.tv_sec) +
		  (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
	print_message("10,000 accesses, %zu candidates: %.3f s\n",
		      advice.candidate_count, seconds);
	assert_int_equal(known_candidates(), 12);
	assert_true(seconds < 120); /* under valgrind 17 */
}

#undef TEST
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_answers_like_a_policy),
		TEST(a_refusal_has_its_reason),
		TEST(a_boolean_is_supposed_and_taken_back),
		TEST(what_is_no_policy_is_refused),
		TEST(a_policy_too_new_is_said_to_be_so),
		TEST(half_a_policy_is_refused),
		TEST(the_narrowest_boolean_is_found_in_the_rules),
		TEST(a_neighbour_is_reached_at_its_own_pair),
		TEST(two_neighbours_need_every_category),
		TEST(a_hostile_level_is_no_candidate),
		TEST(a_volume_of_default_t_is_to_be_relabelled),
		TEST(a_side_path_chooses_no_type),
		TEST(a_module_has_the_difference_and_no_more),
		TEST(a_module_that_does_not_compile_says_why),
		TEST(launchers_are_asked_for_the_change),
		TEST(ten_thousand_accesses_take_a_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
