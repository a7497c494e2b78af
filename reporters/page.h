/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reporters/page.h - plain text of 80 columns or less, coloured where wanted.
 */

#ifndef WHITTLE_REPORTERS_PAGE_H
#define WHITTLE_REPORTERS_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "profile/attributes.h"

enum page_ink { INK_PLAIN, INK_BOLD, INK_GREEN, INK_YELLOW, INK_RED };

struct page {
	FILE *out; /* borrowed */
	bool is_colored;
	size_t width;  /* columns; 0: 80 */
	size_t column; /* of the next character, from 0 */
};

/* Words put where the line is, in INK; not folded. */
PRINTF(3, 4)
void page_put(struct page *page, enum page_ink ink, const char *format, ...);

/* What is put from here to the end is in INK. */
void page_begin_ink(const struct page *page, enum page_ink ink);
void page_end_ink(const struct page *page, enum page_ink ink);

/* Blanks up to COLUMN; at least one. */
void page_tab(struct page *page, size_t column);

#define PAGE_WIDTH     80
#define PAGE_WIDTH_MIN 40 /* narrower, each word would have its line */

/*
 * Words from where the line is, folded at the page's width; lines that follow
 * begin at INDENT.
 */
void page_fold(struct page *page, size_t indent, const char *words);

void page_end_line(struct page *page);

#endif
