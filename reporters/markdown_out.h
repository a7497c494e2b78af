/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/markdown_out.h - text that stays text in CommonMark. */

#ifndef WHITTLE_REPORTERS_MARKDOWN_OUT_H
#define WHITTLE_REPORTERS_MARKDOWN_OUT_H

#include <stdio.h>

/*
 * Write WORDS so that nothing in them becomes markup, a person's name that
 * gets called, or the end of a table's cell. Control bytes are escaped, and
 * what is longer than a message is cut.
 */
void markdown_put(FILE *out, const char *words);

#endif
