/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/comparison_private.h - between the comparison_*.c files. */

#ifndef WHITTLE_POLICIES_COMPARISON_PRIVATE_H
#define WHITTLE_POLICIES_COMPARISON_PRIVATE_H

#include "policies/comparison.h"
#include "profile/text.h"

/* A new item, all zero but for its name (copied); NULL: no memory. */
struct comparison_item *comparison_add(struct comparison *comparison,
				       enum comparison_kind kind,
				       enum comparison_change change,
				       const char *name);

/* Its cause and the sentence for it. */
PRINTF(3, 4)
void comparison_blame(struct comparison_item *item, enum comparison_cause cause,
		      const char *format, ...);

PRINTF(2, 3)
void comparison_warn(struct comparison *comparison, const char *format, ...);

bool comparison_kernel_differs(const struct comparison *comparison);
bool comparison_arch_differs(const struct comparison *comparison);
bool comparison_runtime_differs(const struct comparison *comparison);
bool comparison_policy_differs(const struct comparison *comparison);

/* Each false when memory ran out. */
bool comparison_of_capabilities(struct comparison *comparison);
bool comparison_of_syscalls(struct comparison *comparison);
bool comparison_of_accesses(struct comparison *comparison);

#endif
