/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For people: the answers, which fit the first screen of a terminal, then
 * what they rest on (text_details.c, text_avoid.c, text_why.c).
 */
#include "reporters/reporter.h"

#include <stdlib.h>
#include <string.h>

#include "policies/capability_table.h"
#include "reporters/page.h"
#include "reporters/review.h"
#include "reporters/text_avoid.h"
#include "reporters/text_details.h"
#include "reporters/text_why.h"
#include "reporters/why.h"

#define SCREEN_LINES  23 /* of 24: one is the pager's or the shell's */
#define NAME_COLUMN   2
#define RISK_COLUMN   22
#define TEXT_COLUMN   30
#define ANSWER_COLUMN 14

/* How the first screen is laid out. */
struct layout {
	bool by_risk;  /* capabilities by their risk, not one a line */
	bool is_tight; /* no empty lines */
};

static enum page_ink risk_ink(unsigned int risk)
{
	if (risk >= 4)
		return INK_RED;
	return risk == 3 ? INK_YELLOW : INK_GREEN;
}

/* What an answer costs: nothing set is as good as green. */
static enum page_ink selinux_ink(const struct selinux_advice *selinux)
{
	if (!selinux->chosen)
		return INK_PLAIN;
	if (selinux->chosen->is_wide || selinux->state == SELINUX_NEAREST)
		return INK_RED;
	return selinux->chosen->flip_count || selinux->relabel.is_answer
		       ? INK_YELLOW
		       : INK_GREEN;
}

static enum page_ink pod_ink(const struct pod_security *pod)
{
	if (!pod->is_known)
		return INK_PLAIN;
	return pod->level == POD_PRIVILEGED ? INK_RED
	       : pod->level == POD_BASELINE ? INK_YELLOW
					    : INK_GREEN;
}

/* A heading with its answer beside it; TIGHT: no empty line before. */
static void answer(struct page *page, bool is_tight, const char *heading,
		   enum page_ink ink, struct text *words)
{
	if (!is_tight)
		page_end_line(page);
	page_put(page, INK_BOLD, "%s", heading);
	page_tab(page, ANSWER_COLUMN);
	page_begin_ink(page, ink);
	page_fold(page, ANSWER_COLUMN, text_string(words));
	page_end_ink(page, ink);
	page_end_line(page);
}

static void labelled(struct page *page, const char *label, const char *words)
{
	page_tab(page, NAME_COLUMN);
	page_put(page, INK_PLAIN, "%s", label);
	page_tab(page, RISK_COLUMN);
	page_fold(page, RISK_COLUMN, words);
	page_end_line(page);
}

static void write_title(struct page *page, const struct profile *profile)
{
	const char *name = profile->subject.name;
	AUTO_TEXT struct text line = {0};

	page_put(page, INK_BOLD, "%s: what to grant",
		 printable(name ? name : "workload"));
	page_end_line(page);
	review_add_origin(&line, profile);
	page_fold(page, 0, text_string(&line));
	page_end_line(page);
	if (profile->is_complete)
		return;
	page_put(page, INK_RED, "INCOMPLETE");
	page_tab(page, ANSWER_COLUMN);
	page_fold(page, ANSWER_COLUMN,
		  "evidence was lost; this may grant too little (see the "
		  "notes)");
	page_end_line(page);
}

/* ---- capabilities -------------------------------------------------------- */

static void write_granted(struct page *page, const struct advice *advice,
			  unsigned int capability)
{
	unsigned int risk = capability_risk(capability);
	AUTO_TEXT struct text words = {0};

	page_tab(page, NAME_COLUMN);
	page_put(page, INK_BOLD, "%s", capability_short_name(capability));
	page_tab(page, RISK_COLUMN);
	page_put(page, risk_ink(risk), "risk %u", risk);
	page_tab(page, TEXT_COLUMN);
	review_add_opens(&words, advice, capability);
	page_fold(page, TEXT_COLUMN, text_string(&words));
	page_end_line(page);
}

/* Where they are too many for a line each: a line for each risk. */
static void write_risk(struct page *page, capset_t minimal, unsigned int risk)
{
	capset_t of_risk = CAPSET_NONE;
	AUTO_TEXT struct text names = {0};

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(minimal, c) && capability_risk(c) == risk)
			of_risk |= capset_of(c);
	if (!of_risk)
		return;
	why_add_names(&names, of_risk, false);
	page_tab(page, NAME_COLUMN);
	page_put(page, risk_ink(risk), "risk %u", risk);
	page_tab(page, ANSWER_COLUMN);
	page_fold(page, ANSWER_COLUMN, text_string(&names));
	page_end_line(page);
}

/* The highest risk first: the first line is the one to argue about. */
static void write_all_granted(struct page *page, const struct advice *advice,
			      bool by_risk)
{
	capset_t minimal = advice->capabilities.minimal;

	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--) {
		if (by_risk) {
			write_risk(page, minimal, risk);
			continue;
		}
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
			if (capset_has(minimal, c) &&
			    capability_risk(c) == risk)
				write_granted(page, advice, c);
	}
}

