/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/explain_text.h - an explanation for people. */

#ifndef WHITTLE_REPORTERS_EXPLAIN_TEXT_H
#define WHITTLE_REPORTERS_EXPLAIN_TEXT_H

#include <stdio.h>

#include "policies/explain.h"

/* What the tables know of the name, then what the profile does. */
void explain_text_write(FILE *out, const struct explanation *explanation,
			bool is_colored, size_t width);

#endif
