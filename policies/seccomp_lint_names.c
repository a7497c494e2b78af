/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that are none, and architectures that are left out. */
#include <stdio.h>
#include <string.h>

#include "policies/seccomp_lint_private.h"
#include "policies/syscall_family.h"
#include "policies/syscall_fallback.h"
#include "policies/syscall_risk.h"
#include "profile/syscall_names.h"

/*
 * Calls that a libseccomp in use may be too old for. Source: the kernel's
 * scripts/syscall.tbl up to Linux 6.17, arch/x86/entry/syscalls.
 */
static const char *const young[] = {
	"set_mempolicy_home_node",
	"cachestat",
	"fchmodat2",
	"map_shadow_stack",
	"futex_wake",
	"futex_wait",
	"futex_requeue",
	"statmount",
	"listmount",
	"lsm_get_self_attr",
	"lsm_set_self_attr",
	"lsm_list_modules",
	"mseal",
	"setxattrat",
	"getxattrat",
	"listxattrat",
	"removexattrat",
	"open_tree_attr",
	"file_getattr",
	"file_setattr",
	"uretprobe",
	"uprobe",
	"listns",
	"riscv_hwprobe",
};

static bool is_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(young); i++)
		if (strcmp(young[i], name) == 0)
			return true;
	return syscall_is_known(name) || syscall_family_of(name) ||
	       syscall_fallback_of(name) || syscall_risk_of(name);
}

/* Two names that a missing comma made one ("setsidaccept4")? */
static bool split(const char *name, char *first, size_t size)
{
	for (size_t length = 2; name[length] && length < size - 1; length++) {
		memcpy(first, name, length);
		first[length] = '\0';
		if (is_name(first) && is_name(name + length))
			return true;
	}
	return false;
}

static void judge_name(struct lint *lint, const char *name)
{
	char first[64];

	if (is_name(name))
		return;
	if (split(name, first, sizeof(first)))
		lint_add(lint, "unknown-name", printable(name),
			 "a comma is missing between the two names",
			 "no architecture has %s: it is %s and %s in one word, "
			 "so neither is meant by it",
			 printable(name), first, name + strlen(first));
	else
		lint_add(lint, "unknown-name", printable(name),
			 "see syscalls(2) for the names",
			 "no architecture has %s (libseccomp %s)",
			 printable(name), libseccomp_version());
}

/* What else of NAME's family ARCH has; false: it has nothing of it. */
static bool find_instead(uint32_t arch, const char *name,
			 const struct oci_seccomp *seccomp, bool *ret_has,
			 struct text *ret_names)
{
	const struct syscall_family *family = syscall_family_of(name);
	const char *position = family ? family->members : "";
	bool is_found = false;
	char word[64];

	while (syscall_family_next(&position, word, sizeof(word))) {
		if (!syscall_exists(arch, word))
			continue;
		is_found = true;
		if (lint_has(seccomp, word))
			*ret_has = true;
		text_addf(ret_names, "%s%s", ret_names->length ? " or " : "",
			  word);
	}
	return is_found;
}

static bool is_for(const struct oci_rule *rule, uint32_t arch)
{
	/* Docker's names of architectures ("amd64") are Go's. */
	return !rule->needs_arches.count && !rule->not_arches.count &&
	       arch_name(arch);
}

static void judge_on(struct lint *lint, const struct oci_seccomp *seccomp,
		     const struct oci_rule *rule, const char *name,
		     uint32_t arch)
{
	AUTO_TEXT struct text instead = {0};
	bool has_instead = false;

	if (!is_for(rule, arch) || syscall_exists(arch, name) ||
	    !syscall_is_known(name) ||
	    !find_instead(arch, name, seccomp, &has_instead, &instead) ||
	    has_instead)
		return;
	lint_add(lint, "missing-name", name,
		 "name both, where the profile is to serve both",
		 "%s has no %s; what is called there is %s, which the profile "
		 "does not name",
		 arch_name(arch), name, text_string(&instead));
}

/* Those named, and the 64-bit one that a filter of x86 or arm runs on. */
static size_t gather(const struct oci_seccomp *seccomp, uint32_t *arches,
		     size_t room)
{
	size_t count = 0;
	uint32_t arch;

	for (size_t i = 0; i < seccomp->architectures.count && count < room;
	     i++)
		if (arch_from_oci_name(seccomp->architectures.items[i], &arch))
			arches[count++] = arch;
	return count;
}

static bool has_earlier(const struct oci_seccomp *seccomp, size_t rule,
			size_t index)
{
	const char *name = seccomp->rules[rule].names.items[index];

	for (size_t i = 0; i < index; i++)
		if (strcmp(seccomp->rules[rule].names.items[i], name) == 0)
			return true;
	for (size_t r = 0; r < rule; r++)
		if (lint_words_have(&seccomp->rules[r].names, name))
			return true;
	return false;
}

void lint_names(struct lint *lint, const struct oci_seccomp *seccomp)
{
	uint32_t arches[32];
	size_t count = gather(seccomp, arches, ARRAY_LENGTH(arches));

	for (size_t r = 0; r < seccomp->rule_count; r++) {
		const struct oci_rule *rule = &seccomp->rules[r];

		for (size_t i = 0; i < rule->names.count; i++) {
			const char *name = rule->names.items[i];

			if (has_earlier(seccomp, r, i))
				continue;
			judge_name(lint, name);
			for (size_t a = 0; a < count; a++)
				judge_on(lint, seccomp, rule, name, arches[a]);
		}
	}
}

/* Kernels of the first run programs of the others as well. */
static const char *const companions[][3] = {
	{"SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"},
	{"SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM", NULL},
};

static void judge_companions(struct lint *lint,
			     const struct oci_words *architectures,
			     const char *const *row)
{
	bool has_one = false;

	for (size_t i = 0; i < 3 && row[i]; i++)
		has_one |= lint_words_have(architectures, row[i]);
	for (size_t i = 0; has_one && i < 3 && row[i]; i++)
		if (!lint_words_have(architectures, row[i]))
			lint_add(lint, "missing-architecture", NULL,
				 "name the architectures that run on one "
				 "kernel together",
				 "architectures lack %s: %s", row[i],
				 i ? "such a program is killed at its first "
				     "call"
				   : "the kernel that runs the others is of "
				     "it");
}

void lint_architectures(struct lint *lint, const struct oci_seccomp *seccomp)
{
	if (!seccomp->architectures.count) {
		lint_add(lint, "missing-architecture", NULL,
			 "add SCMP_ARCH_X86_64, SCMP_ARCH_X86 and "
			 "SCMP_ARCH_X32; SCMP_ARCH_AARCH64 and SCMP_ARCH_ARM",
			 "no architectures: 32-bit programs are killed at "
			 "their first call");
		return;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(companions); i++)
		judge_companions(lint, &seccomp->architectures, companions[i]);
}
