/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/pod_security.h"

static int setup(void **state)
{
	static struct profile profile;

	profile_init(&profile);
	profile.subject.user = profile_intern(&profile, "1000");
	*state = &profile;
	return 0;
}

static int teardown(void **state)
{
	profile_done(*state);
	return 0;
}

/* All that restricted asks for. */
static const struct pod_settings strict = {
	.is_recorded = true,
	.has_seccomp = true,
	.no_new_privileges = true,
};

/* The level, and the controls that keep from others. */
static void assert_pod(const struct profile *profile,
		       struct pod_settings settings, enum pod_level level,
		       const char *controls)
{
	struct pod_security pod;
	char found[256] = "";

	assert_int_equal(pod_security_make(&pod, profile, &settings, NULL),
			 STATUS_OK);
	for (size_t i = 0; i < pod.count; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found),
			 "%s%s%s", i ? " " : "", pod.obstacles[i].control,
			 pod.obstacles[i].is_unknown ? "?" : "");
	assert_string_equal(found, controls);
	assert_int_equal(pod.level, level);
	pod_security_done(&pod);
}

static void who_needs_nothing_is_restricted(void **state)
{
	struct pod_settings settings = strict;

	assert_pod(*state, settings, POD_RESTRICTED, "");
	settings.capabilities = BIT(NET_BIND_SERVICE);
	assert_pod(*state, settings, POD_RESTRICTED, "");
	settings.selinux_type = "container_engine_t";
	assert_pod(*state, settings, POD_RESTRICTED, "");
}

static void a_default_capability_is_baseline(void **state)
{
	struct pod_settings settings = strict;

	settings.capabilities = BIT(CHOWN) | BIT(NET_BIND_SERVICE);
	assert_pod(*state, settings, POD_BASELINE, "capabilities");
}

static void apparmor_off_is_privileged(void **state)
{
	struct pod_settings settings = strict;

	settings.no_apparmor = "it mounts";
	assert_pod(*state, settings, POD_PRIVILEGED, "appArmorProfile");
}

/* Docker grants NET_RAW; baseline does not take it. */
static void any_other_capability_is_privileged(void **state)
{
	struct pod_settings settings = strict;

	settings.capabilities = BIT(NET_RAW);
	assert_pod(*state, settings, POD_PRIVILEGED, "capabilities");
	settings.capabilities = BIT(SYS_ADMIN) | BIT(CHOWN);
	assert_pod(*state, settings, POD_PRIVILEGED,
		   "capabilities capabilities");
	settings.capabilities = capset_of(61);
	assert_pod(*state, settings, POD_PRIVILEGED, "capabilities");
}

static void a_type_of_no_container_is_privileged(void **state)
{
	struct pod_settings settings = strict;

	settings.selinux_type = "spc_t";
	assert_pod(*state, settings, POD_PRIVILEGED, "seLinuxOptions");
}

static void who_ran_as_root_is_not_restricted(void **state)
{
	struct profile *profile = *state;

	profile->subject.user = profile_intern(profile, "0:5");
	assert_pod(profile, strict, POD_BASELINE, "runAsNonRoot");
	profile->subject.user = profile_intern(profile, "root");
	assert_pod(profile, strict, POD_BASELINE, "runAsNonRoot");
	profile->subject.user = profile_intern(profile, "rootless");
	assert_pod(profile, strict, POD_RESTRICTED, "");
	/* It may have become root by a set-user-id program. */
	add_need(profile, CAP_NET_BIND_SERVICE, VERDICT_NEEDED, CAPSET_NONE,
		 "needed: asked as uid 0 gid 0");
	assert_pod(profile, strict, POD_BASELINE, "runAsNonRoot");
}

static void the_runtimes_root_is_not_the_workloads(void **state)
{
	struct profile *profile = *state;
	const struct evidence evidence = {
		.phase = PHASE_RUNTIME,
		.reason = "runtime: asked as uid 0 gid 0",
	};

	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_RUNTIME, CAPSET_NONE, &evidence);
	assert_pod(profile, strict, POD_RESTRICTED, "");
}

/* A level is what evidence shows, not what nothing speaks against. */
static void what_is_not_known_keeps_from_restricted(void **state)
{
	struct profile *profile = *state;
	struct pod_settings settings = strict;

	settings.no_new_privileges = settings.has_seccomp = false;
	assert_pod(profile, settings, POD_BASELINE,
		   "allowPrivilegeEscalation? seccompProfile?");
	profile->subject.user = NULL;
	assert_pod(profile, strict, POD_BASELINE, "runAsNonRoot?");
}

static void without_records_there_is_no_level(void **state)
{
	struct pod_settings settings = strict;
	struct pod_security pod;

	settings.is_recorded = false;
	assert_int_equal(pod_security_make(&pod, *state, &settings, NULL),
			 STATUS_OK);
	assert_false(pod.is_known);
	pod_security_done(&pod);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_needs_nothing_is_restricted),
		TEST(a_default_capability_is_baseline),
		TEST(any_other_capability_is_privileged),
		TEST(apparmor_off_is_privileged),
		TEST(a_type_of_no_container_is_privileged),
		TEST(who_ran_as_root_is_not_restricted),
		TEST(the_runtimes_root_is_not_the_workloads),
		TEST(what_is_not_known_keeps_from_restricted),
		TEST(without_records_there_is_no_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
