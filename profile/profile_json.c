/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing a profile; profile_json_read.c reads it. */
#include "profile/profile_json.h"

#include <jansson.h>
#include <string.h>

#include "profile/digest.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

static void free_json(json_t **json)
{
	json_decref(*json);
}

#define AUTO_JSON CLEANUP(free_json)

/*
 * Did anything not get into the document being made? (No memory, or text that
 * is no UTF-8.) The library tells it at each addition; here it is gathered.
 */
static bool is_cut;

/* Add VALUE (stolen; NULL: it could not be made). */
static void put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		is_cut = true;
}

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		is_cut = true;
}

/* What is not known gets no key. */
static void put_string(json_t *object, const char *key, const char *value)
{
	if (value)
		put(object, key, json_string(value));
}

/* JSON has no more than 63 bits. */
static void put_count(json_t *object, const char *key, uint64_t count)
{
	put(object, key,
	    json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count));
}

static json_t *list_json(const struct string_list *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		append(array, json_string(list->items[i]));
	return array;
}

static json_t *phases_json(phaseset_t phases)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < PHASE_COUNT; i++)
		if (phases >> i & 1)
			append(array, json_string(phase_name((enum phase)i)));
	return array;
}

static json_t *subject_json(const struct profile_subject *subject)
{
	json_t *object = json_object();

	put_string(object, "name", subject->name);
	put_string(object, "image", subject->image);
	put_string(object, "digest", subject->digest);
	put(object, "command", list_json(&subject->command));
	put_string(object, "engine", subject->engine);
	put_string(object, "user", subject->user);
	return object;
}

static json_t *selinux_json(const struct profile_environment *environment)
{
	json_t *object = json_object();
	json_t *booleans = json_object();

	put_string(object, "mode", environment->selinux_mode);
	put_string(object, "policy", environment->selinux_policy);
	put_string(object, "type", environment->selinux_type);
	for (size_t i = 0; i < environment->boolean_count; i++)
		put(booleans, environment->booleans[i].name,
		    json_boolean(environment->booleans[i].is_on));
	put(object, "booleans", booleans);
	return object;
}

static json_t *environment_json(const struct profile_environment *environment)
{
	json_t *object = json_object();
	json_t *runtime;

	put_string(object, "kernel", environment->kernel);
	put_string(object, "arch", environment->arch);
	if (environment->selinux_mode || environment->selinux_type)
		put(object, "selinux", selinux_json(environment));
	put_string(object, "libseccomp", environment->libseccomp);
	if (environment->runtime_name) {
		runtime = json_object();
		put_string(runtime, "name", environment->runtime_name);
		put_string(runtime, "version", environment->runtime_version);
		put(object, "runtime", runtime);
	}
	if (environment->has_no_new_privileges)
		put(object, "no_new_privileges",
		    json_boolean(environment->no_new_privileges));
	return object;
}

static json_t *completeness_json(const struct profile *profile)
{
	json_t *object = json_object();
	json_t *sources = json_array();

	put(object, "complete", json_boolean(profile->is_complete));
	put_count(object, "lost", profile->lost);
	put(object, "notes", list_json(&profile->notes));
	for (size_t i = 0; i < profile->source_count; i++) {
		json_t *source = json_object();

		put_string(source, "name", profile->sources[i].name);
		put_count(source, "lost", profile->sources[i].lost);
		append(sources, source);
	}
	put(object, "sources", sources);
	return object;
}

static json_t *runs_json(const struct profile *profile, bool with_counts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < profile->run_count; i++) {
		const struct profile_run *run = &profile->runs[i];
		json_t *object = json_object();

		put_string(object, "id", run->id);
		if (run->has_exit)
			put(object, "exit", json_integer(run->exit_status));
		if (run->has_exercise)
			put(object, "exercise",
			    json_integer(run->exercise_status));
		if (run->was_stopped)
			put(object, "stopped", json_true());
		if (run->is_refined)
			put(object, "refined", json_true());
		if (with_counts)
			put(object, "seconds",
			    json_real((double)run->milliseconds / 1000));
		append(array, object);
	}
	return array;
}

static json_t *evidence_json(const struct evidence *evidence, bool with_counts)
{
	json_t *object = json_object();

	put_string(object, "comm", evidence->comm);
	put_string(object, "exe", evidence->exe);
	put_string(object, "syscall", evidence->syscall);
	put_string(object, "path", evidence->path);
	put_string(object, "mode", evidence->mode);
	put_string(object, "owner", evidence->owner);
	put_string(object, "outcome", evidence->outcome);
	put_string(object, "phase", phase_name(evidence->phase));
	put_string(object, "reason", evidence->reason);
	put_string(object, "runs", evidence->runs);
	if (with_counts)
		put_count(object, "count", evidence->count);
	return object;
}

static json_t *capset_json(capset_t set)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(set, i))
			append(array, json_string(capability_name(i)));
	return array;
}

static json_t *capabilities_json(const struct profile *profile,
				 bool with_counts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < profile->capability_count; i++) {
		const struct capability_need *need = &profile->capabilities[i];
		json_t *object = json_object();
		json_t *evidence = json_array();

		put_string(object, "name", capability_name(need->capability));
		put_string(object, "namespace", namespace_name(need->ns));
		put_string(object, "verdict", verdict_name(need->verdict));
		if (need->is_healed && verdict_can_be_healed(need->verdict))
			put(object, "healed", json_true());
		put(object, "instead", capset_json(need->instead));
		for (size_t j = 0; j < need->evidence_count; j++)
			append(evidence,
			       evidence_json(&need->evidence[j], with_counts));
		put(object, "evidence", evidence);
		put_string(object, "runs", need->runs);
		if (with_counts)
			put_count(object, "count", need->count);
		append(array, object);
	}
	return array;
}

