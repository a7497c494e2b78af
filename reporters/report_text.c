/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The answers, which fit the first screen; text_why.c has the evidence. */
#include "policies/selinux_flip.h"
#include "reporters/reporter.h"

#include <string.h>

#include "policies/capability_table.h"
#include "profile/syscall_names.h"
#include "reporters/page.h"
#include "reporters/text_avoid.h"
#include "reporters/text_coverage.h"
#include "reporters/text_why.h"
#include "reporters/why.h"

#define NAME_COLUMN   2
#define RISK_COLUMN   22
#define TEXT_COLUMN   30
#define ANSWER_COLUMN 14
#define POD_COLUMN    28

static enum page_ink risk_ink(unsigned int risk)
{
	if (risk >= 4)
		return INK_RED;
	return risk == 3 ? INK_YELLOW : INK_GREEN;
}

static void heading(struct page *page, const char *word)
{
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", word);
}

/* The answer beside a heading. */
static void answer(struct page *page, const char *words)
{
	page_tab(page, ANSWER_COLUMN);
	page_fold(page, ANSWER_COLUMN, words);
	page_end_line(page);
}

/* LABEL at the left edge, WORDS folded beside it. */
static void labelled(struct page *page, const char *label, size_t column,
		     const char *words)
{
	page_tab(page, NAME_COLUMN);
	page_put(page, INK_PLAIN, "%s", label);
	page_tab(page, column);
	page_fold(page, column, words);
	page_end_line(page);
}

static void add_part(struct text *text, const char *part)
{
	if (part)
		text_addf(text, "%s%s", text->length ? ", " : "",
			  printable(part));
}

static void write_title(struct page *page, const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;
	const char *name = profile->subject.name;
	AUTO_TEXT struct text line = {0};

	page_put(page, INK_BOLD, "%s: what to grant",
		 printable(name ? name : "workload"));
	page_end_line(page);
	add_part(&line, profile->subject.engine);
	add_part(&line, profile->subject.image);
	if (environment->kernel)
		text_addf(&line, "%sLinux %s", line.length ? ", " : "",
			  printable(environment->kernel));
	add_part(&line, environment->arch);
	text_addf(&line, "%s%zu run%s", line.length ? ", " : "",
		  profile->run_count, profile->run_count == 1 ? "" : "s");
	page_fold(page, 0, text_string(&line));
	page_end_line(page);
	if (profile->is_complete)
		return;
	page_end_line(page);
	page_put(page, INK_RED, "INCOMPLETE: ");
	page_fold(page, 12,
		  "evidence was lost; this may grant too little "
		  "(see the notes)");
	page_end_line(page);
}

/* Of a one-of that got what it asked for: what it was chosen over. */
static void describe_choice(struct text *text,
			    const struct capability_advice *capabilities,
			    unsigned int capability)
{
	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];

		if (item->decision != CAPABILITY_GRANT ||
		    item->need->capability != capability ||
		    item->need->verdict != VERDICT_ONE_OF)
			continue;
		text_add(text, "; ");
		capability_choice_describe(text, item);
	}
}

static void write_granted(struct page *page,
			  const struct capability_advice *capabilities,
			  unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);
	unsigned int risk = capability_risk(capability);
	AUTO_TEXT struct text words = {0};

	page_tab(page, NAME_COLUMN);
	page_put(page, INK_BOLD, "%s", capability_short_name(capability));
	page_tab(page, RISK_COLUMN);
	page_put(page, risk_ink(risk), "risk %u", risk);
	page_tab(page, TEXT_COLUMN);
	text_add(&words, row ? row->opens : "newer than this program");
	describe_choice(&words, capabilities, capability);
	page_fold(page, TEXT_COLUMN, text_string(&words));
	page_end_line(page);
}

static void write_against(struct page *page,
			  const struct capability_advice *capabilities)
{
	AUTO_TEXT struct text add = {0}, drop = {0};

	why_add_names(&add, capabilities->to_add, false);
	why_add_names(&drop, capabilities->to_drop, false);
	page_put(page, INK_PLAIN,
		 "  against the default of %s:", capabilities->base->name);
	page_end_line(page);
	labelled(page, "  add", 10, add.length ? text_string(&add) : "nothing");
	labelled(page, "  drop", 10,
		 drop.length ? text_string(&drop) : "nothing");
}

