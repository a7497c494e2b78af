/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/capability_table.h"
#include "policies/comparison_private.h"

bool comparison_is_granted(const struct capability_need *need)
{
	return need && need->ns == NAMESPACE_HOST &&
	       (need->verdict == VERDICT_NEEDED ||
		need->verdict == VERDICT_PROVEN ||
		need->verdict == VERDICT_ONE_OF);
}

static bool is_runtimes(const struct capability_need *need)
{
	return !need || need->verdict == VERDICT_RUNTIME;
}

/* The member of PROFILE that would do, or is asked, in CAPABILITY's place. */
static const struct capability_need *stand_in(const struct profile *profile,
					      unsigned int capability)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];
		const struct capability_row *of = capability_row(capability);
		const struct capability_row *own =
			capability_row(need->capability);

		if (!comparison_is_granted(need))
			continue;
		if ((of && capset_has(of->instead, need->capability)) ||
		    (own && capset_has(own->instead, capability)))
			return need;
	}
	return NULL;
}

/*
 * PERFMON, BPF and CHECKPOINT_RESTORE were taken out of SYS_ADMIN: an older
 * kernel asks for that where a newer one asks for them.
 */
static void find_cause(const struct comparison *comparison,
		       struct comparison_item *item, unsigned int capability)
{
	const struct profile *other = item->change == CHANGE_ADDED
					      ? comparison->old
					      : comparison->new;
	const struct capability_need *instead;

	if (is_runtimes(item->old_need) && is_runtimes(item->new_need)) {
		comparison_blame(item, CAUSE_ENVIRONMENT,
				 "only the container runtime asked for it");
		return;
	}
	if (item->change == CHANGE_VERDICT ||
	    !comparison_kernel_differs(comparison))
		return;
	instead = stand_in(other, capability);
	if (instead)
		comparison_blame(item, CAUSE_ENVIRONMENT,
				 "another kernel; where it was not asked for, "
				 "%s was, which does for it",
				 capability_name(instead->capability));
}

static bool add(struct comparison *comparison,
		const struct capability_need *old,
		const struct capability_need *new)
{
	const struct capability_need *known = new ? new : old;
	const struct capability_row *row = capability_row(known->capability);
	bool is_own = known->ns == NAMESPACE_USER;
	struct comparison_item *item =
		comparison_add(comparison, COMPARE_CAPABILITY,
			       !old   ? CHANGE_ADDED
			       : !new ? CHANGE_REMOVED
				      : CHANGE_VERDICT,
			       capability_name(known->capability));

	if (!item)
		return false;
	item->old_need = old;
	item->new_need = new;
	item->grants_more =
		comparison_is_granted(new) && !comparison_is_granted(old);
	item->risk = is_own ? CAPABILITY_RISK_MIN
			    : capability_risk(known->capability);
	item->opens = is_own ? "asked in a user namespace of its own"
		      : row  ? row->opens
			     : "newer than this program";
	if (asprintf(&item->what, "%s%s%s%s", is_own ? "own namespace, " : "",
		     old ? verdict_name(old->verdict) : "",
		     old && new ? " -> " : "",
		     new ? verdict_name(new->verdict) : "") < 0) {
		item->what = NULL;
		return false;
	}
	find_cause(comparison, item, known->capability);
	return true;
}

bool comparison_of_capabilities(struct comparison *comparison)
{
	const struct profile *old = comparison->old, *new = comparison->new;

	for (size_t i = 0; i < new->capability_count; i++) {
		const struct capability_need *need = &new->capabilities[i];
		const struct capability_need *before = profile_capability_find(
			old, need->capability, need->ns);

		if ((!before || before->verdict != need->verdict) &&
		    !add(comparison, before, need))
			return false;
	}
	for (size_t i = 0; i < old->capability_count; i++) {
		const struct capability_need *need = &old->capabilities[i];

		if (!profile_capability_find(new, need->capability, need->ns) &&
		    !add(comparison, need, NULL))
			return false;
	}
	return true;
}