/* Hexadecimal in strings: JSON has no more than 63 bits. */
static json_t *argument_json(const struct syscall_argument *argument)
{
	json_t *object = json_object();
	json_t *values = json_array();
	char text[24];

	put(object, "index", json_integer(argument->index));
	for (size_t i = 0; i < argument->count; i++) {
		snprintf(text, sizeof(text), "0x%llx",
			 (unsigned long long)argument->values[i]);
		append(values, json_string(text));
	}
	put(object, "values", values);
	put(object, "complete", json_boolean(argument->is_complete));
	put_count(object, "of", argument->runs);
	return object;
}

static json_t *syscall_json(const struct syscall_use *use, bool with_counts)
{
	json_t *object = json_object();
	const char *arch = arch_name(use->arch);
	char text[32];

	if (!arch) {
		snprintf(text, sizeof(text), "0x%08x", use->arch);
		arch = text;
	}
	put_string(object, "arch", arch);
	if (use->name) {
		put_string(object, "name", use->name);
	} else {
		snprintf(text, sizeof(text), "syscall_%u", use->number);
		put_string(object, "name", text);
	}
	put(object, "number", json_integer(use->number));
	put(object, "phases", phases_json(use->phases));
	put(object, "comms", list_json(&use->comms));
	if (use->verdict != VERDICT_NEEDED || use->is_healed)
		put_string(object, "verdict", verdict_name(use->verdict));
	if (use->verdict == VERDICT_NEEDED && use->is_healed)
		put(object, "healed", json_true());
	put_string(object, "runs", use->runs);
	if (use->argument.values)
		put(object, "argument", argument_json(&use->argument));
	if (with_counts)
		put_count(object, "count", use->count);
	return object;
}

static json_t *syscalls_json(const struct profile *profile, bool with_counts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < profile->syscall_count; i++)
		append(array, syscall_json(&profile->syscalls[i], with_counts));
	return array;
}

static json_t *accesses_json(const struct profile *profile, bool with_counts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < profile->access_count; i++) {
		const struct access *access = &profile->accesses[i];
		json_t *object = json_object();

		put_string(object, "source", access->source);
		put_string(object, "target", access->target);
		put_string(object, "class", access->class);
		put(object, "permissions", list_json(&access->permissions));
		put_string(object, "path", access->path);
		put_string(object, "comm", access->comm);
		put_string(object, "outcome", access->outcome);
		put_string(object, "phase", phase_name(access->phase));
		if (access->is_unneeded)
			put_string(object, "verdict",
				   verdict_name(VERDICT_UNNEEDED));
		put_string(object, "runs", access->runs);
		if (with_counts)
			put_count(object, "count", access->count);
		append(array, object);
	}
	return array;
}

static void put_evidence(json_t *root, const struct profile *profile,
			 bool with_counts)
{
	put(root, "capabilities", capabilities_json(profile, with_counts));
	put(root, "syscalls", syscalls_json(profile, with_counts));
	put(root, "accesses", accesses_json(profile, with_counts));
}

static int gather(const char *bytes, size_t length, void *text)
{
	text_add_bytes(text, bytes, length);
	return 0;
}

/*
 * The library's own buffer would leave out a key for which it had no memory
 * (jansson 2.14, dump.c do_dump()); a text remembers.
 */
static enum status dump(const json_t *root, size_t flags, struct text *text,
			struct error *err)
{
	if (!is_cut && json_dump_callback(root, gather, text, flags) == 0 &&
	    !text->failed)
		return STATUS_OK;
	return error_set(err, STATUS_INTERNAL, NULL,
			 "a profile could not be put into JSON: no memory, or "
			 "text that is not UTF-8");
}

enum status profile_to_json(struct profile *profile, bool with_counts,
			    char **ret_text, struct error *err)
{
	json_t *root AUTO_JSON = json_object();
	struct text text AUTO_TEXT = {0};
	enum status status = profile_check(profile, err);

	if (status != STATUS_OK)
		return status;
	profile_sort(profile);
	is_cut = false;
	put_string(root, "schema", PROFILE_SCHEMA);
	put(root, "subject", subject_json(&profile->subject));
	put(root, "environment", environment_json(&profile->environment));
	put(root, "completeness", completeness_json(profile));
	put(root, "runs", runs_json(profile, with_counts));
	put_evidence(root, profile, with_counts);
	/* 15 digits: more would show that 1.001 has no exact binary form. */
	status = dump(root, JSON_INDENT(2) | JSON_REAL_PRECISION(15), &text,
		      err);
	if (status != STATUS_OK)
		return status;
	text_add(&text, "\n");
	*ret_text = text_take(&text);
	return *ret_text ? STATUS_OK : error_no_memory(err);
}

enum status profile_evidence_id(struct profile *profile, char ret_hex[65],
				struct error *err)
{
	json_t *root AUTO_JSON = json_object();
	struct text text AUTO_TEXT = {0};
	enum status status = profile_check(profile, err);

	if (status != STATUS_OK)
		return status;
	profile_sort(profile);
	is_cut = false;
	put_evidence(root, profile, false);
	status = dump(root, JSON_COMPACT, &text, err);
	if (status != STATUS_OK)
		return status;
	return digest_hex(text.data, text.length, ret_hex, err);
}
