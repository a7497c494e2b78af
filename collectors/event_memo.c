/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/event_memo.h"

#include <stdlib.h>

#include "collectors/event_key.h"

#define GUESSES 4096u /* a power of two */

struct memory {
	uint64_t hash, count;
	size_t key_length, record_count;
	struct record *records;
	char *storage; /* records, the key, their texts */
};

struct event_memo {
	event_memo_handler handler;
	void *context;
	struct memory memories[EVENT_MEMO_COUNT];
	/* Which arguments were read of the last events of a shape. A wrong
	   guess finds nothing: they are part of the key. */
	uint8_t guesses[GUESSES];
	struct event_key key; /* of the event that was asked for last */
	unsigned int mask;    /* the arguments in it */
	bool has_key;
};

enum status event_memo_new(event_memo_handler handler, void *context,
			   struct event_memo **ret, struct error *err)
{
	struct event_memo *memo = calloc(1, sizeof(*memo));

	if (!memo)
		return error_no_memory(err);
	memo->handler = handler;
	memo->context = context;
	*ret = memo;
	return STATUS_OK;
}

void event_memo_free(struct event_memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < EVENT_MEMO_COUNT; i++)
		free(memo->memories[i].storage);
	free(memo);
}

/* Each hash has two places: WAY 0 and 1. */
static struct memory *place_of(struct event_memo *memo, size_t way)
{
	return &memo->memories[(memo->key.hash >> 40 & (EVENT_MEMO_COUNT - 1)) ^
			       way];
}

static bool is_memory_of(const struct memory *memory,
			 const struct event_key *key)
{
	return memory->hash == key->hash && memory->key_length == key->length &&
	       memcmp((char *)(memory->records + memory->record_count),
		      key->text, key->length) == 0;
}

static uint8_t *guess_of(struct event_memo *memo)
{
	return &memo->guesses[memo->key.shape_hash >> 40 & (GUESSES - 1)];
}

bool event_memo_count(struct event_memo *memo, const struct event *event)
{
	memo->has_key = event_key_make(&memo->key, event);
	if (!memo->has_key)
		return false;
	memo->mask = *guess_of(memo);
	event_key_add(&memo->key, memo->mask);
	for (size_t way = 0; way < 2; way++) {
		struct memory *memory = place_of(memo, way);

		if (!is_memory_of(memory, &memo->key))
			continue;
		memory->count++;
		return true;
	}
	return false;
}

static void tell(struct event_memo *memo, struct memory *memory)
{
	const struct record *records[EVENT_KEY_RECORDS];
	struct event event = {records, memory->record_count};

	if (memory->count) {
		for (size_t i = 0; i < event.count; i++)
			records[i] = &memory->records[i];
		memo->handler(memo->context, &event, memory->count);
	}
	free(memory->storage);
	*memory = (struct memory){0};
}

/* The records of EVENT and the key, in one piece of memory. */
static bool store(struct memory *memory, const struct event *event,
		  const struct event_key *key)
{
	size_t head = event->count * sizeof(struct record);
	size_t size = head + key->length;
	char *at;

	for (size_t i = 0; i < event->count; i++)
		size += event->records[i]->text.length;
	memory->storage = malloc(size);
	if (!memory->storage)
		return false;
	memory->records = (struct record *)memory->storage;
	memory->record_count = event->count;
	memory->key_length = key->length;
	memcpy(memory->storage + head, key->text, key->length);
	at = memory->storage + head + key->length;
	for (size_t i = 0; i < event->count; i++) {
		struct record *record = &memory->records[i];

		*record = *event->records[i];
		record->node = (struct span){0};
		if (record->text.length)
			memcpy(at, record->text.data, record->text.length);
		record->text.data = at;
		at += record->text.length;
	}
	return true;
}

void event_memo_keep(struct event_memo *memo, const struct event *event,
		     unsigned int arguments_read)
{
	struct memory *memory;

	if (!memo->has_key || !event_key_is_sound(event))
		return;
	if (arguments_read & ~memo->mask) {
		memo->mask |= arguments_read;
		*guess_of(memo) = (uint8_t)memo->mask;
		event_key_add(&memo->key, memo->mask);
	}
	memory = place_of(memo, 0);
	if (memory->hash && !place_of(memo, 1)->hash)
		memory = place_of(memo, 1);
	tell(memo, memory);
	/* Without memory the next one is read as this was. */
	if (store(memory, event, &memo->key))
		memory->hash = memo->key.hash;
}

void event_memo_flush(struct event_memo *memo)
{
	for (size_t i = 0; i < EVENT_MEMO_COUNT; i++)
		tell(memo, &memo->memories[i]);
}
