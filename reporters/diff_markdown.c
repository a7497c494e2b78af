/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a pull request: CommonMark with GitHub's tables. */
#include "reporters/diff.h"

#include "reporters/markdown_out.h"

static void evidence_line(void *out, const char *words)
{
	fputs("  - ", out);
	markdown_put(out, words);
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
		markdown_put(out, text_string(&name));
		fprintf(out, "** | %u | ", item->risk);
		markdown_put(out, item->opens);
		if (item->what && item->kind != COMPARE_SYSCALL) {
			fputs("; ", out);
			markdown_put(out, item->what);
		}
		if (item->why) {
			fputs("; ", out);
			markdown_put(out, item->why);
		}
		if (item->allowed) {
			fputs("; *allowed:* ", out);
			markdown_put(out, item->allowed);
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
		markdown_put(out, text_string(&name));
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
	markdown_put(out, view->labels[i]);
	fputs(" to ", out);
	markdown_put(out, view->labels[i + 1]);
	fputs("\n\n", out);
	if (*step->environment) {
		fputs("Environment: ", out);
		markdown_put(out, step->environment);
		fputs("\n\n", out);
	}
	for (size_t w = 0; w < step->warning_count; w++) {
		fputs("> **Caution:** ", out);
		markdown_put(out, text_string(&step->warnings[w]));
		fputs("\n>\n", out);
	}
	if (!step->count)
		fputs("Nothing differs.\n", out);
	else if (step->has_capabilities) {
		AUTO_TEXT struct text add = {0}, drop = {0};

		diff_add_grants(&add, step->new_minimal & ~step->old_minimal);
		diff_add_grants(&drop, step->old_minimal & ~step->new_minimal);
		fputs("\nCapabilities to grant besides: ", out);
		markdown_put(out, text_string(&add));
		fputs(". To take away: ", out);
		markdown_put(out, text_string(&drop));
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
		markdown_put(out, view->labels[i]);
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
		markdown_put(out, row->name);
		if (row->is_own_namespace)
			fputs(" (own namespace)", out);
		fprintf(out, " | %u |", row->risk);
		for (size_t j = 0; j < view->count; j++)
			fprintf(out, " %s |", diff_cell_word(&row->cells[j]));
		diff_add_life(&life, view, row);
		fputs(" ", out);
		markdown_put(out, text_string(&life));
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
	markdown_put(out, text_string(&title));
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
		markdown_put(out, text_string(&line));
		fputs("\n", out);
	}
	return STATUS_OK;
}
