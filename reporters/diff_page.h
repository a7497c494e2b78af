/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/diff_page.h - the style and the script of the HTML comparison. */

#ifndef WHITTLE_REPORTERS_DIFF_PAGE_H
#define WHITTLE_REPORTERS_DIFF_PAGE_H

extern const char diff_page_css[], diff_page_js[]; /* NUL-terminated */

/* "sha256-..." of TEXT as a Content-Security-Policy has it, into RET. */
void diff_page_hash(const char *text, char ret[64]);

#endif
