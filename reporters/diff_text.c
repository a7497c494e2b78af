/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/diff.h"

#include <string.h>

#include "reporters/page.h"

#define SIGN_COLUMN    2
#define RISK_COLUMN    34
#define OPENS_COLUMN   42
#define EVIDENCE_SHOWN 3

static enum page_ink risk_ink(unsigned int risk)
{
	if (risk >= 4)
		return INK_RED;
	return risk == 3 ? INK_YELLOW : INK_GREEN;
}

static void folded(struct page *page, size_t column, size_t indent,
		   const char *words)
{
	if (column)
		page_tab(page, column);
	page_fold(page, indent, words);
	page_end_line(page);
}

static void heading(struct page *page, const char *words)
{
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", words);
	page_end_line(page);
}

static void evidence_line(void *page, const char *words)
{
	folded(page, 8, 10, words);
}

static void write_item(struct page *page, const struct comparison *comparison,
		       const struct comparison_item *item)
{
	static const char *const signs[] = {"+", "-", "~"};
	AUTO_TEXT struct text name = {0}, runs = {0};

	diff_add_item(&name, item);
	page_tab(page, SIGN_COLUMN);
	page_put(page, INK_BOLD, "%s %s", signs[item->change],
		 text_string(&name));
	page_tab(page, RISK_COLUMN);
	page_put(page, risk_ink(item->risk), "risk %u", item->risk);
	folded(page, OPENS_COLUMN, OPENS_COLUMN, item->opens);
	if (item->what && item->kind != COMPARE_SYSCALL)
		folded(page, 6, 8, printable(item->what));
	if (item->why)
		folded(page, 6, 8, printable(item->why));
	if (item->allowed) {
		AUTO_TEXT struct text allowed = {0};

		text_addf(&allowed, "allowed: %s", printable(item->allowed));
		folded(page, 6, 8, text_string(&allowed));
	}
	diff_add_runs(&runs, comparison, item);
	if (runs.length)
		folded(page, 8, 10, text_string(&runs));
	diff_visit_evidence(item, EVIDENCE_SHOWN, evidence_line, page);
}

static void write_cause(struct page *page, const struct comparison *comparison,
			enum comparison_cause cause)
{
	bool is_first = true;

	for (size_t i = 0; i < comparison->count; i++) {
		if (comparison->items[i].cause != cause)
			continue;
		if (is_first)
			heading(page, diff_cause_heading(cause));
		is_first = false;
		write_item(page, comparison, &comparison->items[i]);
	}
}

static void write_grants(struct page *page, const struct comparison *step)
{
	AUTO_TEXT struct text add = {0}, drop = {0};

	if (!step->has_capabilities)
		return;
	text_add(&add, "capabilities to grant besides: ");
	diff_add_grants(&add, step->new_minimal & ~step->old_minimal);
	text_add(&drop, "capabilities to take away: ");
	diff_add_grants(&drop, step->old_minimal & ~step->new_minimal);
	heading(page, "Advice");
	folded(page, 2, 4, text_string(&add));
	folded(page, 2, 4, text_string(&drop));
}

static void write_step(struct page *page, const struct comparison *step)
{
	if (*step->environment) {
		AUTO_TEXT struct text line = {0};

		text_addf(&line, "environment: %s",
			  printable(step->environment));
		folded(page, 0, 2, text_string(&line));
	}
	for (size_t i = 0; i < step->warning_count; i++) {
		AUTO_TEXT struct text line = {0};

		text_addf(&line, "caution: %s",
			  printable(text_string(&step->warnings[i])));
		folded(page, 0, 2, text_string(&line));
	}
	if (!step->count) {
		page_put(page, INK_GREEN, "nothing differs");
		page_end_line(page);
		return;
	}
	for (unsigned int cause = 0; cause <= CAUSE_ENVIRONMENT; cause++)
		write_cause(page, step, (enum comparison_cause)cause);
	write_grants(page, step);
}

/* The matrix: a column a release, headed by its position. */
static void write_row(struct page *page, const struct diff_view *view,
		      const struct history_row *row)
{
	AUTO_TEXT struct text life = {0};

	page_tab(page, SIGN_COLUMN);
	page_put(page, INK_PLAIN, "%s%s%s", row->name,
		 row->is_own_namespace ? " (own namespace)" : "",
		 row->arch && strcmp(row->arch, "x86_64") != 0 ? " (other arch)"
							       : "");
	page_tab(page, 30);
	page_put(page, risk_ink(row->risk), "%u", row->risk);
	page_tab(page, 34);
	for (size_t i = 0; i < view->count; i++)
		page_put(page, INK_PLAIN, "%s",
			 history_has(row, i)	  ? "#"
			 : row->cells[i].is_known ? "."
						  : "?");
	diff_add_life(&life, view, row);
	page_tab(page, 34 + view->count + 2);
	page_fold(page, 34 + view->count + 2, text_string(&life));
	page_end_line(page);
}

static void write_matrix(struct page *page, const struct diff_view *view)
{
	heading(page,
		"Capabilities and risky system calls, a column a release");
	for (size_t i = 0; i < view->history->row_count; i++)
		write_row(page, view, &view->history->rows[i]);
	page_put(page, INK_PLAIN,
		 "  (# asked for or called, . not, ? not recorded)");
	page_end_line(page);
}

static void write_trust(struct page *page, const struct diff_view *view)
{
	heading(page, "How far the profiles can be trusted");
	for (size_t i = 0; i < view->count; i++) {
		AUTO_TEXT struct text line = {0};

		text_addf(&line, "%s: ", printable(view->labels[i]));
		diff_add_coverage(&line, view->profiles[i]);
		folded(page, 2, 4, text_string(&line));
	}
}

enum status diff_text(FILE *out, const struct diff_view *view,
		      struct error *err)
{
	struct page page = {.out = out,
			    .is_colored = view->is_colored,
			    .width = view->width};
	AUTO_TEXT struct text title = {0};

	(void)err;
	diff_add_title(&title, view);
	page_put(&page, INK_BOLD, "%s", text_string(&title));
	page_end_line(&page);
	if (view->count > 2)
		write_matrix(&page, view);
	for (size_t i = 0; i + 1 < view->count; i++) {
		if (view->count > 2) {
			page_end_line(&page);
			page_put(&page, INK_BOLD, "== %s -> %s",
				 printable(view->labels[i]),
				 printable(view->labels[i + 1]));
			page_end_line(&page);
		}
		write_step(&page, &view->steps[i]);
	}
	write_trust(&page, view);
	return STATUS_OK;
}
