/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/syscall_names.h"

#include <seccomp.h>
#include <stdio.h>
#include <string.h>

#include "profile/text.h"

/* Names are cached by number; a number past this is asked for each time. */
#define CACHED_SYSCALLS 1024

static const struct arch_row {
	uint32_t arch;
	const char *name;     /* libseccomp's */
	const char *oci_name; /* runtime-spec's */
	uint32_t number_base; /* added to every number */
} arch_rows[] = {
	{ARCH_X86_64, "x86_64", "SCMP_ARCH_X86_64", 0},
	{ARCH_X86, "x86", "SCMP_ARCH_X86", 0},
	{ARCH_X32, "x32", "SCMP_ARCH_X32", X32_SYSCALL_BIT},
	{ARCH_AARCH64, "aarch64", "SCMP_ARCH_AARCH64", 0},
	{ARCH_ARM, "arm", "SCMP_ARCH_ARM", 0},
	{SCMP_ARCH_RISCV64, "riscv64", "SCMP_ARCH_RISCV64", 0},
	{SCMP_ARCH_PPC64LE, "ppc64le", "SCMP_ARCH_PPC64LE", 0},
	{SCMP_ARCH_S390X, "s390x", "SCMP_ARCH_S390X", 0},
	{SCMP_ARCH_S390, "s390", "SCMP_ARCH_S390", 0},
};

static const char *name_cache[ARRAY_LENGTH(arch_rows)][CACHED_SYSCALLS];
static bool is_asked[ARRAY_LENGTH(arch_rows)][CACHED_SYSCALLS];

static const struct arch_row *arch_find(uint32_t arch)
{
	for (size_t i = 0; i < ARRAY_LENGTH(arch_rows); i++)
		if (arch_rows[i].arch == arch)
			return &arch_rows[i];
	return NULL;
}

void syscall_normalize(uint32_t *arch, uint32_t *number)
{
	if (*arch == ARCH_X86_64 && (*number & X32_SYSCALL_BIT) &&
	    *number != UINT32_MAX)
		*arch = ARCH_X32;
}

const char *arch_name(uint32_t arch)
{
	const struct arch_row *row = arch_find(arch);

	return row ? row->name : NULL;
}

const char *arch_oci_name(uint32_t arch)
{
	const struct arch_row *row = arch_find(arch);

	return row ? row->oci_name : NULL;
}

bool arch_from_name(const char *name, uint32_t *ret)
{
	for (size_t i = 0; i < ARRAY_LENGTH(arch_rows); i++) {
		if (strcmp(arch_rows[i].name, name) == 0) {
			*ret = arch_rows[i].arch;
			return true;
		}
	}
	return false;
}

uint32_t arch_native(void)
{
	return seccomp_arch_native();
}

/*
 * seccomp_syscall_resolve_num_arch() gives heap memory; the few that are not
 * cached are kept by the caller's profile, so the copy here may live on.
 */
static const char *syscall_ask(uint32_t arch, uint32_t number)
{
	if (number > INT32_MAX)
		return NULL;
	return seccomp_syscall_resolve_num_arch(arch, (int)number);
}

const char *syscall_name(uint32_t arch, uint32_t number)
{
	const struct arch_row *row = arch_find(arch);
	uint32_t slot;
	size_t index;

	if (!row || number < row->number_base)
		return NULL;
	slot = number - row->number_base;
	index = (size_t)(row - arch_rows);
	/* No architecture here has a name past the cache but ARM's private
	   calls, which libseccomp does not name either. */
	if (slot >= CACHED_SYSCALLS)
		return NULL;
	if (!is_asked[index][slot]) {
		name_cache[index][slot] = syscall_ask(arch, number);
		is_asked[index][slot] = true;
	}
	return name_cache[index][slot];
}

bool syscall_number(uint32_t arch, const char *name, uint32_t *ret)
{
	int number = seccomp_syscall_resolve_name_arch(arch, name);

	/* Negative: no such call, or one of the library's own
	   pseudo-syscalls. */
	if (number < 0)
		return false;
	*ret = (uint32_t)number;
	return true;
}

const char *libseccomp_version(void)
{
	static char text[32];
	const struct scmp_version *version = seccomp_version();

	if (!version)
		return "unknown";
	snprintf(text, sizeof(text), "%u.%u.%u", version->major,
		 version->minor, version->micro);
	return text;
}

unsigned int libseccomp_api_level(void)
{
	return seccomp_api_get();
}
