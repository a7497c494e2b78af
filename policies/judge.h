/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/judge.h - what one capability check means for the minimal set. */

#ifndef WHITTLE_POLICIES_JUDGE_H
#define WHITTLE_POLICIES_JUDGE_H

#include "profile/check.h"

/*
 * The verdict for CHECK: a check in a user namespace is the workload's own;
 * the first row of check_sites (policies/check_sites.h) that fits decides;
 * then what the capability's row (policies/capability_table.h) says would do
 * in its place; else it is needed. The reason begins with the row's id and a
 * colon where a row of check_sites decided. It holds no pid, no clock and no
 * pointer, only printable text, and lies in a static buffer until the next
 * call. A capability_judge.
 */
struct judgement policy_judge_capability(const struct capability_check *check);

#endif
