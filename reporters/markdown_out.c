/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/markdown_out.h"

#include <string.h>

#include "profile/text.h"

/*
 * Every ASCII punctuation may be escaped (CommonMark 0.31, 2.4); < and & as
 * entities, so that no reader takes them for HTML.
 */
void markdown_put(FILE *out, const char *words)
{
	for (const char *p = printable(words); *p; p++) {
		if (*p == '<')
			fputs("&lt;", out);
		else if (*p == '>')
			fputs("&gt;", out);
		else if (*p == '&')
			fputs("&amp;", out);
		else if (*p == '@')
			fputs("&#64;", out);
		else if (strchr("\\`*_{}[]#|~!$^", *p))
			fprintf(out, "\\%c", *p);
		else
			fputc(*p, out);
	}
}
