/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/explain_json.h"

#include <string.h>

#include "policies/capability_table.h"
#include "policies/syscall_risk.h"
#include "policies/user_namespace.h"
#include "profile/syscall_names.h"
#include "reporters/explain_profile.h"
#include "reporters/json_out.h"

static void put_names(struct json_out *json, const char *key, capset_t set)
{
	json_out_list_begin(json, key);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_out_string(json, NULL, capability_name(c));
	json_out_end(json);
}

static void put_engines(struct json_out *json, unsigned int capability)
{
	json_out_list_begin(json, "defaultOf");
	for (const struct engine_default *row = engine_defaults; row->name;
	     row++)
		if (capset_has(row->capabilities, capability))
			json_out_string(json, NULL, row->name);
	json_out_end(json);
}

static void put_userns(struct json_out *json, unsigned int capability)
{
	const struct userns_row *row = userns_row(capability);

	if (!row)
		return;
	json_out_map_begin(json, "userNamespace");
	json_out_string(json, "reach", userns_reach_name(row->reach));
	json_out_string(json, "words", row->words);
	json_out_string(json, "source", row->source);
	json_out_end(json);
}

static void put_capability(struct json_out *json, unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);

	json_out_map_begin(json, "capability");
	json_out_string(json, "name", capability_name(capability));
	if (row) {
		json_out_number(json, "risk", row->risk);
		json_out_string(json, "opens", row->opens);
		put_names(json, "instead", row->instead);
		json_out_string(json, "source", row->source);
		json_out_string(json, "kernel", row->kernel);
	}
	put_engines(json, capability);
	put_userns(json, capability);
	json_out_end(json);
}

static void put_syscall(struct json_out *json, const char *name)
{
	const struct syscall_risk *risk = syscall_risk_of(name);
	uint32_t arch, number;

	json_out_map_begin(json, "syscall");
	json_out_string(json, "name", name);
	json_out_number(json, "risk", syscall_risk_level(name));
	json_out_string(json, "opens", risk ? risk->opens : NULL);
	json_out_map_begin(json, "numbers");
	for (size_t i = 0; (arch = arch_at(i)); i++)
		if (syscall_number(arch, name, &number))
			json_out_number(json, arch_name(arch), number);
	json_out_end(json);
	json_out_end(json);
}

/* A row is about the name: its capability, its call, or itself. */
static bool is_about(const struct explanation *explanation, const char *id,
		     unsigned int capability, const char *syscalls)
{
	return (explanation->is_capability &&
		capability == explanation->capability) ||
	       (explanation->syscall && syscalls &&
		words_have(syscalls, explanation->syscall)) ||
	       strcmp(id, explanation->name) == 0;
}

static void put_checks(struct json_out *json,
		       const struct explanation *explanation)
{
	json_out_list_begin(json, "checks");
	for (const struct check_site *row = check_sites; row->id; row++) {
		if (!is_about(explanation, row->id, row->capability,
			      row->syscalls))
			continue;
		json_out_map_begin(json, NULL);
		json_out_string(json, "id", row->id);
		json_out_string(json, "capability",
				capability_name(row->capability));
		json_out_string(json, "syscalls", row->syscalls);
		json_out_string(json, "asks", row->asks);
		json_out_string(json, "verdict", verdict_name(row->verdict));
		put_names(json, "instead", row->instead);
		json_out_string(json, "without", row->without);
		json_out_string(json, "source", row->source);
		json_out_string(json, "kernel", row->kernel);
		json_out_end(json);
	}
	json_out_end(json);
}

static void put_unseen(struct json_out *json,
		       const struct explanation *explanation)
{
	json_out_list_begin(json, "unseen");
	for (const struct unseen_check *row = unseen_checks; row->id; row++) {
		if (!is_about(explanation, row->id, row->capability,
			      row->syscalls))
			continue;
		json_out_map_begin(json, NULL);
		json_out_string(json, "id", row->id);
		json_out_string(json, "capability",
				capability_name(row->capability));
		json_out_string(json, "syscalls", row->syscalls);
		json_out_string(json, "does", row->does);
		json_out_string(json, "find", row->find);
		json_out_string(json, "source", row->source);
		json_out_string(json, "kernel", row->kernel);
		json_out_end(json);
	}
	json_out_end(json);
}

