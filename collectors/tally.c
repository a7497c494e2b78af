/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/tally.h"

#include <stdlib.h>
#include <string.h>

#include "profile/syscall_names.h"

#define FIRST_CAPACITY 32u

void tally_done(struct tally *tally)
{
	free(tally->slots);
	*tally = (struct tally){0};
}

void tally_reset(struct tally *tally)
{
	if (tally->used)
		memset(tally->slots, 0,
		       tally->capacity * sizeof(*tally->slots));
	tally->used = 0;
}

static uint32_t hash_key(const struct tally_key *key)
{
	uint64_t hash =
		((uint64_t)key->number << 32 | key->name) * 0x9e3779b97f4a7c15u;

	hash ^= ((uint64_t)key->arch << 32 | key->tag) * 0xc2b2ae3d27d4eb4fu;
	return (uint32_t)(hash >> 32);
}

static bool is_same_key(const struct tally_key *a, const struct tally_key *b)
{
	return a->number == b->number && a->name == b->name &&
	       a->arch == b->arch && a->tag == b->tag;
}

/* The slot of KEY, or the free one where it belongs. */
static inline struct tally_slot *find_slot(const struct tally *tally,
					   const struct tally_key *key)
{
	uint32_t at = hash_key(key);

	for (;; at++) {
		struct tally_slot *slot =
			&tally->slots[at & (tally->capacity - 1)];

		if (slot->count == 0 || is_same_key(&slot->key, key))
			return slot;
	}
}

static bool tally_grow(struct tally *tally)
{
	struct tally grown = {
		.capacity =
			tally->capacity ? tally->capacity * 2 : FIRST_CAPACITY,
		.used = tally->used,
	};

	grown.slots = calloc(grown.capacity, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	for (uint32_t i = 0; i < tally->capacity; i++)
		if (tally->slots[i].count)
			*find_slot(&grown, &tally->slots[i].key) =
				tally->slots[i];
	free(tally->slots);
	*tally = grown;
	return true;
}

static enum call_kind kind_of_call(const struct tally_key *key)
{
	const char *name = syscall_name(key->arch, key->number);

	return name && strcmp(name, "exit_group") == 0 ? CALL_EXIT : CALL_OTHER;
}

/* A KEY that was not there before. */
static struct tally_slot *insert(struct tally *tally,
				 const struct tally_key *key, uint32_t max)
{
	struct tally_slot *slot;

	if (tally->used >= max)
		return NULL;
	if (tally->used * 2 >= tally->capacity && !tally_grow(tally))
		return NULL;
	slot = find_slot(tally, key);
	slot->key = *key;
	slot->kind = kind_of_call(key);
	slot->order = tally->used++;
	return slot;
}

const struct tally_slot *tally_add(struct tally *tally,
				   const struct tally_key *key, uint64_t count,
				   uint32_t max)
{
	struct tally_slot *slot =
		tally->capacity ? find_slot(tally, key) : NULL;

	if (!slot || slot->count == 0)
		slot = insert(tally, key, max);
	if (slot)
		slot->count += count;
	return slot;
}

const struct tally_slot *tally_next(const struct tally *tally,
				    uint32_t *position)
{
	while (*position < tally->capacity) {
		const struct tally_slot *slot = &tally->slots[(*position)++];

		if (slot->count)
			return slot;
	}
	return NULL;
}

const struct tally_slot **tally_ordered(const struct tally *tally)
{
	const struct tally_slot **slots =
		calloc((size_t)tally->used + 1, sizeof(*slots));
	const struct tally_slot *slot;
	uint32_t position = 0;

	while (slots && (slot = tally_next(tally, &position)))
		slots[slot->order] = slot;
	return slots;
}
