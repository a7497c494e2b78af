/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capabilities, their evidence, system calls and accesses of a merge. */
#include <string.h>

#include "profile/capset.h"
#include "profile/json_join.h"
#include "profile/merge_private.h"
#include "profile/merge_vote.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* Beyond these, items are compared key by key: slower, and as true. */
#define MEMOS_MAX (1u << 17)

/* ---- what was seen before, to the byte ----------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t print_text(uint64_t hash, const char *text, size_t length)
{
	uint64_t word;

	for (; length >= sizeof(word); text += 8, length -= 8) {
		memcpy(&word, text, sizeof(word));
		hash = mix(hash, word);
	}
	word = length;
	for (size_t i = 0; i < length; i++)
		word = word << 8 | (unsigned char)text[i];
	return mix(hash, word);
}

static uint64_t print_value(uint64_t hash, json_t *value)
{
	size_t index;
	const char *key;
	json_t *inner;

	hash = mix(hash, (uint64_t)json_typeof(value));
	if (json_is_string(value))
		return print_text(hash, json_string_value(value),
				  json_string_length(value));
	if (json_is_integer(value))
		return mix(hash, (uint64_t)json_integer_value(value));
	json_array_foreach (value, index, inner)
		hash = print_value(hash, inner);
	json_object_foreach (value, key, inner)
		hash = print_value(print_text(hash, key, strlen(key)), inner);
	return hash;
}

/* The same, also in the order of keys. */
static bool is_same(json_t *a, json_t *b)
{
	void *i, *j;

	if (json_typeof(a) != json_typeof(b))
		return false;
	if (json_is_array(a)) {
		if (json_array_size(a) != json_array_size(b))
			return false;
		for (size_t k = 0; k < json_array_size(a); k++)
			if (!is_same(json_array_get(a, k),
				     json_array_get(b, k)))
				return false;
		return true;
	}
	if (!json_is_object(a))
		return json_equal(a, b);
	if (json_object_size(a) != json_object_size(b))
		return false;
	i = json_object_iter(a);
	j = json_object_iter(b);
	for (; i && j;
	     i = json_object_iter_next(a, i), j = json_object_iter_next(b, j))
		if (strcmp(json_object_iter_key(i), json_object_iter_key(j)) !=
			    0 ||
		    !is_same(json_object_iter_value(i),
			     json_object_iter_value(j)))
			return false;
	return !i && !j;
}

static bool is_memo_of(const struct merge_memo *memo, struct merge_item **items,
		       json_t *object)
{
	return memo && memo->items == items && is_same(memo->object, object);
}

/*
 * Profiles of one workload list the same items in the same order, but for
 * one here and there: what followed last time is tried before the index.
 */
static struct merge_memo *memo_guess(const struct merge *merge,
				     enum item_kind kind, json_t *object,
				     struct merge_item **items)
{
	struct merge_memo *guess = merge->last[kind]->next;

	for (int tries = 0; guess && tries < 2; tries++, guess = guess->next)
		if (is_memo_of(guess, items, object))
			return guess;
	return NULL;
}

static struct merge_memo *memo_find(struct merge *merge, enum item_kind kind,
				    uint64_t print, json_t *object,
				    struct merge_item **items)
{
	struct merge_memo *memo;

	HASH_FIND(hh, merge->memos[kind], &print, sizeof(print), memo);
	return is_memo_of(memo, items, object) ? memo : NULL;
}

static void memo_met(struct merge *merge, enum item_kind kind,
		     struct merge_memo *memo, bool is_guessed)
{
	if (!is_guessed)
		merge->last[kind]->next = memo;
	merge->last[kind] = memo;
}

/* One that cannot be kept costs only time. */
static void memo_add(struct merge *merge, enum item_kind kind, uint64_t print,
		     json_t *object, struct merge_item **items,
		     struct merge_item *item)
{
	struct merge_memo *memo;

	HASH_FIND(hh, merge->memos[kind], &print, sizeof(print), memo);
	if (memo || merge->memo_count == MEMOS_MAX)
		return;
	memo = calloc(1, sizeof(*memo));
	if (!memo)
		return;
	*memo = (struct merge_memo){.print = print,
				    .object = json_incref(object),
				    .items = items,
				    .item = item};
	HASH_ADD(hh, merge->memos[kind], print, sizeof(memo->print), memo);
	if (!memo->hh.tbl) {
		json_decref(memo->object);
		free(memo);
		return;
	}
	merge->memo_count++;
	memo_met(merge, kind, memo, false);
}

