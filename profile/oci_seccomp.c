/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/oci_seccomp.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/text.h"
#include "profile/yaml_json.h"

#define DEPTH_MAX 8

/* What reads a file has at hand. */
struct reading {
	struct oci_seccomp_list *list;
	const char *name;
};

static enum status look(struct reading *reading, json_t *value,
			const char *where, unsigned int depth,
			struct error *err);

static const char *string_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static enum status bad(const struct reading *reading, const char *where,
		       const char *what, struct error *err)
{
	return error_set(err, STATUS_MALFORMED,
			 "see the runtime specification, config-linux.md",
			 "'%s'%s%s: %s", printable(reading->name),
			 *where ? ", " : "", where, what);
}

/* A list of strings; what is none is passed over. False: no memory. */
static bool read_words(const json_t *list, struct oci_words *words)
{
	size_t size = json_array_size(list), i;
	json_t *item;

	if (!size)
		return true;
	words->items = calloc(size, sizeof(*words->items));
	if (!words->items)
		return false;
	json_array_foreach (list, i, item)
		if (json_is_string(item))
			words->items[words->count++] = json_string_value(item);
	return true;
}

static bool read_number(const json_t *object, const char *key, uint64_t *ret)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value))
		return false;
	*ret = (uint64_t)json_integer_value(value);
	return true;
}

static bool read_argument(const json_t *object, struct oci_argument *argument)
{
	uint64_t index = 0;

	if (!read_number(object, "index", &index) || index > 5)
		return false;
	*argument = (struct oci_argument){.index = (unsigned int)index,
					  .op = string_of(object, "op")};
	read_number(object, "value", &argument->value);
	read_number(object, "valueTwo", &argument->value_two);
	return argument->op != NULL;
}

static bool read_arguments(const json_t *list, struct oci_rule *rule)
{
	json_t *item;
	size_t i;

	if (json_array_size(list) > OCI_ARGUMENTS_MAX)
		return false;
	json_array_foreach (list, i, item)
		if (!read_argument(item,
				   &rule->arguments[rule->argument_count++]))
			return false;
	return true;
}

static void read_errno(const json_t *object, const char *key, bool *ret_has,
		       int *ret)
{
	uint64_t number;

	if (read_number(object, key, &number) && number <= 4095) {
		*ret_has = true;
		*ret = (int)number;
	}
}

/* Also the old form, which has "name" for "names". */
static bool read_names(const json_t *object, struct oci_rule *rule)
{
	const char *name = string_of(object, "name");

	if (!read_words(json_object_get(object, "names"), &rule->names))
		return false;
	if (rule->names.count || !name)
		return true;
	free(rule->names.items);
	rule->names.items = malloc(sizeof(*rule->names.items));
	if (!rule->names.items)
		return false;
	rule->names.items[rule->names.count++] = name;
	return true;
}

static enum status read_rule(struct reading *reading, const char *where,
			     const json_t *object, struct oci_rule *rule,
			     struct error *err)
{
	const json_t *includes = json_object_get(object, "includes");
	const json_t *excludes = json_object_get(object, "excludes");

	rule->action = string_of(object, "action");
	if (!rule->action)
		return bad(reading, where, "an entry without action", err);
	read_errno(object, "errnoRet", &rule->has_errno, &rule->errno_value);
	if (!read_names(object, rule) ||
	    !read_words(json_object_get(includes, "caps"), &rule->needs_caps) ||
	    !read_words(json_object_get(includes, "arches"),
			&rule->needs_arches) ||
	    !read_words(json_object_get(excludes, "caps"), &rule->not_caps) ||
	    !read_words(json_object_get(excludes, "arches"), &rule->not_arches))
		return error_no_memory(err);
	if (!rule->names.count)
		return bad(reading, where, "an entry without names", err);
	if (!read_arguments(json_object_get(object, "args"), rule))
		return bad(reading, where, "args without sense", err);
	return STATUS_OK;
}

