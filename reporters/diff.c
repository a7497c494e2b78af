/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/diff.h"

#include "profile/coverage.h"
#include "reporters/text_coverage.h"
#include "reporters/why.h"

const struct diff_format diff_formats[] = {
	{"text", diff_text, true},
	{"json", diff_json, true},
	{"markdown", diff_markdown, true},
	{"html", diff_html, true},
	{NULL, NULL, false},
};

void diff_add_title(struct text *text, const struct diff_view *view)
{
	const char *name = view->profiles[view->count - 1]->subject.name;

	text_addf(text, "%s:", printable(name ? name : "workload"));
	for (size_t i = 0; i < view->count; i++) {
		/* Of many, the first and the last. */
		if (view->count > 4 && i == 1) {
			text_addf(text, " -> ... %zu releases ...",
				  view->count);
			i = view->count - 1;
		}
		text_addf(text, "%s %s", i ? " ->" : "",
			  printable(view->labels[i]));
	}
}

void diff_add_item(struct text *text, const struct comparison_item *item)
{
	static const char *const kinds[] = {"", "syscall ", "access ", "type "};

	text_addf(text, "%s%s", kinds[item->kind], printable(item->name));
}

static void visit_need(const struct capability_need *need, size_t most,
		       void (*line)(void *data, const char *words), void *data)
{
	for (size_t i = 0; i < need->evidence_count && i < most; i++) {
		const struct evidence *evidence = &need->evidence[i];
		AUTO_TEXT struct text text = {0};

		why_add_evidence(&text, evidence);
		text_addf(&text, " (%s", phase_name(evidence->phase));
		if (evidence->outcome)
			text_addf(&text, ", %s", printable(evidence->outcome));
		if (evidence->reason)
			text_addf(&text, "; %s", printable(evidence->reason));
		text_add(&text, ")");
		line(data, text_string(&text));
	}
	if (need->evidence_count > most) {
		AUTO_TEXT struct text text = {0};

		text_addf(&text, "and %zu more, in the profile",
			  need->evidence_count - most);
		line(data, text_string(&text));
	}
}

static void visit_use(const struct syscall_use *use,
		      void (*line)(void *data, const char *words), void *data)
{
	AUTO_TEXT struct text text = {0};

	for (size_t i = 0; i < use->comms.count && i < 8; i++)
		text_addf(&text, "%s%s", i ? ", " : "",
			  printable(use->comms.items[i]));
	if (!use->comms.count)
		text_add(&text, "unknown");
	text_add(&text, ":");
	for (unsigned int i = 0; i < PHASE_COUNT; i++)
		if (use->phases >> i & 1)
			text_addf(&text, " %s", phase_name((enum phase)i));
	line(data, text_string(&text));
}

static void visit_access(const struct access *access,
			 void (*line)(void *data, const char *words),
			 void *data)
{
	AUTO_TEXT struct text text = {0};

	text_addf(&text, "%s: %s on %s",
		  printable(access->comm ? access->comm : "unknown"),
		  printable(access->class), printable(access->target));
	if (access->path)
		text_addf(&text, " '%s'", printable(access->path));
	text_addf(&text, " (%s)", phase_name(access->phase));
	line(data, text_string(&text));
}

void diff_visit_evidence(const struct comparison_item *item, size_t most,
			 void (*line)(void *data, const char *words),
			 void *data)
{
	const struct capability_need *need =
		item->new_need ? item->new_need : item->old_need;
	const struct syscall_use *use =
		item->new_use ? item->new_use : item->old_use;
	const struct access *access =
		item->new_access ? item->new_access : item->old_access;

	if (need)
		visit_need(need, most, line, data);
	if (use)
		visit_use(use, line, data);
	if (access)
		visit_access(access, line, data);
}

void diff_add_runs(struct text *text, const struct comparison *comparison,
		   const struct comparison_item *item)
{
	bool is_new = item->new_need || item->new_use || item->new_access;
	const struct profile *profile =
		is_new ? comparison->new : comparison->old;
	const char *runs = item->new_need     ? item->new_need->runs
			   : item->new_use    ? item->new_use->runs
			   : item->new_access ? item->new_access->runs
			   : item->old_need   ? item->old_need->runs
			   : item->old_use    ? item->old_use->runs
			   : item->old_access ? item->old_access->runs
					      : NULL;
	size_t seen, total;

	total = coverage_runs(profile, runs, &seen);
	if (profile->run_count > 1)
		text_addf(text, "in %zu of %zu runs", seen, total);
}

void diff_add_coverage(struct text *text, const struct profile *profile)
{
	AUTO_TEXT struct text growth = {0};

	text_addf(text, "%s, ",
		  profile->is_complete ? "complete" : "incomplete");
	text_add_coverage(text, profile);
	text_add_growth(&growth, profile);
	if (growth.length)
		text_addf(text, "; %s", text_string(&growth));
}

void diff_add_grants(struct text *text, capset_t set)
{
	if (!set)
		text_add(text, "nothing");
	else
		why_add_names(text, set, false);
}

const char *diff_cause_heading(enum comparison_cause cause)
{
	static const char *const headings[] = {
		[CAUSE_APPLICATION] = "The application's own",
		[CAUSE_FAMILY] = "Renames within a family of calls",
		[CAUSE_ENVIRONMENT] =
			"The environment's: kernel, runtime, policy",
	};

	return headings[cause];
}

const char *diff_cell_word(const struct history_cell *cell)
{
	if (cell->need)
		return verdict_name(cell->need->verdict);
	if (cell->use)
		return "called";
	return cell->is_known ? "-" : "?";
}

void diff_add_life(struct text *text, const struct diff_view *view,
		   const struct history_row *row)
{
	const char *comma = "";

	for (size_t i = 0; i < view->count; i++) {
		size_t first = i;

		if (!history_has(row, i))
			continue;
		while (i + 1 < view->count && history_has(row, i + 1))
			i++;
		text_add(text, comma);
		comma = ", ";
		if (first == 0 && i + 1 == view->count)
			text_add(text, "always");
		else if (i + 1 == view->count)
			text_addf(text, "since %s",
				  printable(view->labels[first]));
		else if (first == 0)
			text_addf(text, "gone in %s",
				  printable(view->labels[i + 1]));
		else
			text_addf(text, "from %s, gone in %s",
				  printable(view->labels[first]),
				  printable(view->labels[i + 1]));
	}
}
