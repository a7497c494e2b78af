/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/reporter.h"

#include "policies/avoid_table.h"
#include "reporters/json_out.h"
#include "reporters/seccomp_json.h"

static void write_names(struct json_out *json, const char *key, capset_t set)
{
	json_out_list_begin(json, key);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_out_string(json, NULL, capability_name(c));
	json_out_end(json);
}

/* What to do instead of granting it. */
static void write_ways(struct json_out *json,
		       const struct capability_need *need)
{
	struct avoid_way ways[AVOID_WAYS_MAX];
	size_t count = avoid_ways_find(need, ways);

	json_out_list_begin(json, "ways");
	for (size_t i = 0; i < count; i++) {
		AUTO_TEXT struct text words = {0};

		avoid_way_describe(&words, &ways[i]);
		json_out_map_begin(json, NULL);
		json_out_string(json, "id", ways[i].row->id);
		json_out_string(json, "way", text_string(&words));
		json_out_string(json, "costs", ways[i].row->costs);
		json_out_number(json, "fits", (long long)ways[i].fitting);
		json_out_end(json);
	}
	json_out_end(json);
}

/* Each entry of the profile, and what became of it. */
static void write_item(struct json_out *json,
		       const struct capability_item *item)
{
	static const char *const decisions[] = {
		[CAPABILITY_GRANT] = "grant",
		[CAPABILITY_REPLACED] = "replaced",
		[CAPABILITY_LEAVE] = "leave",
		[CAPABILITY_OWN] = "own-namespace",
		[CAPABILITY_DELEGATED] = "delegated",
	};
	static const char *const choices[] = {
		[CHOICE_NEEDED] = "needed-anyway",
		[CHOICE_SHARED] = "shared",
		[CHOICE_RISK] = "least-risk",
	};
	const struct capability_need *need = item->need;

	json_out_map_begin(json, NULL);
	json_out_string(json, "name", capability_name(need->capability));
	json_out_string(json, "verdict", verdict_name(need->verdict));
	json_out_string(json, "decision", decisions[item->decision]);
	if (item->decision == CAPABILITY_REPLACED)
		json_out_string(json, "by", capability_name(item->granted));
	if (item->choice != CHOICE_NONE) {
		json_out_string(json, "choice", choices[item->choice]);
		write_names(json, "over", item->over);
	}
	json_out_string(json, "without", item->without);
	if (item->decision == CAPABILITY_GRANT ||
	    item->decision == CAPABILITY_REPLACED)
		write_ways(json, need);
	json_out_end(json);
}

static void write_capabilities(struct json_out *json,
			       const struct advice *advice)
{
	const struct capability_advice *capabilities = &advice->capabilities;

	json_out_map_begin(json, "capabilities");
	json_out_bool(json, "recorded", advice->is_selinux_recorded);
	if (advice->is_selinux_recorded) {
		write_names(json, "add", capabilities->minimal);
		json_out_list_begin(json, "drop");
		json_out_string(json, NULL, "ALL");
		json_out_end(json);
		json_out_map_begin(json, "against");
		json_out_string(json, "base", capabilities->base->name);
		write_names(json, "add", capabilities->to_add);
		write_names(json, "drop", capabilities->to_drop);
		json_out_end(json);
		json_out_list_begin(json, "items");
		for (size_t i = 0; i < capabilities->count; i++)
			write_item(json, &capabilities->items[i]);
		json_out_end(json);
	}
	json_out_end(json);
}

/* By what it is refused; not there where that is not known. */
static void write_refusals(struct json_out *json, unsigned int refusals)
{
	static const char *const names[] = {"type-enforcement", "constraint",
					    "role", "bounds"};

	if (!refusals)
		return;
	json_out_list_begin(json, "by");
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (refusals & (1U << i))
			json_out_string(json, NULL, names[i]);
	json_out_end(json);
}

static void write_lack(struct json_out *json, const struct selinux_lack *lack)
{
	json_out_map_begin(json, NULL);
	json_out_string(json, "target", lack->access->target);
	json_out_string(json, "class", lack->access->class);
	json_out_list_begin(json, "permissions");
	for (size_t i = 0; i < lack->permissions.count; i++)
		json_out_string(json, NULL, lack->permissions.items[i]);
	json_out_end(json);
	json_out_string(json, "path", lack->access->path);
	write_refusals(json, lack->refusals);
	json_out_end(json);
}

