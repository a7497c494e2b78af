/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/explain_profile.h - of an explanation: what the profile says. */

#ifndef WHITTLE_REPORTERS_EXPLAIN_PROFILE_H
#define WHITTLE_REPORTERS_EXPLAIN_PROFILE_H

#include "policies/explain.h"
#include "profile/text.h"
#include "reporters/page.h"

/* The verdict, what was decided, all evidence, the ways that fit it. */
void explain_profile_write(struct page *page,
			   const struct explanation *explanation);

/* What becomes of ITEM: "granted; ...", "left out: goes on without ...". */
void explain_add_decision(struct text *text,
			  const struct capability_item *item);

/* Whether the allowlist has the call that is explained, and why. */
void explain_add_allowlist(struct text *text,
			   const struct explanation *explanation);

#endif
