/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a merge met before, to the byte: most of the next profile is that. */
#include <string.h>

#include "profile/merge_private.h"

/* Beyond these, items are compared key by key: slower, and as true. */
#define MEMOS_MAX (1u << 17)

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

uint64_t merge_memo_print(json_t *object, struct merge_item **items)
{
	return print_value((uint64_t)(uintptr_t)items, object);
}

static bool is_memo_of(const struct merge_memo *memo, struct merge_item **items,
		       json_t *object)
{
	return memo && memo->items == items && is_same(memo->object, object);
}

struct merge_memo *merge_memo_guess(const struct merge *merge,
				    enum item_kind kind, json_t *object,
				    struct merge_item **items)
{
	struct merge_memo *guess = merge->last[kind]->next;

	for (int tries = 0; guess && tries < 2; tries++, guess = guess->next)
		if (is_memo_of(guess, items, object))
			return guess;
	return NULL;
}

struct merge_memo *merge_memo_find(struct merge *merge, enum item_kind kind,
				   uint64_t print, json_t *object,
				   struct merge_item **items)
{
	struct merge_memo *memo;

	HASH_FIND(hh, merge->memos[kind], &print, sizeof(print), memo);
	return is_memo_of(memo, items, object) ? memo : NULL;
}

void merge_memo_met(struct merge *merge, enum item_kind kind,
		    struct merge_memo *memo, bool is_guessed)
{
	if (!is_guessed)
		merge->last[kind]->next = memo;
	merge->last[kind] = memo;
}

void merge_memo_add(struct merge *merge, enum item_kind kind, uint64_t print,
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
	merge_memo_met(merge, kind, memo, false);
}
