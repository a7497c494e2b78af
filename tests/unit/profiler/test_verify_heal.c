/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a workload lacked goes into its profile. */
#include "support.h"

#include "profile/syscall_names.h"
#include "profiler/verify_heal.h"

#define CHOWN	     0
#define NET_RAW	     13
#define SYS_RESOURCE 24
#define EVIDENCE                                                               \
	(&(struct evidence){                                                   \
		.comm = "x", .syscall = "read", .phase = PHASE_WORKLOAD})

static const struct invocation quiet = {.is_quiet = true};

static char told[256]; /* the last hint */

void say_hint(const struct invocation *invocation, const char *format, ...)
{
	va_list args;

	(void)invocation;
	va_start(args, format);
	vsnprintf(told, sizeof(told), format, args);
	va_end(args);
}

void say_detail(const struct invocation *invocation, const char *format, ...)
{
	(void)invocation;
	(void)format;
}

/* What PROFILE grants, without SELinux. */
static struct verify_grant *grant_of(const struct profile *profile)
{
	static const struct verify_target target = {
		.launch = &launch_program,
		.is_without_selinux = true,
	};
	static const struct seccomp_options seccomp = {.is_exact = true};
	struct verify_grant *grant = NULL;

	assert_int_equal(
		verify_grant_make(&grant, profile, &target, &seccomp, NULL),
		STATUS_OK);
	return grant;
}

static void add(struct profile *profile, unsigned int capability,
		enum verdict verdict)
{
	profile_capability_add(profile, capability, NAMESPACE_HOST, verdict,
			       CAPSET_NONE, EVIDENCE);
}

static const struct capability_need *find(const struct profile *profile,
					  unsigned int capability)
{
	return profile_capability_find(profile, capability, NAMESPACE_HOST);
}

static size_t heal(struct profile *profile, const struct profile *recorded,
		   struct verify_insisted *insisted)
{
	struct verify_grant *grant AUTO_VERIFY_GRANT = grant_of(profile);

	*insisted = (struct verify_insisted){0};
	return verify_heal_recorded(profile, recorded, grant, &quiet, insisted);
}

static bool grants(const struct profile *profile, unsigned int capability)
{
	struct verify_grant *grant AUTO_VERIFY_GRANT = grant_of(profile);

	return capset_has(verify_grant_enforcement(grant)->capabilities,
			  capability);
}

static void an_unneeded_capability_is_needed_again(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct profile recorded AUTO_PROFILE = {0};
	struct verify_insisted insisted;

	(void)state;
	profile_init(&profile);
	profile_init(&recorded);
	add(&profile, CHOWN, VERDICT_UNNEEDED);
	add(&profile, NET_RAW, VERDICT_UNNEEDED);
	add(&profile, SYS_RESOURCE, VERDICT_OPPORTUNISTIC);
	add(&recorded, CHOWN, VERDICT_NEEDED);
	add(&recorded, SYS_RESOURCE, VERDICT_OPPORTUNISTIC);
	assert_false(grants(&profile, CHOWN));
	assert_int_equal(heal(&profile, &recorded, &insisted), 1);
	assert_int_equal(find(&profile, CHOWN)->verdict, VERDICT_NEEDED);
	assert_true(find(&profile, CHOWN)->is_healed);
	assert_true(grants(&profile, CHOWN));
	assert_int_equal(find(&profile, NET_RAW)->verdict, VERDICT_UNNEEDED);
	/* Something else was lacking. */
	assert_int_equal(find(&profile, SYS_RESOURCE)->verdict,
			 VERDICT_OPPORTUNISTIC);
	assert_true(!insisted.opportunistic && !insisted.unneeded);
}

static void what_it_insists_on_is_no_longer_opportunistic(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct profile recorded AUTO_PROFILE = {0};
	struct verify_insisted insisted;

	(void)state;
	profile_init(&profile);
	profile_init(&recorded);
	add(&profile, NET_RAW, VERDICT_UNNEEDED);
	add(&profile, SYS_RESOURCE, VERDICT_OPPORTUNISTIC);
	add(&recorded, NET_RAW, VERDICT_OPPORTUNISTIC);
	add(&recorded, SYS_RESOURCE, VERDICT_OPPORTUNISTIC);
	assert_int_equal(heal(&profile, &recorded, &insisted), 2);
	assert_true(grants(&profile, NET_RAW));
	assert_true(grants(&profile, SYS_RESOURCE));
	assert_true(find(&profile, SYS_RESOURCE)->is_healed);
	/* It knows them now. */
	assert_int_equal(
		heal(&profile, &recorded, &(struct verify_insisted){0}), 0);
	/* And if it does not work with them either: */
	verify_heal_withdraw(&profile, &insisted);
	assert_int_equal(find(&profile, NET_RAW)->verdict, VERDICT_UNNEEDED);
	assert_int_equal(find(&profile, SYS_RESOURCE)->verdict,
			 VERDICT_OPPORTUNISTIC);
	assert_false(find(&profile, SYS_RESOURCE)->is_healed);
}

static void without_healing_it_is_only_told(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct profile recorded AUTO_PROFILE = {0};
	struct verify_grant *grant AUTO_VERIFY_GRANT = NULL;
	struct verify_insisted insisted = {0};

	(void)state;
	profile_init(&profile);
	profile_init(&recorded);
	add(&recorded, SYS_RESOURCE, VERDICT_OPPORTUNISTIC);
	grant = grant_of(&profile);
	assert_int_equal(
		verify_heal_recorded(NULL, &recorded, grant, &quiet, &insisted),
		1);
	assert_true(!insisted.opportunistic);
	assert_string_equal(told, "lacks CAP_SYS_RESOURCE: x: read, which "
				  "programs mostly go on without");
}

/* Of a run that went well a denial is evidence, no reason to grant it. */
static void a_denial_takes_back_only_where_it_does_not_work(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct verify_trial trial AUTO_VERIFY_TRIAL = {.works = true};
	struct verify_grant *grant AUTO_VERIFY_GRANT = NULL;

	(void)state;
	profile_init(&profile);
	profile_init(&trial.denied);
	add(&profile, CHOWN, VERDICT_UNNEEDED);
	profile_syscall_add(&profile, ARCH_X86_64, 0, PHASE_WORKLOAD, "x", 1);
	profile.syscalls[0].verdict = VERDICT_UNNEEDED;
	add(&trial.denied, CHOWN, VERDICT_NEEDED);
	profile_syscall_add(&trial.denied, ARCH_X86_64, 0, PHASE_WORKLOAD, "x",
			    1);
	grant = grant_of(&profile);
	assert_int_equal(verify_heal_denied(&profile, &trial, grant), 0);
	assert_int_equal(find(&profile, CHOWN)->verdict, VERDICT_UNNEEDED);
	trial.works = false;
	assert_int_equal(verify_heal_denied(&profile, &trial, grant), 2);
	assert_int_equal(find(&profile, CHOWN)->verdict, VERDICT_NEEDED);
	assert_true(find(&profile, CHOWN)->is_healed);
	assert_int_equal(profile.syscalls[0].verdict, VERDICT_NEEDED);
	assert_true(profile.syscalls[0].is_healed);
	assert_int_equal(verify_heal_denied(&profile, &trial, grant), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unneeded_capability_is_needed_again),
		cmocka_unit_test(what_it_insists_on_is_no_longer_opportunistic),
		cmocka_unit_test(without_healing_it_is_only_told),
		cmocka_unit_test(
			a_denial_takes_back_only_where_it_does_not_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
