/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/detail.h"

#include <string.h>

#include "policies/advice.h"
#include "policies/reason.h"
#include "profile/text.h"
#include "profiler/selinux_source.h"
#include "reporters/review.h"
#include "reporters/why.h"

void detail_profile(const struct invocation *invocation,
		    const struct profile *profile, const char *path)
{
	AUTO_TEXT struct text origin = {0};

	if (!invocation->verbosity)
		return;
	review_add_origin(&origin, profile);
	say_detail(invocation, "read '%s': %s (%s)", printable(path),
		   profile->subject.name ? printable(profile->subject.name)
					 : "without a name",
		   text_string(&origin));
	say_detail(invocation,
		   "it holds %zu capabilities, %zu system calls, %zu accesses "
		   "and is %s",
		   profile->capability_count, profile->syscall_count,
		   profile->access_count,
		   profile->is_complete ? "complete" : "INCOMPLETE");
}

/* What decided it, and who asked: of the first evidence. */
static void describe_evidence(struct text *text,
			      const struct capability_need *need)
{
	const struct evidence *evidence = need->evidence;
	bool is_plain = need->verdict == VERDICT_NEEDED;
	struct reason reason = {0};

	reason_parse(&reason, evidence->reason);
	/* "needed: asked" is what no row spoke of. */
	is_plain = is_plain && strcmp(reason.id, "needed") == 0;
	if (reason.id[0] && !is_plain)
		text_addf(text, ", by '%s'", printable(reason.id));
	if (reason.says[0] && !is_plain)
		text_addf(text, ": %s", printable(reason.says));
	if (evidence->comm)
		text_addf(text, "; %s", printable(evidence->comm));
	if (evidence->comm && evidence->syscall)
		text_addf(text, " in %s", printable(evidence->syscall));
	if (need->evidence_count > 1)
		text_addf(text, " (the first of %zu places)",
			  need->evidence_count);
}

static void describe_need(struct text *text, const struct capability_need *need)
{
	text_addf(text, "%s: %s", capability_name(need->capability),
		  verdict_name(need->verdict));
	if (need->instead) {
		text_add(text, ", or instead ");
		why_add_names(text, need->instead, false);
	}
	if (need->evidence_count)
		describe_evidence(text, need);
}

void detail_verdicts(const struct invocation *invocation,
		     const struct profile *profile)
{
	for (size_t i = 0; i < profile->capability_count; i++) {
		AUTO_TEXT struct text words = {0};

		if (!invocation->verbosity)
			return;
		describe_need(&words, &profile->capabilities[i]);
		say_detail(invocation, "%s", text_string(&words));
	}
}

void detail_notes(const struct invocation *invocation,
		  const struct profile *profile)
{
	for (size_t i = 0; i < profile->notes.count; i++)
		say_detail(invocation, "note: %s",
			   printable(profile->notes.items[i]));
}

void detail_selinux_source(const struct invocation *invocation,
			   const struct selinux_source *source,
			   const struct selinux_request *request)
{
	if (source->options.asker)
		say_detail(invocation, "the SELinux policy asked: %s",
			   source->file || source->loaded
				   ? source->words
				   : "what is known of Bottlerocket's");
	else if (request->platform)
		say_detail(invocation,
			   "no SELinux policy is asked: none of %s is loaded "
			   "here (--policy FILE)",
			   printable(request->platform));
	else
		say_detail(invocation, "no SELinux policy is asked: none is "
				       "loaded here (--policy FILE, or "
				       "--platform bottlerocket)");
}

static void tell_capabilities(const struct invocation *invocation,
			      const struct advice *advice)
{
	const struct capability_advice *capabilities = &advice->capabilities;
	AUTO_TEXT struct text words = {0};

	review_add_capabilities(&words, advice);
	say_detail(invocation, "capabilities: %s", text_string(&words));
	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];
		AUTO_TEXT struct text why = {0};
		bool is_granted = item->decision == CAPABILITY_GRANT;

		if (is_granted)
			describe_need(&why, item->need);
		else
			review_add_left_out(&why, item);
		if (is_granted && item->need->verdict == VERDICT_ONE_OF) {
			text_add(&why, "; ");
			capability_choice_describe(&why, item);
		}
		if (is_granted)
			say_detail(invocation, "  %s", text_string(&why));
		else
			say_detail(invocation, "  %s is left out: %s",
				   capability_name(item->need->capability),
				   text_string(&why));
	}
}

static void tell_seccomp(const struct invocation *invocation,
			 const struct seccomp_advice *seccomp)
{
	AUTO_TEXT struct text words = {0}, parts = {0};

	review_add_seccomp(&words, seccomp);
	say_detail(invocation, "seccomp: %s", text_string(&words));
	if (!seccomp->count)
		return;
	review_add_seccomp_parts(&parts, seccomp);
	say_detail(invocation, "  %s", text_string(&parts));
}

/* From nearest to farthest, up to the one that was chosen. */
static void tell_selinux(const struct invocation *invocation,
			 const struct selinux_advice *selinux)
{
	AUTO_TEXT struct text words = {0};

	review_add_selinux(&words, selinux);
	say_detail(invocation, "SELinux: %s", text_string(&words));
	for (size_t i = 0; i < selinux->candidate_count; i++) {
		const struct selinux_candidate *one = &selinux->candidates[i];

		if (one == selinux->chosen)
			break;
		if (!one->is_known)
			say_detail(invocation,
				   "  %s was not tried: the policy does not "
				   "have it",
				   printable(one->type));
		else if (one->is_wide && !one->lack_count)
			say_detail(invocation, "  %s would open the host",
				   printable(one->type));
		else
			say_detail(invocation,
				   "  %s lacks %zu accesses and %d "
				   "capabilities",
				   printable(one->type), one->lack_count,
				   __builtin_popcountll(one->refused));
	}
}

void detail_advice(const struct invocation *invocation,
		   const struct advice *advice, unsigned int topics)
{
	if (!invocation->verbosity)
		return;
	if (topics & TOPIC_CAPABILITIES)
		tell_capabilities(invocation, advice);
	if (topics & TOPIC_SECCOMP)
		tell_seccomp(invocation, &advice->seccomp);
	if (topics & TOPIC_SELINUX)
		tell_selinux(invocation, &advice->selinux);
}
