/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runs of a merge, and what belongs to each: facets. */
#include <string.h>

#include "profile/json_join.h"
#include "profile/merge_private.h"
#include "profile/text.h"

const char *const facet_keys[FACET_COUNT] = {"subject", "environment",
					     "completeness"};

static const char *const no_keys[] = {NULL};

/* ---- facets -------------------------------------------------------------- */

static uint64_t count_of(json_t *object, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(object, key));

	return value > 0 ? (uint64_t)value : 0;
}

static json_t *count_json(uint64_t count)
{
	return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

static uint64_t sum_of(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

/* Add the losses of a list of sources to SUMS, name to number. */
static bool add_sources(json_t *sums, json_t *sources)
{
	size_t index;
	json_t *source;

	json_array_foreach (sources, index, source) {
		const char *name =
			json_string_value(json_object_get(source, "name"));

		if (name &&
		    json_object_set_new(
			    sums, name,
			    count_json(sum_of(count_of(sums, name),
					      count_of(source, "lost")))) != 0)
			return false;
	}
	return true;
}

static json_t *sources_json(json_t *sums, uint64_t *ret_lost)
{
	json_t *sorted AUTO_JSON = json_ordered(sums, no_keys);
	json_t *sources AUTO_JSON = json_array();
	const char *name;
	json_t *lost;

	*ret_lost = 0;
	json_object_foreach (sorted, name, lost) {
		*ret_lost =
			sum_of(*ret_lost, (uint64_t)json_integer_value(lost));
		if (json_array_append_new(sources,
					  json_pack("{s:s, s:O}", "name", name,
						    "lost", lost)) != 0)
			return NULL;
	}
	return json_incref(sources);
}

/* In the shape and with the meaning that the reader gives it. */
static json_t *completeness_canonical(json_t *raw)
{
	json_t *own AUTO_JSON =
		json_is_object(raw) ? json_copy(raw) : json_object();
	json_t *sums AUTO_JSON = json_object();
	json_t *notes, *sources;
	uint64_t lost;

	if (!own || !sums ||
	    !add_sources(sums, json_object_get(own, "sources")))
		return NULL;
	sources = sources_json(sums, &lost);
	if (count_of(own, "lost") > lost)
		lost = count_of(own, "lost");
	notes = json_list_as_set(json_object_get(own, "notes"));
	if (json_object_set_new(own, "complete",
				json_boolean(json_is_true(json_object_get(
						     own, "complete")) &&
					     !lost)) != 0 ||
	    json_object_set_new(own, "lost", count_json(lost)) != 0 ||
	    json_object_set_new(own, "notes", notes) != 0 ||
	    json_object_set_new(own, "sources", sources) != 0)
		return NULL;
	return json_incref(own);
}

/* The schema requires a command. */
static json_t *subject_canonical(json_t *raw)
{
	json_t *own AUTO_JSON =
		json_is_object(raw) ? json_copy(raw) : json_object();

	if (!own || (!json_object_get(own, "command") &&
		     json_object_set_new(own, "command", json_array()) != 0))
		return NULL;
	return json_incref(own);
}

static json_t *facet_canonical(enum facet facet, json_t *raw)
{
	if (facet == FACET_COMPLETENESS)
		return completeness_canonical(raw);
	if (facet == FACET_SUBJECT)
		return subject_canonical(raw);
	return json_is_object(raw) ? json_incref(raw) : json_object();
}

/* One reference for all that are equal. VALUE is stolen; new reference. */
static json_t *facet_shared(struct merge *merge, enum facet facet,
			    json_t *value)
{
	json_t *all = merge->facets[facet].all;
	char *text AUTO_FREE = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
	json_t *known = text ? json_object_get(all, text) : NULL;

	if (!known && (!text || json_object_set(all, text, value) != 0)) {
		json_decref(value);
		return NULL;
	}
	if (known) {
		json_decref(value);
		value = json_incref(known);
	}
	return value;
}

/* The facet of a run from its entry or the top level; new reference. */
static json_t *facet_taken(struct merge *merge, enum facet facet, json_t *raw)
{
	json_t **last = &merge->facets[facet].raw;
	json_t **own = &merge->facets[facet].own;
	json_t *canonical;

	if (*own && (raw == *last || (raw && *last && json_equal(raw, *last))))
		return json_incref(*own);
	canonical = facet_canonical(facet, raw);
	canonical = canonical ? facet_shared(merge, facet, canonical) : NULL;
	if (!canonical)
		return NULL;
	json_decref(*last);
	json_decref(*own);
	*last = json_incref(raw);
	*own = json_incref(canonical);
	return canonical;
}

/* The greater loss of each source, as an object of names. */
static bool keep_greater(json_t *losses, json_t *sources)
{
	size_t index;
	json_t *source;

	json_array_foreach (sources, index, source) {
		const char *name =
			json_string_value(json_object_get(source, "name"));
		json_t *lost = json_object_get(source, "lost");
		json_t *known = json_object_get(losses, name);

		if ((!known || json_order(known, lost) < 0) &&
		    json_object_set(losses, name, lost) != 0)
			return false;
	}
	return true;
}

/* Of one run told twice: complete when both say so. */
static json_t *completeness_joined(json_t *a, json_t *b)
{
	json_t *joined AUTO_JSON = json_joined(a, b);
	json_t *own AUTO_JSON = json_copy(joined);
	json_t *losses AUTO_JSON = json_object();
	bool is_complete = json_is_true(json_object_get(a, "complete")) &&
			   json_is_true(json_object_get(b, "complete"));
	uint64_t lost, least = count_of(joined, "lost");
	json_t *sources;

	if (!own || !losses ||
	    !keep_greater(losses, json_object_get(a, "sources")) ||
	    !keep_greater(losses, json_object_get(b, "sources")))
		return NULL;
	sources = sources_json(losses, &lost);
	if (lost < least)
		lost = least;
	if (json_object_set_new(own, "complete",
				json_boolean(is_complete && !lost)) != 0 ||
	    json_object_set_new(own, "lost", count_json(lost)) != 0 ||
	    json_object_set_new(
		    own, "notes",
		    json_list_as_set(json_object_get(joined, "notes"))) != 0 ||
	    json_object_set_new(own, "sources", sources) != 0)
		return NULL;
	return json_incref(own);
}

static json_t *facet_joined(enum facet facet, json_t *a, json_t *b)
{
	return facet == FACET_COMPLETENESS ? completeness_joined(a, b)
					   : json_joined(a, b);
}

static json_t *completeness_of_all(const struct merge *merge)
{
	json_t *all AUTO_JSON = json_object();
	json_t *sums AUTO_JSON = json_object();
	json_t *own AUTO_JSON = NULL;
	bool is_complete = true;
	const json_t *last = NULL;
	uint64_t lost = 0, of_sources;

	for (struct merge_run *run = merge->runs; run; run = run->hh.next) {
		json_t *facet = run->facets[FACET_COMPLETENESS];
		json_t *joined;

		lost = sum_of(lost, count_of(facet, "lost"));
		is_complete &= json_is_true(json_object_get(facet, "complete"));
		if (!add_sources(sums, json_object_get(facet, "sources")))
			return NULL;
		if (facet == last)
			continue;
		last = facet;
		joined = json_joined(all, facet);
		json_decref(all);
		all = joined;
		if (!all)
			return NULL;
	}
	own = json_copy(all); /* it may be a run's own */
	if (!own ||
	    json_object_set_new(own, "complete", json_boolean(is_complete)) ||
	    json_object_set_new(own, "lost", count_json(lost)) ||
	    json_object_set_new(
		    own, "notes",
		    json_list_as_set(json_object_get(own, "notes"))) ||
	    json_object_set_new(own, "sources",
				sources_json(sums, &of_sources)))
		return NULL;
	return json_incref(own);
}

json_t *merge_facet(const struct merge *merge, enum facet facet)
{
	json_t *common = NULL;

	if (facet == FACET_COMPLETENESS)
		return completeness_of_all(merge);
	for (struct merge_run *run = merge->runs; run; run = run->hh.next) {
		json_t *own = run->facets[facet];
		json_t *both;

		if (common == own)
			continue;
		both = common ? json_common(common, own) : json_incref(own);
		json_decref(common);
		common = both;
	}
	return common;
}

json_t *merge_facet_ordered(enum facet facet, json_t *value)
{
	static const char *const subject[] = {
		"name", "image", "digest", "command", "engine", "user", NULL};
	static const char *const environment[] = {
		"kernel",     "arch",	 "selinux",
		"libseccomp", "runtime", "no_new_privileges",
		NULL};
	static const char *const selinux[] = {"mode", "policy", "type",
					      "booleans", NULL};
	static const char *const runtime[] = {"name", "version", NULL};
	static const char *const completeness[] = {"complete", "lost", "notes",
						   "sources", NULL};
	static const char *const *const orders[] = {subject, environment,
						    completeness};
	json_t *own = json_ordered(value, orders[facet]);
	json_t *inner;

	if (facet == FACET_SUBJECT && !json_object_get(own, "command")) {
		/* The schema requires it; at its place. */
		if (json_object_set_new(own, "command", json_array()) != 0)
			return own;
		inner = json_ordered(own, subject);
		json_decref(own);
		own = inner;
	}
	inner = json_object_get(own, "selinux");
	if (facet == FACET_ENVIRONMENT && json_is_object(inner)) {
		inner = json_ordered(inner, selinux);
		if (json_is_object(json_object_get(inner, "booleans")))
			json_object_set_new(inner, "booleans",
					    json_sorted(json_object_get(
						    inner, "booleans")));
		json_object_set_new(own, "selinux", inner);
	}
	inner = json_object_get(own, "runtime");
	if (facet == FACET_ENVIRONMENT && json_is_object(inner))
		json_object_set_new(own, "runtime",
				    json_ordered(inner, runtime));
	return own;
}

/* ---- runs ---------------------------------------------------------------- */

static json_t *run_without_facets(json_t *object)
{
	json_t *own = json_copy(object);

	for (unsigned int f = 0; own && f < FACET_COUNT; f++)
		json_object_del(own, facet_keys[f]);
	return own;
}

static struct merge_run *run_find(struct merge *merge, const char *id)
{
	struct merge_run *run;

	HASH_FIND_STR(merge->runs, id, run);
	if (run) {
		merge->repeated++;
		return run;
	}
	run = calloc(1, sizeof(*run));
	if (!run)
		return NULL;
	run->id = strdup(id);
	run->index = HASH_COUNT(merge->runs);
	if (run->id)
		HASH_ADD_KEYPTR(hh, merge->runs, run->id, strlen(run->id), run);
	if (!run->id || !run->hh.tbl) {
		free(run->id);
		free(run);
		return NULL;
	}
	return run;
}

static bool own_take(struct merge_run *run, json_t *object)
{
	json_t *own AUTO_JSON = run_without_facets(object);
	json_t *joined;

	if (!own)
		return false;
	joined = run->own ? json_joined(run->own, own) : json_incref(own);
	json_decref(run->own);
	run->own = joined;
	return joined;
}

/* The same run again is most often told in the same words. */
static bool facet_take(struct merge *merge, struct merge_run *run,
		       enum facet facet, json_t *raw)
{
	json_t *own AUTO_JSON = facet_taken(merge, facet, raw);
	json_t *joined;

	if (!own || run->facets[facet] == own)
		return own;
	joined = run->facets[facet]
			 ? facet_joined(facet, run->facets[facet], own)
			 : json_incref(own);
	json_decref(run->facets[facet]);
	run->facets[facet] = joined ? facet_shared(merge, facet, joined) : NULL;
	return run->facets[facet];
}

static bool run_take(struct merge *merge, struct merge_run *run, json_t *root,
		     json_t *object)
{
	if (!own_take(run, object))
		return false;
	for (unsigned int f = 0; f < FACET_COUNT; f++) {
		json_t *raw = json_object_get(object, facet_keys[f]);

		if (!raw)
			raw = json_object_get(root, facet_keys[f]);
		if (!facet_take(merge, run, (enum facet)f, raw))
			return false;
	}
	return true;
}

enum status merge_take_runs(struct merge *merge, struct merge_input *input)
{
	json_t *runs = json_object_get(input->root, "runs");
	const char *before = NULL;

	input->run_count = json_array_size(runs);
	input->runs = calloc(input->run_count, sizeof(*input->runs));
	if (!input->runs)
		return error_no_memory(input->err);
	input->can_have_sets = true;
	for (size_t i = 0; i < input->run_count; i++) {
		json_t *object = json_array_get(runs, i);
		const char *id =
			json_string_value(json_object_get(object, "id"));
		struct merge_run *run;

		if (!id)
			return merge_malformed(input, "runs[].id",
					       "not a string");
		if (before && strcmp(before, id) >= 0)
			input->can_have_sets = false;
		before = id;
		run = run_find(merge, id);
		if (!run || !run_take(merge, run, input->root, object))
			return error_no_memory(input->err);
		input->runs[i] = run->index;
	}
	return STATUS_OK;
}

static int compare_runs(const void *left, const void *right)
{
	const struct merge_run *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

struct merge_run **merge_runs_sorted(struct merge *merge)
{
	size_t count = HASH_COUNT(merge->runs), i = 0;
	struct merge_run **sorted =
		calloc(count + 1, sizeof(struct merge_run *));

	if (!sorted)
		return NULL;
	for (struct merge_run *run = merge->runs; run; run = run->hh.next)
		sorted[i++] = run;
	qsort(sorted, count, sizeof(struct merge_run *), compare_runs);
	for (i = 0; i < count; i++)
		sorted[i]->rank = i;
	return sorted;
}

json_t *merge_runs_json(struct merge *merge, struct merge_run **sorted,
			json_t *const facets[FACET_COUNT])
{
	static const char *const order[] = {"id",      "exit",	  "exercise",
					    "stopped", "refined", "seconds",
					    NULL};
	json_t *list AUTO_JSON = json_array();

	(void)merge;
	for (; *sorted; sorted++) {
		const struct merge_run *run = *sorted;
		json_t *object = json_ordered(run->own, order);

		for (unsigned int f = 0; object && f < FACET_COUNT; f++)
			if (!json_equal(run->facets[f], facets[f]) &&
			    json_object_set_new(
				    object, facet_keys[f],
				    merge_facet_ordered((enum facet)f,
							run->facets[f])) != 0)
				return NULL;
		if (json_array_append_new(list, object) != 0)
			return NULL;
	}
	return json_incref(list);
}

enum status merge_set_image(struct merge *merge, const char *image,
			    struct error *err)
{
	for (struct merge_run *run = merge->runs; run; run = run->hh.next) {
		json_t **subject = &run->facets[FACET_SUBJECT];
		json_t *own = json_copy(*subject);

		if (!own || json_object_set_new(own, "image",
						json_string(image)) != 0) {
			json_decref(own);
			return error_no_memory(err);
		}
		json_decref(*subject);
		*subject = facet_shared(merge, FACET_SUBJECT, own);
		if (!*subject)
			return error_no_memory(err);
	}
	return STATUS_OK;
}

void merge_runs_free(struct merge *merge)
{
	struct merge_run *run, *next;

	HASH_ITER (hh, merge->runs, run, next) {
		HASH_DEL(merge->runs, run);
		json_decref(run->own);
		for (unsigned int f = 0; f < FACET_COUNT; f++)
			json_decref(run->facets[f]);
		free(run->id);
		free(run);
	}
}

/* Different ones among the runs. */
static size_t facet_kinds(const struct merge *merge, enum facet facet)
{
	json_t *seen AUTO_JSON = json_object();
	char key[32];

	for (struct merge_run *run = merge->runs; run; run = run->hh.next) {
		snprintf(key, sizeof(key), "%p", (void *)run->facets[facet]);
		json_object_set_new(seen, key, json_true());
	}
	return json_object_size(seen);
}

struct merge_counts merge_counts(const struct merge *merge)
{
	return (struct merge_counts){
		.profiles = merge->profiles,
		.runs = HASH_COUNT(merge->runs),
		.repeated = merge->repeated,
		.subjects = json_object_size(merge->facets[FACET_SUBJECT].all),
	};
}

struct merge_facts merge_facts(const struct merge *merge)
{
	struct merge_facts facts = {
		.profiles = merge->profiles,
		.runs = HASH_COUNT(merge->runs),
		.repeated = merge->repeated,
		.subjects = facet_kinds(merge, FACET_SUBJECT),
		.environments = facet_kinds(merge, FACET_ENVIRONMENT),
	};

	for (struct merge_run *run = merge->runs; run; run = run->hh.next)
		facts.complete_runs += json_is_true(json_object_get(
			run->facets[FACET_COMPLETENESS], "complete"));
	return facts;
}