/* "architectures", and Docker's archMap: a master with its companions. */
static bool read_architectures(const json_t *object, struct oci_words *words)
{
	const json_t *map = json_object_get(object, "archMap");
	size_t room = json_array_size(json_object_get(object, "architectures"));
	size_t i, j;
	json_t *row, *sub;

	json_array_foreach (map, i, row)
		room += 1 + json_array_size(
				    json_object_get(row, "subArchitectures"));
	words->items = calloc(room + 1, sizeof(*words->items));
	if (!words->items)
		return false;
	json_array_foreach (json_object_get(object, "architectures"), i, row)
		if (json_is_string(row))
			words->items[words->count++] = json_string_value(row);
	json_array_foreach (map, i, row) {
		if (string_of(row, "architecture"))
			words->items[words->count++] =
				string_of(row, "architecture");
		json_array_foreach (json_object_get(row, "subArchitectures"), j,
				    sub)
			if (json_is_string(sub))
				words->items[words->count++] =
					json_string_value(sub);
	}
	return true;
}

static enum status fill(struct reading *reading, json_t *object,
			const char *where, struct oci_seccomp *profile,
			struct error *err)
{
	const json_t *rules = json_object_get(object, "syscalls");
	enum status status = STATUS_OK;
	json_t *rule;
	size_t i;

	profile->document = json_incref(object);
	profile->where = strdup(where);
	profile->default_action = string_of(object, "defaultAction");
	profile->listener_path = string_of(object, "listenerPath");
	profile->listener_metadata = string_of(object, "listenerMetadata");
	read_errno(object, "defaultErrnoRet", &profile->has_default_errno,
		   &profile->default_errno);
	if (rules && !json_is_array(rules))
		return bad(reading, where, "syscalls is no list", err);
	profile->rules =
		calloc(json_array_size(rules) + 1, sizeof(*profile->rules));
	if (!profile->where || !profile->rules ||
	    !read_architectures(object, &profile->architectures))
		return error_no_memory(err);
	json_array_foreach (rules, i, rule) {
		status = read_rule(reading, where, rule,
				   &profile->rules[profile->rule_count++], err);
		if (status != STATUS_OK)
			return status;
	}
	return status;
}

static enum status add_profile(struct reading *reading, json_t *object,
			       const char *where, struct error *err)
{
	struct oci_seccomp_list *list = reading->list;
	struct oci_seccomp *items =
		reallocarray(list->items, list->count + 1, sizeof(*items));

	if (!items)
		return error_no_memory(err);
	list->items = items;
	items[list->count] = (struct oci_seccomp){0};
	return fill(reading, object, where, &items[list->count++], err);
}

/* A text of a ConfigMap that is a profile; others are passed over. */
static enum status look_into_text(struct reading *reading, const char *text,
				  const char *where, unsigned int depth,
				  struct error *err)
{
	enum status status = STATUS_OK;
	json_t *value;

	if (text[strspn(text, " \t\r\n")] != '{')
		return STATUS_OK;
	value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (!value && strstr(text, "defaultAction"))
		return bad(reading, where, "the text is no JSON", err);
	if (value)
		status = look(reading, value, where, depth + 1, err);
	json_decref(value);
	return status;
}

static enum status look_into_map(struct reading *reading, const json_t *object,
				 unsigned int depth, struct error *err)
{
	const char *name =
		string_of(json_object_get(object, "metadata"), "name");
	enum status status = STATUS_OK;
	json_t *value;
	const char *key;
	char where[256];

	json_object_foreach (json_object_get(object, "data"), key, value) {
		const char *text = json_string_value(value);

		snprintf(where, sizeof(where), "ConfigMap %s: %s",
			 printable(name ? name : "without a name"),
			 printable(key));
		if (text)
			status = look_into_text(reading, text, where, depth,
						err);
		if (status != STATUS_OK)
			break;
	}
	return status;
}

