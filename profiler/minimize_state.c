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
#define NAME_LETTERS                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

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

/* Names of calls and types, as words. NULL: it holds something else. */
static char *read_words(const json_t *names)
{
	struct text text AUTO_TEXT = {0};
	size_t index;
	json_t *name;

	json_array_foreach (names, index, name) {
		const char *word = json_string_value(name);

		if (!word || !*word || word[strspn(word, NAME_LETTERS)])
			return NULL;
		text_addf(&text, "%s%s", text.length ? " " : "", word);
	}
	return strdup(text_string(&text));
}

static void trial_done(struct minimize_trial *trial)
{
	free(trial->without);
	free(trial->missed);
	free(trial->type);
	*trial = (struct minimize_trial){0};
}

/* Each word of WORDS is one of ALL. */
static bool is_part(const char *words, const char *all)
{
	char word[64];

	while (*words) {
		size_t length = strcspn(words, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		if (!words_have(all, word))
			return false;
		words += length;
		words += strspn(words, " ");
	}
	return true;
}

static bool read_names(struct minimize_trial *trial, const json_t *object)
{
	const json_t *missed = json_object_get(object, "missed");
	const json_t *type = json_object_get(object, "type");
	const char *name = json_string_value(type);

	trial->without = read_words(json_object_get(object, "without"));
	if (!trial->without)
		return false;
	trial->is_known = missed != NULL;
	trial->missed = missed ? read_words(missed) : strdup(trial->without);
	if (!trial->missed || !is_part(trial->missed, trial->without))
		return false;
	if (type && (!name || name[strspn(name, NAME_LETTERS)]))
		return false;
	trial->type = duplicate_string(name);
	return !type || trial->type;
}

static bool is_same_trial(const struct minimize_trial *a,
			  const struct minimize_trial *b)
{
	return a->keep == b->keep && a->is_known == b->is_known &&
	       is_same_string(a->type, b->type) &&
	       strcmp(a->without, b->without) == 0 &&
	       strcmp(a->missed, b->missed) == 0;
}

static struct minimize_trial *find(const struct minimize_state *state,
				   const struct minimize_trial *wanted)
{
	for (size_t i = 0; i < state->count; i++)
		if (is_same_trial(&state->trials[i], wanted))
			return &state->trials[i];
	return NULL;
}

static bool read_trial(struct minimize_state *state, const json_t *object)
{
	json_int_t runs = json_integer_value(json_object_get(object, "runs"));
	json_int_t worked =
		json_integer_value(json_object_get(object, "worked"));
	struct minimize_trial trial = {0};

	if (runs < 1 || runs > RUNS_MAX || worked < 0 || worked > runs ||
	    !read_set(json_object_get(object, "keep"), &trial.keep) ||
	    !read_names(&trial, object) || find(state, &trial) ||
	    !grow(state)) {
		trial_done(&trial);
		return false;
	}
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
	json_int_t slowest;

	if (!schema || strcmp(schema, STATE_SCHEMA) != 0 || !key)
		return damaged(state, err);
	/* Of another profile, command or exercise: it says nothing here. */
	state->is_of_another = strcmp(key, state->key) != 0;
	if (state->is_of_another)
		return STATUS_OK;
	state->has_ended = json_is_true(json_object_get(root, "ended"));
	state->has_stopped = json_is_true(json_object_get(root, "stopped"));
	slowest = json_integer_value(json_object_get(root, "slowest"));
	state->slowest_ms = slowest > 0 ? (uint64_t)slowest : 0;
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
	for (size_t i = 0; i < state->count; i++)
		trial_done(&state->trials[i]);
	free(state->path);
	free(state->trials);
	*state = (struct minimize_state){0};
}

struct minimize_tally minimize_state_tally(
	const struct minimize_state *state,
	const struct minimize_question *question)
{
	const char *without = question->without ? question->without : "";
	struct minimize_tally tally = {0};

	for (size_t i = 0; i < state->count; i++) {
		const struct minimize_trial *trial = &state->trials[i];

		if (trial->keep != question->keep ||
		    !is_same_string(trial->type, question->type) ||
		    !is_part(without, trial->without) ||
		    !is_part(trial->missed, without))
			continue;
		tally.runs += trial->runs;
		tally.worked += trial->worked;
		if (trial->worked == trial->runs)
			continue;
		tally.missed = trial->missed;
		tally.is_known = trial->is_known;
	}
	return tally;
}

static json_t *words_json(const char *words)
{
	json_t *list = json_array();

	while (*words) {
		size_t length = strcspn(words, " ");

		json_array_append_new(list, json_stringn(words, length));
		words += length;
		words += strspn(words, " ");
	}
	return list;
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
	if (*trial->without) {
		json_object_set_new(object, "without",
				    words_json(trial->without));
		if (trial->is_known)
			json_object_set_new(object, "missed",
					    words_json(trial->missed));
	}
	if (trial->type)
		json_object_set_new(object, "type", json_string(trial->type));
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
	json_object_set_new(root, "slowest",
			    json_integer((json_int_t)state->slowest_ms));
	json_object_set_new(root, "ended", json_boolean(state->has_ended));
	json_object_set_new(root, "stopped", json_boolean(state->has_stopped));
	json_object_set_new(root, "trials", trials);
	text = json_dumps(root, JSON_INDENT(1));
	if (!text)
		return error_no_memory(err);
	return file_write(state->path, text, strlen(text), 0644, err);
}

/* One of its own; false: no memory. */
static bool trial_init(struct minimize_trial *trial,
		       const struct minimize_question *question,
		       const char *missed)
{
	const char *without = question->without ? question->without : "";

	*trial = (struct minimize_trial){
		.keep = question->keep,
		.without = strdup(without),
		.missed = strdup(missed ? missed : without),
		.is_known = missed != NULL,
		.type = duplicate_string(question->type),
	};
	return trial->without && trial->missed &&
	       (trial->type || !question->type);
}

enum status minimize_state_add(struct minimize_state *state,
			       const struct minimize_question *question,
			       const char *missed, bool works,
			       struct error *err)
{
	struct minimize_trial own CLEANUP(trial_done) = {0};
	struct minimize_trial *trial;

	if (!trial_init(&own, question, missed))
		return error_no_memory(err);
	trial = find(state, &own);
	if (!trial) {
		if (!grow(state))
			return error_no_memory(err);
		trial = &state->trials[state->count++];
		*trial = own;
		own = (struct minimize_trial){0};
	}
	trial->runs++;
	trial->worked += works;
	state->runs++;
	return save(state, err);
}

bool minimize_state_is_flaky(const struct minimize_state *state)
{
	for (size_t i = 0; i < state->count; i++) {
		const struct minimize_trial *trial = &state->trials[i];
		const struct minimize_question question = {
			trial->keep, trial->without, trial->type};
		struct minimize_tally tally =
			minimize_state_tally(state, &question);

		if (tally.worked && tally.worked != tally.runs)
			return true;
	}
	return false;
}

void minimize_state_remove(const struct minimize_state *state)
{
	unlink(state->path);
}
