/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/explain_profile.h"

#include <string.h>

#include "profile/syscall_names.h"
#include "reporters/text_why.h"
#include "reporters/why.h"

void explain_add_decision(struct text *text, const struct capability_item *item)
{
	switch (item->decision) {
	case CAPABILITY_GRANT:
		text_add(text, "granted");
		break;
	case CAPABILITY_REPLACED:
		text_addf(text, "not granted: %s does for it",
			  capability_short_name(item->granted));
		break;
	case CAPABILITY_OWN:
		text_add(text, "not granted: asked in a user namespace of its "
			       "own");
		break;
	default:
		text_addf(text, "not granted: %s",
			  item->need->verdict == VERDICT_RUNTIME
				  ? "the container runtime's, not the "
				    "workload's"
			  : item->need->verdict == VERDICT_UNNEEDED
				  ? "it worked without"
				  : "it goes on without");
		if (item->without)
			text_addf(text, "; %s; %s", item->without,
				  capability_insist_hint);
		break;
	}
	if (item->choice != CHOICE_NONE) {
		text_add(text, "; ");
		capability_choice_describe(text, item);
	}
}

void explain_add_allowlist(struct text *text,
			   const struct explanation *explanation)
{
	const struct seccomp_advice *seccomp = &explanation->seccomp;
	size_t found = 0;

	for (size_t g = 0; g < seccomp->group_count; g++) {
		const struct seccomp_group *group = &seccomp->groups[g];

		for (size_t i = 0; i < group->count; i++) {
			if (strcmp(group->names[i], explanation->syscall) != 0)
				continue;
			text_addf(text, "%s%s: %s", found++ ? "; " : "",
				  group->action, group->comment);
		}
	}
	if (!found)
		text_add(text, seccomp->count ? "not in it"
					      : "no calls were recorded");
}

static void fold(struct page *page, size_t indent, struct text *words)
{
	page_tab(page, indent);
	page_fold(page, indent + 4, text_string(words));
	page_end_line(page);
}

/* Those of ITEM that concern the name; false: none. */
static bool write_need(struct page *page, const struct explanation *explanation,
		       const struct capability_item *item)
{
	const struct capability_need *need = item->need;
	AUTO_TEXT struct text words = {0};
	bool is_first = true;

	for (size_t i = 0; i < need->evidence_count; i++) {
		if (!explain_concerns(explanation, need, &need->evidence[i]))
			continue;
		if (is_first) {
			text_addf(&words,
				  "%s, %s: ", capability_name(need->capability),
				  verdict_name(need->verdict));
			explain_add_decision(&words, item);
			fold(page, 2, &words);
		}
		is_first = false;
		text_why_write_evidence(page, 4, &need->evidence[i]);
	}
	return !is_first;
}

static void write_ways(struct page *page, const struct capability_item *item)
{
	struct avoid_way ways[AVOID_WAYS_MAX];
	size_t count = avoid_ways_find(item->need, ways);

	if (!count || (item->decision != CAPABILITY_GRANT &&
		       item->decision != CAPABILITY_REPLACED))
		return;
	page_tab(page, 2);
	page_put(page, INK_PLAIN, "instead, with this evidence:");
	page_end_line(page);
	for (size_t i = 0; i < count; i++) {
		AUTO_TEXT struct text words = {0};

		why_add_way(&words, &ways[i], item->need);
		text_addf(&words, "; it costs: %s", ways[i].row->costs);
		fold(page, 4, &words);
	}
}

static void write_calls(struct page *page,
			const struct explanation *explanation)
{
	const struct profile *profile = explanation->profile;
	AUTO_TEXT struct text allowlist = {0};

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		const char *arch = arch_name(use->arch);
		AUTO_TEXT struct text words = {0};

		if (!is_same_string(use->name, explanation->syscall))
			continue;
		text_addf(&words, "called on %s in", arch ? arch : "unknown");
		for (unsigned int p = 0; p < PHASE_COUNT; p++)
			if (use->phases & 1u << p)
				text_addf(&words, " %s",
					  phase_name((enum phase)p));
		text_add(&words, " by");
		for (size_t c = 0; c < use->comms.count; c++)
			text_addf(&words, " %s",
				  printable(use->comms.items[c]));
		if (use->verdict == VERDICT_PROVEN)
			text_add(&words, "; proven: it failed without it");
		if (use->verdict == VERDICT_UNNEEDED)
			text_add(&words, "; unneeded: its exercise went well "
					 "without it");
		fold(page, 2, &words);
	}
	text_add(&allowlist, "allowlist: ");
	explain_add_allowlist(&allowlist, explanation);
	fold(page, 2, &allowlist);
}

static void write_notes(struct page *page,
			const struct explanation *explanation)
{
	const struct string_list *notes = &explanation->profile->notes;

	for (size_t i = 0; i < notes->count; i++) {
		AUTO_TEXT struct text words = {0};

		if (!explain_made_note(explanation, notes->items[i]))
			continue;
		text_addf(&words, "note: %s", printable(notes->items[i]));
		fold(page, 2, &words);
	}
}

void explain_profile_write(struct page *page,
			   const struct explanation *explanation)
{
	const struct capability_advice *capabilities =
		&explanation->capabilities;
	const char *name = explanation->profile->subject.name;

	page_end_line(page);
	page_put(page, INK_BOLD, "IN THE PROFILE");
	page_put(page, INK_PLAIN, "  of %s",
		 printable(name ? name : "workload"));
	page_end_line(page);
	if (!explain_is_in_profile(explanation)) {
		page_put(page, INK_PLAIN,
			 "  not in this profile: no record shows it");
		page_end_line(page);
	}
	for (size_t i = 0; i < capabilities->count; i++)
		if (write_need(page, explanation, &capabilities->items[i]) &&
		    explanation->is_capability)
			write_ways(page, &capabilities->items[i]);
	if (explanation->syscall)
		write_calls(page, explanation);
	write_notes(page, explanation);
}
