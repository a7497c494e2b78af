/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/capability_delegate.h"

#include <string.h>

#include "policies/syscall_fallback.h"

static bool is_notified(const struct seccomp_advice *seccomp, const char *name)
{
	for (size_t g = 0; name && g < seccomp->group_count; g++) {
		const struct seccomp_group *group = &seccomp->groups[g];

		if (group->reason != SECCOMP_REASON_NOTIFY)
			continue;
		for (size_t i = 0; i < group->count; i++)
			if (strcmp(group->names[i], name) == 0)
				return true;
	}
	return false;
}

/* Asked in a call of the agent's, or in one that is refused for it. */
static bool is_agents(const struct seccomp_advice *seccomp, const char *name)
{
	const struct syscall_fallback *row =
		name ? syscall_fallback_of(name) : NULL;

	return is_notified(seccomp, name) ||
	       (row && is_notified(seccomp, row->instead));
}

/* Evidence that does not say in which call it was asked is no agent's. */
static bool is_all_notified(const struct capability_need *need,
			    const struct seccomp_advice *seccomp)
{
	for (size_t i = 0; i < need->evidence_count; i++)
		if (!is_agents(seccomp, need->evidence[i].syscall))
			return false;
	return need->evidence_count > 0;
}

static bool is_granted_for(const struct capability_item *item,
			   unsigned int capability)
{
	return (item->decision == CAPABILITY_GRANT ||
		item->decision == CAPABILITY_REPLACED) &&
	       item->granted == capability;
}

/* Does nobody but the agent need CAPABILITY? */
static bool is_delegated(const struct capability_advice *capabilities,
			 const struct seccomp_advice *seccomp,
			 unsigned int capability)
{
	for (size_t i = 0; i < capabilities->count; i++)
		if (is_granted_for(&capabilities->items[i], capability) &&
		    !is_all_notified(capabilities->items[i].need, seccomp))
			return false;
	return true;
}

void capability_delegate(struct capability_advice *capabilities,
			 const struct seccomp_advice *seccomp)
{
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(capabilities->minimal, c) ||
		    !is_delegated(capabilities, seccomp, c))
			continue;
		capabilities->minimal &= ~((capset_t)1 << c);
		for (size_t i = 0; i < capabilities->count; i++)
			if (is_granted_for(&capabilities->items[i], c))
				capabilities->items[i].decision =
					CAPABILITY_DELEGATED;
	}
	capabilities->to_add =
		capabilities->minimal & ~capabilities->base->capabilities;
	capabilities->to_drop =
		capabilities->base->capabilities & ~capabilities->minimal;
}
