/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/merge_vote.h"

struct vote vote_make(enum verdict verdict, capset_t instead)
{
	if (verdict == VERDICT_ONE_OF && !instead)
		verdict = VERDICT_NEEDED;
	if (verdict == VERDICT_NEEDED)
		instead = CAPSET_NONE;
	return (struct vote){verdict, instead, false};
}

struct vote vote_healed(struct vote vote)
{
	vote.is_healed = verdict_can_be_healed(vote.verdict);
	return vote;
}

/* Of two that weigh the same, what would do for both. */
static struct vote heavier(struct vote a, struct vote b, int order)
{
	struct vote both = vote_make(a.verdict, a.instead & b.instead);

	if (order)
		return order > 0 ? a : b;
	return a.is_healed && b.is_healed ? vote_healed(both) : both;
}

/* A one-of becomes a needed where the members differ: nothing may stand
   between the two. */
static int weight_in_run(struct vote vote)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_PROVEN] = 9,	     [VERDICT_UNNEEDED] = 6,
		[VERDICT_NEEDED] = 5,	     [VERDICT_ONE_OF] = 4,
		[VERDICT_OPPORTUNISTIC] = 3, [VERDICT_RUNTIME] = 2,
		[VERDICT_OWN_NAMESPACE] = 1,
	};

	if (vote.is_healed)
		return vote.verdict == VERDICT_NEEDED ? 8 : 7;
	return weights[vote.verdict];
}

struct vote vote_of_run(struct vote a, struct vote b)
{
	return heavier(a, b, weight_in_run(a) - weight_in_run(b));
}

static const int cautious[VERDICT_COUNT] = {
	[VERDICT_PROVEN] = 7,	     [VERDICT_NEEDED] = 6,
	[VERDICT_ONE_OF] = 5,	     [VERDICT_OPPORTUNISTIC] = 4,
	[VERDICT_RUNTIME] = 3,	     [VERDICT_UNNEEDED] = 2,
	[VERDICT_OWN_NAMESPACE] = 1,
};

struct vote vote_between_runs(struct vote a, struct vote b)
{
	return heavier(a, b, cautious[a.verdict] - cautious[b.verdict]);
}

int vote_compare(struct vote a, struct vote b)
{
	int order = cautious[b.verdict] - cautious[a.verdict];

	if (!order)
		order = (a.instead > b.instead) - (a.instead < b.instead);
	return order ? order : b.is_healed - a.is_healed;
}