static void write_left_out(struct page *page,
			   const struct capability_advice *capabilities)
{
	capset_t left = CAPSET_NONE;
	AUTO_TEXT struct text names = {0};

	for (size_t i = 0; i < capabilities->count; i++)
		if (capabilities->items[i].decision != CAPABILITY_GRANT)
			left |= capset_of(
				capabilities->items[i].need->capability);
	left &= ~capabilities->minimal;
	if (!left)
		return;
	why_add_names(&names, left, false);
	labelled(page, "asked, left out", text_string(&names));
}

static void write_against(struct page *page,
			  const struct capability_advice *capabilities)
{
	AUTO_TEXT struct text label = {0}, words = {0};

	text_addf(&label, "against %s", capabilities->base->name);
	text_add(&words, "add ");
	if (capabilities->to_add)
		why_add_names(&words, capabilities->to_add, false);
	else
		text_add(&words, "nothing");
	text_addf(&words, "; drop %d of its default",
		  __builtin_popcountll(capabilities->to_drop));
	labelled(page, text_string(&label), text_string(&words));
}

static void write_capabilities(struct page *page, const struct advice *advice,
			       const struct layout *layout)
{
	AUTO_TEXT struct text words = {0};

	review_add_capabilities(&words, advice);
	page_end_line(page);
	answer(page, true, "CAPABILITIES", INK_PLAIN, &words);
	if (!advice->is_selinux_recorded)
		return;
	write_all_granted(page, advice, layout->by_risk);
	write_left_out(page, &advice->capabilities);
	if (!layout->is_tight)
		write_against(page, &advice->capabilities);
}

/* ---- the other answers --------------------------------------------------- */

static void add_pod(struct text *text, const struct pod_security *pod)
{
	const char *separator = "; not restricted, for: ";

	if (!pod->is_known) {
		text_add(text, "Pod Security Standard not known: capabilities "
			       "were not recorded");
		return;
	}
	text_addf(text, "Pod Security Standard %s", pod_level_name(pod->level));
	if (pod->level == POD_PRIVILEGED)
		separator = "; not baseline, for: ";
	for (size_t i = 0; i < pod->count; i++) {
		if (pod->obstacles[i].level != pod->level + 1)
			continue;
		text_addf(text, "%s%s", separator, pod->obstacles[i].control);
		separator = ", ";
	}
}

static void add_notes(struct text *text, const struct advice *advice,
		      const struct profile *profile)
{
	size_t count = review_visit_notes(advice, profile, NULL, NULL);

	if (count)
		text_addf(text, "%zu, below", count);
	else
		text_add(text, "none");
}

static void write_screen(struct page *page, const struct advice *advice,
			 const struct profile *profile,
			 const struct layout *layout)
{
	bool is_tight = layout->is_tight;
	AUTO_TEXT struct text seccomp = {0}, selinux = {0}, pod = {0};
	AUTO_TEXT struct text notes = {0};

	write_title(page, profile);
	write_capabilities(page, advice, layout);
	review_add_seccomp(&seccomp, &advice->seccomp);
	answer(page, is_tight, "SECCOMP", INK_PLAIN, &seccomp);
	review_add_selinux(&selinux, &advice->selinux);
	if (advice->selinux.level)
		text_addf(&selinux, ", level %s", advice->selinux.level);
	answer(page, is_tight, "SELINUX", selinux_ink(&advice->selinux),
	       &selinux);
	add_pod(&pod, &advice->pod);
	answer(page, is_tight, "PODS", pod_ink(&advice->pod), &pod);
	add_notes(&notes, advice, profile);
	answer(page, is_tight, "NOTES", INK_PLAIN, &notes);
}

/* How many lines that takes; 0: it could not be tried. */
static size_t count_lines(const struct advice *advice,
			  const struct profile *profile,
			  const struct layout *layout, size_t width)
{
	AUTO_FREE char *text = NULL;
	size_t length = 0, lines = 0;
	struct page page = {.out = open_memstream(&text, &length),
			    .width = width};

	if (!page.out)
		return 0;
	write_screen(&page, advice, profile, layout);
	fclose(page.out);
	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	return lines;
}

/* The roomiest that fits, else the tightest. */
static const struct layout *choose_layout(const struct advice *advice,
					  const struct profile *profile,
					  size_t width)
{
	static const struct layout layouts[] = {
		{false, false}, {false, true}, {true, false}, {true, true}};
	size_t i = 0;

	while (i + 1 < ARRAY_LENGTH(layouts) &&
	       count_lines(advice, profile, &layouts[i], width) > SCREEN_LINES)
		i++;
	return &layouts[i];
}

enum status report_text(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	struct page page = {.out = out,
			    .is_colored = options->is_colored,
			    .width = options->width};
	const struct layout *layout =
		choose_layout(advice, profile, options->width);

	(void)err;
	write_screen(&page, advice, profile, layout);
	text_details_write(&page, advice, profile, layout->by_risk);
	text_avoid_write(&page, advice);
	text_why_write(&page, advice, profile);
	return STATUS_OK;
}
