/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <stdlib.h>

#include "policies/syscall_family.h"
#include "policies/syscall_risk.h"
#include "profile/syscall_names.h"

static bool exists(const char *name)
{
	static const char *const arches[] = {"x86_64", "x86",	  "aarch64",
					     "arm",    "ppc64le", "riscv64"};
	uint32_t arch, number;

	for (size_t i = 0; i < ARRAY_LENGTH(arches); i++)
		if (arch_from_name(arches[i], &arch) &&
		    syscall_number(arch, name, &number))
			return true;
	return false;
}

/* Younger than the libraries that this builds with. */
static bool is_young(const char *name)
{
	static const char *const names[] = {"open_tree_attr", "futex_wait",
					    "futex_wake", "futex_requeue",
					    "fchmodat2"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void every_name_of_a_family_is_a_call(void **state)
{
	(void)state;
	for (const struct syscall_family *row = syscall_families; row->id;
	     row++) {
		const char *position = row->members;
		char word[64];

		assert_non_null(row->why);
		while (syscall_family_next(&position, word, sizeof(word)))
			if (!is_young(word) && !exists(word))
				fail_msg("%s: no call %s", row->id, word);
		assert_int_equal(*position, '\0');
	}
}

static void no_call_is_of_two_families(void **state)
{
	(void)state;
	for (const struct syscall_family *row = syscall_families; row->id;
	     row++) {
		const char *position = row->members;
		char word[64];

		while (syscall_family_next(&position, word, sizeof(word)))
			if (syscall_family_of(word) != row)
				fail_msg("%s is in %s too", word, row->id);
	}
	assert_null(syscall_family_of("mount"));
	assert_null(syscall_family_of("ope"));
	assert_null(syscall_family_of(""));
}

/* Of the calls that arm64 has not, those that no other call does for. */
static bool has_no_equal(const char *name)
{
	static const char *const names[] = {
		"_sysctl",	   "afs_syscall",    "create_module",
		"get_kernel_syms", "getpmsg",	     "get_thread_area",
		"ioperm",	   "iopl",	     "lookup_dcookie",
		"modify_ldt",	   "nfsservctl",     "putpmsg",
		"query_module",	   "security",	     "sysfs",
		"tuxcall",	   "uselib",	     "ustat",
		"vserver",	   "epoll_ctl_old",  "arch_prctl",
		"set_thread_area", "uretprobe",	     "map_shadow_stack",
		"uprobe",	   "epoll_wait_old",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool has_member_on(const struct syscall_family *family, uint32_t arch)
{
	const char *position = family->members;
	char word[64];
	uint32_t number;

	while (syscall_family_next(&position, word, sizeof(word)))
		if (syscall_number(arch, word, &number))
			return true;
	return false;
}

static void what_x86_64_alone_has_arm64_has_another_for(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 600; i++) {
		const char *name = syscall_name(ARCH_X86_64, i);
		const struct syscall_family *family;
		uint32_t number;

		if (!name || syscall_number(ARCH_AARCH64, name, &number) ||
		    has_no_equal(name))
			continue;
		family = syscall_family_of(name);
		if (!family || !has_member_on(family, ARCH_AARCH64))
			fail_msg("a program that calls %s has no other call "
				 "on arm64",
				 name);
	}
}

static void risks_are_on_the_scale_and_stand_once(void **state)
{
	(void)state;
	for (const struct syscall_risk *row = syscall_risks; row->name; row++) {
		assert_in_range(row->risk, SYSCALL_RISK_MIN + 1,
				SYSCALL_RISK_MAX);
		assert_non_null(row->opens);
		if (syscall_risk_of(row->name) != row)
			fail_msg("%s stands twice", row->name);
		if (!is_young(row->name) && !exists(row->name))
			fail_msg("no call %s", row->name);
	}
	assert_null(syscall_risk_of("read"));
	assert_int_equal(syscall_risk_level("read"), SYSCALL_RISK_MIN);
	assert_int_equal(syscall_risk_level("bpf"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_of_a_family_is_a_call),
		cmocka_unit_test(no_call_is_of_two_families),
		cmocka_unit_test(what_x86_64_alone_has_arm64_has_another_for),
		cmocka_unit_test(risks_are_on_the_scale_and_stand_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
