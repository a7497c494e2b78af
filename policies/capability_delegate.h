/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/capability_delegate.h - capabilities that need not be granted,
 * since a seccomp agent answers the calls that asked for them.
 */

#ifndef WHITTLE_POLICIES_CAPABILITY_DELEGATE_H
#define WHITTLE_POLICIES_CAPABILITY_DELEGATE_H

#include "policies/capability_advice.h"
#include "policies/seccomp_advice.h"

/*
 * Take out of CAPABILITIES' minimal set what was asked for in nothing but
 * calls that SECCOMP hands to an agent.
 */
void capability_delegate(struct capability_advice *capabilities,
			 const struct seccomp_advice *seccomp);

#endif