static void describe_left_out(struct text *text,
			      const struct capability_item *item)
{
	if (item->decision == CAPABILITY_REPLACED)
		capability_choice_describe(text, item);
	else if (item->decision == CAPABILITY_DELEGATED)
		text_add(text, "a seccomp agent answers the calls that asked "
			       "for it");
	else if (item->decision == CAPABILITY_OWN)
		text_add(text, "asked in a user namespace of its own");
	else if (item->need->verdict == VERDICT_RUNTIME)
		text_add(text, "the container runtime's, not the workload's");
	else if (item->need->verdict == VERDICT_UNNEEDED)
		text_add(text, "worked without it");
	else
		text_addf(text, "goes on without: %s", item->without);
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
		if (is_first) {
			page_put(page, INK_PLAIN, "  asked for, left out:");
			page_end_line(page);
		}
		is_first = false;
		describe_left_out(&words, item);
		page_tab(page, 4);
		page_put(page, INK_PLAIN, "%s",
			 capability_short_name(item->need->capability));
		page_tab(page, RISK_COLUMN + 2);
		page_fold(page, RISK_COLUMN + 2, text_string(&words));
		page_end_line(page);
	}
	if (capability_advice_leaves_out(capabilities))
		labelled(page, "", 4, capability_insist_hint);
}

/* The highest risk first: the first line is the one to argue about. */
static void write_all_granted(struct page *page,
			      const struct capability_advice *capabilities)
{
	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--)
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
			if (capset_has(capabilities->minimal, c) &&
			    capability_risk(c) == risk)
				write_granted(page, capabilities, c);
}

static void write_capabilities(struct page *page, const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;
	AUTO_TEXT struct text words = {0};

	heading(page, "CAPABILITIES");
	if (!advice->is_selinux_recorded) {
		answer(page, "not recorded");
		return;
	}
	if (minimal)
		text_addf(&words, "drop all, add %d",
			  __builtin_popcountll(minimal));
	else
		text_add(&words, "drop all, none is needed");
	answer(page, text_string(&words));
	write_all_granted(page, &advice->capabilities);
	write_against(page, &advice->capabilities);
	write_left_out(page, &advice->capabilities);
}

static size_t count_of(const struct seccomp_advice *seccomp,
		       enum seccomp_reason reason)
{
	size_t count = 0;

	for (size_t g = 0; g < seccomp->group_count; g++)
		if (seccomp->groups[g].reason == reason)
			count += seccomp->groups[g].count;
	return count;
}

static void describe_seccomp(struct text *text,
			     const struct seccomp_advice *seccomp)
{
	size_t runtime = count_of(seccomp, SECCOMP_REASON_RUNTIME);
	size_t table = count_of(seccomp, SECCOMP_REASON_TABLE);
	size_t family = count_of(seccomp, SECCOMP_REASON_FAMILY);
	size_t notify = count_of(seccomp, SECCOMP_REASON_NOTIFY);
	const char *name = strerrorname_np(seccomp->default_errno);

	text_addf(text, "allow %zu syscalls: %zu that were called",
		  seccomp->count, seccomp->recorded);
	if (runtime)
		text_addf(text, ", %zu of them only to start it", runtime);
	if (table)
		text_addf(text, "; %zu for other container runtimes", table);
	if (family)
		text_addf(text,
			  "; %zu that come in their place on other nodes "
			  "(--exact leaves these out)",
			  family);
	if (notify)
		text_addf(text, "; hand %zu to an agent", notify);
	if (seccomp->default_errno && name)
		text_addf(text, "; refuse the rest with %s", name);
	else if (seccomp->default_errno)
		text_addf(text, "; refuse the rest with errno %d",
			  seccomp->default_errno);
	else
		text_addf(text, "; the rest is %s", seccomp->default_action);
	text_add(text, " (report -f seccomp)");
}

static void write_seccomp(struct page *page,
			  const struct seccomp_advice *seccomp)
{
	AUTO_TEXT struct text words = {0};

	heading(page, "SECCOMP");
	if (!seccomp->count) {
		answer(page, "not recorded");
		return;
	}
	describe_seccomp(&words, seccomp);
	answer(page, text_string(&words));
	for (size_t i = 0; i < seccomp->seen_count; i++) {
		size_t count = seccomp->seen[i].count;

		page_put(page, INK_PLAIN, "  %-10s  %zu call%s",
			 arch_name(seccomp->seen[i].arch), count,
			 count == 1 ? "" : "s");
		page_end_line(page);
	}
}

