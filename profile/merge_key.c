/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which item of a merge an object is, and whether it is one at all. */
#include <string.h>

#include "profile/capset.h"
#include "profile/merge_private.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* Fields so that comparing bytes compares field by field, none first. */
static void key_field(struct text *key, json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));

	text_add_bytes(key, value ? "\1" : "\0", 1);
	if (value)
		text_add_bytes(key, value, strlen(value) + 1);
}

static void key_number(struct text *key, uint32_t number)
{
	const char bytes[] = {(char)(number >> 24), (char)(number >> 16),
			      (char)(number >> 8), (char)number};

	text_add_bytes(key, bytes, sizeof(bytes));
}

/* The phase, written down where it was left out. */
static enum status key_phase(const struct merge_input *input, struct text *key,
			     json_t *object, const char *where)
{
	json_t *value = json_object_get(object, "phase");
	const char *name = json_string_value(value);
	enum phase phase = PHASE_WORKLOAD;

	if (value && (!name || !phase_from_name(name, &phase)))
		return merge_malformed(input, where,
				       "a phase that does not exist");
	if (!value && json_object_set_new(object, "phase",
					  json_string(phase_name(phase))) != 0)
		return error_no_memory(input->err);
	key_number(key, phase);
	return STATUS_OK;
}

static enum status key_of_evidence(const struct merge_input *input,
				   struct text *key, json_t *object)
{
	static const char *const fields[] = {"comm",	"exe",	 "syscall",
					     "path",	"mode",	 "owner",
					     "outcome", "reason"};
	const char *where = "capabilities[].evidence[]";
	enum status status;

	if (!json_is_object(object))
		return merge_malformed(input, where, "not an object");
	status = key_phase(input, key, object, where);
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		key_field(key, object, fields[i]);
	return status;
}

/* A list under KEY that holds strings and nothing else; none is fine. */
static bool is_list_of_strings(json_t *object, const char *key)
{
	json_t *list = json_object_get(object, key);
	size_t index;
	json_t *item;

	json_array_foreach (list, index, item)
		if (!json_is_string(item))
			return false;
	return !list || json_is_array(list);
}

/*
 * What was found to be unneeded is another item than what was not: in a merge
 * of runs the second stands beside the first, and is granted.
 */
static enum status key_unneeded(const struct merge_input *input,
				struct text *key, json_t *object,
				const char *where)
{
	json_t *value = json_object_get(object, "verdict");
	const char *name = json_string_value(value);
	enum verdict verdict = VERDICT_NEEDED;

	if (value && (!name || !verdict_from_name(name, &verdict)))
		return merge_malformed(input, where, "no such verdict");
	if (verdict != VERDICT_UNNEEDED)
		json_object_del(object, "verdict");
	key_number(key, verdict == VERDICT_UNNEEDED);
	return STATUS_OK;
}

static enum status key_of_access(const struct merge_input *input,
				 struct text *key, json_t *object)
{
	static const char *const fields[] = {"source", "target", "class",
					     "path",   "comm",	 "outcome"};
	const char *where = "accesses[]";
	enum status status;

	for (size_t i = 0; i < 3; i++)
		if (!json_is_string(json_object_get(object, fields[i])))
			return merge_malformed(input, where,
					       "source, target or class is "
					       "missing");
	if (!json_array_size(json_object_get(object, "permissions")) ||
	    !is_list_of_strings(object, "permissions"))
		return merge_malformed(input, "accesses[].permissions",
				       "none there, or not strings");
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		key_field(key, object, fields[i]);
	status = key_phase(input, key, object, where);
	return status == STATUS_OK ? key_unneeded(input, key, object, where)
				   : status;
}

static enum status check_phases(const struct merge_input *input, json_t *object)
{
	json_t *list = json_object_get(object, "phases");
	size_t index;
	json_t *item;
	enum phase phase;

