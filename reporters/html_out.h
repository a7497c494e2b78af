/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/html_out.h - a page in one file that asks no network: style and
 * script stand in it, and its Content-Security-Policy allows these two alone,
 * by their digests.
 */

#ifndef WHITTLE_REPORTERS_HTML_OUT_H
#define WHITTLE_REPORTERS_HTML_OUT_H

#include <stdio.h>

/* The page up to its content. The search box looks through rows of tables. */
void html_begin(FILE *out, const char *title);
void html_end(FILE *out);

/*
 * WORDS between BEGIN and END, which are markup. Every text that is not ours
 * comes through here: it cannot become markup, control bytes are escaped, and
 * what is longer than a message is cut.
 */
void html_put(FILE *out, const char *begin, const char *words, const char *end);

#endif
