/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a profile: the file may be somebody else's. */
#include <jansson.h>
#include <string.h>

#include "profile/merge_vote.h"
#include "profile/profile_index.h"
#include "profile/profile_json.h"
#include "profile/profile_root.h"
#include "profile/runset.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* Where we are, for messages. */
struct reader {
	struct profile *profile;
	const char *file;
	struct error *err;
	bool has_sets; /* runs are in order: "runs" of an item means them */
};

static void free_json(json_t **json)
{
	json_decref(*json);
}

static enum status malformed(const struct reader *reader, const char *where,
			     const char *what)
{
	return error_set(reader->err, STATUS_MALFORMED,
			 "is it a profile written by whittle?", "'%s': %s: %s",
			 printable(reader->file), where, what);
}

/* The string under KEY, cleaned and interned; NULL when there is none. */
static const char *get_string(const struct reader *reader, const json_t *object,
			      const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return NULL;
	return profile_intern_raw(reader->profile, json_string_value(value),
				  json_string_length(value));
}

static uint64_t get_count(const json_t *object, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(object, key));

	return value > 0 ? (uint64_t)value : 0;
}

static void get_list(const struct reader *reader, const json_t *object,
		     const char *key, struct string_list *list)
{
	size_t index;
	const json_t *item;

	json_array_foreach (json_object_get(object, key), index, item) {
		if (json_is_string(item))
			profile_list_append(
				reader->profile, list,
				profile_intern_raw(reader->profile,
						   json_string_value(item),
						   json_string_length(item)));
	}
}

static enum status get_phase(const struct reader *reader, const json_t *object,
			     const char *where, enum phase *ret)
{
	const json_t *value = json_object_get(object, "phase");
	const char *name = json_string_value(value);

	*ret = PHASE_WORKLOAD;
	if (value && (!name || !phase_from_name(name, ret)))
		return malformed(reader, where, "a phase that does not exist");
	return STATUS_OK;
}

static void read_subject(const struct reader *reader, const json_t *object)
{
	struct profile_subject *subject = &reader->profile->subject;

	subject->name = get_string(reader, object, "name");
	subject->image = get_string(reader, object, "image");
	subject->digest = get_string(reader, object, "digest");
	get_list(reader, object, "command", &subject->command);
	subject->engine = get_string(reader, object, "engine");
	subject->user = get_string(reader, object, "user");
}

static void read_booleans(const struct reader *reader, json_t *object)
{
	struct profile_environment *environment = &reader->profile->environment;
	size_t count = json_object_size(object);
	const char *name;
	json_t *value;

	if (!count)
		return;
	environment->booleans = calloc(count, sizeof(*environment->booleans));
	if (!environment->booleans) {
		reader->profile->failed = true;
		return;
	}
	json_object_foreach (object, name, value) {
		environment->booleans[environment->boolean_count++] =
			(struct profile_boolean){
				profile_intern_raw(reader->profile, name,
						   strlen(name)),
				json_is_true(value)};
	}
}

static void read_environment(const struct reader *reader, const json_t *object)
{
	struct profile_environment *environment = &reader->profile->environment;
	const json_t *selinux = json_object_get(object, "selinux");
	const json_t *runtime = json_object_get(object, "runtime");
	const json_t *nnp = json_object_get(object, "no_new_privileges");

	environment->kernel = get_string(reader, object, "kernel");
	environment->arch = get_string(reader, object, "arch");
	environment->selinux_mode = get_string(reader, selinux, "mode");
	environment->selinux_policy = get_string(reader, selinux, "policy");
	environment->selinux_type = get_string(reader, selinux, "type");
	read_booleans(reader, json_object_get(selinux, "booleans"));
	environment->libseccomp = get_string(reader, object, "libseccomp");
	environment->runtime_name = get_string(reader, runtime, "name");
	environment->runtime_version = get_string(reader, runtime, "version");
	environment->has_no_new_privileges = json_is_boolean(nnp);
	environment->no_new_privileges = json_is_true(nnp);
}

/* Without a word on completeness nothing is known to be complete. */
static void read_completeness(const struct reader *reader, const json_t *object)
{
	struct profile *profile = reader->profile;
	size_t index;
	const json_t *source;

	json_array_foreach (json_object_get(object, "sources"), index, source) {
		const char *name = get_string(reader, source, "name");

		if (name)
			profile_source_add(profile, name,
					   get_count(source, "lost"));
	}
	get_list(reader, object, "notes", &profile->notes);
	if (get_count(object, "lost") > profile->lost)
		profile->lost = get_count(object, "lost");
	profile->is_complete =
		json_is_true(json_object_get(object, "complete")) &&
		!profile->lost;
}