/* ---- which item it is ---------------------------------------------------- */

/* Fields so that comparing bytes compares field by field, none first. */
static void key_field(struct text *key, json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));

	text_add_bytes(key, value ? "\1" : "\0", 1);
	if (value)
		text_add_bytes(key, value, strlen(value) + 1);
}

static void key_number(struct text *key, uint32_t number)
{
	const char bytes[] = {(char)(number >> 24), (char)(number >> 16),
			      (char)(number >> 8), (char)number};

	text_add_bytes(key, bytes, sizeof(bytes));
}

/* The phase, written down where it was left out. */
static enum status key_phase(const struct merge_input *input, struct text *key,
			     json_t *object, const char *where)
{
	json_t *value = json_object_get(object, "phase");
	const char *name = json_string_value(value);
	enum phase phase = PHASE_WORKLOAD;

	if (value && (!name || !phase_from_name(name, &phase)))
		return merge_malformed(input, where,
				       "a phase that does not exist");
	if (!value && json_object_set_new(object, "phase",
					  json_string(phase_name(phase))) != 0)
		return error_no_memory(input->err);
	key_number(key, phase);
	return STATUS_OK;
}

static enum status key_of_evidence(const struct merge_input *input,
				   struct text *key, json_t *object)
{
	static const char *const fields[] = {"comm",	"exe",	 "syscall",
					     "path",	"mode",	 "owner",
					     "outcome", "reason"};
	const char *where = "capabilities[].evidence[]";
	enum status status;

	if (!json_is_object(object))
		return merge_malformed(input, where, "not an object");
	status = key_phase(input, key, object, where);
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		key_field(key, object, fields[i]);
	return status;
}

/* A list under KEY that holds strings and nothing else; none is fine. */
static bool is_list_of_strings(json_t *object, const char *key)
{
	json_t *list = json_object_get(object, key);
	size_t index;
	json_t *item;

	json_array_foreach (list, index, item)
		if (!json_is_string(item))
			return false;
	return !list || json_is_array(list);
}

static enum status key_of_access(const struct merge_input *input,
				 struct text *key, json_t *object)
{
	static const char *const fields[] = {"source", "target", "class",
					     "path",   "comm",	 "outcome"};
	const char *where = "accesses[]";

	for (size_t i = 0; i < 3; i++)
		if (!json_is_string(json_object_get(object, fields[i])))
			return merge_malformed(input, where,
					       "source, target or class is "
					       "missing");
	if (!json_array_size(json_object_get(object, "permissions")) ||
	    !is_list_of_strings(object, "permissions"))
		return merge_malformed(input, "accesses[].permissions",
				       "none there, or not strings");
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		key_field(key, object, fields[i]);
	return key_phase(input, key, object, where);
}

static enum status check_phases(const struct merge_input *input, json_t *object)
{
	json_t *list = json_object_get(object, "phases");
	size_t index;
	json_t *item;
	enum phase phase;

	if (list && !json_is_array(list))
		return merge_malformed(input, "syscalls[].phases",
				       "not a list");
	json_array_foreach (list, index, item)
		if (!json_is_string(item) ||
		    !phase_from_name(json_string_value(item), &phase))
			return merge_malformed(input, "syscalls[].phases",
					       "a phase that does not exist");
	if (!json_array_size(list) &&
	    json_object_set_new(object, "phases",
				json_pack("[s]", phase_name(PHASE_WORKLOAD))) !=
		    0)
		return error_no_memory(input->err);
	return STATUS_OK;
}

static bool is_arch(const char *text)
{
	uint32_t arch;

	return arch_from_name(text, &arch) ||
	       (strncmp(text, "0x", 2) == 0 && strlen(text) == 10 &&
		strspn(text + 2, "0123456789abcdef") == 8);
}

static bool is_nameless(const char *name)
{
	return strncmp(name, "syscall_", 8) == 0 &&
	       strspn(name + 8, "0123456789") == strlen(name + 8);
}

/*
 * The reader looks a name up again, and so must it be here: a name that is
 * only written because there was none may not weigh against a real one.
 */
