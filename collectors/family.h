/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/family.h - a process and all that it started, as far as ppid= of
 * SYSCALL records tells. A process of which no such record is in the log, and
 * one whose parent ended before, is not found.
 */

#ifndef WHITTLE_COLLECTORS_FAMILY_H
#define WHITTLE_COLLECTORS_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/error.h"

#define FAMILY_LINKS_MAX (1u << 20) /* parents and children that are kept */

/* All zero is empty and ready. */
struct family {
	struct family_link {
		uint64_t parent, child; /* both 0: free */
	} * links;
	size_t count, capacity; /* capacity: a power of two, or 0 */
	uint64_t lost; /* past FAMILY_LINKS_MAX, or for want of memory */
};

void family_done(struct family *family);

void family_add(struct family *family, uint64_t parent, uint64_t child);

/*
 * ANCESTOR and its descendants, sorted, into *RET (free with free()) and
 * *RET_COUNT.
 */
MUST_CHECK enum status family_of(const struct family *family, uint64_t ancestor,
				 uint64_t **ret, size_t *ret_count,
				 struct error *err);

#endif