/* A shell's exit status under KEY. */
static bool get_status(const json_t *object, const char *key, int *ret)
{
	const json_t *value = json_object_get(object, key);
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || number > INT32_MAX)
		return false;
	*ret = (int)number;
	return true;
}

/* Seconds under KEY in milliseconds; 0 when they are none. */
static uint64_t get_milliseconds(const json_t *object, const char *key)
{
	double ms = json_number_value(json_object_get(object, key)) * 1000;

	/* 2^53: up to there each one is exact. */
	return ms > 0 && ms < 9007199254740992.0 ? (uint64_t)(ms + 0.5) : 0;
}

static void read_runs(const struct reader *reader, const json_t *array)
{
	size_t index;
	const json_t *object;

	json_array_foreach (array, index, object) {
		struct profile_run *run = profile_run_add(reader->profile);

		if (!run)
			return;
		run->id = get_string(reader, object, "id");
		run->has_exit = get_status(object, "exit", &run->exit_status);
		run->has_exercise =
			get_status(object, "exercise", &run->exercise_status);
		run->was_stopped =
			json_is_true(json_object_get(object, "stopped"));
		run->is_refined =
			json_is_true(json_object_get(object, "refined"));
		run->milliseconds = get_milliseconds(object, "seconds");
	}
}

/* Are the runs in the order of their ids, each once? */
static bool has_run_sets(const struct profile *profile)
{
	for (size_t i = 0; i < profile->run_count; i++) {
		const char *id = profile->runs[i].id;

		if (!id || (i && strcmp(profile->runs[i - 1].id, id) >= 0))
			return false;
	}
	return true;
}

/* In which runs OBJECT occurred; NULL: in all. */
static enum status get_run_set(const struct reader *reader,
			       const json_t *object, const char **ret)
{
	size_t run_count = reader->profile->run_count;

	*ret = get_string(reader, object, "runs");
	if (!*ret ||
	    (reader->has_sets && runset_text_count(*ret, run_count) > 0))
		return STATUS_OK;
	return malformed(reader, "runs of an item",
			 "not ranges of the profile's runs, or these are not "
			 "in the order of their ids");
}

static enum status read_instead(const struct reader *reader,
				const json_t *array, capset_t *ret)
{
	size_t index;
	const json_t *item;
	unsigned int number;

	*ret = CAPSET_NONE;
	if (array && !json_is_array(array))
		return malformed(reader, "capabilities[].instead",
				 "not a list");
	json_array_foreach (array, index, item) {
		if (!json_is_string(item) ||
		    capability_from_name(json_string_value(item), &number,
					 NULL) != STATUS_OK)
			return malformed(reader, "capabilities[].instead",
					 "not a capability");
		*ret |= capset_of(number);
	}
	return STATUS_OK;
}

static enum status read_evidence(const struct reader *reader,
				 const json_t *object, struct evidence *ret)
{
	enum status status;

	if (!json_is_object(object))
		return malformed(reader, "capabilities[].evidence[]",
				 "not an object");
	*ret = (struct evidence){
		.comm = get_string(reader, object, "comm"),
		.exe = get_string(reader, object, "exe"),
		.syscall = get_string(reader, object, "syscall"),
		.path = get_string(reader, object, "path"),
		.mode = get_string(reader, object, "mode"),
		.owner = get_string(reader, object, "owner"),
		.outcome = get_string(reader, object, "outcome"),
		.reason = get_string(reader, object, "reason"),
		.count = get_count(object, "count"),
	};
	status = get_run_set(reader, object, &ret->runs);
	if (status != STATUS_OK)
		return status;
	return get_phase(reader, object, "capabilities[].evidence[]",
			 &ret->phase);
}

/* That one run's need was found by healing is no other judgement. */
static bool has_dissent(const json_t *verdicts)
{
	const json_t *first = json_array_get(verdicts, 0);
	size_t index;
	const json_t *entry;

	json_array_foreach (verdicts, index, entry)
		if (!json_equal(json_object_get(entry, "verdict"),
				json_object_get(first, "verdict")) ||
		    !json_equal(json_object_get(entry, "instead"),
				json_object_get(first, "instead")))
			return true;
	return false;
}