static bool name_syscall(json_t *object, const char *arch, uint32_t number)
{
	const char *given = json_string_value(json_object_get(object, "name"));
	const char *name = NULL;
	uint32_t known;

	if (arch_from_name(arch, &known))
		name = syscall_name(known, number);
	if (name && given && strcmp(name, given) == 0)
		return true;
	if (name)
		return json_object_set_new(object, "name", json_string(name)) ==
		       0;
	if (!given || !*given || is_nameless(given))
		json_object_del(object, "name");
	return true;
}

static enum status key_of_syscall(const struct merge_input *input,
				  struct text *key, json_t *object)
{
	const char *arch = json_string_value(json_object_get(object, "arch"));
	json_t *number = json_object_get(object, "number");
	json_int_t value = json_integer_value(number);
	const char *where = "syscalls[]";

	if (!arch)
		return merge_malformed(input, where, "no arch");
	if (!is_arch(arch))
		return merge_malformed(input, where, "no such arch");
	if (!json_is_integer(number) || value < 0 || value > UINT32_MAX)
		return merge_malformed(input, where, "no number");
	if (!is_list_of_strings(object, "comms"))
		return merge_malformed(input, "syscalls[].comms",
				       "not a list of strings");
	if (!name_syscall(object, arch, (uint32_t)value))
		return error_no_memory(input->err);
	key_field(key, object, "arch");
	key_number(key, (uint32_t)value);
	return check_phases(input, object);
}

static enum status key_of_capability(const struct merge_input *input,
				     struct text *key, json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	json_t *ns = json_object_get(object, "namespace");
	json_t *evidence = json_object_get(object, "evidence");
	enum capability_namespace space = NAMESPACE_HOST;
	unsigned int number;

	if (!name || capability_from_name(name, &number, NULL) != STATUS_OK)
		return merge_malformed(input, "capabilities[]",
				       "no capability's name");
	if (ns && (!json_is_string(ns) ||
		   !namespace_from_name(json_string_value(ns), &space)))
		return merge_malformed(input, "capabilities[]",
				       "no such namespace");
	if (!json_array_size(evidence))
		return merge_malformed(input, "capabilities[]", "no evidence");
	if (json_object_set_new(object, "name",
				json_string(capability_name(number))) != 0 ||
	    json_object_set_new(object, "namespace",
				json_string(namespace_name(space))) != 0)
		return error_no_memory(input->err);
	key_number(key, space);
	key_number(key, number);
	return STATUS_OK;
}

static enum status key_of(const struct merge_input *input, enum item_kind kind,
			  struct text *key, json_t *object)
{
	switch (kind) {
	case ITEM_CAPABILITY:
		return key_of_capability(input, key, object);
	case ITEM_EVIDENCE:
		return key_of_evidence(input, key, object);
	case ITEM_SYSCALL:
		return key_of_syscall(input, key, object);
	default:
		return key_of_access(input, key, object);
	}
}

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

static bool join_own(struct merge_item *item, json_t *object)
{
	static const char *const apart[] = {"runs",	"count",    "counts",
					    "evidence", "verdicts", "verdict",
					    "instead"};
	json_t *own = json_copy(object), *joined;

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
	enum status status = key_of(input, kind, &key, object);
	struct merge_item *item;

	if (status != STATUS_OK)
		return status;
	item = key.failed ? NULL : item_find(items, &key);
	if (!item || !join_own(item, object))
		return error_no_memory(input->err);
	status = runs_of(input, object, "runs", &local);
	if (status == STATUS_OK)
		status = take_tallies(input, item, object, &local);
	if (status == STATUS_OK && kind == ITEM_CAPABILITY)
		status = merge_take_votes(input, item, object, &local);
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
		memo = memo_guess(merge, kind, object, items);
	if (memo) {
		memo_met(merge, kind, memo, true);
		return again(input, memo->item);
	}
	can_repeat = can_be_memo(input, object, kind);
	if (can_repeat) {
		print = print_value((uint64_t)(uintptr_t)items, object);
		memo = memo_find(merge, kind, print, object, items);
	}
	if (memo) {
		memo_met(merge, kind, memo, false);
		return again(input, memo->item);
	}
	status = take_slowly(merge, input, items, object, kind, &item);
	if (status == STATUS_OK && can_repeat)
		memo_add(merge, kind, print, object, items, item);
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
