/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/json_out.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "profile/text.h"

#define DEPTH_MAX 32

struct json_out {
	json_t *root;
	json_t *stack[DEPTH_MAX]; /* borrowed from root */
	size_t depth;
	bool failed;
};

struct json_out *json_out_new(void)
{
	return calloc(1, sizeof(struct json_out));
}

void json_out_free(struct json_out *json)
{
	if (!json)
		return;
	json_decref(json->root);
	free(json);
}

/* Takes VALUE over; NULL: memory ran out. */
static void add(struct json_out *json, const char *key, json_t *value)
{
	json_t *in = json->depth ? json->stack[json->depth - 1] : NULL;
	int result = -1;

	if (json->failed)
		json_decref(value);
	else if (!in && !json->root)
		result = (json->root = value) ? 0 : -1;
	else if (json_is_array(in) && !key)
		result = json_array_append_new(in, value);
	else if (json_is_object(in) && key)
		result = json_object_set_new(in, key, value);
	else
		assert(!"a key in a list, or none in a map");
	if (result != 0)
		json->failed = true;
}

static void push(struct json_out *json, const char *key, json_t *value)
{
	assert(json->depth < DEPTH_MAX);
	add(json, key, value);
	json->stack[json->depth++] = json->failed ? NULL : value;
}

void json_out_map_begin(struct json_out *json, const char *key)
{
	push(json, key, json_object());
}

void json_out_list_begin(struct json_out *json, const char *key)
{
	push(json, key, json_array());
}

void json_out_end(struct json_out *json)
{
	assert(json->depth);
	json->depth--;
}

void json_out_string(struct json_out *json, const char *key, const char *value)
{
	char *clean;

	if (!value)
		return;
	clean = text_sanitize(value, strlen(value));
	add(json, key, clean ? json_string(clean) : NULL);
	free(clean);
}

void json_out_number(struct json_out *json, const char *key, long long value)
{
	add(json, key, json_integer(value));
}

void json_out_bool(struct json_out *json, const char *key, bool value)
{
	add(json, key, json_boolean(value));
}

enum status json_out_finish(struct json_out *json, FILE *out, struct error *err)
{
	assert(!json->depth);
	if (json->failed || json_dumpf(json->root, out, JSON_INDENT(2)) != 0)
		return error_no_memory(err);
	fputc('\n', out);
	return STATUS_OK;
}
