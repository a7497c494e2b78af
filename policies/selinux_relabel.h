/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_relabel.h - denials that no type should be chosen for: the
 * files of a volume have the label of where they lay, not a container's.
 */

#ifndef WHITTLE_POLICIES_SELINUX_RELABEL_H
#define WHITTLE_POLICIES_SELINUX_RELABEL_H

#include "policies/selinux_advice.h"

/*
 * Fill *RELABEL when all that CANDIDATE lacks is on files with such labels;
 * else its type stays NULL. False: no memory.
 */
MUST_CHECK bool selinux_relabel_find(struct selinux_relabel *relabel,
				     const struct selinux_candidate *candidate);

#endif
