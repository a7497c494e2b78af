/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/text_why.h - the second half of the text report: the evidence. */

#ifndef WHITTLE_REPORTERS_TEXT_WHY_H
#define WHITTLE_REPORTERS_TEXT_WHY_H

#include "policies/advice.h"
#include "reporters/page.h"

/* Who asked for each capability, what each type lacks, what was called. */
void text_why_write(struct page *page, const struct advice *advice,
		    const struct profile *profile);

/* One line of a capability's evidence from column INDENT on, and why it was
   judged so where that says more. */
void text_why_write_evidence(struct page *page, size_t indent,
			     const struct evidence *evidence);

#endif