static enum status read_capability(const struct reader *reader,
				   const json_t *object)
{
	const char *where = "capabilities[]";
	const char *name = json_string_value(json_object_get(object, "name"));
	const json_t *ns = json_object_get(object, "namespace");
	const char *verdict =
		json_string_value(json_object_get(object, "verdict"));
	const json_t *list = json_object_get(object, "evidence");
	enum capability_namespace space = NAMESPACE_HOST;
	enum verdict judged = VERDICT_NEEDED;
	enum status status;
	unsigned int number;
	struct evidence evidence;
	struct capability_need *need;
	const char *runs = NULL;
	capset_t instead;

	if (!name || capability_from_name(name, &number, NULL) != STATUS_OK)
		return malformed(reader, where, "no capability's name");
	if (ns && (!json_is_string(ns) ||
		   !namespace_from_name(json_string_value(ns), &space)))
		return malformed(reader, where, "no such namespace");
	if (!verdict || !verdict_from_name(verdict, &judged))
		return malformed(reader, where, "no such verdict");
	if (!json_is_array(list) || json_array_size(list) == 0)
		return malformed(reader, where, "no evidence");
	status = read_instead(reader, json_object_get(object, "instead"),
			      &instead);
	if (status == STATUS_OK)
		status = get_run_set(reader, object, &runs);
	for (size_t i = 0; status == STATUS_OK && i < json_array_size(list);
	     i++) {
		status = read_evidence(reader, json_array_get(list, i),
				       &evidence);
		if (status == STATUS_OK)
			profile_capability_add(reader->profile, number, space,
					       judged, instead, &evidence);
	}
	need = profile_capability_find(reader->profile, number, space);
	if (status == STATUS_OK && need) {
		need->runs = runs;
		need->has_dissent =
			has_dissent(json_object_get(object, "verdicts"));
		need->is_healed |=
			json_is_true(json_object_get(object, "healed"));
	}
	return status;
}

static enum status read_phases(const struct reader *reader, const json_t *array,
			       phaseset_t *ret)
{
	size_t index;
	const json_t *item;
	enum phase phase;

	*ret = 0;
	if (array && !json_is_array(array))
		return malformed(reader, "syscalls[].phases", "not a list");
	json_array_foreach (array, index, item) {
		if (!json_is_string(item) ||
		    !phase_from_name(json_string_value(item), &phase))
			return malformed(reader, "syscalls[].phases",
					 "a phase that does not exist");
		*ret |= 1u << phase;
	}
	if (!*ret)
		*ret = 1u << PHASE_WORKLOAD;
	return STATUS_OK;
}

/* An architecture without a name is written as 0x and eight digits. */
static bool arch_from_hex(const char *text, uint32_t *ret)
{
	const char *digits;

	if (!has_prefix(text, "0x", &digits) || strlen(digits) != 8 ||
	    strspn(digits, "0123456789abcdef") != 8)
		return false;
	*ret = (uint32_t)strtoul(digits, NULL, 16);
	return true;
}

/* What makes no sense is passed over: then no values are known. */
static void read_argument(const struct reader *reader, const json_t *object,
			  uint32_t arch, uint32_t number)
{
	const json_t *index = json_object_get(object, "index");
	const json_t *array = json_object_get(object, "values");
	json_int_t place = json_integer_value(index);
	uint64_t values[ARGUMENT_VALUES_MAX];
	size_t count = 0, i;
	json_t *item;

	if (!json_is_integer(index) || place < 0 || place > 5 ||
	    !json_is_array(array) ||
	    json_array_size(array) > ARGUMENT_VALUES_MAX)
		return;
	json_array_foreach (array, i, item) {
		const char *text = json_string_value(item);
		char *end = NULL;

		if (!text || !has_prefix(text, "0x", NULL) || strlen(text) > 18)
			return;
		values[count++] = strtoull(text, &end, 16);
		if (*end || end == text + 2)
			return;
	}
	profile_argument_set(reader->profile, arch, number, (unsigned int)place,
			     values, count,
			     json_is_true(json_object_get(object, "complete")),
			     get_count(object, "of"));
}

/* Where it says nothing, *RET is VERDICT_NEEDED. */
static enum status read_verdict(const struct reader *reader,
				const json_t *object, const char *where,
				enum verdict *ret)
{
	const json_t *value = json_object_get(object, "verdict");
	const char *name = json_string_value(value);

	*ret = VERDICT_NEEDED;
	if (value && (!name || !verdict_from_name(name, ret)))
		return malformed(reader, where, "no such verdict");
	return STATUS_OK;
}

/* The call NEW was added, or it is there twice: the cautious verdict stands. */
static void note_syscall(struct profile *profile, size_t before, uint32_t arch,
			 uint32_t number, const char *runs,
			 enum verdict verdict, bool is_healed)
{
	size_t *slot;
	struct syscall_use *use;

	if (verdict != VERDICT_PROVEN && verdict != VERDICT_UNNEEDED)
		verdict = VERDICT_NEEDED;
	if (profile->syscall_count > before) {
		profile->syscalls[before].runs = runs;
		profile->syscalls[before].verdict = verdict;
		profile->syscalls[before].is_healed =
			is_healed && verdict == VERDICT_NEEDED;
		return;
	}
	slot = profile_index_syscall(profile, arch, number);
	if (!slot || *slot >= profile->syscall_count)
		return;
	use = &profile->syscalls[*slot];
	use->verdict = vote_between_runs(vote_make(use->verdict, CAPSET_NONE),
					 vote_make(verdict, CAPSET_NONE))
			       .verdict;
}

