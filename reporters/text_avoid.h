/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/text_avoid.h - of the text report: ways around what is granted. */

#ifndef WHITTLE_REPORTERS_TEXT_AVOID_H
#define WHITTLE_REPORTERS_TEXT_AVOID_H

#include "policies/advice.h"
#include "reporters/page.h"

/* For each capability that is granted the one or two ways that fit best. */
void text_avoid_write(struct page *page, const struct advice *advice);

#endif
