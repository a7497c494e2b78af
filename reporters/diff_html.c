/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Releases side by side, as a page (html_out.h). */
#include "reporters/diff.h"

#include "profile/coverage.h"
#include "reporters/html_out.h"
#include "reporters/why.h"

#define EVIDENCE_SHOWN 24

static void list_line(void *out, const char *words)
{
	html_put(out, "<li>", words, "</li>");
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
	html_put(out, "<tr><th scope=\"row\">", row->name, "");
	if (row->is_own_namespace)
		fputs(" <span class=\"faint\">own namespace</span>", out);
	if (row->arch)
		html_put(out, " <span class=\"faint\">", row->arch, "</span>");
	html_put(out, "<br><span class=\"faint\">", row->opens, "</span></th>");
	fprintf(out, "<td class=\"risk r%u\">%u</td>", row->risk, row->risk);
	for (size_t i = 0; i < view->count; i++)
		write_cell(out, row, i);
	html_put(out, "<td>", text_string(&life), "</td></tr>\n");
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
		html_put(out, "<th scope=\"col\">", view->labels[i], "</th>");
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
	html_put(out, "<th scope=\"row\">", text_string(&name), "</th>");
	fprintf(out, "<td class=\"risk r%u\">%u</td>", item->risk, item->risk);
	html_put(out, "<td>", item->opens, "");
	if (item->what)
		html_put(out, "<br>", item->what, "");
	if (item->why)
		html_put(out, "<br><span class=\"why\">", item->why, "</span>");
	if (item->allowed)
		html_put(out, "<br>allowed: ", item->allowed, "");
	fputs("</td><td><details><summary>evidence</summary><ul>", out);
	if (runs.length)
		html_put(out, "<li>", text_string(&runs), "</li>");
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
	html_put(out, "<p>Capabilities to grant besides: <strong>",
		 text_string(&add), "</strong>; ");
	html_put(out, "to take away: <strong>", text_string(&drop),
		 "</strong>.</p>\n");
}

static void write_step(FILE *out, const struct diff_view *view, size_t i)
{
	const struct comparison *step = &view->steps[i];

	html_put(out, "<section><h2>", view->labels[i], " &rarr; ");
	html_put(out, "", view->labels[i + 1], "</h2>\n");
	if (*step->environment)
		html_put(out, "<p>Environment: ", step->environment, "</p>\n");
	for (size_t w = 0; w < step->warning_count; w++)
		html_put(out,
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
		html_put(out, "<li><strong>", view->labels[i], "</strong>: ");
		html_put(out, "", text_string(&line), "</li>\n");
	}
	fputs("</ul></section>\n", out);
}

enum status diff_html(FILE *out, const struct diff_view *view,
		      struct error *err)
{
	AUTO_TEXT struct text title = {0};

	(void)err;
	diff_add_title(&title, view);
	html_begin(out, text_string(&title));
	write_matrix(out, view);
	for (size_t i = 0; i + 1 < view->count; i++)
		write_step(out, view, i);
	write_trust(out, view);
	html_end(out);
	return STATUS_OK;
}
