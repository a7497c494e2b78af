/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The review as a page (html_out.h). */
#include "reporters/reporter.h"

#include "policies/capability_table.h"
#include "reporters/html_out.h"
#include "reporters/review.h"
#include "reporters/text_coverage.h"
#include "reporters/why.h"

#define EVIDENCE_SHOWN 24

static void write_line(void *out, const char *line)
{
	html_put(out, "<li>", line, "</li>\n");
}

static void begin_table(FILE *out, const char *id, const char *heading,
			const char *caption, const char *const *columns)
{
	fprintf(out,
		"<section aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>\n"
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		"aria-labelledby=\"%s\"><table>\n<caption>%s</caption>\n"
		"<thead><tr>",
		id, id, heading, id, caption);
	for (; *columns; columns++)
		fprintf(out, "<th scope=\"col\">%s</th>", *columns);
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void end_table(FILE *out)
{
	fputs("</tbody></table></div></section>\n", out);
}

static void write_answer(FILE *out, const char *name, const struct text *words)
{
	fprintf(out, "<tr><th scope=\"row\">%s</th>", name);
	html_put(out, "<td>", text_string(words), "</td></tr>\n");
}

static void write_answers(FILE *out, const struct advice *advice)
{
	static const char *const columns[] = {"Of", "Answer", NULL};
	AUTO_TEXT struct text capabilities = {0}, seccomp = {0};
	AUTO_TEXT struct text selinux = {0}, pod = {0};

	review_add_capabilities(&capabilities, advice);
	review_add_seccomp(&seccomp, &advice->seccomp);
	review_add_selinux(&selinux, &advice->selinux);
	why_add_pod(&pod, &advice->pod);
	begin_table(out, "answers", "The answers",
		    "What to grant, in one line each.", columns);
	write_answer(out, "Capabilities", &capabilities);
	write_answer(out, "Seccomp", &seccomp);
	write_answer(out, "SELinux", &selinux);
	write_answer(out, "Pod Security Standard", &pod);
	end_table(out);
}

/* ---- capabilities -------------------------------------------------------- */

static void write_evidence(FILE *out, const struct capability_need *need)
{
	fputs("<td><details><summary>evidence</summary><ul>\n", out);
	for (size_t i = 0; i < need->evidence_count && i < EVIDENCE_SHOWN;
	     i++) {
		AUTO_TEXT struct text words = {0};

		why_add_evidence(&words, &need->evidence[i]);
		text_add(&words, "; ");
		why_add_outcome(&words, &need->evidence[i]);
		write_line(out, text_string(&words));
	}
	if (need->evidence_count > EVIDENCE_SHOWN)
		fprintf(out, "<li>and %zu more, in the profile</li>\n",
			need->evidence_count - EVIDENCE_SHOWN);
	fputs("</ul></details></td></tr>\n", out);
}

static void write_item(FILE *out, const struct advice *advice,
		       const struct capability_item *item)
{
	unsigned int capability = item->need->capability;
	unsigned int risk = capability_risk(capability);
	bool is_granted = item->decision == CAPABILITY_GRANT;
	AUTO_TEXT struct text words = {0};

	fprintf(out,
		"<tr><th scope=\"row\">%s</th><td>%s</td>"
		"<td class=\"risk r%u\">%u</td>",
		capability_short_name(capability),
		is_granted ? "add" : "leave out", risk, risk);
	if (is_granted)
		review_add_opens(&words, advice, capability);
	else
		review_add_left_out(&words, item);
	html_put(out, "<td>", text_string(&words), "</td>");
	write_evidence(out, item->need);
}

static void write_capabilities(FILE *out, const struct advice *advice)
{
	static const char *const columns[] = {
		"Capability", "Answer", "Risk", "What it opens, or why not",
		"Evidence",   NULL};
	const struct capability_advice *capabilities = &advice->capabilities;

	if (!capabilities->count)
		return;
	begin_table(out, "capabilities", "Capabilities",
		    "All are dropped, these are added; risk from 1 (harms "
		    "nobody but the workload) to 5 (as good as root on the "
		    "host).",
		    columns);
	for (unsigned int risk = CAPABILITY_RISK_MAX;
	     risk >= CAPABILITY_RISK_MIN; risk--)
		for (size_t i = 0; i < capabilities->count; i++)
			if (capability_risk(
				    capabilities->items[i].need->capability) ==
			    risk)
				write_item(out, advice,
					   &capabilities->items[i]);
	end_table(out);
}

/* ---- system calls and SELinux -------------------------------------------- */

static void write_syscalls(FILE *out, const struct seccomp_advice *seccomp)
{
	static const char *const columns[] = {"System call", "Answer", "Why",
					      NULL};

	if (!seccomp->count)
		return;
	begin_table(out, "calls", "System calls",
		    "By name; what is not here is refused.", columns);
	for (size_t g = 0; g < seccomp->group_count; g++) {
		const struct seccomp_group *group = &seccomp->groups[g];

		for (size_t i = 0; i < group->count; i++) {
			html_put(out, "<tr><th scope=\"row\">", group->names[i],
				 "</th>");
			html_put(out, "<td>", group->action, "</td>");
			html_put(out, "<td>", group->comment, "</td></tr>\n");
		}
	}
	end_table(out);
}

static void write_candidate(FILE *out, const struct selinux_advice *selinux,
			    const struct selinux_candidate *candidate)
{
	AUTO_TEXT struct text refused = {0};

	html_put(out, "<tr><th scope=\"row\">", candidate->type, "</th>");
	fprintf(out, "<td>%s</td><td>%zu</td><td>",
		candidate == selinux->chosen ? "take it" : "",
		candidate->open_count);
	if (candidate->refused) {
		why_add_names(&refused, candidate->refused, false);
		html_put(out, "capabilities ", text_string(&refused), "<br>");
	}
	if (candidate->lack_count)
		fputs("<details><summary>accesses</summary><ul>\n", out);
	for (size_t i = 0; i < candidate->lack_count; i++) {
		AUTO_TEXT struct text lack = {0};

		why_add_lack(&lack, &candidate->lacks[i]);
		write_line(out, text_string(&lack));
	}
	if (candidate->lack_count)
		fputs("</ul></details>", out);
	fputs("</td></tr>\n", out);
}

static void write_selinux(FILE *out, const struct selinux_advice *selinux)
{
	static const char *const columns[] = {
		"Type", "Answer", "Opens needlessly", "Lacks", NULL};

	if (!selinux->chosen)
		return;
	begin_table(out, "selinux", "SELinux types",
		    "From narrow to wide; how many things on a host each opens "
		    "that nobody here needs.",
		    columns);
	for (size_t i = 0; i < selinux->candidate_count; i++)
		if (selinux->candidates[i].is_known)
			write_candidate(out, selinux, &selinux->candidates[i]);
	end_table(out);
}

static void write_trust(FILE *out, const struct advice *advice,
			const struct profile *profile)
{
	AUTO_TEXT struct text coverage = {0}, policy = {0};

	fputs("<section><h2>How far it can be trusted</h2>\n<ul>\n", out);
	text_add_coverage(&coverage, profile);
	write_line(out, text_string(&coverage));
	if (advice->selinux.chosen) {
		text_add(&policy, "SELinux: ");
		review_add_policy(&policy, &advice->selinux);
		write_line(out, text_string(&policy));
	}
	(void)review_visit_notes(advice, profile, write_line, out);
	fputs("</ul></section>\n", out);
}

enum status report_html(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	const char *name = profile->subject.name;
	AUTO_TEXT struct text title = {0}, origin = {0};

	(void)err;
	(void)options;
	text_addf(&title, "%s: what to grant",
		  printable(name ? name : "workload"));
	html_begin(out, text_string(&title));
	review_add_origin(&origin, profile);
	html_put(out, "<p>", text_string(&origin), "</p>\n");
	if (!profile->is_complete)
		fputs("<p class=\"caution\"><strong>Caution:</strong> the "
		      "profile is incomplete: evidence was lost, this may "
		      "grant too little.</p>\n",
		      out);
	write_answers(out, advice);
	write_capabilities(out, advice);
	write_selinux(out, &advice->selinux);
	write_trust(out, advice, profile);
	write_syscalls(out, &advice->seccomp);
	html_end(out);
	return STATUS_OK;
}
