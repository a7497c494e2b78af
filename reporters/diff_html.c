/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One file that asks no network: style and script stand in it, and its
 * Content-Security-Policy allows these two alone, by their digests.
 */
#include "reporters/diff.h"

#include "profile/coverage.h"
#include "reporters/diff_page.h"
#include "reporters/why.h"

#define EVIDENCE_SHOWN 24

/* Every text that is not ours comes through here. */
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

static void put_element(FILE *out, const char *begin, const char *words,
			const char *end)
{
	fputs(begin, out);
	put(out, words);
	fputs(end, out);
}

static void write_head(FILE *out, const char *title)
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
	put_element(out, "<title>", title, "</title>\n");
	fprintf(out, "<style>%s</style>\n</head>\n<body>\n", diff_page_css);
	fputs("<a class=\"skip\" href=\"#main\">To the content</a>\n<header>\n",
	      out);
	put_element(out, "<h1>", title, "</h1>\n");
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

static void list_line(void *out, const char *words)
{
	put_element(out, "<li>", words, "</li>");
}

/* ---- the matrix ---------------------------------------------------------- */

static void write_cell(FILE *out, const struct history_row *row, size_t i)
{
	const struct history_cell *cell = &row->cells[i];
	struct comparison_item item = {.new_need = cell->need,
				       .new_use = cell->use};

	if (!history_has(row, i)) {
		fprintf(out,
			cell->is_known
				? "<td class=\"no\"><span aria-hidden=\"true\">"
				  "&ndash;</span><span class=\"hidden\">not "
				  "seen</span></td>"
				: "<td class=\"unknown\"><span aria-hidden="
				  "\"true\">?</span><span class=\"hidden\">not "
				  "recorded</span></td>");
		return;
	}
	fprintf(out, "<td class=\"yes r%u\"><details><summary>%s</summary><ul>",
		row->risk, diff_cell_word(cell));
	diff_visit_evidence(&item, EVIDENCE_SHOWN, list_line, out);
	fputs("</ul></details></td>", out);
}

static void write_row(FILE *out, const struct diff_view *view,
		      const struct history_row *row)
{
	AUTO_TEXT struct text life = {0};

	diff_add_life(&life, view, row);
	put_element(out, "<tr><th scope=\"row\">", row->name, "");
	if (row->is_own_namespace)
		fputs(" <span class=\"faint\">own namespace</span>", out);
	if (row->arch)
		put_element(out, " <span class=\"faint\">", row->arch,
			    "</span>");
	put_element(out, "<br><span class=\"faint\">", row->opens,
		    "</span></th>");
	fprintf(out, "<td class=\"risk r%u\">%u</td>", row->risk, row->risk);
	for (size_t i = 0; i < view->count; i++)
		write_cell(out, row, i);
	put_element(out, "<td>", text_string(&life), "</td></tr>\n");
}

