/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/merge_vote.h"

struct vote vote_make(enum verdict verdict, capset_t instead)
{
	if (verdict == VERDICT_ONE_OF && !instead)
		verdict = VERDICT_NEEDED;
	if (verdict == VERDICT_NEEDED)
		instead = CAPSET_NONE;
	return (struct vote){verdict, instead};
}

/* Of two that are the same, what would do for both. */
static struct vote heavier(struct vote a, struct vote b,
			   const int weights[VERDICT_COUNT])
{
	int order = weights[a.verdict] - weights[b.verdict];

	if (order)
		return order > 0 ? a : b;
	return vote_make(a.verdict, a.instead & b.instead);
}

struct vote vote_of_run(struct vote a, struct vote b)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_PROVEN] = 7,	     [VERDICT_UNNEEDED] = 6,
		[VERDICT_NEEDED] = 5,	     [VERDICT_ONE_OF] = 4,
		[VERDICT_OPPORTUNISTIC] = 3, [VERDICT_RUNTIME] = 2,
		[VERDICT_OWN_NAMESPACE] = 1,
	};

	return heavier(a, b, weights);
}

static const int cautious[VERDICT_COUNT] = {
	[VERDICT_PROVEN] = 7,	     [VERDICT_NEEDED] = 6,
	[VERDICT_ONE_OF] = 5,	     [VERDICT_OPPORTUNISTIC] = 4,
	[VERDICT_RUNTIME] = 3,	     [VERDICT_UNNEEDED] = 2,
	[VERDICT_OWN_NAMESPACE] = 1,
};

struct vote vote_between_runs(struct vote a, struct vote b)
{
	return heavier(a, b, cautious);
}

int vote_compare(struct vote a, struct vote b)
{
	int order = cautious[b.verdict] - cautious[a.verdict];

	return order ? order
		     : (a.instead > b.instead) - (a.instead < b.instead);
}
