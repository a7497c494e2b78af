/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/review.h"

#include <string.h>

#include "policies/capability_table.h"
#include "policies/selinux_flip.h"
#include "reporters/why.h"

static void add_part(struct text *text, const char *part)
{
	if (part)
		text_addf(text, "%s%s", text->length ? ", " : "",
			  printable(part));
}

void review_add_origin(struct text *text, const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;

	add_part(text, profile->subject.engine);
	add_part(text, profile->subject.image);
	if (environment->kernel)
		text_addf(text, "%sLinux %s", text->length ? ", " : "",
			  printable(environment->kernel));
	add_part(text, environment->arch);
	text_addf(text, "%s%zu run%s", text->length ? ", " : "",
		  profile->run_count, profile->run_count == 1 ? "" : "s");
}

void review_add_capabilities(struct text *text, const struct advice *advice)
{
	capset_t minimal = advice->capabilities.minimal;

	if (!advice->is_selinux_recorded)
		text_add(text, "not recorded");
	else if (minimal)
		text_addf(text, "drop all, add %d",
			  __builtin_popcountll(minimal));
	else
		text_add(text, "drop all, none is needed");
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

void review_add_opens(struct text *text, const struct advice *advice,
		      unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);

	text_add(text, row ? row->opens : "newer than this program");
	describe_choice(text, &advice->capabilities, capability);
}

void review_add_left_out(struct text *text, const struct capability_item *item)
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

/* ---- seccomp ------------------------------------------------------------- */

static size_t count_of(const struct seccomp_advice *seccomp,
		       enum seccomp_reason reason)
{
	size_t count = 0;

	for (size_t g = 0; g < seccomp->group_count; g++)
		if (seccomp->groups[g].reason == reason)
			count += seccomp->groups[g].count;
	return count;
}

void review_add_seccomp(struct text *text, const struct seccomp_advice *seccomp)
{
	const char *name = strerrorname_np(seccomp->default_errno);

	if (!seccomp->count) {
		text_add(text, "not recorded");
		return;
	}
	text_addf(text, "allow %zu system calls, %zu of them called; ",
		  seccomp->count, seccomp->recorded);
	if (seccomp->default_errno && name)
		text_addf(text, "the rest gets %s", name);
	else if (seccomp->default_errno)
		text_addf(text, "the rest gets errno %d",
			  seccomp->default_errno);
	else
		text_addf(text, "the rest is %s", seccomp->default_action);
}

void review_add_seccomp_parts(struct text *text,
			      const struct seccomp_advice *seccomp)
{
	size_t runtime = count_of(seccomp, SECCOMP_REASON_RUNTIME);
	size_t table = count_of(seccomp, SECCOMP_REASON_TABLE);
	size_t family = count_of(seccomp, SECCOMP_REASON_FAMILY);
	size_t notify = count_of(seccomp, SECCOMP_REASON_NOTIFY);

	text_addf(text, "%zu that were called", seccomp->recorded);
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
}

/* ---- SELinux ------------------------------------------------------------- */

static void add_flips(struct text *text, const struct selinux_advice *selinux)
{
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

void review_add_selinux(struct text *text, const struct selinux_advice *selinux)
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
	add_flips(text, selinux);
}

void review_add_policy(struct text *text, const struct selinux_advice *selinux)
{
	if (selinux->policy)
		text_addf(text, "%s: ", selinux->policy);
	text_add(text, selinux_platform_owner(selinux->platform));
}

/* ---- notes --------------------------------------------------------------- */

size_t review_visit_notes(const struct advice *advice,
			  const struct profile *profile,
			  void (*take)(void *data, const char *line),
			  void *data)
{
	size_t count = profile->notes.count + advice->note_count;

	for (size_t i = 0; take && i < profile->notes.count; i++)
		take(data, printable(profile->notes.items[i]));
	for (size_t i = 0; i < profile->source_count; i++) {
		AUTO_TEXT struct text line = {0};

		if (!profile->sources[i].lost)
			continue;
		count++;
		text_addf(&line, "%s: %llu records were lost",
			  printable(profile->sources[i].name),
			  (unsigned long long)profile->sources[i].lost);
		if (take)
			take(data, text_string(&line));
	}
	for (size_t i = 0; take && i < advice->note_count; i++)
		take(data, advice->notes[i].text);
	return count;
}
