/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/page.h"

#include <stdarg.h>
#include <string.h>

static const char *const escapes[] = {
	[INK_BOLD] = "\033[1m",
	[INK_GREEN] = "\033[32m",
	[INK_YELLOW] = "\033[33m",
	[INK_RED] = "\033[31m",
};

/* Columns that the bytes of a UTF-8 text take, one for each character. */
static size_t width_of(const char *text, size_t length)
{
	size_t width = 0;

	for (size_t i = 0; i < length; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	return width;
}

void page_begin_ink(const struct page *page, enum page_ink ink)
{
	if (page->is_colored && ink != INK_PLAIN)
		fputs(escapes[ink], page->out);
}

void page_end_ink(const struct page *page, enum page_ink ink)
{
	if (page->is_colored && ink != INK_PLAIN)
		fputs("\033[0m", page->out);
}

void page_put(struct page *page, enum page_ink ink, const char *format, ...)
{
	va_list arguments;
	int length;

	page_begin_ink(page, ink);
	va_start(arguments, format);
	length = vfprintf(page->out, format, arguments);
	va_end(arguments);
	page_end_ink(page, ink);
	if (length > 0)
		page->column += (size_t)length;
}

void page_tab(struct page *page, size_t column)
{
	size_t blanks = page->column < column ? column - page->column : 1;

	fprintf(page->out, "%*s", (int)blanks, "");
	page->column += blanks;
}

void page_fold(struct page *page, size_t indent, const char *words)
{
	size_t page_width = page->width ? page->width : PAGE_WIDTH;
	bool is_first = true;

	for (const char *p = words; *p;) {
		size_t length = strcspn(p, " ");
		size_t width = width_of(p, length);

		if (page->column > indent &&
		    page->column + !is_first + width > page_width) {
			page_end_line(page);
			page_tab(page, indent);
		} else if (!is_first) {
			fputc(' ', page->out);
			page->column++;
		}
		fwrite(p, 1, length, page->out);
		page->column += width;
		is_first = false;
		p += length;
		p += strspn(p, " ");
	}
}

void page_end_line(struct page *page)
{
	fputc('\n', page->out);
	page->column = 0;
}
