/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/why.h"

#include <string.h>

#include "policies/reason.h"

void why_add_evidence(struct text *text, const struct evidence *evidence)
{
	struct reason reason;

	text_add(text, printable(evidence->comm ? evidence->comm : "unknown"));
	text_add(text, ":");
	if (evidence->syscall)
		text_addf(text, " %s", printable(evidence->syscall));
	if (evidence->path)
		text_addf(text, " '%s'", printable(evidence->path));
	if (evidence->mode)
		text_addf(text, " %s", printable(evidence->mode));
	if (evidence->owner)
		text_addf(text, " %s", printable(evidence->owner));
	reason_parse(&reason, evidence->reason);
	if (reason.has_uid)
		text_addf(text, " as uid %u", reason.uid);
	/* A group says something where a file has one. */
	if (reason.has_gid && evidence->owner)
		text_addf(text, " gid %u", reason.gid);
}

void why_add_outcome(struct text *text, const struct evidence *evidence)
{
	if (evidence->outcome)
		text_addf(text, "%s, ", printable(evidence->outcome));
	text_add(text, phase_name(evidence->phase));
	if (evidence->count > 1)
		text_addf(text, ", %llu times",
			  (unsigned long long)evidence->count);
}

static void add_first_evidence(struct text *text,
			       const struct capability_need *need)
{
	if (need->evidence_count)
		why_add_evidence(text, &need->evidence[0]);
}

void why_add_capability(struct text *text, const struct advice *advice,
			unsigned int capability)
{
	const struct capability_advice *capabilities = &advice->capabilities;
	bool is_first = true;

	for (size_t i = 0; i < capabilities->count; i++) {
		const struct capability_item *item = &capabilities->items[i];
		const struct capability_need *need = item->need;

		if (item->granted != capability ||
		    (item->decision != CAPABILITY_GRANT &&
		     item->decision != CAPABILITY_REPLACED))
			continue;
		if (!is_first)
			text_add(text, "; ");
		is_first = false;
		add_first_evidence(text, need);
		if (item->choice != CHOICE_NONE) {
			text_add(text, "; ");
			capability_choice_describe(text, item);
		}
	}
}

void why_add_pod(struct text *text, const struct pod_security *pod)
{
	const char *separator = "";

	if (!pod->is_known) {
		text_add(text, "not known: capabilities were not recorded");
		return;
	}
	text_add(text, pod_level_name(pod->level));
	if (pod->level == POD_RESTRICTED)
		return;
	text_addf(text, "; not %s, for: ", pod_level_name(pod->level + 1));
	for (size_t i = 0; i < pod->count; i++) {
		const struct pod_obstacle *obstacle = &pod->obstacles[i];

		if (obstacle->level != pod->level + 1)
			continue;
		text_addf(text, "%s%s (%s%s)", separator, obstacle->control,
			  obstacle->is_unknown ? "not known: " : "",
			  obstacle->text);
		separator = ", ";
	}
}

void why_add_way(struct text *text, const struct avoid_way *way,
		 const struct capability_need *need)
{
	avoid_way_describe(text, way);
	if (way->fitting < need->evidence_count)
		text_addf(text, " (for %zu of its %zu checks)", way->fitting,
			  need->evidence_count);
}

void why_add_names(struct text *text, capset_t set, bool with_prefix)
{
	const char *blank = "";

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(set, c))
			continue;
		text_addf(text, "%s%s", blank,
			  with_prefix ? capability_name(c)
				      : capability_short_name(c));
		blank = " ";
	}
}

static const char *refusal_words(unsigned int refusals)
{
	if (refusals & SELINUX_BY_TYPE)
		return "no rule allows it";
	if (refusals & SELINUX_BY_CONSTRAINT)
		return "by its level (constraint)";
	if (refusals & SELINUX_BY_ROLE)
		return "by its role";
	if (refusals & SELINUX_BY_BOUNDS)
		return "by the type's bounds";
	return NULL;
}

void why_add_lack(struct text *text, const struct selinux_lack *lack)
{
	text_addf(text, "%s {", printable(lack->access->class));
	for (size_t i = 0; i < lack->permissions.count; i++)
		text_addf(text, " %s", printable(lack->permissions.items[i]));
	text_addf(text, " } on %s", printable(lack->access->target));
	if (lack->access->path)
		text_addf(text, " '%s'", printable(lack->access->path));
	if (lack->refusals)
		text_addf(text, "; %s", refusal_words(lack->refusals));
}

void why_add_lack_short(struct text *text, const struct selinux_lack *lack)
{
	const char *target = lack->access->target;
	const char *reason = refusal_words(lack->refusals);
	const char *type = strchr(target, ':');

	type = type ? strchr(type + 1, ':') : NULL;
	text_addf(text, "%s {", printable(lack->access->class));
	for (size_t i = 0; i < lack->permissions.count; i++)
		text_addf(text, " %s", printable(lack->permissions.items[i]));
	text_addf(text, " } on %s", printable(type ? type + 1 : target));
	if (reason)
		text_addf(text, ": %s", reason);
}

void why_add_opens(struct text *text, const struct selinux_candidate *farther,
		   const struct selinux_candidate *nearer)
{
	const char *comma = "";

	for (size_t i = 0; farther->opens && selinux_probes[i].what; i++)
		if (farther->opens[i] && !(nearer->opens && nearer->opens[i])) {
			text_addf(text, "%s%s", comma, selinux_probes[i].what);
			comma = ", ";
		}
}

const char *why_service_name(const struct profile *profile)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789._-";
	static char name[128];
	const char *subject = profile->subject.name;
	char *p = name;

	if (!subject || !*subject)
		subject = "workload";
	snprintf(name, sizeof(name), "%.120s", subject);
	while (*(p += strspn(p, harmless)))
		*p = '-';
	/* No hidden file, no option. */
	if (name[0] == '.' || name[0] == '-')
		name[0] = '_';
	return name;
}

const char *why_seccomp_file(const struct profile *profile)
{
	static char name[160];

	snprintf(name, sizeof(name), "%s.seccomp.json",
		 why_service_name(profile));
	return name;
}

void why_add_seccomp_path(struct text *text, const struct profile *profile,
			  const char *file, const char *folder)
{
	if (file)
		text_add(text, file);
	else
		text_addf(text, "%s%s", folder, why_seccomp_file(profile));
}
