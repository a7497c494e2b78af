/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/minimize_state.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "profile/file.h"
#include "profile/text.h"

#define STATE_SCHEMA "whittle/minimize/v1"
#define STATE_MAX    (16u << 20)
#define RUNS_MAX     1000000

static void free_json(json_t **json)
{
	json_decref(*json);
}
#define AUTO_JSON CLEANUP(free_json)

static enum status damaged(const struct minimize_state *state,
			   struct error *err)
{
	return error_set(err, STATUS_MALFORMED, "remove it to begin anew",
			 "'%s' is no state of a minimization",
			 printable(state->path));
}

static bool grow(struct minimize_state *state)
{
	struct minimize_trial *grown = reallocarray(
		state->trials, state->count + 1, sizeof(*state->trials));

	if (grown)
		state->trials = grown;
	return grown != NULL;
}

static bool read_set(const json_t *names, capset_t *ret)
{
	unsigned int capability;
	size_t index;
	json_t *name;

	*ret = CAPSET_NONE;
	json_array_foreach (names, index, name) {
		const char *text = json_string_value(name);

		if (!text ||
		    capability_from_name(text, &capability, NULL) != STATUS_OK)
			return false;
		*ret |= capset_of(capability);
	}
	return json_is_array(names);
}

static bool read_trial(struct minimize_state *state, const json_t *object)
{
	json_int_t runs = json_integer_value(json_object_get(object, "runs"));
	json_int_t worked =
		json_integer_value(json_object_get(object, "worked"));
	struct minimize_trial trial;

	if (runs < 1 || runs > RUNS_MAX || worked < 0 || worked > runs ||
	    !read_set(json_object_get(object, "keep"), &trial.keep) ||
	    minimize_state_find(state, trial.keep) || !grow(state))
		return false;
	trial.runs = (unsigned int)runs;
	trial.worked = (unsigned int)worked;
	state->trials[state->count++] = trial;
	state->runs += trial.runs;
	return true;
}

static enum status read_all(struct minimize_state *state, const char *text,
			    size_t length, struct error *err)
{
	json_t *root AUTO_JSON = json_loadb(text, length, 0, NULL);
	const char *schema = json_string_value(json_object_get(root, "schema"));
	const char *key = json_string_value(json_object_get(root, "key"));
	const json_t *trials = json_object_get(root, "trials");

	if (!schema || strcmp(schema, STATE_SCHEMA) != 0 || !key)
		return damaged(state, err);
	/* Of another profile, command or exercise: it says nothing here. */
	if (strcmp(key, state->key) != 0)
		return STATUS_OK;
	for (size_t i = 0; i < json_array_size(trials); i++)
		if (!read_trial(state, json_array_get(trials, i)))
			return damaged(state, err);
	return STATUS_OK;
}

enum status minimize_state_open(struct minimize_state *state,
				const char *output, const char key[65],
				struct error *err)
{
	char *text AUTO_FREE = NULL;
	size_t length = 0;
	enum status status;

	*state = (struct minimize_state){0};
	memcpy(state->key, key, sizeof(state->key));
	if (asprintf(&state->path, "%s.minimize", output) < 0) {
		state->path = NULL;
		return error_no_memory(err);
	}
	status = file_check_writable(state->path, err);
	if (status != STATUS_OK || access(state->path, F_OK) != 0)
		return status;
	status = file_read(state->path, STATE_MAX, &text, &length, err);
	return status == STATUS_OK ? read_all(state, text, length, err)
				   : status;
}

void minimize_state_done(struct minimize_state *state)
{
	free(state->path);
	free(state->trials);
	*state = (struct minimize_state){0};
}

static struct minimize_trial *find(const struct minimize_state *state,
				   capset_t keep)
{
	for (size_t i = 0; i < state->count; i++)
		if (state->trials[i].keep == keep)
			return &state->trials[i];
	return NULL;
}

const struct minimize_trial *minimize_state_find(
	const struct minimize_state *state, capset_t keep)
{
	return find(state, keep);
}

static json_t *trial_json(const struct minimize_trial *trial)
{
	json_t *object = json_object();
	json_t *names = json_array();

	for (unsigned int i = 0; i <= CAPABILITY_MAX; i++)
		if (capset_has(trial->keep, i))
			json_array_append_new(names,
					      json_string(capability_name(i)));
	json_object_set_new(object, "keep", names);
	json_object_set_new(object, "runs", json_integer(trial->runs));
	json_object_set_new(object, "worked", json_integer(trial->worked));
	return object;
}

static enum status save(const struct minimize_state *state, struct error *err)
{
	json_t *root AUTO_JSON = json_object();
	json_t *trials = json_array();
	char *text AUTO_FREE = NULL;

	for (size_t i = 0; i < state->count; i++)
		json_array_append_new(trials, trial_json(&state->trials[i]));
	json_object_set_new(root, "schema", json_string(STATE_SCHEMA));
	json_object_set_new(root, "key", json_string(state->key));
	json_object_set_new(root, "trials", trials);
	text = json_dumps(root, JSON_INDENT(1));
	if (!text)
		return error_no_memory(err);
	return file_write(state->path, text, strlen(text), 0644, err);
}

enum status minimize_state_add(struct minimize_state *state, capset_t keep,
			       bool works, struct error *err)
{
	struct minimize_trial *trial = find(state, keep);

	if (!trial) {
		if (!grow(state))
			return error_no_memory(err);
		trial = &state->trials[state->count++];
		*trial = (struct minimize_trial){.keep = keep};
	}
	trial->runs++;
	trial->worked += works;
	state->runs++;
	return save(state, err);
}

bool minimize_state_is_flaky(const struct minimize_state *state)
{
	for (size_t i = 0; i < state->count; i++)
		if (state->trials[i].worked &&
		    state->trials[i].worked != state->trials[i].runs)
			return true;
	return false;
}

void minimize_state_remove(const struct minimize_state *state)
{
	unlink(state->path);
}