static enum status read_syscall(const struct reader *reader,
				const json_t *object)
{
	const char *where = "syscalls[]";
	const char *arch = json_string_value(json_object_get(object, "arch"));
	const json_t *number = json_object_get(object, "number");
	json_int_t value = json_integer_value(number);
	struct string_list comms = {0};
	enum status status;
	size_t before = reader->profile->syscall_count;
	const char *runs = NULL;
	enum verdict verdict;
	phaseset_t phases;
	uint32_t known;

	if (!arch)
		return malformed(reader, where, "no arch");
	if (!arch_from_name(arch, &known) && !arch_from_hex(arch, &known))
		return malformed(reader, where, "no such arch");
	if (!json_is_integer(number) || value < 0 || value > UINT32_MAX)
		return malformed(reader, where, "no number");
	status =
		read_phases(reader, json_object_get(object, "phases"), &phases);
	if (status == STATUS_OK)
		status = get_run_set(reader, object, &runs);
	if (status == STATUS_OK)
		status = read_verdict(reader, object, where, &verdict);
	if (status != STATUS_OK)
		return status;
	get_list(reader, object, "comms", &comms);
	profile_syscall_merge(reader->profile, known, (uint32_t)value, phases,
			      &comms, get_count(object, "count"));
	note_syscall(reader->profile, before, known, (uint32_t)value, runs,
		     verdict,
		     json_object_get(object, "verdict") &&
			     json_is_true(json_object_get(object, "healed")));
	read_argument(reader, json_object_get(object, "argument"), known,
		      (uint32_t)value);
	free(comms.items);
	return STATUS_OK;
}

static enum status read_access(const struct reader *reader,
			       const json_t *object)
{
	struct access access = {
		.source = get_string(reader, object, "source"),
		.target = get_string(reader, object, "target"),
		.class = get_string(reader, object, "class"),
		.path = get_string(reader, object, "path"),
		.comm = get_string(reader, object, "comm"),
		.outcome = get_string(reader, object, "outcome"),
		.count = get_count(object, "count"),
	};
	size_t before = reader->profile->access_count;
	const char *runs = NULL;
	enum verdict verdict = VERDICT_NEEDED;
	enum status status =
		get_phase(reader, object, "accesses[]", &access.phase);

	if (status == STATUS_OK)
		status = get_run_set(reader, object, &runs);
	if (status == STATUS_OK)
		status = read_verdict(reader, object, "accesses[]", &verdict);
	if (status != STATUS_OK)
		return status;
	access.is_unneeded = verdict == VERDICT_UNNEEDED;
	if (!access.source || !access.target || !access.class)
		return malformed(reader, "accesses[]",
				 "source, target or class is missing");
	get_list(reader, object, "permissions", &access.permissions);
	if (access.permissions.count)
		profile_access_merge(reader->profile, &access);
	else
		status = malformed(reader, "accesses[].permissions",
				   "none there");
	if (reader->profile->access_count > before)
		reader->profile->accesses[before].runs = runs;
	free(access.permissions.items);
	return status;
}

static enum status read_each(const struct reader *reader, const json_t *root,
			     const char *key,
			     enum status (*read)(const struct reader *,
						 const json_t *))
{
	const json_t *array = json_object_get(root, key);
	enum status status = STATUS_OK;

	if (array && !json_is_array(array))
		return malformed(reader, key, "not a list");
	for (size_t i = 0; status == STATUS_OK && i < json_array_size(array);
	     i++)
		status = read(reader, json_array_get(array, i));
	return status;
}

static enum status read_root(struct reader *reader, const json_t *root)
{
	enum status status;

	read_subject(reader, json_object_get(root, "subject"));
	read_environment(reader, json_object_get(root, "environment"));
	read_runs(reader, json_object_get(root, "runs"));
	reader->has_sets = has_run_sets(reader->profile);
	status = read_each(reader, root, "capabilities", read_capability);
	if (status == STATUS_OK)
		status = read_each(reader, root, "syscalls", read_syscall);
	if (status == STATUS_OK)
		status = read_each(reader, root, "accesses", read_access);
	read_completeness(reader, json_object_get(root, "completeness"));
	return status;
}

enum status profile_from_json(struct profile *profile, const char *text,
			      size_t length, const char *name,
			      struct error *err)
{
	struct reader reader = {.profile = profile, .file = name, .err = err};
	json_t *root CLEANUP(free_json) = NULL;
	enum status status;

	status = profile_root_read(text, length, name, &root, err);
	if (status == STATUS_OK)
		status = read_root(&reader, root);
	if (status != STATUS_OK)
		return status;
	return profile_check(profile, err);
}
