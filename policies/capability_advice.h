/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/capability_advice.h - the minimal set of capabilities. */

#ifndef WHITTLE_POLICIES_CAPABILITY_ADVICE_H
#define WHITTLE_POLICIES_CAPABILITY_ADVICE_H

#include <stddef.h>

#include "policies/engine_defaults.h"
#include "profile/profile.h"

enum capability_decision {
	CAPABILITY_GRANT,    /* in the minimal set for its own sake */
	CAPABILITY_REPLACED, /* one-of: another member is in the set */
	CAPABILITY_LEAVE,    /* opportunistic, runtime's, unneeded */
	CAPABILITY_OWN,	     /* in the workload's own user namespace */
};

/* What becomes of one entry of the profile. */
struct capability_item {
	const struct capability_need *need; /* borrowed from the profile */
	enum capability_decision decision;
	unsigned int granted; /* GRANT: itself; REPLACED: what stands in */
	/* LEAVE, opportunistic: what is lost without it, or NULL. */
	const char *without;
};

struct capability_advice {
	capset_t minimal; /* to add after dropping all */
	const struct engine_default *base;
	capset_t to_add;	       /* minimal, not in the base's default */
	capset_t to_drop;	       /* in the base's default, not minimal */
	struct capability_item *items; /* in the profile's order */
	size_t count;
};

/*
 * Fill *ADVICE from PROFILE, compared with BASE. Fails with STATUS_INTERNAL:
 * no memory.
 */
MUST_CHECK enum status capability_advice_make(struct capability_advice *advice,
					      const struct profile *profile,
					      const struct engine_default *base,
					      struct error *err);
void capability_advice_done(struct capability_advice *advice);

/*
 * The minimal set alone: all that is needed or proven, and of each one-of the
 * member of least risk, unless another member is in the set anyway. Only the
 * host's namespace counts.
 */
capset_t capability_minimal_set(const struct profile *profile);

#endif
