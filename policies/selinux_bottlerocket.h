/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_bottlerocket.h - Bottlerocket's policy, as far as it
 * concerns containers, in tables: it is small, the same on every node, and no
 * package carries it to where reports are made. Source:
 * bottlerocket-core-kit packages/selinux-policy (rules.cil, object.cil,
 * subject.cil, mcs.cil, files.cil, processes.cil), read in November 2026.
 */

#ifndef WHITTLE_POLICIES_SELINUX_BOTTLEROCKET_H
#define WHITTLE_POLICIES_SELINUX_BOTTLEROCKET_H

#include "policies/selinux_asker.h"

/* Has no booleans, cannot suppose, and knows no rules as text. */
extern const struct selinux_asker selinux_bottlerocket;

#endif
