/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/text_why.h"

#include <stdlib.h>
#include <string.h>

#include "policies/reason.h"
#include "profile/syscall_names.h"
#include "reporters/why.h"

/* More than these say nothing new to a reader; the profile has them all. */
#define EVIDENCE_SHOWN 12
#define LACKS_SHOWN    24

static void write_folded(struct page *page, size_t indent, struct text *text)
{
	page_tab(page, indent);
	page_fold(page, indent + 4, text_string(text));
	page_end_line(page);
}

/* The rule or row, and what it says beyond "asked". */
static bool add_reason(struct text *text, const struct evidence *evidence)
{
	struct reason reason;

	reason_parse(&reason, evidence->reason);
	if (!reason.says[0] || strcmp(reason.id, "needed") == 0 ||
	    strcmp(reason.id, "one-of") == 0)
		return false;
	if (reason.id[0])
		text_addf(text, "%s: ", reason.id);
	text_add(text, printable(reason.says));
	return true;
}

void text_why_write_evidence(struct page *page, size_t indent,
			     const struct evidence *evidence)
{
	AUTO_TEXT struct text what = {0}, why = {0};

	why_add_evidence(&what, evidence);
	text_add(&what, "; ");
	why_add_outcome(&what, evidence);
	write_folded(page, indent, &what);
	if (add_reason(&why, evidence))
		write_folded(page, indent + 4, &why);
}

static void write_more(struct page *page, size_t count, size_t shown)
{
	if (count <= shown)
		return;
	page_put(page, INK_PLAIN, "  and %zu more, in the profile",
		 count - shown);
	page_end_line(page);
}

static void write_capability(struct page *page,
			     const struct capability_item *item)
{
	const struct capability_need *need = item->need;
	size_t count = need->evidence_count;

	page_end_line(page);
	page_put(page, INK_BOLD, "%s", capability_short_name(need->capability));
	page_put(page, INK_PLAIN, "  %s", verdict_name(need->verdict));
	if (need->verdict == VERDICT_ONE_OF) {
		AUTO_TEXT struct text others = {0};

		why_add_names(&others, need->instead, false);
		page_put(page, INK_PLAIN, " with %s", text_string(&others));
	}
	page_end_line(page);
	for (size_t i = 0; i < count && i < EVIDENCE_SHOWN; i++)
		text_why_write_evidence(page, 2, &need->evidence[i]);
	write_more(page, count, EVIDENCE_SHOWN);
}

static void write_lacks(struct page *page,
			const struct selinux_candidate *candidate)
{
	AUTO_TEXT struct text refused = {0};
	size_t count = candidate->lack_count;

	if (!candidate->is_known || (!count && !candidate->refused))
		return;
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", candidate->type);
	page_put(page, INK_PLAIN, "  lacks");
	page_end_line(page);
	if (candidate->refused) {
		text_add(&refused, "capabilities ");
		why_add_names(&refused, candidate->refused, false);
		write_folded(page, 2, &refused);
	}
	for (size_t i = 0; i < count && i < LACKS_SHOWN; i++) {
		AUTO_TEXT struct text lack = {0};

		why_add_lack(&lack, &candidate->lacks[i]);
		write_folded(page, 2, &lack);
	}
	write_more(page, count, LACKS_SHOWN);
}

/* The wider ones: what nobody here has a use for. */
static void write_opens(struct page *page,
			const struct selinux_candidate *candidate,
			const struct selinux_candidate *chosen)
{
	AUTO_TEXT struct text opens = {0};

	why_add_opens(&opens, candidate, chosen);
	if (!candidate->is_known || !opens.length)
		return;
	page_end_line(page);
	page_put(page, INK_BOLD, "%s", printable(candidate->type));
	page_put(page, INK_PLAIN, "  opens needlessly");
	page_end_line(page);
	write_folded(page, 2, &opens);
}

static void write_candidates(struct page *page,
			     const struct selinux_advice *selinux)
{
	const struct selinux_candidate *chosen = selinux->chosen;

	for (size_t i = 0; chosen && i < selinux->candidate_count; i++) {
		const struct selinux_candidate *candidate =
			&selinux->candidates[i];

		if (candidate <= chosen || selinux->state == SELINUX_NEAREST)
			write_lacks(page, candidate);
		if (candidate > chosen)
			write_opens(page, candidate, chosen);
		else if (candidate == chosen && candidate->is_wide)
			write_opens(page, candidate, &selinux->candidates[0]);
	}
}

