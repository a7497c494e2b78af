/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile knows, and the filter that is made of it. */
#include "support.h"

#include <jansson.h>

#include "profile/syscall_names.h"
#include "profiler/filter.h"
#include "profiler/known.h"

#define EVIDENCE (&(struct evidence){.comm = "x", .phase = PHASE_WORKLOAD})

static void add_need(struct profile *profile, unsigned int capability,
		     enum capability_namespace ns, enum verdict verdict)
{
	/* Without another one that would do, one-of is needed. */
	profile_capability_add(profile, capability, ns, verdict,
			       verdict == VERDICT_ONE_OF ? capset_of(21) : 0,
			       EVIDENCE);
}

static void add_call(struct profile *profile, uint32_t arch, uint32_t number,
		     enum phase phase)
{
	profile_syscall_add(profile, arch, number, phase, "x", 1);
}

static void only_what_no_check_can_change_is_known(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct known_items known CLEANUP(known_items_done) = {0};

	(void)state;
	profile_init(&profile);
	add_need(&profile, 0, NAMESPACE_HOST, VERDICT_NEEDED);
	add_need(&profile, 1, NAMESPACE_HOST, VERDICT_PROVEN);
	add_need(&profile, 2, NAMESPACE_HOST, VERDICT_ONE_OF);
	add_need(&profile, 3, NAMESPACE_HOST, VERDICT_OPPORTUNISTIC);
	add_need(&profile, 4, NAMESPACE_HOST, VERDICT_UNNEEDED);
	add_need(&profile, 5, NAMESPACE_HOST, VERDICT_RUNTIME);
	/* Its boolean is the host's as well. */
	add_need(&profile, 6, NAMESPACE_USER, VERDICT_OWN_NAMESPACE);
	assert_int_equal(known_items_of(&profile, &known, NULL), STATUS_OK);
	assert_true(known.capabilities == (capset_of(0) | capset_of(1)));
}

static void what_only_the_runtime_called_is_not_known(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct known_items known CLEANUP(known_items_done) = {0};

	(void)state;
	profile_init(&profile);
	add_call(&profile, ARCH_X86_64, 0, PHASE_RUNTIME); /* read */
	add_call(&profile, ARCH_X86_64, 1, PHASE_RUNTIME); /* write */
	add_call(&profile, ARCH_X86_64, 1, PHASE_WORKLOAD);
	add_call(&profile, ARCH_X86_64, 9999, PHASE_WORKLOAD); /* no name */
	assert_int_equal(known_items_of(&profile, &known, NULL), STATUS_OK);
	assert_int_equal(known.call_count, 1);
	assert_string_equal(known.calls[0].name, "write");
}

/* Another exercise may make it, and it must show then. */
static void what_an_exercise_did_without_is_not_known(void **state)
{
	struct profile profile AUTO_PROFILE = {0};
	struct known_items known CLEANUP(known_items_done) = {0};

	(void)state;
	profile_init(&profile);
	add_call(&profile, ARCH_X86_64, 0, PHASE_WORKLOAD); /* read */
	profile.syscalls[0].verdict = VERDICT_UNNEEDED;
	add_call(&profile, ARCH_X86_64, 1, PHASE_WORKLOAD); /* write */
	profile.syscalls[1].verdict = VERDICT_PROVEN;
	assert_int_equal(known_items_of(&profile, &known, NULL), STATUS_OK);
	assert_int_equal(known.call_count, 1);
	assert_string_equal(known.calls[0].name, "write");
}

static json_t *oci_of(const struct filter_plan *plan)
{
	struct text text AUTO_TEXT = {0};
	json_t *root;

	filter_add_oci_json(plan, &text);
	assert_false(text.failed);
	root = json_loads(text_string(&text), 0, NULL);
	assert_non_null(root);
	assert_string_equal(
		json_string_value(json_object_get(root, "defaultAction")),
		"SCMP_ACT_LOG");
	return root;
}

/* The names of all rules with ACTION, with a blank behind each. */
static void list_names(const json_t *root, const char *action,
		       struct text *names)
{
	size_t i, j;
	json_t *rule, *name;

	json_array_foreach (json_object_get(root, "syscalls"), i, rule) {
		if (strcmp(json_string_value(json_object_get(rule, "action")),
			   action) != 0)
			continue;
		json_array_foreach (json_object_get(rule, "names"), j, name)
			text_addf(names, "%s ", json_string_value(name));
	}
}

static void assert_rules(const struct filter_plan *plan, const char *allowed,
			 const char *refused)
{
	struct text allow AUTO_TEXT = {0}, refuse AUTO_TEXT = {0};
	json_t *root = oci_of(plan);

	list_names(root, "SCMP_ACT_ALLOW", &allow);
	list_names(root, "SCMP_ACT_ERRNO", &refuse);
	assert_string_equal(text_string(&allow), allowed);
	assert_string_equal(text_string(&refuse), refused);
	json_decref(root);
}

static void a_runtime_allows_what_is_known_and_logs_the_rest(void **state)
{
	uint32_t native = arch_native();
	uint32_t other = native == ARCH_X86_64 ? ARCH_X86 : ARCH_ARM;
	struct known_call calls[] = {
		{native, "read"}, {native, "clone3"}, {other, "write"}};
	struct known_items known = {.calls = calls, .call_count = 3};
	struct known_call only_clone[] = {{native, "clone3"}};
	struct known_items clone = {.calls = only_clone, .call_count = 1};

	(void)state;
	assert_rules(&(struct filter_plan){0}, "", "");
	assert_rules(&(struct filter_plan){.known = &known}, "read clone3 ",
		     "");
	assert_rules(&(struct filter_plan){.is_without_clone3 = true}, "",
		     "clone3 ");
	assert_rules(&(struct filter_plan){.is_without_clone3 = true,
					   .known = &known},
		     "read ", "clone3 ");
	assert_rules(&(struct filter_plan){.is_without_clone3 = true,
					   .known = &clone},
		     "", "clone3 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_no_check_can_change_is_known),
		cmocka_unit_test(what_only_the_runtime_called_is_not_known),
		cmocka_unit_test(what_an_exercise_did_without_is_not_known),
		cmocka_unit_test(
			a_runtime_allows_what_is_known_and_logs_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