static void put_ways(struct json_out *json,
		     const struct explanation *explanation)
{
	json_out_list_begin(json, "ways");
	for (const struct avoid_row *row = avoid_rows; row->id; row++) {
		if (strcmp(row->id, explanation->name) != 0 &&
		    !(explanation->is_capability &&
		      avoid_row_concerns(row, explanation->capability)))
			continue;
		json_out_map_begin(json, NULL);
		json_out_string(json, "id", row->id);
		json_out_string(json, "way", row->way);
		json_out_string(json, "costs", row->costs);
		json_out_string(json, "source", row->source);
		json_out_end(json);
	}
	json_out_end(json);
}

static void put_evidence(struct json_out *json, const struct evidence *evidence)
{
	json_out_map_begin(json, NULL);
	json_out_string(json, "comm", evidence->comm);
	json_out_string(json, "exe", evidence->exe);
	json_out_string(json, "syscall", evidence->syscall);
	json_out_string(json, "path", evidence->path);
	json_out_string(json, "mode", evidence->mode);
	json_out_string(json, "owner", evidence->owner);
	json_out_string(json, "outcome", evidence->outcome);
	json_out_string(json, "phase", phase_name(evidence->phase));
	json_out_string(json, "reason", evidence->reason);
	json_out_end(json);
}

static void put_item(struct json_out *json,
		     const struct explanation *explanation,
		     const struct capability_item *item)
{
	const struct capability_need *need = item->need;
	AUTO_TEXT struct text decision = {0};
	bool is_first = true;

	for (size_t i = 0; i < need->evidence_count; i++) {
		if (!explain_concerns(explanation, need, &need->evidence[i]))
			continue;
		if (is_first) {
			explain_add_decision(&decision, item);
			json_out_map_begin(json, NULL);
			json_out_string(json, "name",
					capability_name(need->capability));
			json_out_string(json, "namespace",
					namespace_name(need->ns));
			json_out_string(json, "verdict",
					verdict_name(need->verdict));
			json_out_string(json, "decision",
					text_string(&decision));
			json_out_list_begin(json, "evidence");
		}
		is_first = false;
		put_evidence(json, &need->evidence[i]);
	}
	if (!is_first) {
		json_out_end(json);
		json_out_end(json);
	}
}

static void put_calls(struct json_out *json,
		      const struct explanation *explanation)
{
	const struct profile *profile = explanation->profile;
	AUTO_TEXT struct text allowlist = {0};

	json_out_list_begin(json, "calls");
	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];

		if (!is_same_string(use->name, explanation->syscall))
			continue;
		json_out_map_begin(json, NULL);
		json_out_string(json, "arch", arch_name(use->arch));
		json_out_list_begin(json, "phases");
		for (unsigned int p = 0; p < PHASE_COUNT; p++)
			if (use->phases & 1u << p)
				json_out_string(json, NULL,
						phase_name((enum phase)p));
		json_out_end(json);
		json_out_list_begin(json, "comms");
		for (size_t c = 0; c < use->comms.count; c++)
			json_out_string(json, NULL, use->comms.items[c]);
		json_out_end(json);
		if (use->verdict != VERDICT_NEEDED)
			json_out_string(json, "verdict",
					verdict_name(use->verdict));
		json_out_end(json);
	}
	json_out_end(json);
	explain_add_allowlist(&allowlist, explanation);
	json_out_string(json, "allowlist", text_string(&allowlist));
}

static void put_profile(struct json_out *json,
			const struct explanation *explanation)
{
	const struct profile *profile = explanation->profile;

	json_out_map_begin(json, "profile");
	json_out_string(json, "name", profile->subject.name);
	json_out_bool(json, "found", explain_is_in_profile(explanation));
	json_out_list_begin(json, "capabilities");
	for (size_t i = 0; i < explanation->capabilities.count; i++)
		put_item(json, explanation,
			 &explanation->capabilities.items[i]);
	json_out_end(json);
	if (explanation->syscall)
		put_calls(json, explanation);
	json_out_list_begin(json, "notes");
	for (size_t i = 0; i < profile->notes.count; i++)
		if (explain_made_note(explanation, profile->notes.items[i]))
			json_out_string(json, NULL, profile->notes.items[i]);
	json_out_end(json);
	json_out_end(json);
}

enum status explain_json_write(FILE *out, const struct explanation *explanation,
			       struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	if (!json)
		return error_no_memory(err);
	json_out_map_begin(json, NULL);
	json_out_string(json, "name", explanation->name);
	if (explanation->is_capability)
		put_capability(json, explanation->capability);
	if (explanation->syscall)
		put_syscall(json, explanation->syscall);
	if (explanation->rule)
		json_out_string(json, "rule", explanation->rule->means);
	put_checks(json, explanation);
	put_unseen(json, explanation);
	put_ways(json, explanation);
	if (explanation->profile)
		put_profile(json, explanation);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
