/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/text_coverage.h - how far a profile can be trusted, in words. */

#ifndef WHITTLE_REPORTERS_TEXT_COVERAGE_H
#define WHITTLE_REPORTERS_TEXT_COVERAGE_H

#include "profile/profile.h"
#include "profile/text.h"

/* "3 runs, 140 items, 12 of them in one run only; ...". */
void text_add_coverage(struct text *text, const struct profile *profile);

/*
 * "1: 96.0, 2: 130.3, 3: 140.0": items after so many runs, on average, at up
 * to eight points. Nothing for one run.
 */
void text_add_growth(struct text *text, const struct profile *profile);

#endif
