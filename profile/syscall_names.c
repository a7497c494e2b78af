/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/syscall_names.h"

#include <seccomp.h>
#include <stdio.h>
#include <string.h>

#include "profile/text.h"

/* Names are cached by number. */
#define CACHED_SYSCALLS 1024

/*
 * ARM's private calls, which every program with threads makes (set_tls), lie
 * far behind the others. Source: arch/arm/include/uapi/asm/unistd.h.
 */
#define ARM_PRIVATE_BASE  0x0f0000u
#define ARM_PRIVATE_CALLS 16

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

#define CACHE_SLOTS (CACHED_SYSCALLS + ARM_PRIVATE_CALLS)

static const char *name_cache[ARRAY_LENGTH(arch_rows)][CACHE_SLOTS];
static bool is_asked[ARRAY_LENGTH(arch_rows)][CACHE_SLOTS];

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

uint32_t arch_at(size_t index)
{
	return index < ARRAY_LENGTH(arch_rows) ? arch_rows[index].arch : 0;
}

uint32_t arch_native(void)
{
	return seccomp_arch_native();
}

/* Where the name of NUMBER is kept; CACHE_SLOTS: it can have none. */
static uint32_t slot_of(const struct arch_row *row, uint32_t number)
{
	uint32_t slot = number - row->number_base;
	uint32_t private_call = number - ARM_PRIVATE_BASE;

	if (number >= row->number_base && slot < CACHED_SYSCALLS)
		return slot;
	if (row->arch == ARCH_ARM && number >= ARM_PRIVATE_BASE &&
	    private_call < ARM_PRIVATE_CALLS)
		return CACHED_SYSCALLS + private_call;
	return CACHE_SLOTS;
}

const char *syscall_name(uint32_t arch, uint32_t number)
{
	const struct arch_row *row = arch_find(arch);
	uint32_t slot;
	size_t index;

	if (!row || (slot = slot_of(row, number)) == CACHE_SLOTS)
		return NULL;
	index = (size_t)(row - arch_rows);
	/* Heap memory, kept as long as the program. */
	if (!is_asked[index][slot]) {
		name_cache[index][slot] =
			seccomp_syscall_resolve_num_arch(arch, (int)number);
		is_asked[index][slot] = true;
	}
	return name_cache[index][slot];
}

bool syscall_number(uint32_t arch, const char *name, uint32_t *ret)
{
	const struct arch_row *row = arch_find(arch);
	int number = seccomp_syscall_resolve_name_arch(arch, name);

	if (number >= 0) {
		*ret = (uint32_t)number;
		return true;
	}
	if (!row || number == __NR_SCMP_ERROR)
		return false;
	/* The library's own number: no such call here, or one that socketcall
	   or ipc can make too ("socket" on x86). */
	for (uint32_t i = row->number_base;
	     i < row->number_base + CACHED_SYSCALLS; i++) {
		if (is_same_string(syscall_name(arch, i), name)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/*
 * The library's own numbers: below -100 calls of socketcall, below -200 of
 * ipc; far below, calls that the architecture lacks. Source: seccomp.h.in,
 * "pseudo syscall definitions".
 */
#define PSEUDO_FIRST -100
#define PSEUDO_LAST  -299

bool syscall_exists(uint32_t arch, const char *name)
{
	int number;
	uint32_t unused;

	if (!arch_find(arch))
		return false;
	number = seccomp_syscall_resolve_name_arch(arch, name);
	return number >= 0 ||
	       (number <= PSEUDO_FIRST && number >= PSEUDO_LAST) ||
	       (number != __NR_SCMP_ERROR &&
		syscall_number(arch, name, &unused));
}

bool syscall_is_known(const char *name)
{
	return seccomp_syscall_resolve_name(name) != __NR_SCMP_ERROR;
}

bool arch_from_oci_name(const char *name, uint32_t *ret)
{
	for (size_t i = 0; i < ARRAY_LENGTH(arch_rows); i++) {
		if (strcmp(arch_rows[i].oci_name, name) == 0) {
			*ret = arch_rows[i].arch;
			return true;
		}
	}
	return false;
}

const char *libseccomp_version(void)
{
	static char text[32];
	const struct scmp_version *version = seccomp_version();

	if (!version)
		return "unknown";
	snprintf(text, sizeof(text), "%u.%u.%u", version->major, version->minor,
		 version->micro);
	return text;
}

unsigned int libseccomp_api_level(void)
{
	return seccomp_api_get();
}