static void write_flips(struct json_out *json,
			const struct selinux_candidate *candidate)
{
	if (!candidate->flip_count)
		return;
	json_out_map_begin(json, "booleans");
	for (size_t i = 0; i < candidate->flip_count; i++)
		json_out_bool(json, candidate->flips[i].name,
			      candidate->flips[i].is_on);
	json_out_end(json);
}

static void write_opens(struct json_out *json,
			const struct selinux_candidate *candidate)
{
	json_out_list_begin(json, "opens");
	for (size_t i = 0; candidate->opens && selinux_probes[i].what; i++)
		if (candidate->opens[i])
			json_out_string(json, NULL, selinux_probes[i].what);
	json_out_end(json);
}

static void write_candidate(struct json_out *json,
			    const struct selinux_candidate *candidate,
			    const struct selinux_candidate *chosen)
{
	json_out_map_begin(json, NULL);
	json_out_string(json, "type", candidate->type);
	json_out_bool(json, "known", candidate->is_known);
	json_out_bool(json, "chosen", candidate == chosen);
	if (candidate->is_known) {
		write_names(json, "refused", candidate->refused);
		json_out_string(json, "level", candidate->level);
		json_out_string(json, "purpose", candidate->purpose);
		if (candidate->flip_count)
			json_out_string(json, "boolean",
					candidate->flips[0].name);
		write_flips(json, candidate);
		write_opens(json, candidate);
		json_out_list_begin(json, "lacks");
		for (size_t i = 0; i < candidate->lack_count; i++)
			write_lack(json, &candidate->lacks[i]);
		json_out_end(json);
	}
	json_out_end(json);
}

static void write_relabel(struct json_out *json,
			  const struct selinux_relabel *relabel)
{
	if (!relabel->type)
		return;
	json_out_map_begin(json, "relabel");
	json_out_string(json, "type", relabel->type);
	json_out_string(json, "path", relabel->path);
	json_out_bool(json, "answer", relabel->is_answer);
	json_out_bool(json, "system", relabel->is_system);
	json_out_end(json);
}

static void write_launches(struct json_out *json,
			   const struct selinux_advice *selinux)
{
	json_out_list_begin(json, "launchers");
	for (size_t i = 0; i < selinux->launch_count; i++) {
		const struct selinux_launch *launch = &selinux->launches[i];

		json_out_map_begin(json, NULL);
		json_out_string(json, "type", launch->launcher);
		json_out_bool(json, "transition", launch->can_launch);
		json_out_bool(json, "noNewPrivileges", launch->can_under_nnp);
		json_out_bool(json, "nosuid", launch->can_from_nosuid);
		json_out_end(json);
	}
	json_out_end(json);
}

static void write_rule(struct json_out *json, const struct selinux_rule *rule)
{
	json_out_map_begin(json, NULL);
	json_out_string(json, "target", rule->target);
	json_out_string(json, "class", rule->class);
	json_out_list_begin(json, "permissions");
	for (size_t i = 0; i < rule->permissions.count; i++)
		json_out_string(json, NULL, rule->permissions.items[i]);
	json_out_end(json);
	json_out_end(json);
}

static void write_module(struct json_out *json,
			 const struct selinux_module *module)
{
	if (!module->text)
		return;
	json_out_map_begin(json, "module");
	json_out_string(json, "name", module->name);
	json_out_string(json, "type", module->type);
	json_out_string(json, "level", module->level);
	json_out_string(json, "base", module->base);
	json_out_list_begin(json, "rules");
	for (size_t i = 0; i < module->rule_count; i++)
		write_rule(json, &module->rules[i]);
	json_out_end(json);
	json_out_end(json);
}

/* Accesses that did not choose the type. */
static void write_uncounted(struct json_out *json,
			    const struct selinux_advice *selinux)
{
	json_out_map_begin(json, "uncounted");
	json_out_number(json, "launching", (long long)selinux->noise);
	json_out_number(json, "sidePaths", (long long)selinux->side_paths);
	json_out_number(json, "unknown", (long long)selinux->unknown);
	json_out_end(json);
}

