/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The votes on a capability in a file: verdict, healed, instead, verdicts. */
#include <string.h>

#include "profile/json_join.h"
#include "profile/merge_private.h"

static enum status vote_read(const struct merge_input *input, json_t *object,
			     struct vote *ret)
{
	const char *name =
		json_string_value(json_object_get(object, "verdict"));
	json_t *list = json_object_get(object, "instead");
	enum verdict verdict;
	capset_t instead = CAPSET_NONE;
	unsigned int number;
	size_t index;
	json_t *item;

	if (!name || !verdict_from_name(name, &verdict))
		return merge_malformed(input, "capabilities[]",
				       "no such verdict");
	if (list && !json_is_array(list))
		return merge_malformed(input, "capabilities[].instead",
				       "not a list");
	json_array_foreach (list, index, item) {
		if (!json_is_string(item) ||
		    capability_from_name(json_string_value(item), &number,
					 NULL) != STATUS_OK)
			return merge_malformed(input, "capabilities[].instead",
					       "not a capability");
		instead |= capset_of(number);
	}
	*ret = vote_make(verdict, instead);
	if (json_is_true(json_object_get(object, "healed")))
		*ret = vote_healed(*ret);
	return STATUS_OK;
}

/* Space for a vote of run INDEX; new places hold VERDICT_COUNT: none. */
static bool reserve(struct merge_item *item, size_t index)
{
	size_t wanted = index + 1 + item->vote_capacity;
	struct vote *grown;

	if (index < item->vote_capacity)
		return true;
	grown = reallocarray(item->votes, wanted, sizeof(*grown));
	if (!grown)
		return false;
	for (size_t i = item->vote_capacity; i < wanted; i++)
		grown[i].verdict = VERDICT_COUNT;
	item->votes = grown;
	item->vote_capacity = wanted;
	return true;
}

static bool cast(struct merge_item *item, size_t run, struct vote vote)
{
	struct vote *own;

	if (!reserve(item, run))
		return false;
	own = &item->votes[run];
	*own = own->verdict == VERDICT_COUNT ? vote : vote_of_run(*own, vote);
	return true;
}

/* The votes of OBJECT's runs in LOCAL that have none in DONE. */
static enum status take(const struct merge_input *input,
			struct merge_item *item, json_t *object,
			const struct runset *local, struct runset *done)
{
	struct vote vote;
	enum status status = vote_read(input, object, &vote);

	for (size_t i = 0; status == STATUS_OK && i < input->run_count; i++) {
		if (!runset_has(local, i) || runset_has(done, i))
			continue;
		if (!runset_add(done, i) || !cast(item, input->runs[i], vote))
			return error_no_memory(input->err);
	}
	return status;
}

/* The votes that a merge has written down, each with its runs. */
static enum status take_verdicts(const struct merge_input *input,
				 struct merge_item *item, json_t *object,
				 struct runset *done)
{
	json_t *verdicts = json_object_get(object, "verdicts");
	enum status status = STATUS_OK;
	size_t index;
	json_t *entry;

	json_array_foreach (verdicts, index, entry) {
		AUTO_RUNSET struct runset runs = {0};
		const char *ranges =
			json_string_value(json_object_get(entry, "runs"));

		if (!ranges || !input->can_have_sets ||
		    !runset_parse(&runs, ranges, input->run_count))
			return merge_malformed(input, "verdicts[].runs",
					       "not ranges of the profile's "
					       "runs");
		status = take(input, item, entry, &runs, done);
		if (status != STATUS_OK)
			break;
	}
	return status;
}

enum status merge_take_votes(const struct merge_input *input,
			     struct merge_item *item, json_t *object,
			     const struct runset *local)
{
	AUTO_RUNSET struct runset done = {0};
	enum status status = take_verdicts(input, item, object, &done);

	return status == STATUS_OK ? take(input, item, object, local, &done)
				   : status;
}

static bool says_something(enum verdict verdict)
{
	return verdict == VERDICT_PROVEN || verdict == VERDICT_UNNEEDED;
}

/* A run without a vote only called it. */
enum status merge_take_call_votes(const struct merge_input *input,
				  struct merge_item *item, json_t *object,
				  const struct runset *local)
{
	AUTO_RUNSET struct runset done = {0};
	json_t *value = json_object_get(object, "verdict");
	const char *name = json_string_value(value);
	enum verdict verdict = VERDICT_NEEDED;

	if (value && (!name || !verdict_from_name(name, &verdict)))
		return merge_malformed(input, "syscalls[]", "no such verdict");
	if (json_array_size(json_object_get(object, "verdicts")))
		return take_verdicts(input, item, object, &done);
	if (says_something(verdict) ||
	    (value && json_is_true(json_object_get(object, "healed"))))
		return take(input, item, object, local, &done);
	return STATUS_OK;
}