static void describe_selinux(struct text *text,
			     const struct selinux_advice *selinux)
{
	switch (selinux->state) {
	case SELINUX_NOT_RECORDED:
		text_add(text, "not recorded");
		return;
	case SELINUX_NOT_ASKED:
		text_add(text, "no policy is loaded here to ask; make this "
			       "report where the node's policy is loaded, or "
			       "give a copy of it with --policy");
		return;
	case SELINUX_NO_TYPES:
		text_add(text, "the policy has no type for containers");
		return;
	case SELINUX_NEAREST:
		text_addf(text, "no type fits; %s comes nearest",
			  selinux->chosen->type);
		break;
	case SELINUX_FITS:
		text_addf(text, "%s fits", selinux->chosen->type);
		break;
	}
	if (!selinux->type && !selinux->level)
		text_add(text, ", the engine's default: nothing to set");
	else if (!selinux->type)
		text_add(text, ", the engine's default, at another level");
	if (selinux->chosen->flip_count) {
		text_add(text, "; the node needs ");
		selinux_flips_add(text, selinux->chosen);
	}
	if (selinux->relabel.is_answer)
		text_add(text, "; the volume needs a label of containers: :Z");
}

/* Policies differ: whose answer it is belongs to the answer. */
static void describe_policy(struct page *page,
			    const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text words = {0};

	if (selinux->policy)
		text_addf(&words, "%s: ", selinux->policy);
	text_add(&words, selinux_platform_owner(selinux->platform));
	labelled(page, "policy:", 10, text_string(&words));
}

/* What the answer does not rest on. */
static void describe_noise(struct page *page,
			   const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text words = {0};

	if (selinux->noise)
		text_addf(&words, "%zu accesses come from its launching",
			  selinux->noise);
	if (selinux->side_paths)
		text_addf(&words, "%s%zu are side paths",
			  words.length ? ", " : "", selinux->side_paths);
	if (words.length)
		labelled(page, "noise:", 10, text_string(&words));
}

static void write_selinux(struct page *page,
			  const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text words = {0};

	heading(page, "SELINUX");
	describe_selinux(&words, selinux);
	answer(page, text_string(&words));
	if (selinux->type)
		labelled(page, "type:", 10, selinux->type);
	if (selinux->level)
		labelled(page, "level:", 10, selinux->level);
	if (selinux->module.text)
		labelled(page, "or:", 10,
			 "a type of its own, that opens only what is needed "
			 "(report -f cil)");
	if (selinux->chosen)
		describe_policy(page, selinux);
	describe_noise(page, selinux);
}

static void write_pod(struct page *page, const struct pod_security *pod)
{
	AUTO_TEXT struct text words = {0};

	heading(page, "PODS");
	if (!pod->is_known) {
		answer(page, "Pod Security Standard not known: capabilities "
			     "were not recorded");
		return;
	}
	text_addf(&words, "Pod Security Standard %s",
		  pod_level_name(pod->level));
	if (pod->level != POD_RESTRICTED)
		text_addf(&words, "; what keeps it from %s:",
			  pod_level_name(pod->level + 1));
	answer(page, text_string(&words));
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

/* A flat tail is a good sign: a further run would bring as little. */
static void write_coverage(struct page *page, const struct profile *profile)
{
	AUTO_TEXT struct text words = {0}, growth = {0};

	heading(page, "COVERAGE");
	text_add_coverage(&words, profile);
	answer(page, text_string(&words));
	text_add_growth(&growth, profile);
	if (growth.length)
		labelled(page, "", ANSWER_COLUMN, text_string(&growth));
}

static void write_note(struct page *page, const char *text)
{
	page_put(page, INK_PLAIN, "  -");
	page_tab(page, 4);
	page_fold(page, 4, text);
	page_end_line(page);
}

static void write_notes(struct page *page, const struct advice *advice,
			const struct profile *profile)
{
	if (!advice->note_count && !profile->notes.count && !profile->lost)
		return;
	heading(page, "NOTES");
	page_end_line(page);
	for (size_t i = 0; i < profile->notes.count; i++)
		write_note(page, printable(profile->notes.items[i]));
	for (size_t i = 0; i < profile->source_count; i++) {
		AUTO_TEXT struct text line = {0};

		if (!profile->sources[i].lost)
			continue;
		text_addf(&line, "%s: %llu records were lost",
			  printable(profile->sources[i].name),
			  (unsigned long long)profile->sources[i].lost);
		write_note(page, text_string(&line));
	}
	for (size_t i = 0; i < advice->note_count; i++)
		write_note(page, advice->notes[i].text);
}

enum status report_text(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	struct page page = {.out = out, .is_colored = options->is_colored};

	(void)err;
	write_title(&page, profile);
	write_capabilities(&page, advice);
	write_seccomp(&page, &advice->seccomp);
	write_selinux(&page, &advice->selinux);
	write_pod(&page, &advice->pod);
	write_coverage(&page, profile);
	write_notes(&page, advice, profile);
	text_avoid_write(&page, advice);
	text_why_write(&page, advice, profile);
	return STATUS_OK;
}
