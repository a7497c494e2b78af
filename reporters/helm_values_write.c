/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as YAML, each note before what it is about. */
#include "profile/text.h"
#include "reporters/helm_values.h"

static void write_notes(struct yaml_out *yaml, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		yaml_out_comment(yaml, "%s",
				 json_string_value(json_array_get(list, i)));
}

static void write_value(struct yaml_out *yaml, const struct helm_values *values,
			const char *path, const char *key, const json_t *value);

static void write_list(struct yaml_out *yaml, const struct helm_values *values,
		       const char *path, const char *key, const json_t *list)
{
	yaml_out_list_begin(yaml, key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		AUTO_TEXT struct text below = {0};

		text_addf(&below, "%s" KEY_SEPARATOR "%s", path,
			  json_is_string(item) ? json_string_value(item) : "");
		write_value(yaml, values, text_string(&below), NULL, item);
	}
	yaml_out_end(yaml);
}

static void write_map(struct yaml_out *yaml, const struct helm_values *values,
		      const char *path, const char *key, const json_t *map)
{
	const char *name;
	json_t *value;

	yaml_out_map_begin(yaml, key);
	json_object_foreach ((json_t *)map, name, value) {
		AUTO_TEXT struct text below = {0};

		text_addf(&below, "%s" KEY_SEPARATOR "%s", path, name);
		write_value(yaml, values, text_string(&below), name, value);
	}
	yaml_out_end(yaml);
}

static void write_value(struct yaml_out *yaml, const struct helm_values *values,
			const char *path, const char *key, const json_t *value)
{
	write_notes(yaml, json_object_get(values->notes, path));
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_map(yaml, values, path, key, value);
		break;
	case JSON_ARRAY:
		write_list(yaml, values, path, key, value);
		break;
	case JSON_STRING:
		yaml_out_string(yaml, key, json_string_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		yaml_out_bool(yaml, key, json_is_true(value));
		break;
	default:
		yaml_out_null(yaml, key);
		break;
	}
}

void helm_values_write(struct yaml_out *yaml, const struct helm_values *values)
{
	write_notes(yaml, values->remarks);
	write_map(yaml, values, "", NULL, values->tree);
}
