/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/judge.h - what one capability check means for the minimal set. */

#ifndef WHITTLE_POLICIES_JUDGE_H
#define WHITTLE_POLICIES_JUDGE_H

#include "profile/check.h"

/* What decides where no row of check_sites does. */
struct judge_rule {
	const char *id; /* begins the reason, as a row's does */
	const char *means;
};

/* Ends with a NULL id. */
extern const struct judge_rule judge_rules[];

/*
 * The verdict for CHECK: a check in a user namespace is the workload's own;
 * the first row of check_sites (policies/check_sites.h) that fits decides;
 * then what the capability's row (policies/capability_table.h) says would do
 * in its place; else it is needed. The reason begins with the id of the row or
 * rule that decided and a colon (policies/reason.h); for the DAC capabilities
 * it says which class of the file's mode refused, where that is proven. It
 * holds no pid, no clock and no pointer, only printable text, and lies in a
 * static buffer until the next call. A capability_judge.
 */
struct judgement policy_judge_capability(const struct capability_check *check);

#endif
