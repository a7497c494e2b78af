/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_noise.h - accesses that say how a run was launched, not
 * what the workload needs. They must not choose its type.
 */

#ifndef WHITTLE_POLICIES_SELINUX_NOISE_H
#define WHITTLE_POLICIES_SELINUX_NOISE_H

#include "profile/profile.h"

/*
 * Why PERMISSION of ACCESS is noise (a text that lives as long as the
 * program), or NULL when it is the workload's own.
 */
const char *selinux_noise_reason(const struct access *access,
				 const char *permission);

#endif