static enum status look_into_items(struct reading *reading, json_t *list,
				   unsigned int depth, struct error *err)
{
	enum status status = STATUS_OK;
	json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		status = look(reading, item, "", depth + 1, err);
		if (status != STATUS_OK)
			break;
	}
	return status;
}

static enum status look(struct reading *reading, json_t *value,
			const char *where, unsigned int depth,
			struct error *err)
{
	const char *kind = string_of(value, "kind");
	json_t *inner;
	char place[256];

	if (depth == DEPTH_MAX)
		return STATUS_OK;
	if (string_of(value, "defaultAction"))
		return add_profile(reading, value, where, err);
	if (is_same_string(kind, "ConfigMap"))
		return look_into_map(reading, value, depth, err);
	if (is_same_string(kind, "SeccompProfile")) {
		inner = json_object_get(value, "spec");
		kind = string_of(json_object_get(value, "metadata"), "name");
		snprintf(place, sizeof(place), "SeccompProfile %s",
			 printable(kind ? kind : "without a name"));
		if (string_of(inner, "defaultAction"))
			return add_profile(reading, inner, place, err);
		return bad(reading, place, "no defaultAction", err);
	}
	inner = json_object_get(value, "items");
	if (kind && json_is_array(inner))
		return look_into_items(reading, inner, depth, err);
	inner = json_object_get(json_object_get(value, "linux"), "seccomp");
	if (inner)
		return look(reading, inner, "linux.seccomp", depth + 1, err);
	return STATUS_OK;
}

static enum status take_json(void *context, const char *json, struct error *err)
{
	struct reading *reading = context;
	json_error_t error;
	json_t *value = json_loads(
		json, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	enum status status;

	if (!value)
		return error_set(err, STATUS_MALFORMED, NULL,
				 "'%s', line %d: %s", printable(reading->name),
				 error.line, printable(error.text));
	status = look(reading, value, "", 0, err);
	json_decref(value);
	return status;
}

static enum status take_yaml(struct reading *reading, const char *text,
			     size_t length, struct error *err)
{
	enum status status =
		yaml_each_as_json(text, length, take_json, reading, err);

	/* It does not know what it reads; what take_json() says has a name. */
	if (status == STATUS_MALFORMED && err && err->message[0] != '\'')
		error_prefix(err, "'%s'", printable(reading->name));
	return status;
}

enum status oci_seccomp_read(struct oci_seccomp_list *list, const char *text,
			     size_t length, const char *name, struct error *err)
{
	struct reading reading = {.list = list, .name = name};
	enum status status;

	*list = (struct oci_seccomp_list){0};
	if (strlen(text) != length)
		return bad(&reading, "", "a NUL byte", err);
	if (text[strspn(text, " \t\r\n")] == '{')
		status = take_json(&reading, text, err);
	else
		status = take_yaml(&reading, text, length, err);
	if (status == STATUS_OK && !list->count)
		return error_set(err, STATUS_MALFORMED,
				 "OCI or Docker JSON, a SeccompProfile or a "
				 "ConfigMap is read",
				 "'%s' holds no seccomp profile",
				 printable(name));
	return status;
}

static void rule_done(struct oci_rule *rule)
{
	free(rule->names.items);
	free(rule->needs_caps.items);
	free(rule->needs_arches.items);
	free(rule->not_caps.items);
	free(rule->not_arches.items);
}

void oci_seccomp_done(struct oci_seccomp_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct oci_seccomp *profile = &list->items[i];

		for (size_t r = 0; r < profile->rule_count; r++)
			rule_done(&profile->rules[r]);
		free(profile->rules);
		free(profile->architectures.items);
		free(profile->where);
		json_decref(profile->document);
	}
	free(list->items);
	*list = (struct oci_seccomp_list){0};
}

char *oci_seccomp_json(const struct oci_seccomp *profile)
{
	return json_dumps(profile->document, JSON_INDENT(2));
}
