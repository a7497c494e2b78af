/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/capability_advice.h"

#include <stdlib.h>

#include "policies/capability_table.h"
#include "policies/check_sites.h"

static bool is_one_of(const struct capability_need *need)
{
	return need->ns == NAMESPACE_HOST && need->verdict == VERDICT_ONE_OF;
}

static bool is_wanted(const struct capability_need *need)
{
	return need->ns == NAMESPACE_HOST && (need->verdict == VERDICT_NEEDED ||
					      need->verdict == VERDICT_PROVEN);
}

/* Any of these answers the check. */
static capset_t members(const struct capability_need *need)
{
	return capset_of(need->capability) | need->instead;
}

/* Every one-of has a member in SET. */
static bool covers_all(const struct profile *profile, capset_t set)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (is_one_of(need) && !(members(need) & set))
			return false;
	}
	return true;
}

capset_t capability_minimal_set(const struct profile *profile)
{
	capset_t wanted = CAPSET_NONE, set;

	for (size_t i = 0; i < profile->capability_count; i++)
		if (is_wanted(&profile->capabilities[i]))
			wanted |=
				capset_of(profile->capabilities[i].capability);
	set = wanted;
	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (is_one_of(need) && !(members(need) & set))
			set |= capset_of(capability_least_risk(members(need)));
	}
	/* A later choice can make an earlier one needless. */
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		capset_t without = set & ~capset_of(c);

		if (capset_has(set & ~wanted, c) &&
		    covers_all(profile, without))
			set = without;
	}
	return set;
}

/* What is lost: from the first evidence that a table row judged. */
static const char *lost_without(const struct capability_need *need)
{
	for (size_t i = 0; i < need->evidence_count; i++) {
		const struct check_site *site =
			check_site_of_reason(need->evidence[i].reason);

		if (site && site->without)
			return site->without;
	}
	return NULL;
}

static void decide(struct capability_item *item, capset_t minimal)
{
	const struct capability_need *need = item->need;

	item->granted = need->capability;
	if (need->ns != NAMESPACE_HOST) {
		item->decision = CAPABILITY_OWN;
	} else if (capset_has(minimal, need->capability)) {
		item->decision = CAPABILITY_GRANT;
	} else if (is_one_of(need)) {
		item->decision = CAPABILITY_REPLACED;
		item->granted = capability_least_risk(members(need) & minimal);
	} else {
		item->decision = CAPABILITY_LEAVE;
		if (need->verdict == VERDICT_OPPORTUNISTIC)
			item->without = lost_without(need);
	}
}

enum status capability_advice_make(struct capability_advice *advice,
				   const struct profile *profile,
				   const struct engine_default *base,
				   struct error *err)
{
	*advice = (struct capability_advice){.base = base};
	advice->minimal = capability_minimal_set(profile);
	advice->to_add = advice->minimal & ~base->capabilities;
	advice->to_drop = base->capabilities & ~advice->minimal;
	if (!profile->capability_count)
		return STATUS_OK;
	advice->items =
		calloc(profile->capability_count, sizeof(*advice->items));
	if (!advice->items)
		return error_no_memory(err);
	for (size_t i = 0; i < profile->capability_count; i++) {
		advice->items[i].need = &profile->capabilities[i];
		decide(&advice->items[i], advice->minimal);
	}
	advice->count = profile->capability_count;
	return STATUS_OK;
}

void capability_advice_done(struct capability_advice *advice)
{
	free(advice->items);
	*advice = (struct capability_advice){0};
}
