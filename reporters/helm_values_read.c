/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that are there already, and how Helm lays new ones over them. */
#include "profile/yaml_json.h"
#include "reporters/helm_values.h"

bool helm_merge(json_t *into, const json_t *values)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)values, key, value) {
		json_t *old = json_object_get(into, key);

		if (json_is_null(value)) {
			json_object_del(into, key);
		} else if (json_is_object(value)) {
			/* Of a new map, too, what is null is not there. */
			json_t *map = json_is_object(old) ? old : json_object();

			if (!map ||
			    (map != old &&
			     json_object_set_new(into, key, map)) ||
			    !helm_merge(map, value))
				return false;
		} else {
			json_t *copy = json_deep_copy(value);

			if (!copy || json_object_set_new(into, key, copy))
				return false;
		}
	}
	return true;
}

struct reading {
	json_t *root;
	unsigned int documents;
};

static enum status take_document(void *context, const char *json,
				 struct error *err)
{
	struct reading *reading = context;

	/* Helm reads the first document alone: more are a mistake. */
	if (reading->documents++)
		return error_set(err, STATUS_MALFORMED, NULL,
				 "values are one document, here are more");
	reading->root = json_loads(json, JSON_DECODE_ANY, NULL);
	if (json_is_null(reading->root)) {
		json_decref(reading->root);
		reading->root = json_object();
	}
	if (!json_is_object(reading->root))
		return error_set(err, STATUS_MALFORMED, NULL,
				 "values are a map, here is none");
	return STATUS_OK;
}

enum status helm_values_read(json_t **ret, const char *text, size_t length,
			     struct error *err)
{
	struct reading reading = {0};
	enum status status =
		yaml_each_as_json(text, length, take_document, &reading, err);

	if (status == STATUS_OK && !reading.root)
		reading.root = json_object();
	if (status == STATUS_OK && !reading.root)
		status = error_no_memory(err);
	if (status != STATUS_OK)
		json_decref(reading.root);
	else
		*ret = reading.root;
	return status;
}
