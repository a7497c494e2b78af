/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/merge_vote.h - what each run's profile judged of a capability, and
 * what stands when they disagree.
 *
 * Of one run, the later knowledge stands: proven and unneeded come from a
 * verification of that very evidence and overrule the rest; what was healed
 * overrules unneeded, since it did not work without. Between runs the
 * cautious one stands: proven, needed, one-of, opportunistic, runtime,
 * unneeded; what was not needed in one run may be in another.
 */

#ifndef WHITTLE_PROFILE_MERGE_VOTE_H
#define WHITTLE_PROFILE_MERGE_VOTE_H

#include "profile/capset.h"
#include "profile/profile.h"

struct vote {
	enum verdict verdict;
	capset_t instead; /* none for VERDICT_NEEDED */
	bool is_healed;	  /* as in struct capability_need */
};

/* A needed has no alternatives; a one-of without any is needed. */
struct vote vote_make(enum verdict verdict, capset_t instead);

/* The same, but healed, where the verdict can be. */
struct vote vote_healed(struct vote vote);

/* Of two judgements of one run. Both joins are associative, commutative and
   idempotent. */
struct vote vote_of_run(struct vote a, struct vote b);

/* Of the judgements of two runs. */
struct vote vote_between_runs(struct vote a, struct vote b);

/* A total order: the most cautious first. */
int vote_compare(struct vote a, struct vote b);

#endif