static json_t *instead_json(capset_t set)
{
	json_t *list = json_array();

	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++)
		if (capset_has(set, c))
			json_array_append_new(list,
					      json_string(capability_name(c)));
	return list;
}

static struct vote vote_standing(const struct merge_item *item, size_t runs,
				 bool *ret_disagree)
{
	struct vote standing = {.verdict = VERDICT_COUNT}, first = standing;

	*ret_disagree = false;
	for (size_t i = 0; i < runs && i < item->vote_capacity; i++) {
		struct vote vote = item->votes[i];

		if (vote.verdict == VERDICT_COUNT)
			continue;
		if (standing.verdict == VERDICT_COUNT) {
			standing = first = vote;
			continue;
		}
		*ret_disagree |= vote_compare(first, vote) != 0;
		standing = vote_between_runs(standing, vote);
	}
	return standing;
}

static json_t *entry_json(struct vote vote, const struct text *runs)
{
	json_t *entry = json_object();

	json_object_set_new(entry, "verdict",
			    json_string(verdict_name(vote.verdict)));
	if (vote.is_healed)
		json_object_set_new(entry, "healed", json_true());
	json_object_set_new(entry, "instead", instead_json(vote.instead));
	if (json_object_set_new(entry, "runs",
				json_string(text_string(runs))) == 0)
		return entry;
	json_decref(entry);
	return NULL;
}

/* All votes that were cast, each with the runs that cast it. */
static json_t *verdicts_json(const struct merge_item *item,
			     struct merge_run **sorted)
{
	json_t *list AUTO_JSON = json_array();
	AUTO_RUNSET struct runset done = {0};

	for (;;) {
		AUTO_RUNSET struct runset runs = {0};
		AUTO_TEXT struct text text = {0};
		struct vote next = {.verdict = VERDICT_COUNT};

		for (struct merge_run **run = sorted; *run; run++) {
			size_t i = (*run)->index;
			bool is_open =
				i < item->vote_capacity &&
				item->votes[i].verdict != VERDICT_COUNT &&
				!runset_has(&done, (*run)->rank);

			if (is_open && (next.verdict == VERDICT_COUNT ||
					vote_compare(item->votes[i], next) < 0))
				next = item->votes[i];
		}
		if (next.verdict == VERDICT_COUNT)
			return json_incref(list);
		for (struct merge_run **run = sorted; *run; run++) {
			size_t i = (*run)->index;

			if (i < item->vote_capacity &&
			    item->votes[i].verdict != VERDICT_COUNT &&
			    vote_compare(item->votes[i], next) == 0 &&
			    (!runset_add(&runs, (*run)->rank) ||
			     !runset_add(&done, (*run)->rank)))
				return NULL;
		}
		runset_format(&runs, &text);
		if (json_array_append_new(list, entry_json(next, &text)) != 0)
			return NULL;
	}
}

bool merge_put_votes(json_t *object, const struct merge_item *item,
		     struct merge_run **sorted, size_t run_count)
{
	bool disagree;
	struct vote vote = vote_standing(item, run_count, &disagree);

	return json_object_set_new(object, "verdict",
				   json_string(verdict_name(vote.verdict))) ==
		       0 &&
	       (disagree || !vote.is_healed ||
		json_object_set_new(object, "healed", json_true()) == 0) &&
	       json_object_set_new(object, "instead",
				   instead_json(vote.instead)) == 0 &&
	       (!disagree ||
		json_object_set_new(object, "verdicts",
				    verdicts_json(item, sorted)) == 0);
}

bool merge_put_call_votes(json_t *object, const struct merge_item *item,
			  struct merge_run **sorted)
{
	const struct vote none = vote_make(VERDICT_NEEDED, CAPSET_NONE);
	struct vote standing = {.verdict = VERDICT_COUNT};
	bool disagree = false;

	for (struct merge_run **run = sorted; *run; run++) {
		size_t i = (*run)->index;
		bool has_vote = i < item->vote_capacity &&
				item->votes[i].verdict != VERDICT_COUNT;
		struct vote vote = has_vote ? item->votes[i] : none;

		if (!runset_has(&item->runs, i))
			continue;
		if (standing.verdict == VERDICT_COUNT) {
			standing = vote;
			continue;
		}
		disagree |= vote_compare(standing, vote) != 0;
		standing = vote_between_runs(standing, vote);
	}
	if (disagree && json_object_set_new(object, "verdicts",
					    verdicts_json(item, sorted)) != 0)
		return false;
	if (!disagree && standing.is_healed &&
	    json_object_set_new(object, "healed", json_true()) != 0)
		return false;
	return !(says_something(standing.verdict) ||
		 (!disagree && standing.is_healed)) ||
	       json_object_set_new(
		       object, "verdict",
		       json_string(verdict_name(standing.verdict))) == 0;
}
