/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a review: CommonMark with GitHub's tables, the evidence folded away. */
#include "reporters/reporter.h"

#include "policies/capability_table.h"
#include "profile/coverage.h"
#include "reporters/markdown_out.h"
#include "reporters/review.h"
#include "reporters/text_coverage.h"
#include "reporters/why.h"

#define EVIDENCE_SHOWN 8

static void write_line(void *out, const char *line)
{
	fputs("- ", out);
	markdown_put(out, line);
	fputc('\n', out);
}

static void write_row(FILE *out, const char *name, const struct text *words)
{
	fprintf(out, "| %s | ", name);
	markdown_put(out, text_string(words));
	fputs(" |\n", out);
}

static void write_title(FILE *out, const struct profile *profile)
{
	const char *name = profile->subject.name;
	AUTO_TEXT struct text origin = {0};

	fputs("# ", out);
	markdown_put(out, name ? name : "workload");
	fputs(": what to grant\n\n", out);
	review_add_origin(&origin, profile);
	markdown_put(out, text_string(&origin));
	fputs("\n\n", out);
	if (!profile->is_complete)
		fputs("> **Caution:** the profile is incomplete: evidence was "
		      "lost, this may grant too little.\n\n",
		      out);
}

static void write_answers(FILE *out, const struct advice *advice)
{
	AUTO_TEXT struct text capabilities = {0}, seccomp = {0};
	AUTO_TEXT struct text selinux = {0}, pod = {0};

	review_add_capabilities(&capabilities, advice);
	review_add_seccomp(&seccomp, &advice->seccomp);
	review_add_selinux(&selinux, &advice->selinux);
	why_add_pod(&pod, &advice->pod);
	fputs("| | |\n| --- | --- |\n", out);
	write_row(out, "Capabilities", &capabilities);
	write_row(out, "Seccomp", &seccomp);
	write_row(out, "SELinux", &selinux);
	write_row(out, "Pod Security Standard", &pod);
}

static void write_granted(FILE *out, const struct advice *advice,
			  unsigned int capability)
{
	AUTO_TEXT struct text opens = {0}, why = {0};

	review_add_opens(&opens, advice, capability);
	why_add_capability(&why, advice, capability);
	fprintf(out, "| **%s** | %u | ", capability_short_name(capability),
		capability_risk(capability));
	markdown_put(out, text_string(&opens));
	fputs(" | ", out);
	markdown_put(out, text_string(&why));
	fputs(" |\n", out);
}

static void write_capabilities(FILE *out, const struct advice *advice)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	if (capabilities->minimal)
		fputs("\n## Capabilities to add, all others dropped\n\n"
		      "| capability | risk | what it opens | first evidence "
		      "|\n| --- | --- | --- | --- |\n",
		      out);
	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--)
		for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
			if (capset_has(capabilities->minimal, c) &&
			    capability_risk(c) == risk)
				write_granted(out, advice, c);
}

static void write_left_out(FILE *out,
			   const struct capability_advice *capabilities)
{
	bool is_first = true;

	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];
		AUTO_TEXT struct text words = {0};

		if (item->decision == CAPABILITY_GRANT)
			continue;
		if (is_first)
			fputs("\n## Asked for, left out\n\n", out);
		is_first = false;
		review_add_left_out(&words, item);
		fprintf(out, "- **%s**: ",
			capability_short_name(item->need->capability));
		markdown_put(out, text_string(&words));
		fputc('\n', out);
	}
}

/* ---- the evidence -------------------------------------------------------- */

static void write_need(FILE *out, const struct capability_need *need)
{
	fprintf(out, "- **%s** (%s)\n", capability_short_name(need->capability),
		verdict_name(need->verdict));
	for (size_t i = 0; i < need->evidence_count && i < EVIDENCE_SHOWN;
	     i++) {
		AUTO_TEXT struct text words = {0};

		why_add_evidence(&words, &need->evidence[i]);
		text_add(&words, "; ");
		why_add_outcome(&words, &need->evidence[i]);
		fputs("  - ", out);
		markdown_put(out, text_string(&words));
		fputc('\n', out);
	}
	if (need->evidence_count > EVIDENCE_SHOWN)
		fprintf(out, "  - and %zu more, in the profile\n",
			need->evidence_count - EVIDENCE_SHOWN);
}

static void write_evidence(FILE *out, const struct advice *advice)
{
	if (!advice->capabilities.count)
		return;
	fputs("\n<details><summary>Evidence</summary>\n\n", out);
	for (size_t i = 0; i < advice->capabilities.count; i++)
		write_need(out, advice->capabilities.items[i].need);
	fputs("\n</details>\n", out);
}

static void write_group(FILE *out, const struct seccomp_group *group)
{
	if (!group->count)
		return;
	fputs("- ", out);
	markdown_put(out, group->comment);
	fputs(":", out);
	for (size_t i = 0; i < group->count; i++)
		fprintf(out, " `%s`", group->names[i]);
	fputc('\n', out);
}

static void write_syscalls(FILE *out, const struct seccomp_advice *seccomp)
{
	if (!seccomp->count)
		return;
	fprintf(out, "\n<details><summary>%zu system calls</summary>\n\n",
		seccomp->count);
	for (size_t g = 0; g < seccomp->group_count; g++)
		write_group(out, &seccomp->groups[g]);
	fputs("\n</details>\n", out);
}

static void write_lacks(FILE *out, const struct selinux_advice *selinux)
{
	for (size_t i = 0; selinux->chosen && i < selinux->candidate_count;
	     i++) {
		const struct selinux_candidate *candidate =
			&selinux->candidates[i];

		if (!candidate->is_known || !candidate->lack_count)
			continue;
		fputs("\n<details><summary>What ", out);
		markdown_put(out, candidate->type);
		fputs(" lacks</summary>\n\n", out);
		for (size_t j = 0; j < candidate->lack_count; j++) {
			AUTO_TEXT struct text lack = {0};

			why_add_lack(&lack, &candidate->lacks[j]);
			write_line(out, text_string(&lack));
		}
		fputs("\n</details>\n", out);
	}
}

static void write_trust(FILE *out, const struct advice *advice,
			const struct profile *profile)
{
	AUTO_TEXT struct text coverage = {0}, policy = {0};

	fputs("\n## How far it can be trusted\n\n", out);
	text_add_coverage(&coverage, profile);
	write_line(out, text_string(&coverage));
	if (advice->selinux.chosen) {
		text_add(&policy, "SELinux: ");
		review_add_policy(&policy, &advice->selinux);
		write_line(out, text_string(&policy));
	}
	(void)review_visit_notes(advice, profile, write_line, out);
}

enum status report_markdown(FILE *out, const struct advice *advice,
			    const struct profile *profile,
			    const struct report_options *options,
			    struct error *err)
{
	(void)err;
	write_title(out, profile);
	write_answers(out, advice);
	write_capabilities(out, advice);
	write_left_out(out, &advice->capabilities);
	write_trust(out, advice, profile);
	if (options->no_comments)
		return STATUS_OK;
	write_evidence(out, advice);
	write_lacks(out, &advice->selinux);
	write_syscalls(out, &advice->seccomp);
	return STATUS_OK;
}
