/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capabilities, their evidence, system calls and accesses of a merge. */
#include <string.h>

#include "profile/json_join.h"
#include "profile/merge_private.h"
#include "profile/merge_vote.h"
#include "profile/text.h"

static struct merge_item *item_find(struct merge_item **items,
				    const struct text *key)
{
	struct merge_item *item;

	HASH_FIND(hh, *items, key->data, key->length, item);
	if (item)
		return item;
	item = calloc(1, sizeof(*item));
	if (!item)
		return NULL;
	item->key = malloc(key->length);
	if (item->key) {
		memcpy(item->key, key->data, key->length);
		item->key_length = key->length;
		HASH_ADD_KEYPTR(hh, *items, item->key, item->key_length, item);
	}
	if (item->key && item->hh.tbl)
		return item;
	free(item->key);
	free(item);
	return NULL;
}

/* ---- in which runs, and how often ---------------------------------------- */

/* The local runs of OBJECT: all, or those that it names. */
static enum status runs_of(const struct merge_input *input, json_t *object,
			   const char *key, struct runset *ret)
{
	json_t *value = json_object_get(object, key);
	const char *ranges = json_string_value(value);

	if (value && (!ranges || !input->can_have_sets ||
		      !runset_parse(ret, ranges, input->run_count)))
		return merge_malformed(input, "runs of an item",
				       "not ranges of the profile's runs, or "
				       "these are not in the order of their "
				       "ids");
	for (size_t i = 0; !value && i < input->run_count; i++)
		if (!runset_add(ret, i))
			return error_no_memory(input->err);
	return STATUS_OK;
}

static bool tally(struct merge_item *item, size_t run, uint64_t count)
{
	struct tallies *tallies = &item->tallies;
	uint64_t *grown;
	size_t wanted;

	if (!count)
		return true;
	if (run >= tallies->capacity) {
		wanted = run + 1 + tallies->capacity;
		grown = reallocarray(tallies->counts, wanted, sizeof(*grown));
		if (!grown)
			return false;
		memset(grown + tallies->capacity, 0,
		       (wanted - tallies->capacity) * sizeof(*grown));
		tallies->counts = grown;
		tallies->capacity = wanted;
	}
	/* The same run again says the same, or knows more. */
	if (tallies->counts[run] < count)
		tallies->counts[run] = count;
	return true;
}

static uint64_t positive(json_t *value)
{
	json_int_t number = json_integer_value(value);

	return number > 0 ? (uint64_t)number : 0;
}

/* Each run's count where they are told apart, else all with the first run. */
static enum status take_tallies(const struct merge_input *input,
				struct merge_item *item, json_t *object,
				const struct runset *local)
{
	json_t *counts = json_object_get(object, "counts");
	uint64_t count = positive(json_object_get(object, "count"));
	size_t position = 0;

	for (size_t i = 0; i < input->run_count; i++) {
		if (!runset_has(local, i))
			continue;
		if (json_is_array(counts))
			count = positive(json_array_get(counts, position));
		else if (position)
			count = 0;
		if (!runset_add(&item->runs, input->runs[i]) ||
		    !tally(item, input->runs[i], count))
			return error_no_memory(input->err);
		position++;
	}
	return STATUS_OK;
}

/* ---- taking in ----------------------------------------------------------- */

static bool join_own(struct merge_item *item, json_t *object,
		     enum item_kind kind)
{
	static const char *const apart[] = {"runs",	"count",    "counts",
					    "evidence", "verdicts", "instead"};
	json_t *own = json_copy(object), *joined;

	/* Of an access it is a part of what it is. */
	if (own && kind != ITEM_ACCESS)
		json_object_del(own, "verdict");
	if (own && (kind == ITEM_CAPABILITY || kind == ITEM_SYSCALL))
		json_object_del(own, "healed");
	for (size_t i = 0; own && i < ARRAY_LENGTH(apart); i++)
		json_object_del(own, apart[i]);
	if (!own || !item->own) {
		item->own = own;
		return own;
	}
	joined = json_joined(item->own, own);
	json_decref(own);
	json_decref(item->own);
	item->own = joined;
	return joined;
}

static enum status take_list(struct merge *merge,
			     const struct merge_input *input,
			     struct merge_item **items, json_t *list,
			     enum item_kind kind);

static enum status take_slowly(struct merge *merge,
			       const struct merge_input *input,
			       struct merge_item **items, json_t *object,
			       enum item_kind kind, struct merge_item **ret)
{
	AUTO_RUNSET struct runset local = {0};
	AUTO_TEXT struct text key = {0};
	enum status status = merge_key(input, kind, &key, object);
	struct merge_item *item;

