/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/html_out.h"

#include "profile/text.h"
#include "reporters/diff_page.h"

static void put(FILE *out, const char *words)
{
	for (const char *p = printable(words); *p; p++) {
		switch (*p) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			fputc(*p, out);
		}
	}
}

void html_put(FILE *out, const char *begin, const char *words, const char *end)
{
	fputs(begin, out);
	put(out, words);
	fputs(end, out);
}

void html_begin(FILE *out, const char *title)
{
	char style[64], script[64];

	diff_page_hash(diff_page_css, style);
	diff_page_hash(diff_page_js, script);
	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\""
		"default-src 'none'; style-src '%s'; script-src '%s'; "
		"base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n",
		style, script);
	html_put(out, "<title>", title, "</title>\n");
	fprintf(out, "<style>%s</style>\n</head>\n<body>\n", diff_page_css);
	fputs("<a class=\"skip\" href=\"#main\">To the content</a>\n<header>\n",
	      out);
	html_put(out, "<h1>", title, "</h1>\n");
	fputs("<div class=\"controls\" id=\"controls\" role=\"search\" "
	      "hidden>\n"
	      "<label for=\"find\">Search <input id=\"find\" type=\"search\" "
	      "autocomplete=\"off\" aria-describedby=\"count\" "
	      "placeholder=\"capability, call, path (/)\"></label>\n"
	      "<span id=\"count\" role=\"status\" "
	      "aria-live=\"polite\"></span>\n"
	      "<label for=\"theme\">Theme <select id=\"theme\">"
	      "<option value=\"system\">as the system</option>"
	      "<option value=\"light\">light</option>"
	      "<option value=\"dark\">dark</option></select></label>\n"
	      "<button id=\"open\" type=\"button\">Open all evidence</button>\n"
	      "<button id=\"close\" type=\"button\">Close it</button>\n"
	      "</div>\n</header>\n<main id=\"main\" tabindex=\"-1\">\n",
	      out);
}

void html_end(FILE *out)
{
	fprintf(out, "</main>\n<script>%s</script>\n</body>\n</html>\n",
		diff_page_js);
}
