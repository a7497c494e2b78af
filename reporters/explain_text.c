/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/explain_text.h"

#include <string.h>

#include "policies/capability_table.h"
#include "policies/syscall_risk.h"
#include "policies/user_namespace.h"
#include "profile/syscall_names.h"
#include "reporters/explain_profile.h"
#include "reporters/page.h"
#include "reporters/why.h"

#define WORDS_COLUMN 18

static void title(struct page *page, const char *name, const char *kind)
{
	page_put(page, INK_BOLD, "%s", name);
	page_put(page, INK_PLAIN, "  %s", kind);
	page_end_line(page);
}

static void section(struct page *page, const char *name)
{
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", name);
	page_end_line(page);
}

static void line(struct page *page, const char *label, const char *words)
{
	page_tab(page, 2);
	page_put(page, INK_PLAIN, "%s", label);
	page_tab(page, WORDS_COLUMN);
	page_fold(page, WORDS_COLUMN, words);
	page_end_line(page);
}

static void write_check(struct page *page, const struct check_site *site,
			bool is_named)
{
	AUTO_TEXT struct text words = {0};

	page_tab(page, 2);
	if (is_named)
		text_addf(&words, "%s, ",
			  capability_short_name(site->capability));
	text_addf(&words, "%s: %s", site->id, site->asks);
	if (site->syscalls && !is_named)
		text_addf(&words, ", in %s", site->syscalls);
	text_addf(&words, "; %s", verdict_name(site->verdict));
	if (site->instead) {
		text_add(&words, " with ");
		why_add_names(&words, site->instead, false);
	}
	if (site->without)
		text_addf(&words, " (without it: %s)", site->without);
	text_addf(&words, " [%s, %s]", site->source, site->kernel);
	page_fold(page, 6, text_string(&words));
	page_end_line(page);
}

static void write_unseen(struct page *page, const struct unseen_check *row)
{
	AUTO_TEXT struct text words = {0};

	page_tab(page, 2);
	text_addf(&words, "%s: %s", row->id, row->does);
	if (row->syscalls)
		text_addf(&words, ", in %s", row->syscalls);
	text_addf(&words, "; %s [%s, %s]", row->find, row->source, row->kernel);
	page_fold(page, 6, text_string(&words));
	page_end_line(page);
}

static void write_way(struct page *page, const struct avoid_row *row)
{
	AUTO_TEXT struct text words = {0};

	page_tab(page, 2);
	text_addf(&words, "%s: %s; it costs: %s [%s]", row->id, row->way,
		  row->costs, row->source);
	page_fold(page, 6, text_string(&words));
	page_end_line(page);
}

/* Who takes the place of whom, by the capabilities' own rows. */
static void write_stand_ins(struct page *page, unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);
	capset_t does_for = CAPSET_NONE;
	AUTO_TEXT struct text instead = {0}, others = {0};

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capability_row(c) &&
		    capset_has(capability_row(c)->instead, capability))
			does_for |= capset_of(c);
	why_add_names(&instead, row->instead, false);
	if (instead.length)
		line(page, "will do too", text_string(&instead));
	why_add_names(&others, does_for, false);
	if (others.length)
		line(page, "will do for", text_string(&others));
}

static void write_defaults(struct page *page, unsigned int capability)
{
	AUTO_TEXT struct text words = {0};

	for (const struct engine_default *row = engine_defaults; row->name;
	     row++)
		if (capset_has(row->capabilities, capability))
			text_addf(&words, "%s%s [%s]", words.length ? ", " : "",
				  row->name, row->source);
	line(page, "default of",
	     words.length ? text_string(&words) : "no engine");
}

static void write_capability_facts(struct page *page, unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);
	const struct userns_row *userns = userns_row(capability);
	AUTO_TEXT struct text words = {0};

	if (!row || !userns) {
		line(page, "risk", "not known: newer than this program");
		return;
	}
	text_addf(&words, "%u of %u: %s", row->risk, CAPABILITY_RISK_MAX,
		  row->opens);
	line(page, "risk", text_string(&words));
	text_done(&words);
	words = (struct text){0};
	text_addf(&words, "%s, Linux %s", row->source, row->kernel);
	line(page, "asked in", text_string(&words));
	write_stand_ins(page, capability);
	write_defaults(page, capability);
	text_done(&words);
	words = (struct text){0};
	text_addf(&words, "%s: %s [%s]", userns_reach_name(userns->reach),
		  userns->words, userns->source);
	line(page, "user namespace", text_string(&words));
}