static void write_selinux(struct json_out *json,
			  const struct selinux_advice *selinux)
{
	static const char *const states[] = {
		[SELINUX_NOT_RECORDED] = "not-recorded",
		[SELINUX_NOT_ASKED] = "not-asked",
		[SELINUX_NO_TYPES] = "no-types",
		[SELINUX_FITS] = "fits",
		[SELINUX_NEAREST] = "nearest",
	};

	json_out_map_begin(json, "selinux");
	json_out_string(json, "state", states[selinux->state]);
	if (selinux->chosen)
		json_out_string(json, "platform",
				selinux_platform_name(selinux->platform));
	if (selinux->chosen)
		write_uncounted(json, selinux);
	if (selinux->chosen) {
		json_out_map_begin(json, "options");
		json_out_string(json, "user", selinux->user);
		json_out_string(json, "role", selinux->role);
		json_out_string(json, "type", selinux->type);
		json_out_string(json, "level", selinux->level);
		json_out_end(json);
		json_out_list_begin(json, "alternatives");
		for (size_t i = 0; i < selinux->candidate_count; i++)
			write_candidate(json, &selinux->candidates[i],
					selinux->chosen);
		json_out_end(json);
		write_relabel(json, &selinux->relabel);
		write_launches(json, selinux);
		write_module(json, &selinux->module);
	}
	json_out_end(json);
}

static void write_pod(struct json_out *json, const struct pod_security *pod)
{
	json_out_map_begin(json, "podSecurity");
	json_out_bool(json, "recorded", pod->is_known);
	if (pod->is_known) {
		json_out_string(json, "level", pod_level_name(pod->level));
		json_out_list_begin(json, "obstacles");
		for (size_t i = 0; i < pod->count; i++) {
			const struct pod_obstacle *obstacle =
				&pod->obstacles[i];

			json_out_map_begin(json, NULL);
			json_out_string(json, "from",
					pod_level_name(obstacle->level));
			json_out_string(json, "control", obstacle->control);
			json_out_bool(json, "shown", !obstacle->is_unknown);
			json_out_string(json, "text", obstacle->text);
			json_out_end(json);
		}
		json_out_end(json);
		json_out_string(json, "unjudged", pod_security_unjudged);
	}
	json_out_end(json);
}

static void write_fact(struct json_out *json, const char *key,
		       const struct fact *fact)
{
	static const char *const states[] = {
		[FACT_NOT_SHOWN] = "not-shown",
		[FACT_HOLDS] = "holds",
		[FACT_FAILS] = "fails",
	};

	json_out_map_begin(json, key);
	json_out_string(json, "state", states[fact->state]);
	json_out_string(json, "why", fact->why);
	json_out_end(json);
}

static void write_confinement(struct json_out *json,
			      const struct confinement *confinement)
{
	json_out_map_begin(json, "confinement");
	write_fact(json, "nonRoot", &confinement->non_root);
	if (confinement->has_uid)
		json_out_number(json, "uid", confinement->uid);
	if (confinement->has_gid)
		json_out_number(json, "gid", confinement->gid);
	write_fact(json, "readOnlyRoot", &confinement->read_only_root);
	write_fact(json, "ownUsers", &confinement->own_users);
	write_fact(json, "defaultApparmor", &confinement->default_apparmor);
	json_out_end(json);
}

/* The profile's own first: what could not be seen. */
static void write_notes(struct json_out *json, const struct advice *advice,
			const struct profile *profile)
{
	json_out_list_begin(json, "notes");
	for (size_t i = 0; i < profile->notes.count; i++)
		json_out_string(json, NULL, profile->notes.items[i]);
	for (size_t i = 0; i < advice->note_count; i++)
		json_out_string(json, NULL, advice->notes[i].text);
	json_out_end(json);
}

enum status report_json(FILE *out, const struct advice *advice,
			const struct profile *profile,
			const struct report_options *options, struct error *err)
{
	AUTO_JSON_OUT struct json_out *json = json_out_new();

	if (!json)
		return error_no_memory(err);
	json_out_map_begin(json, NULL);
	json_out_string(json, "schema", ADVICE_SCHEMA);
	json_out_string(json, "name", profile->subject.name);
	json_out_bool(json, "complete", profile->is_complete);
	write_capabilities(json, advice);
	if (advice->seccomp.count) {
		json_out_map_begin(json, "seccomp");
		seccomp_json_write(json, &advice->seccomp,
				   !options->no_comments);
		json_out_end(json);
	}
	write_selinux(json, &advice->selinux);
	write_pod(json, &advice->pod);
	write_confinement(json, &advice->confinement);
	write_notes(json, advice, profile);
	json_out_end(json);
	return json_out_finish(json, out, err);
}
