/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/text_details.h"

#include <string.h>

#include "policies/capability_table.h"
#include "profile/syscall_names.h"
#include "reporters/review.h"
#include "reporters/text_coverage.h"
#include "reporters/why.h"

#define NAME_COLUMN	2
#define TEXT_COLUMN	22
#define POD_COLUMN	28
#define COVERAGE_COLUMN 14

static void heading(struct page *page, const char *words)
{
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", words);
	page_end_line(page);
}

/* LABEL at the left edge, WORDS folded beside it. */
static void labelled(struct page *page, const char *label, size_t column,
		     const char *words)
{
	page_tab(page, NAME_COLUMN);
	page_put(page, INK_PLAIN, "%s", label);
	if (page->column < column)
		page_tab(page, column);
	page_fold(page, column, words);
	page_end_line(page);
}

static void write_opens(struct page *page, const struct advice *advice)
{
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		AUTO_TEXT struct text words = {0};

		if (!capset_has(advice->capabilities.minimal, c))
			continue;
		review_add_opens(&words, advice, c);
		labelled(page, capability_short_name(c), TEXT_COLUMN,
			 text_string(&words));
	}
}

static void write_against(struct page *page,
			  const struct capability_advice *capabilities)
{
	AUTO_TEXT struct text label = {0}, add = {0}, drop = {0};

	text_addf(&label, "AGAINST THE DEFAULT OF %s",
		  capabilities->base->name);
	heading(page, text_string(&label));
	why_add_names(&add, capabilities->to_add, false);
	why_add_names(&drop, capabilities->to_drop, false);
	labelled(page, "add", TEXT_COLUMN,
		 add.length ? text_string(&add) : "nothing");
	labelled(page, "drop", TEXT_COLUMN,
		 drop.length ? text_string(&drop) : "nothing");
}

static void write_left_out(struct page *page,
			   const struct capability_advice *capabilities)
{
	bool is_first = true;

	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];
		AUTO_TEXT struct text words = {0};

		if (item->decision == CAPABILITY_GRANT)
			continue;
		if (is_first)
			heading(page, "ASKED FOR, LEFT OUT");
		is_first = false;
		review_add_left_out(&words, item);
		labelled(page, capability_short_name(item->need->capability),
			 TEXT_COLUMN, text_string(&words));
	}
	if (capability_advice_leaves_out(capabilities))
		labelled(page, "", NAME_COLUMN, capability_insist_hint);
}

static void write_seccomp(struct page *page,
			  const struct seccomp_advice *seccomp)
{
	AUTO_TEXT struct text parts = {0};

	if (!seccomp->count)
		return;
	heading(page, "SYSTEM CALLS  (the file: report -f seccomp)");
	review_add_seccomp_parts(&parts, seccomp);
	labelled(page, "allowed", TEXT_COLUMN, text_string(&parts));
	for (size_t i = 0; i < seccomp->seen_count; i++) {
		size_t count = seccomp->seen[i].count;
		AUTO_TEXT struct text words = {0};

		text_addf(&words, "%zu call%s", count, count == 1 ? "" : "s");
		labelled(page, arch_name(seccomp->seen[i].arch), TEXT_COLUMN,
			 text_string(&words));
	}
}

/* Policies differ: whose answer it is belongs to the answer. */
static void write_selinux(struct page *page,
			  const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text policy = {0}, noise = {0};

	if (!selinux->chosen && !selinux->noise && !selinux->side_paths)
		return;
	heading(page, "SELINUX OPTIONS");
	if (selinux->type)
		labelled(page, "type", TEXT_COLUMN, selinux->type);
	if (selinux->level)
		labelled(page, "level", TEXT_COLUMN, selinux->level);
	if (selinux->module.text)
		labelled(page, "or", TEXT_COLUMN,
			 "a type of its own, that opens only what is needed "
			 "(report -f cil)");
	if (selinux->chosen) {
		review_add_policy(&policy, selinux);
		labelled(page, "policy", TEXT_COLUMN, text_string(&policy));
	}
	/* What the answer does not rest on. */
	if (selinux->noise)
		text_addf(&noise, "%zu accesses come from its launching",
			  selinux->noise);
	if (selinux->side_paths)
		text_addf(&noise, "%s%zu are side paths",
			  noise.length ? ", " : "", selinux->side_paths);
	if (noise.length)
		labelled(page, "noise", TEXT_COLUMN, text_string(&noise));
}

static void write_obstacles(struct page *page, const struct pod_security *pod)
{
	for (size_t i = 0; i < pod->count; i++) {
		const struct pod_obstacle *obstacle = &pod->obstacles[i];
		AUTO_TEXT struct text why = {0};

		if (obstacle->level != pod->level + 1)
			continue;
		text_addf(&why, "%s%s",
			  obstacle->is_unknown ? "not known: " : "",
			  obstacle->text);
		labelled(page, obstacle->control, POD_COLUMN,
			 text_string(&why));
	}
}

static void write_fact(struct page *page, const char *name,
		       const struct fact *fact)
{
	static const char *const states[] = {
		[FACT_NOT_SHOWN] = "not shown",
		[FACT_HOLDS] = "yes",
		[FACT_FAILS] = "no",
	};
	AUTO_TEXT struct text words = {0};

	if (!fact->why)
		return;
	text_addf(&words, "%s: %s", states[fact->state], fact->why);
	labelled(page, name, POD_COLUMN, text_string(&words));
}

static void write_pods(struct page *page, const struct advice *advice)
{
	const struct confinement *confinement = &advice->confinement;

	if (!advice->is_selinux_recorded)
		return;
	if (advice->pod.level != POD_RESTRICTED) {
		AUTO_TEXT struct text words = {0};

		text_addf(&words, "WHAT KEEPS IT FROM %s",
			  pod_level_name(advice->pod.level + 1));
		heading(page, text_string(&words));
		write_obstacles(page, &advice->pod);
	}
	heading(page, "BESIDES");
	write_fact(page, "not as root", &confinement->non_root);
	write_fact(page, "image read-only", &confinement->read_only_root);
	write_fact(page, "own user namespace", &confinement->own_users);
	write_fact(page, "default AppArmor profile",
		   &confinement->default_apparmor);
}

/* A flat tail is a good sign: a further run would bring as little. */
static void write_coverage(struct page *page, const struct profile *profile)
{
	AUTO_TEXT struct text words = {0}, growth = {0};

	page_end_line(page);
	page_put(page, INK_BOLD, "COVERAGE");
	page_tab(page, COVERAGE_COLUMN);
	text_add_coverage(&words, profile);
	page_fold(page, COVERAGE_COLUMN, text_string(&words));
	page_end_line(page);
	text_add_growth(&growth, profile);
	if (growth.length)
		labelled(page, "", COVERAGE_COLUMN, text_string(&growth));
}

static void write_note(void *page, const char *text)
{
	labelled(page, "-", 4, text);
}

void text_details_write(struct page *page, const struct advice *advice,
			const struct profile *profile, bool with_opens)
{
	if (review_visit_notes(advice, profile, NULL, NULL)) {
		heading(page, "NOTES IN FULL");
		(void)review_visit_notes(advice, profile, write_note, page);
	}
	if (with_opens && advice->capabilities.minimal) {
		heading(page, "WHAT THE CAPABILITIES OPEN");
		write_opens(page, advice);
	}
	if (advice->is_selinux_recorded) {
		write_against(page, &advice->capabilities);
		write_left_out(page, &advice->capabilities);
	}
	write_seccomp(page, &advice->seccomp);
	write_selinux(page, &advice->selinux);
	write_pods(page, advice);
	write_coverage(page, profile);
}