static void write_matrix(FILE *out, const struct diff_view *view)
{
	fputs("<section aria-labelledby=\"matrix\"><h2 id=\"matrix\">Releases"
	      "</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	      "aria-labelledby=\"matrix\"><table>\n<caption>Capabilities and "
	      "risky system calls; risk from 1 (harms nobody but the workload) "
	      "to 5 (as good as root on the host). Each cell opens its "
	      "evidence.</caption>\n<thead><tr><th scope=\"col\">Item</th>"
	      "<th scope=\"col\">Risk</th>",
	      out);
	for (size_t i = 0; i < view->count; i++)
		put_element(out, "<th scope=\"col\">", view->labels[i],
			    "</th>");
	fputs("<th scope=\"col\">Came and went</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < view->history->row_count; i++)
		write_row(out, view, &view->history->rows[i]);
	fputs("</tbody></table></div></section>\n", out);
}

/* ---- the steps ----------------------------------------------------------- */

static void write_item(FILE *out, const struct comparison *step,
		       const struct comparison_item *item)
{
	static const char *const changes[] = {"new", "gone", "changed"};
	AUTO_TEXT struct text name = {0}, runs = {0};

	diff_add_item(&name, item);
	diff_add_runs(&runs, step, item);
	fprintf(out, "<tr><td>%s</td>", changes[item->change]);
	put_element(out, "<th scope=\"row\">", text_string(&name), "</th>");
	fprintf(out, "<td class=\"risk r%u\">%u</td>", item->risk, item->risk);
	put_element(out, "<td>", item->opens, "");
	if (item->what)
		put_element(out, "<br>", item->what, "");
	if (item->why)
		put_element(out, "<br><span class=\"why\">", item->why,
			    "</span>");
	if (item->allowed)
		put_element(out, "<br>allowed: ", item->allowed, "");
	fputs("</td><td><details><summary>evidence</summary><ul>", out);
	if (runs.length)
		put_element(out, "<li>", text_string(&runs), "</li>");
	diff_visit_evidence(item, EVIDENCE_SHOWN, list_line, out);
	fputs("</ul></details></td></tr>\n", out);
}

static void write_cause(FILE *out, const struct comparison *step,
			enum comparison_cause cause)
{
	bool is_first = true;

	for (size_t i = 0; i < step->count; i++) {
		if (step->items[i].cause != cause)
			continue;
		if (is_first)
			fprintf(out,
				"<h3>%s</h3>\n<div class=\"scroll\"><table>"
				"<thead><tr><th scope=\"col\">Change</th>"
				"<th scope=\"col\">Item</th><th scope=\"col\">"
				"Risk</th><th scope=\"col\">What it opens, and "
				"why it is here</th><th scope=\"col\">Evidence"
				"</th></tr></thead>\n<tbody>\n",
				diff_cause_heading(cause));
		is_first = false;
		write_item(out, step, &step->items[i]);
	}
	if (!is_first)
		fputs("</tbody></table></div>\n", out);
}

static void write_grants(FILE *out, const struct comparison *step)
{
	AUTO_TEXT struct text add = {0}, drop = {0};

	if (!step->has_capabilities)
		return;
	diff_add_grants(&add, step->new_minimal & ~step->old_minimal);
	diff_add_grants(&drop, step->old_minimal & ~step->new_minimal);
	put_element(out, "<p>Capabilities to grant besides: <strong>",
		    text_string(&add), "</strong>; ");
	put_element(out, "to take away: <strong>", text_string(&drop),
		    "</strong>.</p>\n");
}

static void write_step(FILE *out, const struct diff_view *view, size_t i)
{
	const struct comparison *step = &view->steps[i];

	put_element(out, "<section><h2>", view->labels[i], " &rarr; ");
	put_element(out, "", view->labels[i + 1], "</h2>\n");
	if (*step->environment)
		put_element(out, "<p>Environment: ", step->environment,
			    "</p>\n");
	for (size_t w = 0; w < step->warning_count; w++)
		put_element(out,
			    "<p class=\"caution\"><strong>Caution:"
			    "</strong> ",
			    text_string(&step->warnings[w]), "</p>\n");
	if (!step->count)
		fputs("<p>Nothing differs.</p>\n", out);
	else
		write_grants(out, step);
	for (unsigned int cause = 0; cause <= CAUSE_ENVIRONMENT; cause++)
		write_cause(out, step, (enum comparison_cause)cause);
	fputs("</section>\n", out);
}

static void write_trust(FILE *out, const struct diff_view *view)
{
	fputs("<section><h2>How far the profiles can be trusted</h2>\n<ul>\n",
	      out);
	for (size_t i = 0; i < view->count; i++) {
		AUTO_TEXT struct text line = {0};

		diff_add_coverage(&line, view->profiles[i]);
		put_element(out, "<li><strong>", view->labels[i],
			    "</strong>: ");
		put_element(out, "", text_string(&line), "</li>\n");
	}
	fputs("</ul></section>\n", out);
}

enum status diff_html(FILE *out, const struct diff_view *view,
		      struct error *err)
{
	AUTO_TEXT struct text title = {0};

	(void)err;
	diff_add_title(&title, view);
	write_head(out, text_string(&title));
	write_matrix(out, view);
	for (size_t i = 0; i + 1 < view->count; i++)
		write_step(out, view, i);
	write_trust(out, view);
	fprintf(out, "</main>\n<script>%s</script>\n</body>\n</html>\n",
		diff_page_js);
	return STATUS_OK;
}
