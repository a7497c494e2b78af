/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/capability_advice.h"

#include <stdlib.h>
#include <string.h>

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

/* What is needed for its own sake. */
static capset_t wanted_set(const struct profile *profile)
{
	capset_t wanted = CAPSET_NONE;

	for (size_t i = 0; i < profile->capability_count; i++)
		if (is_wanted(&profile->capabilities[i]))
			wanted |=
				capset_of(profile->capabilities[i].capability);
	return wanted;
}

/* SET without what is neither WANTED nor the only answer to a one-of; of
   several the riskiest goes first. */
static capset_t without_needless(const struct profile *profile, capset_t set,
				 capset_t wanted)
{
	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--) {
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
			capset_t without = set & ~capset_of(c);

			if (capset_has(set & ~wanted, c) &&
			    capability_risk(c) == risk &&
			    covers_all(profile, without))
				set = without;
		}
	}
	return set;
}

capset_t capability_minimal_set(const struct profile *profile)
{
	capset_t wanted = wanted_set(profile), set = wanted;

	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (is_one_of(need) && !(members(need) & set))
			set |= capset_of(capability_least_risk(members(need)));
	}
	/* A later choice can make an earlier one needless. */
	return without_needless(profile, set, wanted);
}

const char capability_insist_hint[] =
	"to find out whether it insists on what it goes without: run it with "
	"exactly this list; what insists fails then";

/* What is lost, from each row of check_sites that judged, once each. */
static char *lost_without(const struct capability_need *need)
{
	const struct check_site *last = NULL;
	struct text lost = {0};

	for (size_t i = 0; i < need->evidence_count; i++) {
		const struct check_site *site =
			check_site_of_reason(need->evidence[i].reason);

		if (!site || !site->without || site == last ||
		    strstr(text_string(&lost), site->without))
			continue;
		text_addf(&lost, "%s%s", lost.length ? "; " : "",
			  site->without);
		last = site;
	}
	if (!lost.length)
		text_add(&lost, "this version does not know the row that "
				"judged it");
	return text_take(&lost);
}

/* Why MINIMAL holds the member that answers this one-of. */
static void choose(struct capability_item *item, capset_t minimal,
		   capset_t wanted)
{
	capset_t all = members(item->need);

	if (capset_has(minimal, item->need->capability))
		item->granted = item->need->capability;
	else
		item->granted = capability_least_risk(all & minimal);
	item->over = all & ~minimal;
	if (capset_has(wanted, item->granted))
		item->choice = CHOICE_NEEDED;
	else if (item->granted == capability_least_risk(all))
		item->choice = CHOICE_RISK;
	else
		item->choice = CHOICE_SHARED;
}

static void decide(struct capability_item *item, capset_t minimal,
		   capset_t wanted)
{
	const struct capability_need *need = item->need;

	item->granted = need->capability;
	if (is_one_of(need))
		choose(item, minimal, wanted);
	if (need->ns != NAMESPACE_HOST) {
		item->decision = CAPABILITY_OWN;
	} else if (capset_has(minimal, need->capability)) {
		item->decision = CAPABILITY_GRANT;
	} else if (is_one_of(need)) {
		item->decision = CAPABILITY_REPLACED;
	} else {
		item->decision = CAPABILITY_LEAVE;
		if (need->verdict == VERDICT_OPPORTUNISTIC)
			item->without = lost_without(need);
	}
}

static void add_names(struct text *text, capset_t set)
{
	const char *blank = "";

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(set, c))
			continue;
		text_addf(text, "%s%s", blank, capability_short_name(c));
		blank = " ";
	}
}

void capability_choice_describe(struct text *text,
				const struct capability_item *item)
{
	static const char *const why[] = {
		[CHOICE_NEEDED] = "it is needed anyway",
		[CHOICE_SHARED] = "it answers another one-of too",
		[CHOICE_RISK] = "it has the least risk of them",
	};

	if (item->choice == CHOICE_NONE)
		return;
	text_addf(text, "%s chosen", capability_short_name(item->granted));
	if (item->over) {
		text_add(text, " over ");
		add_names(text, item->over);
	}
	text_addf(text, ": %s", why[item->choice]);
}

bool capability_advice_leaves_out(const struct capability_advice *advice)
{
	for (size_t i = 0; i < advice->count; i++)
		if (advice->items[i].without)
			return true;
	return false;
}

enum status capability_advice_make(struct capability_advice *advice,
				   const struct profile *profile,
				   const struct engine_default *base,
				   struct error *err)
{
	capset_t wanted = wanted_set(profile);
	bool failed = false;

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
		decide(&advice->items[i], advice->minimal, wanted);
		if (advice->items[i].need->verdict == VERDICT_OPPORTUNISTIC &&
		    advice->items[i].decision == CAPABILITY_LEAVE &&
		    !advice->items[i].without)
			failed = true;
	}
	advice->count = profile->capability_count;
	return failed ? error_no_memory(err) : STATUS_OK;
}

void capability_advice_done(struct capability_advice *advice)
{
	for (size_t i = 0; i < advice->count; i++)
		free(advice->items[i].without);
	free(advice->items);
	*advice = (struct capability_advice){0};
}
