/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/confinement.h"

static struct profile profile;

static int setup(void **state)
{
	const struct access read = {.source = "@self",
				    .target = "u:r:container_file_t:@level",
				    .class = "file",
				    .path = "/etc/x",
				    .comm = "x",
				    .outcome = "permissive",
				    .phase = PHASE_START};

	(void)state;
	profile_init(&profile);
	profile.subject.engine = profile_intern(&profile, "podman");
	profile_access_add(&profile, &read, "read");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	profile_done(&profile);
	return 0;
}

static struct confinement make(capset_t minimal)
{
	struct confinement confinement;

	assert_int_equal(
		confinement_make(&confinement, &profile, minimal, true, NULL),
		STATUS_OK);
	return confinement;
}

static void add_change(const char *target, const char *class,
		       const char *permission, const char *path,
		       enum phase phase)
{
	const struct access access = {.source = "@self",
				      .target = target,
				      .class = class,
				      .path = path,
				      .comm = "x",
				      .outcome = "permissive",
				      .phase = phase};

	profile_access_add(&profile, &access, permission);
}

static enum fact_state root_state(void)
{
	struct confinement confinement = make(0);
	enum fact_state state = confinement.read_only_root.state;

	confinement_done(&confinement);
	return state;
}

/* ---- the root file system ------------------------------------------------ */

static void who_only_reads_may_have_a_read_only_root(void **state)
{
	(void)state;
	assert_int_equal(root_state(), FACT_HOLDS);
}

static void each_kind_of_change_needs_a_writable_root(void **state)
{
	static const struct {
		const char *class, *permission;
	} rows[] = {{"file", "append"},	    {"file", "write"},
		    {"dir", "add_name"},    {"dir", "setattr"},
		    {"lnk_file", "create"}, {"sock_file", "unlink"}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		add_change("u:r:container_file_t:@level", rows[i].class,
			   rows[i].permission, "/var/x", PHASE_EXERCISE);
		assert_int_equal(root_state(), FACT_FAILS);
		teardown(state);
		setup(state);
	}
}

static void the_kernels_files_are_not_of_the_root(void **state)
{
	(void)state;
	add_change("u:r:proc_t:s0", "file", "write", "/proc/self/comm",
		   PHASE_START);
	add_change("u:r:container_file_t:@level", "file", "create",
		   "/dev/shm/x", PHASE_START);
	add_change("u:r:container_file_t:@level", "fifo_file", "write", NULL,
		   PHASE_START);
	add_change("u:r:container_file_t:@level", "file", "write", "/etc/hosts",
		   PHASE_RUNTIME);
	assert_int_equal(root_state(), FACT_HOLDS);
}

/* A change without a path may be anywhere. */
static void an_unknown_place_counts_as_the_root(void **state)
{
	(void)state;
	add_change("u:r:container_file_t:@level", "file", "write", NULL,
		   PHASE_START);
	assert_int_equal(root_state(), FACT_FAILS);
}

static void a_check_of_a_changing_call_counts_too(void **state)
{
	const struct evidence evidence = {.comm = "x",
					  .syscall = "chown",
					  .path = "/var/x",
					  .phase = PHASE_START,
					  .reason = "needed: asked"};

	(void)state;
	profile_capability_add(&profile, CAP_CHOWN, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &evidence);
	assert_int_equal(root_state(), FACT_FAILS);
}

static void without_all_accesses_nothing_is_shown(void **state)
{
	(void)state;
	profile.is_complete = false;
	assert_int_equal(root_state(), FACT_NOT_SHOWN);
	profile.is_complete = true;
	profile.subject.engine = profile_intern(&profile, "program");
	assert_int_equal(root_state(), FACT_NOT_SHOWN);
}

/* ---- the user ------------------------------------------------------------ */

static void a_user_is_not_root_when_nothing_says_so(void **state)
{
	struct confinement confinement = make(0);

	(void)state;
	assert_int_equal(confinement.non_root.state, FACT_NOT_SHOWN);
	confinement_done(&confinement);
	profile.subject.user = profile_intern(&profile, "1000:2000");
	confinement = make(0);
	assert_int_equal(confinement.non_root.state, FACT_HOLDS);
	assert_true(confinement.has_uid && confinement.uid == 1000);
	assert_true(confinement.has_gid && confinement.gid == 2000);
	confinement_done(&confinement);
	profile.subject.user = profile_intern(&profile, "web");
	confinement = make(0);
	assert_int_equal(confinement.non_root.state, FACT_HOLDS);
	assert_false(confinement.has_uid || confinement.has_gid);
	confinement_done(&confinement);
}

static void who_acted_as_root_is_root(void **state)
{
	const struct evidence evidence = {.comm = "x",
					  .syscall = "setuid",
					  .phase = PHASE_START,
					  .reason = "needed: asked as uid 0"};
	struct confinement confinement;

	(void)state;
	profile.subject.user = profile_intern(&profile, "1000");
	profile_capability_add(&profile, CAP_SETUID, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &evidence);
	confinement = make(BIT(SETUID));
	assert_int_equal(confinement.non_root.state, FACT_FAILS);
	confinement_done(&confinement);
}

/* ---- AppArmor and user namespaces ---------------------------------------- */

static void who_mounts_is_refused_by_the_default_apparmor_profile(void **state)
{
	struct evidence evidence = {.comm = "x",
				    .syscall = "setdomainname",
				    .phase = PHASE_START,
				    .reason = "needed: asked"};
	struct confinement confinement;

	(void)state;
	profile_capability_add(&profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &evidence);
	confinement = make(BIT(SYS_ADMIN));
	assert_int_equal(confinement.default_apparmor.state, FACT_NOT_SHOWN);
	confinement_done(&confinement);
	evidence.syscall = "mount";
	profile_capability_add(&profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, 0, &evidence);
	confinement = make(BIT(SYS_ADMIN));
	assert_int_equal(confinement.default_apparmor.state, FACT_FAILS);
	confinement_done(&confinement);
}

static void some_capabilities_count_on_the_host_only(void **state)
{
	static const struct {
		capset_t minimal;
		enum fact_state state;
	} rows[] = {{0, FACT_HOLDS},
		    {BIT(CHOWN) | BIT(SETUID), FACT_HOLDS},
		    {BIT(CHOWN) | BIT(SYS_ADMIN), FACT_NOT_SHOWN},
		    {BIT(SYS_ADMIN) | BIT(SYS_TIME), FACT_FAILS},
		    {(capset_t)1 << 61, FACT_NOT_SHOWN}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct confinement confinement = make(rows[i].minimal);

		assert_int_equal(confinement.own_users.state, rows[i].state);
		confinement_done(&confinement);
	}
}

int main(void)
{
#define WITH_PROFILE(test)                                                     \
	cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH_PROFILE(who_only_reads_may_have_a_read_only_root),
		WITH_PROFILE(each_kind_of_change_needs_a_writable_root),
		WITH_PROFILE(the_kernels_files_are_not_of_the_root),
		WITH_PROFILE(an_unknown_place_counts_as_the_root),
		WITH_PROFILE(a_check_of_a_changing_call_counts_too),
		WITH_PROFILE(without_all_accesses_nothing_is_shown),
		WITH_PROFILE(a_user_is_not_root_when_nothing_says_so),
		WITH_PROFILE(who_acted_as_root_is_root),
		WITH_PROFILE(
			who_mounts_is_refused_by_the_default_apparmor_profile),
		WITH_PROFILE(some_capabilities_count_on_the_host_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
