/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/text_details.h - what the answers of the first screen leave out. */

#ifndef WHITTLE_REPORTERS_TEXT_DETAILS_H
#define WHITTLE_REPORTERS_TEXT_DETAILS_H

#include "policies/advice.h"
#include "reporters/page.h"

/* WITH_OPENS: what each capability opens was not told yet. */
void text_details_write(struct page *page, const struct advice *advice,
			const struct profile *profile, bool with_opens);

#endif