static void write_capability(struct page *page, unsigned int capability)
{
	bool has_unseen = false;

	title(page, capability_name(capability), "a capability");
	write_capability_facts(page, capability);
	section(page, "INSTEAD OF GRANTING");
	for (const struct avoid_row *row = avoid_rows; row->id; row++)
		if (avoid_row_concerns(row, capability))
			write_way(page, row);
	section(page, "CHECKS WITH A ROW OF THEIR OWN");
	for (const struct check_site *site = check_sites; site->id; site++)
		if (site->capability == capability)
			write_check(page, site, false);
	for (const struct unseen_check *row = unseen_checks; row->id; row++) {
		if (row->capability != capability)
			continue;
		if (!has_unseen)
			section(page, "CHECKS THAT LEAVE NO RECORD");
		has_unseen = true;
		write_unseen(page, row);
	}
}

static void write_numbers(struct page *page, const char *name)
{
	AUTO_TEXT struct text words = {0};
	uint32_t arch, number;

	for (size_t i = 0; (arch = arch_at(i)); i++)
		if (syscall_number(arch, name, &number))
			text_addf(&words, "%s%s %u", words.length ? ", " : "",
				  arch_name(arch), number);
	line(page, "numbers", text_string(&words));
}

static void write_syscall(struct page *page, const char *name)
{
	const struct syscall_risk *risk = syscall_risk_of(name);
	AUTO_TEXT struct text words = {0};

	title(page, name, "a system call");
	text_addf(&words, "%u of %u: %s", syscall_risk_level(name),
		  SYSCALL_RISK_MAX,
		  risk ? risk->opens : "an ordinary call, in no table of ours");
	line(page, "risk", text_string(&words));
	write_numbers(page, name);
	section(page, "CAPABILITIES THAT IT MAY ASK FOR");
	for (const struct check_site *site = check_sites; site->id; site++) {
		if (!site->syscalls || !words_have(site->syscalls, name))
			continue;
		write_check(page, site, true);
	}
	for (const struct unseen_check *row = unseen_checks; row->id; row++)
		if (row->syscalls && words_have(row->syscalls, name))
			write_unseen(page, row);
	page_tab(page, 2);
	page_fold(page, 2,
		  "and by rules that hold for many calls, such as those for "
		  "files");
	page_end_line(page);
}

static void write_row(struct page *page, const struct explanation *explanation)
{
	const struct check_site *site = explanation->site;
	const struct unseen_check *unseen = explanation->unseen;
	const struct avoid_row *way = explanation->way;

	if (site) {
		title(page, site->id, "a capability check with a row");
		line(page, "capability", capability_name(site->capability));
		write_check(page, site, false);
	}
	if (unseen) {
		title(page, unseen->id, "a check that leaves no record");
		line(page, "capability", capability_name(unseen->capability));
		write_unseen(page, unseen);
	}
	if (explanation->rule) {
		title(page, explanation->rule->id, "a rule of the verdicts");
		line(page, "means", explanation->rule->means);
	}
	if (way) {
		title(page, way->id, "a way around a capability");
		for (const struct avoid_row *row = way;
		     row->id && !strcmp(row->id, way->id); row++) {
			if (row->capability <= CAPABILITY_MAX)
				line(page, "capability",
				     capability_name(row->capability));
			write_way(page, row);
		}
	}
}

void explain_text_write(FILE *out, const struct explanation *explanation,
			bool is_colored, size_t width)
{
	struct page page = {
		.out = out, .is_colored = is_colored, .width = width};

	if (explanation->is_capability)
		write_capability(&page, explanation->capability);
	if (explanation->syscall) {
		if (explanation->is_capability)
			page_end_line(&page);
		write_syscall(&page, explanation->syscall);
	}
	write_row(&page, explanation);
	if (explanation->profile)
		explain_profile_write(&page, explanation);
}
