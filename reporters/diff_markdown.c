/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a pull request: CommonMark with GitHub's tables. */
#include "reporters/diff.h"

#include <string.h>

/*
 * Text from a profile: nothing in it may become markup. Every ASCII
 * punctuation may be escaped (CommonMark 0.31, 2.4); < and & as entities, so
 * that no reader takes them for HTML; an @ may not call on a person.
 */
static void put(FILE *out, const char *words)
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

static void evidence_line(void *out, const char *words)
{
	fputs("  - ", out);
	put(out, words);
	fputc('\n', out);
}

static void write_rows(FILE *out, const struct comparison *step,
		       enum comparison_cause cause)
{
	static const char *const signs[] = {"new", "gone", "changed"};
	bool is_first = true;

	for (size_t i = 0; i < step->count; i++) {
		const struct comparison_item *item = &step->items[i];
		AUTO_TEXT struct text name = {0};

		if (item->cause != cause)
			continue;
		if (is_first)
			fprintf(out,
				"\n### %s\n\n| | item | risk | what it opens, "
				"and why it is here |\n| --- | --- | --- | --- "
				"|\n",
				diff_cause_heading(cause));
		is_first = false;
		diff_add_item(&name, item);
		fprintf(out, "| %s | **", signs[item->change]);
		put(out, text_string(&name));
		fprintf(out, "** | %u | ", item->risk);
		put(out, item->opens);
		if (item->what && item->kind != COMPARE_SYSCALL) {
			fputs("; ", out);
			put(out, item->what);
		}
		if (item->why) {
			fputs("; ", out);
			put(out, item->why);
		}
		if (item->allowed) {
			fputs("; *allowed:* ", out);
			put(out, item->allowed);
		}
		fputs(" |\n", out);
	}
}

static void write_evidence(FILE *out, const struct comparison *step)
{
	bool is_first = true;

	for (size_t i = 0; i < step->count; i++) {
		const struct comparison_item *item = &step->items[i];
		AUTO_TEXT struct text name = {0};

		if (item->cause != CAUSE_APPLICATION ||
		    item->change == CHANGE_REMOVED)
			continue;
		if (is_first)
			fputs("\n<details><summary>Evidence for what is "
			      "new</summary>\n\n",
			      out);
		is_first = false;
		diff_add_item(&name, item);
		fputs("- **", out);
		put(out, text_string(&name));
		fputs("**\n", out);
		diff_visit_evidence(item, 5, evidence_line, out);
	}
	if (!is_first)
		fputs("\n</details>\n", out);
}

static void write_step(FILE *out, const struct diff_view *view, size_t i)
{
	const struct comparison *step = &view->steps[i];

	fputs("\n## ", out);
	put(out, view->labels[i]);
	fputs(" to ", out);
	put(out, view->labels[i + 1]);
	fputs("\n\n", out);
	if (*step->environment) {
		fputs("Environment: ", out);
		put(out, step->environment);
		fputs("\n\n", out);
	}
	for (size_t w = 0; w < step->warning_count; w++) {
		fputs("> **Caution:** ", out);
		put(out, text_string(&step->warnings[w]));
		fputs("\n>\n", out);
	}
	if (!step->count)
		fputs("Nothing differs.\n", out);
	else if (step->has_capabilities) {
		AUTO_TEXT struct text add = {0}, drop = {0};

		diff_add_grants(&add, step->new_minimal & ~step->old_minimal);
		diff_add_grants(&drop, step->old_minimal & ~step->new_minimal);
		fputs("\nCapabilities to grant besides: ", out);
		put(out, text_string(&add));
		fputs(". To take away: ", out);
		put(out, text_string(&drop));
		fputs(".\n", out);
	}
	for (unsigned int cause = 0; cause <= CAUSE_ENVIRONMENT; cause++)
		write_rows(out, step, (enum comparison_cause)cause);
	write_evidence(out, step);
}

static void write_matrix(FILE *out, const struct diff_view *view)
{
	fputs("\n## Releases\n\n| item | risk |", out);
	for (size_t i = 0; i < view->count; i++) {
		fputs(" ", out);
		put(out, view->labels[i]);
		fputs(" |", out);
	}
	fputs(" |\n| --- | --- |", out);
	for (size_t i = 0; i < view->count; i++)
		fputs(" --- |", out);
	fputs(" --- |\n", out);
	for (size_t i = 0; i < view->history->row_count; i++) {
		const struct history_row *row = &view->history->rows[i];
		AUTO_TEXT struct text life = {0};

		fputs("| ", out);
		put(out, row->name);
		if (row->is_own_namespace)
			fputs(" (own namespace)", out);
		fprintf(out, " | %u |", row->risk);
		for (size_t j = 0; j < view->count; j++)
			fprintf(out, " %s |", diff_cell_word(&row->cells[j]));
		diff_add_life(&life, view, row);
		fputs(" ", out);
		put(out, text_string(&life));
		fputs(" |\n", out);
	}
}

enum status diff_markdown(FILE *out, const struct diff_view *view,
			  struct error *err)
{
	AUTO_TEXT struct text title = {0};

	(void)err;
	diff_add_title(&title, view);
	fputs("# ", out);
	put(out, text_string(&title));
	fputs("\n", out);
	if (view->count > 2)
		write_matrix(out, view);
	for (size_t i = 0; i + 1 < view->count; i++)
		write_step(out, view, i);
	fputs("\n## How far the profiles can be trusted\n\n", out);
	for (size_t i = 0; i < view->count; i++) {
		AUTO_TEXT struct text line = {0};

		text_addf(&line, "%s: ", view->labels[i]);
		diff_add_coverage(&line, view->profiles[i]);
		fputs("- ", out);
		put(out, text_string(&line));
		fputs("\n", out);
	}
	return STATUS_OK;
}
