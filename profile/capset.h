/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/capset.h - a set of Linux capabilities, by number (0 to 63).
 * Source: capabilities(7), include/uapi/linux/capability.h.
 */

#ifndef WHITTLE_PROFILE_CAPSET_H
#define WHITTLE_PROFILE_CAPSET_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/error.h"

#define CAPABILITY_MAX 63 /* the kernel's own limit: two words of 32 */

/* Bit N is capability N. */
typedef uint64_t capset_t;

#define CAPSET_NONE ((capset_t)0)

static inline capset_t capset_of(unsigned int capability)
{
	return (capset_t)1 << (capability & 63);
}

static inline bool capset_has(capset_t set, unsigned int capability)
{
	return (set >> (capability & 63)) & 1;
}

/*
 * Parse one capability NAME ("CAP_SYSLOG", "syslog" or "cap_41") into *RET.
 * Written on success only. Fails with STATUS_MALFORMED: no such name.
 */
MUST_CHECK enum status capability_from_name(const char *name, unsigned int *ret,
					    struct error *err);

/*
 * "CAP_SYS_ADMIN"; for a number newer than the library "CAP_41". The result
 * lives as long as the program. CAPABILITY at most CAPABILITY_MAX.
 */
const char *capability_name(unsigned int capability);

/* The same without "CAP_", as Kubernetes and Docker write it. */
const char *capability_short_name(unsigned int capability);

/* The highest capability that has a name here; a kernel may be newer. */
unsigned int capability_last(void);

#endif