static void add_names(struct text *text, const struct seccomp_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		text_addf(text, "%s ", group->names[i]);
}

static void write_group(struct page *page, const struct seccomp_group *group)
{
	AUTO_TEXT struct text heading = {0}, names = {0};

	if (!group->count)
		return;
	page_end_line(page);
	page_put(page, INK_BOLD, "%zu syscalls", group->count);
	text_addf(&heading, "  %s", group->comment);
	page_fold(page, 4, text_string(&heading));
	page_end_line(page);
	add_names(&names, group);
	page_tab(page, 2);
	page_fold(page, 2, text_string(&names));
	page_end_line(page);
}

/* The families are many and small: one paragraph for all. */
static void write_families(struct page *page,
			   const struct seccomp_advice *seccomp)
{
	AUTO_TEXT struct text names = {0};
	size_t count = 0;

	for (size_t g = 0; g < seccomp->group_count; g++) {
		if (seccomp->groups[g].reason != SECCOMP_REASON_FAMILY)
			continue;
		add_names(&names, &seccomp->groups[g]);
		count += seccomp->groups[g].count;
	}
	if (!count)
		return;
	page_end_line(page);
	page_put(page, INK_BOLD, "%zu syscalls", count);
	page_fold(page, 4,
		  "  that come in the place of these with another kernel, C "
		  "library or architecture (report -f seccomp has each one's "
		  "family)");
	page_end_line(page);
	page_tab(page, 2);
	page_fold(page, 2, text_string(&names));
	page_end_line(page);
}

/* "socket: argument 0 is 0x1, 0x2": G is moved past the rules of one call. */
static void write_rules(struct page *page, const struct seccomp_advice *seccomp,
			size_t *g)
{
	AUTO_TEXT struct text line = {0};
	const char *name = seccomp->groups[*g].names[0];
	const struct seccomp_argument *argument =
		&seccomp->groups[*g].arguments[0];

	text_addf(&line, "%s: argument %u", name, argument->index);
	if (argument->mask != UINT64_MAX && argument->mask != UINT32_MAX)
		text_addf(&line, " & %#llx",
			  (unsigned long long)argument->mask);
	for (size_t i = 0; *g < seccomp->group_count; ++*g, i++) {
		const struct seccomp_group *group = &seccomp->groups[*g];

		if (group->reason != SECCOMP_REASON_NARROW ||
		    strcmp(group->names[0], name) != 0)
			break;
		text_addf(&line, "%s%#llx", i ? ", " : " is ",
			  (unsigned long long)group->arguments[0].value);
	}
	page_tab(page, 2);
	page_fold(page, 4, text_string(&line));
	page_end_line(page);
}

static void write_narrow(struct page *page,
			 const struct seccomp_advice *seccomp)
{
	bool has_begun = false;

	for (size_t g = 0; g < seccomp->group_count;) {
		if (seccomp->groups[g].reason != SECCOMP_REASON_NARROW) {
			g++;
			continue;
		}
		if (!has_begun) {
			page_end_line(page);
			page_put(page, INK_BOLD, "Rules on arguments");
			page_fold(page, 4,
				  "  where all values were seen; these calls "
				  "are refused with any other");
			page_end_line(page);
		}
		has_begun = true;
		write_rules(page, seccomp, &g);
	}
}

static void write_syscalls(struct page *page,
			   const struct seccomp_advice *seccomp)
{
	for (size_t g = 0; g < seccomp->group_count; g++)
		if (seccomp->groups[g].reason != SECCOMP_REASON_FAMILY &&
		    seccomp->groups[g].reason != SECCOMP_REASON_NARROW)
			write_group(page, &seccomp->groups[g]);
	write_narrow(page, seccomp);
	write_families(page, seccomp);
}

void text_why_write(struct page *page, const struct advice *advice,
		    const struct profile *profile)
{
	(void)profile;
	page_end_line(page);
	page_put(page, INK_BOLD, "WHY");
	page_end_line(page);
	for (size_t i = 0; i < advice->capabilities.count; i++)
		write_capability(page, &advice->capabilities.items[i]);
	write_candidates(page, &advice->selinux);
	write_syscalls(page, &advice->seccomp);
}
