/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/why_selinux.h - what to say beside an SELinux answer. */

#ifndef WHITTLE_REPORTERS_WHY_SELINUX_H
#define WHITTLE_REPORTERS_WHY_SELINUX_H

#include "policies/advice.h"

/*
 * Call TAKE with each line: why there is no answer, what has to be done
 * besides, and what the nearer type lacks where a farther one is chosen. WHAT
 * is the format's word for the answer ("seLinuxOptions").
 */
void why_selinux_visit(const struct advice *advice, const char *what,
		       void (*take)(void *data, const char *line), void *data);

/*
 * "system_u:system_r:container_t:s0": the chosen type in full, for who draws
 * no level of its own. Adds nothing where no type is chosen.
 */
void why_selinux_add_context(struct text *text,
			     const struct selinux_advice *selinux);

#endif
