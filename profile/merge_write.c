/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The items of a merge as lists, in the order of profile_sort(). */
#include <string.h>

#include "profile/json_join.h"
#include "profile/merge_private.h"
#include "profile/text.h"

struct entry {
	struct merge_item *item;
	char *key; /* own; compares as the list is sorted */
	size_t length;
};

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->key, b->key, shorter);

	return order ? order
		     : (a->length > b->length) - (a->length < b->length);
}

/* Architecture, calls without a name last, name, number. */
static bool entry_key_syscall(struct entry *entry)
{
	json_t *own = entry->item->own;
	uint32_t number =
		(uint32_t)json_integer_value(json_object_get(own, "number"));
	const char *name = json_string_value(json_object_get(own, "name"));
	AUTO_TEXT struct text key = {0};
	const char *arch = json_string_value(json_object_get(own, "arch"));
	const char last = !name;

	/* An architecture without a name comes first. */
	text_add_bytes(&key, strncmp(arch, "0x", 2) == 0 ? "\0" : "\1", 1);
	text_add_bytes(&key, arch, strlen(arch) + 1);
	text_add_bytes(&key, &last, 1);
	if (name)
		text_add_bytes(&key, name, strlen(name) + 1);
	for (int shift = 24; shift >= 0; shift -= 8)
		text_add_bytes(&key, (char[]){(char)(number >> shift)}, 1);
	entry->length = key.length;
	entry->key = text_take(&key);
	return entry->key;
}

static bool entry_key(struct entry *entry, enum item_kind kind)
{
	if (kind == ITEM_SYSCALL)
		return entry_key_syscall(entry);
	entry->length = entry->item->key_length;
	entry->key = malloc(entry->length);
	if (entry->key)
		memcpy(entry->key, entry->item->key, entry->length);
	return entry->key;
}

/* ---- one item ------------------------------------------------------------ */

/* Phases in the order of life, not of the alphabet. */
static json_t *phases_sorted(json_t *list)
{
	json_t *sorted = json_array();
	size_t index;
	json_t *item;

	for (unsigned int i = 0; i < PHASE_COUNT; i++)
		json_array_foreach (list, index, item)
			if (strcmp(json_string_value(item),
				   phase_name((enum phase)i)) == 0) {
				json_array_append(sorted, item);
				break;
			}
	return sorted;
}

static bool put_lists(json_t *own)
{
	static const char *const sets[] = {"comms", "permissions"};

	for (size_t i = 0; i < ARRAY_LENGTH(sets); i++) {
		json_t *list = json_object_get(own, sets[i]);

		if (list && json_object_set_new(own, sets[i],
						json_list_as_set(list)) != 0)
			return false;
	}
	return true;
}

/* A number without a name is written as one all the same. */
static bool put_name(json_t *own)
{
	json_int_t number = json_integer_value(json_object_get(own, "number"));
	char name[32];

	if (json_object_get(own, "name"))
		return true;
	snprintf(name, sizeof(name), "syscall_%" JSON_INTEGER_FORMAT, number);
	return json_object_set_new(own, "name", json_string(name)) == 0;
}

/* Counts in the order of the item's runs, and their sum. */
static bool put_counts(json_t *own, const struct merge_item *item,
		       struct merge_run **sorted, size_t run_count)
{
	json_t *counts AUTO_JSON = json_array();
	uint64_t sum = 0;

	if (!item->tallies.capacity)
		return true;
	for (struct merge_run **run = sorted; *run; run++) {
		size_t i = (*run)->index;
		uint64_t count = i < item->tallies.capacity
					 ? item->tallies.counts[i]
					 : 0;

		if (!runset_has(&item->runs, i))
			continue;
		if (count > INT64_MAX ||
		    __builtin_add_overflow(sum, count, &sum) || sum > INT64_MAX)
			sum = INT64_MAX;
		if (json_array_append_new(counts,
					  json_integer((json_int_t)count)) != 0)
			return false;
	}
	if (run_count > 1 && json_object_set(own, "counts", counts) != 0)
		return false;
	return json_object_set_new(own, "count",
				   json_integer((json_int_t)sum)) == 0;
}

/* In which runs, when it was not in all. */
static bool put_runs(json_t *own, const struct merge_item *item,
		     struct merge_run **sorted, size_t run_count)
{
	AUTO_RUNSET struct runset ranks = {0};
	AUTO_TEXT struct text text = {0};

	if (runset_count(&item->runs) == run_count)
		return true;
	for (struct merge_run **run = sorted; *run; run++)
		if (runset_has(&item->runs, (*run)->index) &&
		    !runset_add(&ranks, (*run)->rank))
			return false;
	runset_format(&ranks, &text);
	return json_object_set_new(own, "runs",
				   json_string(text_string(&text))) == 0;
}

static json_t *item_json(struct merge *merge, struct merge_item *item,
			 enum item_kind kind, struct merge_run **sorted)
{
	static const char *const capability[] = {
		"name",	   "namespace", "verdict",  "healed",
		"instead", "verdicts",	"evidence", "runs",
		"count",   "counts",	NULL};
	static const char *const evidence[] = {
		"comm",	 "exe",	    "syscall", "path",	 "mode",
		"owner", "outcome", "phase",   "reason", "runs",
		"count", "counts",  NULL};
	static const char *const syscall[] = {
		"arch",	   "name",   "number",	 "phases", "comms",
		"verdict", "healed", "verdicts", "runs",   "argument",
		"count",   "counts", NULL};
	static const char *const access[] = {
		"source", "target",  "class", "permissions", "path",
		"comm",	  "outcome", "phase", "verdict",     "runs",
		"count",  "counts",  NULL};
	static const char *const *const orders[] = {capability, evidence,
						    syscall, access};
	size_t run_count = HASH_COUNT(merge->runs);
	json_t *own AUTO_JSON = json_copy(item->own);
	json_t *phases = json_object_get(own, "phases");

	if (!own || !put_lists(own) ||
	    !put_counts(own, item, sorted, run_count) ||
	    !put_runs(own, item, sorted, run_count))
		return NULL;
	if (kind == ITEM_SYSCALL &&
	    (json_object_set_new(own, "phases", phases_sorted(phases)) != 0 ||
	     !put_name(own) || !merge_put_call_votes(own, item, sorted)))
		return NULL;
	if (kind == ITEM_CAPABILITY &&
	    (!merge_put_votes(own, item, sorted, run_count) ||
	     json_object_set_new(own, "evidence",
				 merge_items_json(merge, item->evidence,
						  ITEM_EVIDENCE, sorted)) != 0))
		return NULL;
	return json_ordered(own, orders[kind]);
}

json_t *merge_items_json(struct merge *merge, struct merge_item *items,
			 enum item_kind kind, struct merge_run **sorted)
{
	size_t count = HASH_COUNT(items), made = 0;
	struct entry *entries AUTO_FREE = calloc(count + 1, sizeof(*entries));
	json_t *list AUTO_JSON = json_array();
	bool is_whole = entries && list;

	for (; is_whole && items; items = items->hh.next) {
		entries[made].item = items;
		is_whole = entry_key(&entries[made++], kind);
	}
	if (is_whole)
		qsort(entries, count, sizeof(*entries), compare_entries);
	for (size_t i = 0; is_whole && i < count; i++)
		is_whole = json_array_append_new(
				   list, item_json(merge, entries[i].item, kind,
						   sorted)) == 0;
	for (size_t i = 0; entries && i < made; i++)
		free(entries[i].key);
	return is_whole ? json_incref(list) : NULL;
}