	if (status != STATUS_OK)
		return status;
	item = key.failed ? NULL : item_find(items, &key);
	if (!item || !join_own(item, object, kind))
		return error_no_memory(input->err);
	status = runs_of(input, object, "runs", &local);
	if (status == STATUS_OK)
		status = take_tallies(input, item, object, &local);
	if (status == STATUS_OK && kind == ITEM_CAPABILITY)
		status = merge_take_votes(input, item, object, &local);
	if (status == STATUS_OK && kind == ITEM_SYSCALL)
		status = merge_take_call_votes(input, item, object, &local);
	if (status == STATUS_OK && kind == ITEM_CAPABILITY)
		status = take_list(merge, input, &item->evidence,
				   json_object_get(object, "evidence"),
				   ITEM_EVIDENCE);
	*ret = item;
	return status;
}

/*
 * Does OBJECT say nothing but what the next run's may repeat to the byte?
 * Evidence belongs to its capability, so the same object may be two items.
 */
static bool can_be_memo(const struct merge_input *input, json_t *object,
			enum item_kind kind)
{
	void *i;

	if (input->run_count != 1 || kind == ITEM_CAPABILITY)
		return false;
	for (i = json_object_iter(object); i;
	     i = json_object_iter_next(object, i)) {
		const char *key = json_object_iter_key(i);

		if ((key[0] == 'c' && strncmp(key, "count", 5) == 0) ||
		    (key[0] == 'v' && strncmp(key, "verdict", 7) == 0) ||
		    (key[0] == 'r' && strcmp(key, "runs") == 0))
			return false;
	}
	return true;
}

static enum status again(const struct merge_input *input,
			 struct merge_item *item)
{
	return runset_add(&item->runs, input->runs[0])
		       ? STATUS_OK
		       : error_no_memory(input->err);
}

static enum status take(struct merge *merge, const struct merge_input *input,
			struct merge_item **items, json_t *object,
			enum item_kind kind)
{
	struct merge_item *item = NULL;
	struct merge_memo *memo = NULL;
	bool can_repeat;
	uint64_t print = 0;
	enum status status;

	if (input->run_count == 1)
		memo = merge_memo_guess(merge, kind, object, items);
	if (memo) {
		merge_memo_met(merge, kind, memo, true);
		return again(input, memo->item);
	}
	can_repeat = can_be_memo(input, object, kind);
	if (can_repeat) {
		print = merge_memo_print(object, items);
		memo = merge_memo_find(merge, kind, print, object, items);
	}
	if (memo) {
		merge_memo_met(merge, kind, memo, false);
		return again(input, memo->item);
	}
	status = take_slowly(merge, input, items, object, kind, &item);
	if (status == STATUS_OK && can_repeat)
		merge_memo_add(merge, kind, print, object, items, item);
	return status;
}

static enum status take_list(struct merge *merge,
			     const struct merge_input *input,
			     struct merge_item **items, json_t *list,
			     enum item_kind kind)
{
	enum status status = STATUS_OK;
	size_t index;
	json_t *object;

	merge->last[kind] = &merge->heads[kind];
	json_array_foreach (list, index, object) {
		status = take(merge, input, items, object, kind);
		if (status != STATUS_OK)
			break;
	}
	return status;
}

enum status merge_take_items(struct merge *merge, struct merge_input *input)
{
	const struct {
		const char *key;
		struct merge_item **items;
		enum item_kind kind;
	} lists[] = {
		{"capabilities", &merge->capabilities, ITEM_CAPABILITY},
		{"syscalls", &merge->syscalls, ITEM_SYSCALL},
		{"accesses", &merge->accesses, ITEM_ACCESS},
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < ARRAY_LENGTH(lists);
	     i++) {
		json_t *list = json_object_get(input->root, lists[i].key);

		if (list && !json_is_array(list))
			return merge_malformed(input, lists[i].key,
					       "not a list");
		status = take_list(merge, input, lists[i].items, list,
				   lists[i].kind);
	}
	return status;
}

static void items_free(struct merge_item **items)
{
	struct merge_item *item, *next;

	HASH_ITER (hh, *items, item, next) {
		HASH_DEL(*items, item);
		items_free(&item->evidence);
		json_decref(item->own);
		runset_done(&item->runs);
		free(item->tallies.counts);
		free(item->votes);
		free(item->key);
		free(item);
	}
}

void merge_items_free(struct merge *merge)
{
	struct merge_memo *memo, *next;

	for (size_t kind = 0; kind < ARRAY_LENGTH(merge->memos); kind++) {
		HASH_ITER (hh, merge->memos[kind], memo, next) {
			HASH_DEL(merge->memos[kind], memo);
			json_decref(memo->object);
			free(memo);
		}
	}
	items_free(&merge->capabilities);
	items_free(&merge->syscalls);
	items_free(&merge->accesses);
}
