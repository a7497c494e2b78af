/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_flip.h - booleans that would let a candidate do what it
 * lacks, found by asking again with each one turned over.
 */

#ifndef WHITTLE_POLICIES_SELINUX_FLIP_H
#define WHITTLE_POLICIES_SELINUX_FLIP_H

#include "policies/selinux_question.h"

/*
 * Fill CANDIDATE's flips where booleans lift all that it lacks, the
 * narrowest first; else there are none. Which booleans to try, the policy's
 * rules tell, or a table where they cannot be read. False: no memory.
 */
MUST_CHECK bool selinux_flips_find(struct selinux_candidate *candidate,
				   const struct selinux_needs *needs);

/* "setsebool -P NAME on": STRING is for a shell. */
void selinux_flips_add(struct text *text,
		       const struct selinux_candidate *candidate);

#endif
