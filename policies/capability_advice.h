/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/capability_advice.h - the minimal set of capabilities. */

#ifndef WHITTLE_POLICIES_CAPABILITY_ADVICE_H
#define WHITTLE_POLICIES_CAPABILITY_ADVICE_H

#include <stddef.h>

#include "policies/engine_defaults.h"
#include "profile/profile.h"
#include "profile/text.h"

enum capability_decision {
	CAPABILITY_GRANT,     /* in the minimal set for its own sake */
	CAPABILITY_REPLACED,  /* one-of: another member is in the set */
	CAPABILITY_LEAVE,     /* opportunistic, runtime's, unneeded */
	CAPABILITY_OWN,	      /* in the workload's own user namespace */
	CAPABILITY_DELEGATED, /* a seccomp agent does it (--notify) */
};

/* Why a one-of got the member that it got. */
enum capability_choice {
	CHOICE_NONE,   /* no one-of */
	CHOICE_NEEDED, /* that member is needed anyway */
	CHOICE_SHARED, /* it answers another one-of too */
	CHOICE_RISK,   /* it is the member of least risk */
};

/* What becomes of one entry of the profile. */
struct capability_item {
	const struct capability_need *need; /* borrowed from the profile */
	enum capability_decision decision;
	unsigned int granted; /* GRANT: itself; REPLACED: what stands in */
	enum capability_choice choice;
	capset_t over; /* of a one-of: the members that are not granted */
	/* LEAVE, opportunistic: what is lost without it, on one line. */
	char *without;
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

/* An opportunistic entry that the minimal set leaves out is among them. */
bool capability_advice_leaves_out(const struct capability_advice *advice);

/* How to find out whether the workload insists on what is left out. */
extern const char capability_insist_hint[];

/*
 * Of a one-of, what was chosen over what and why: "DAC_OVERRIDE chosen over
 * DAC_READ_SEARCH: it is needed anyway". Adds nothing for other entries.
 */
void capability_choice_describe(struct text *text,
				const struct capability_item *item);

/*
 * The minimal set alone: all that is needed or proven, and of each one-of the
 * member of least risk, unless another member is in the set anyway. Only the
 * host's namespace counts.
 */
capset_t capability_minimal_set(const struct profile *profile);

#endif