	if (list && !json_is_array(list))
		return merge_malformed(input, "syscalls[].phases",
				       "not a list");
	json_array_foreach (list, index, item)
		if (!json_is_string(item) ||
		    !phase_from_name(json_string_value(item), &phase))
			return merge_malformed(input, "syscalls[].phases",
					       "a phase that does not exist");
	if (!json_array_size(list) &&
	    json_object_set_new(object, "phases",
				json_pack("[s]", phase_name(PHASE_WORKLOAD))) !=
		    0)
		return error_no_memory(input->err);
	return STATUS_OK;
}

static bool is_arch(const char *text)
{
	uint32_t arch;

	return arch_from_name(text, &arch) ||
	       (strncmp(text, "0x", 2) == 0 && strlen(text) == 10 &&
		strspn(text + 2, "0123456789abcdef") == 8);
}

static bool is_nameless(const char *name)
{
	return strncmp(name, "syscall_", 8) == 0 &&
	       strspn(name + 8, "0123456789") == strlen(name + 8);
}

/*
 * The reader looks a name up again, and so must it be here: a name that is
 * only written because there was none may not weigh against a real one.
 */
static bool name_syscall(json_t *object, const char *arch, uint32_t number)
{
	const char *given = json_string_value(json_object_get(object, "name"));
	const char *name = NULL;
	uint32_t known;

	if (arch_from_name(arch, &known))
		name = syscall_name(known, number);
	if (name && given && strcmp(name, given) == 0)
		return true;
	if (name)
		return json_object_set_new(object, "name", json_string(name)) ==
		       0;
	if (!given || !*given || is_nameless(given))
		json_object_del(object, "name");
	return true;
}

static enum status key_of_syscall(const struct merge_input *input,
				  struct text *key, json_t *object)
{
	const char *arch = json_string_value(json_object_get(object, "arch"));
	json_t *number = json_object_get(object, "number");
	json_int_t value = json_integer_value(number);
	const char *where = "syscalls[]";

	if (!arch)
		return merge_malformed(input, where, "no arch");
	if (!is_arch(arch))
		return merge_malformed(input, where, "no such arch");
	if (!json_is_integer(number) || value < 0 || value > UINT32_MAX)
		return merge_malformed(input, where, "no number");
	if (!is_list_of_strings(object, "comms"))
		return merge_malformed(input, "syscalls[].comms",
				       "not a list of strings");
	if (!name_syscall(object, arch, (uint32_t)value))
		return error_no_memory(input->err);
	key_field(key, object, "arch");
	key_number(key, (uint32_t)value);
	return check_phases(input, object);
}

static enum status key_of_capability(const struct merge_input *input,
				     struct text *key, json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	json_t *ns = json_object_get(object, "namespace");
	json_t *evidence = json_object_get(object, "evidence");
	enum capability_namespace space = NAMESPACE_HOST;
	unsigned int number;

	if (!name || capability_from_name(name, &number, NULL) != STATUS_OK)
		return merge_malformed(input, "capabilities[]",
				       "no capability's name");
	if (ns && (!json_is_string(ns) ||
		   !namespace_from_name(json_string_value(ns), &space)))
		return merge_malformed(input, "capabilities[]",
				       "no such namespace");
	if (!json_array_size(evidence))
		return merge_malformed(input, "capabilities[]", "no evidence");
	if (json_object_set_new(object, "name",
				json_string(capability_name(number))) != 0 ||
	    json_object_set_new(object, "namespace",
				json_string(namespace_name(space))) != 0)
		return error_no_memory(input->err);
	key_number(key, space);
	key_number(key, number);
	return STATUS_OK;
}

enum status merge_key(const struct merge_input *input, enum item_kind kind,
		      struct text *key, json_t *object)
{
	switch (kind) {
	case ITEM_CAPABILITY:
		return key_of_capability(input, key, object);
	case ITEM_EVIDENCE:
		return key_of_evidence(input, key, object);
	case ITEM_SYSCALL:
		return key_of_syscall(input, key, object);
	default:
		return key_of_access(input, key, object);
	}
}
