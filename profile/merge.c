/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/merge.h"

#include <string.h>

#include "profile/json_join.h"
#include "profile/merge_private.h"
#include "profile/profile_json.h"
#include "profile/profile_root.h"
#include "profile/text.h"

enum status merge_malformed(const struct merge_input *input, const char *where,
			    const char *what)
{
	return error_set(input->err, STATUS_MALFORMED,
			 "is it a profile written by whittle?", "'%s': %s: %s",
			 printable(input->name), where, what);
}

struct merge *merge_new(void)
{
	struct merge *merge = calloc(1, sizeof(*merge));

	if (!merge)
		return NULL;
	merge->extras = json_object();
	for (unsigned int f = 0; f < FACET_COUNT; f++)
		merge->facets[f].all = json_object();
	return merge;
}

void merge_free(struct merge *merge)
{
	if (!merge)
		return;
	merge_items_free(merge);
	merge_runs_free(merge);
	json_decref(merge->extras);
	for (unsigned int f = 0; f < FACET_COUNT; f++) {
		json_decref(merge->facets[f].raw);
		json_decref(merge->facets[f].own);
		json_decref(merge->facets[f].all);
	}
	free(merge);
}

/*
 * May a string of TEXT need cleaning? Only escapes, DEL and what begins a C1
 * control can. Most profiles have none, and reading them is most of the time.
 */
static bool may_be_unclean(const char *text, size_t length)
{
	const char *end = text + length;

	if (memchr(text, 0x7f, length) || memchr(text, 0xc2, length))
		return true;
	for (const char *p = text;
	     (p = memchr(p, '\\', (size_t)(end - p))) && p + 1 < end; p += 2)
		if (p[1] != '\\' && p[1] != '"' && p[1] != '/')
			return true;
	return false;
}

static enum status read_root(struct merge_input *input, const char *text,
			     size_t length)
{
	json_t *clean;
	enum status status = profile_root_read(text, length, input->name,
					       &input->root, input->err);

	if (status != STATUS_OK)
		return status;
	if (!may_be_unclean(text, length))
		return STATUS_OK;
	clean = json_cleaned(input->root);
	if (!clean)
		return error_no_memory(input->err);
	json_decref(input->root);
	input->root = clean;
	return STATUS_OK;
}

static bool is_known_key(const char *key)
{
	static const char *const known[] = {
		"schema", "subject",	  "environment", "completeness",
		"runs",	  "capabilities", "syscalls",	 "accesses",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return false;
}

static enum status take_extras(struct merge *merge,
			       const struct merge_input *input)
{
	const char *key;
	json_t *value;

	json_object_foreach (input->root, key, value) {
		json_t *own, *both;

		if (is_known_key(key))
			continue;
		own = json_object_get(merge->extras, key);
		both = own ? json_joined(own, value) : json_incref(value);
		if (!both || json_object_set_new(merge->extras, key, both) != 0)
			return error_no_memory(input->err);
	}
	return STATUS_OK;
}

/* A profile from a log has no runs: all of it is one. */
static enum status name_runless(struct merge_input *input, const char *text,
				size_t length)
{
	AUTO_PROFILE struct profile profile = {0};
	json_t *runs = json_object_get(input->root, "runs");
	bool is_named = json_array_size(runs) > 0;
	enum status status;
	size_t index;
	json_t *run;
	char id[65];

	json_array_foreach (runs, index, run)
		is_named = is_named &&
			   json_string_length(json_object_get(run, "id")) > 0;
	if (is_named)
		return STATUS_OK;
	profile_init(&profile);
	status = profile_from_json(&profile, text, length, input->name,
				   input->err);
	if (status == STATUS_OK)
		status = profile_evidence_id(&profile, id, input->err);
	if (status != STATUS_OK)
		return status;
	if (!json_array_size(runs)) {
		runs = json_pack("[{}]");
		if (!runs ||
		    json_object_set_new(input->root, "runs", runs) != 0)
			return error_no_memory(input->err);
	}
	json_array_foreach (runs, index, run)
		if (!json_string_length(json_object_get(run, "id")) &&
		    json_object_set_new(run, "id", json_string(id)) != 0)
			return merge_malformed(input, "runs[]",
					       "not an object");
	return STATUS_OK;
}

static enum status take_root(struct merge *merge, struct merge_input *input,
			     const char *text, size_t length)
{
	json_t *runs = json_object_get(input->root, "runs");
	enum status status;

	if (runs && !json_is_array(runs))
		return merge_malformed(input, "runs", "not a list");
	status = name_runless(input, text, length);
	if (status == STATUS_OK)
		status = merge_take_runs(merge, input);
	if (status == STATUS_OK)
		status = merge_take_items(merge, input);
	if (status == STATUS_OK)
		status = take_extras(merge, input);
	return status;
}

enum status merge_add(struct merge *merge, const char *text, size_t length,
		      const char *name, struct error *err)
{
	struct merge_input input = {.name = name, .err = err};
	enum status status = read_root(&input, text, length);

	if (status == STATUS_OK)
		status = take_root(merge, &input, text, length);
	merge->profiles++;
	json_decref(input.root);
	free(input.runs);
	return status;
}

static json_t *root_json(struct merge *merge, struct merge_run **sorted)
{
	static const char *const none[] = {NULL};
	json_t *facets[FACET_COUNT];
	json_t *root = json_object(), *extras;
	const char *key;
	json_t *value;
	int failed = 0;

	failed |= json_object_set_new(root, "schema",
				      json_string(PROFILE_SCHEMA));
	for (unsigned int f = 0; f < FACET_COUNT; f++) {
		facets[f] = merge_facet(merge, (enum facet)f);
		failed |= json_object_set_new(
			root, facet_keys[f],
			merge_facet_ordered((enum facet)f, facets[f]));
	}
	failed |= json_object_set_new(root, "runs",
				      merge_runs_json(merge, sorted, facets));
	for (unsigned int f = 0; f < FACET_COUNT; f++)
		json_decref(facets[f]);
	failed |=
		json_object_set_new(root, "capabilities",
				    merge_items_json(merge, merge->capabilities,
						     ITEM_CAPABILITY, sorted));
	failed |= json_object_set_new(
		root, "syscalls",
		merge_items_json(merge, merge->syscalls, ITEM_SYSCALL, sorted));
	failed |= json_object_set_new(
		root, "accesses",
		merge_items_json(merge, merge->accesses, ITEM_ACCESS, sorted));
	extras = json_ordered(merge->extras, none);
	failed |= !extras;
	json_object_foreach (extras, key, value)
		failed |= json_object_set(root, key, value);
	json_decref(extras);
	if (!failed)
		return root;
	json_decref(root);
	return NULL;
}

static int gather(const char *bytes, size_t length, void *text)
{
	text_add_bytes(text, bytes, length);
	return 0;
}

enum status merge_finish(struct merge *merge, char **ret_text,
			 struct error *err)
{
	struct merge_run **sorted AUTO_FREE = merge_runs_sorted(merge);
	json_t *root AUTO_JSON = sorted ? root_json(merge, sorted) : NULL;
	struct text text AUTO_TEXT = {0};

	/* As profile_to_json() writes. */
	if (!root ||
	    json_dump_callback(root, gather, &text,
			       JSON_INDENT(2) | JSON_REAL_PRECISION(15)) != 0)
		return error_no_memory(err);
	text_add(&text, "\n");
	*ret_text = text_take(&text);
	return *ret_text ? STATUS_OK : error_no_memory(err);
}
