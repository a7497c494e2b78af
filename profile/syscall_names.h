/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/syscall_names.h - architectures and syscall names, from libseccomp.
 *
 * An architecture is held as the kernel's AUDIT_ARCH_* value, as the arch=
 * field of an audit record has it. x32 has no value of its own: a syscall of
 * AUDIT_ARCH_X86_64 with bit 0x40000000 belongs to it; here it is ARCH_X32.
 */

#ifndef WHITTLE_PROFILE_SYSCALL_NAMES_H
#define WHITTLE_PROFILE_SYSCALL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/error.h"

#define ARCH_X86_64	0xc000003eu
#define ARCH_X86	0x40000003u
#define ARCH_AARCH64	0xc00000b7u
#define ARCH_ARM	0x40000028u
#define ARCH_X32	0x4000003eu /* libseccomp's SCMP_ARCH_X32 */
#define X32_SYSCALL_BIT 0x40000000u

/*
 * Turn the pair of an audit record (ARCH, NUMBER) into the pair used here:
 * x32 becomes its own architecture, its numbers keep the bit.
 */
void syscall_normalize(uint32_t *arch, uint32_t *number);

/* libseccomp's name, "x86_64"; NULL when the library does not know ARCH. */
const char *arch_name(uint32_t arch);
/* "SCMP_ARCH_X86_64", for OCI profiles; NULL likewise. */
const char *arch_oci_name(uint32_t arch);
/* The value of libseccomp's name NAME ("x86_64"); false when unknown. */
MUST_CHECK bool arch_from_name(const char *name, uint32_t *ret);
/* Each architecture in turn, from 0 on; 0 behind the last. */
uint32_t arch_at(size_t index);
/* The architecture this program was built for. */
uint32_t arch_native(void);

/*
 * The name of syscall NUMBER on ARCH, NULL when the library knows none. The
 * result lives as long as the program.
 */
const char *syscall_name(uint32_t arch, uint32_t number);
/* The number of NAME on ARCH; false when ARCH has no such call. */
MUST_CHECK bool syscall_number(uint32_t arch, const char *name, uint32_t *ret);

/*
 * Can NAME be called on ARCH, also by way of socketcall or ipc ("accept" on
 * x86)? False for an architecture or a name that the library does not know.
 */
bool syscall_exists(uint32_t arch, const char *name);
/* Has some architecture NAME, as far as the library knows? */
bool syscall_is_known(const char *name);
/* The architecture of "SCMP_ARCH_X86"; false when unknown. */
MUST_CHECK bool arch_from_oci_name(const char *name, uint32_t *ret);

/* "2.5.4", the library in use. */
const char *libseccomp_version(void);
/* seccomp_api_get(): 3 and up can log. */
unsigned int libseccomp_api_level(void);

#endif
