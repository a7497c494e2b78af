/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/explain.h"

#include <ctype.h>
#include <string.h>

#include "policies/reason.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* Some architecture has a call of this name. */
static bool is_syscall(const char *name)
{
	uint32_t arch, number;

	for (size_t i = 0; (arch = arch_at(i)); i++)
		if (syscall_number(arch, name, &number))
			return true;
	return false;
}

/* "CAP_CHOWN", "cap_chown", "CHOWN": nothing but a capability. */
static bool is_surely_capability(const char *name)
{
	return strncasecmp(name, "cap_", 4) == 0 ||
	       isupper((unsigned char)name[0]);
}

static void find_rows(struct explanation *ret, const char *name)
{
	for (const struct check_site *site = check_sites;
	     site->id && !ret->site; site++)
		if (strcmp(site->id, name) == 0)
			ret->site = site;
	for (const struct unseen_check *row = unseen_checks;
	     row->id && !ret->unseen; row++)
		if (strcmp(row->id, name) == 0)
			ret->unseen = row;
	for (const struct judge_rule *rule = judge_rules;
	     rule->id && !ret->rule; rule++)
		if (strcmp(rule->id, name) == 0)
			ret->rule = rule;
	for (const struct avoid_row *row = avoid_rows; row->id && !ret->way;
	     row++)
		if (strcmp(row->id, name) == 0)
			ret->way = row;
}

enum status explain_find(struct explanation *ret, const char *name,
			 struct error *err)
{
	*ret = (struct explanation){.name = name};
	ret->is_capability =
		capability_from_name(name, &ret->capability, NULL) == STATUS_OK;
	if (!is_surely_capability(name)) {
		if (is_syscall(name))
			ret->syscall = name;
		find_rows(ret, name);
	}
	if (ret->is_capability || ret->syscall || ret->site || ret->unseen ||
	    ret->rule || ret->way)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE,
			 "whittle explain --list prints the names",
			 "no capability, system call or row is called '%s'",
			 printable(name));
}

enum status explain_ask(struct explanation *explanation,
			const struct profile *profile, struct error *err)
{
	enum status status =
		capability_advice_make(&explanation->capabilities, profile,
				       engine_default_find("docker"), err);

	explanation->profile = profile;
	if (status != STATUS_OK)
		return status;
	return seccomp_advice_make(&explanation->seccomp, profile, NULL, err);
}

void explain_done(struct explanation *explanation)
{
	if (!explanation->profile)
		return;
	capability_advice_done(&explanation->capabilities);
	seccomp_advice_done(&explanation->seccomp);
	explanation->profile = NULL;
}

bool explain_concerns(const struct explanation *explanation,
		      const struct capability_need *need,
		      const struct evidence *evidence)
{
	struct reason reason;

	if (explanation->is_capability &&
	    need->capability == explanation->capability)
		return true;
	if (explanation->syscall &&
	    is_same_string(evidence->syscall, explanation->syscall))
		return true;
	if (!explanation->site && !explanation->rule)
		return false;
	reason_parse(&reason, evidence->reason);
	return strcmp(reason.id, explanation->name) == 0;
}

bool explain_made_note(const struct explanation *explanation, const char *note)
{
	const char *rest;

	return explanation->unseen &&
	       has_prefix(note, explanation->name, &rest) && *rest == ':';
}

static bool has_capability_evidence(const struct explanation *explanation)
{
	const struct profile *profile = explanation->profile;

	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];

		if (explanation->is_capability &&
		    need->capability == explanation->capability)
			return true;
		for (size_t e = 0; e < need->evidence_count; e++)
			if (explain_concerns(explanation, need,
					     &need->evidence[e]))
				return true;
	}
	return false;
}

bool explain_is_in_profile(const struct explanation *explanation)
{
	const struct profile *profile = explanation->profile;

	if (has_capability_evidence(explanation))
		return true;
	for (size_t i = 0; explanation->syscall && i < profile->syscall_count;
	     i++)
		if (is_same_string(profile->syscalls[i].name,
				   explanation->syscall))
			return true;
	for (size_t i = 0; i < profile->notes.count; i++)
		if (explain_made_note(explanation, profile->notes.items[i]))
			return true;
	return false;
}

static void tell_calls(void (*tell)(const char *name))
{
	const char *name;

	for (uint32_t number = 0; number < 1024; number++)
		if ((name = syscall_name(arch_native(), number)))
			tell(name);
}

void explain_each_name(void (*tell)(const char *name))
{
	for (unsigned int c = 0; c <= capability_last(); c++)
		tell(capability_name(c));
	tell_calls(tell);
	for (const struct check_site *site = check_sites; site->id; site++)
		tell(site->id);
	for (const struct unseen_check *row = unseen_checks; row->id; row++)
		tell(row->id);
	for (const struct judge_rule *rule = judge_rules; rule->id; rule++)
		tell(rule->id);
	for (const struct avoid_row *row = avoid_rows; row->id; row++)
		if (row == avoid_rows || strcmp(row[-1].id, row->id) != 0)
			tell(row->id);
}
