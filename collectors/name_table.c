/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/name_table.h"

#include <stdlib.h>

#include "collectors/field.h"

#define BUCKETS 4096u /* a power of two */

void name_table_done(struct name_table *table)
{
	for (uint32_t i = 0; i < table->count; i++)
		free(table->items[i]);
	free(table->items);
	free(table->buckets);
	*table = (struct name_table){0};
}

static uint32_t hash_span(struct span span)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < span.length; i++)
		hash = (hash ^ (unsigned char)span.data[i]) * 16777619u;
	return (hash ^ hash >> 15) % BUCKETS;
}

/* One block: the struct, the raw text, the decoded text with its NUL. */
static struct name *name_new(struct span raw)
{
	struct name *name = malloc(sizeof(*name) + 2 * raw.length + 1);
	char *storage;
	struct span text;

	if (!name)
		return NULL;
	storage = (char *)(name + 1);
	memcpy(storage, raw.data, raw.length);
	*name = (struct name){.raw = {storage, raw.length}};
	storage += raw.length;
	if (field_decode(name->raw, storage, raw.length + 1, &text)) {
		memmove(storage, text.data, text.length);
		storage[text.length] = '\0';
		name->text = storage;
		name->length = text.length;
	}
	return name;
}

static bool name_table_grow(struct name_table *table)
{
	uint32_t wanted = table->capacity ? table->capacity * 2 : 64;
	struct name **items;

	if (!table->buckets)
		table->buckets = calloc(BUCKETS, sizeof(struct name *));
	if (!table->buckets)
		return false;
	if (table->count < table->capacity)
		return true;
	items = reallocarray(table->items, wanted, sizeof(struct name *));
	if (!items)
		return false;
	table->items = items;
	table->capacity = wanted;
	return true;
}

static const struct name *name_table_keep(struct name_table *table,
					  struct span raw, uint32_t bucket)
{
	struct name *name;

	if (table->count >= NAME_COUNT_MAX ||
	    table->bytes + raw.length > NAME_BYTES_MAX ||
	    !name_table_grow(table) || !(name = name_new(raw))) {
		table->lost++;
		return NULL;
	}
	name->next = table->buckets[bucket];
	table->buckets[bucket] = name;
	table->items[table->count++] = name;
	table->bytes += raw.length;
	name->id = table->count;
	return name;
}

const struct name *name_table_get(struct name_table *table, struct span raw)
{
	const struct name *name;
	uint32_t bucket;

	if (raw.length == 0)
		return NULL;
	if (table->last && span_equals(table->last->raw, raw))
		return table->last;
	bucket = hash_span(raw);
	name = table->buckets ? table->buckets[bucket] : NULL;
	while (name && !span_equals(name->raw, raw))
		name = name->next;
	if (!name)
		name = name_table_keep(table, raw, bucket);
	if (name)
		table->last = name;
	return name;
}

const struct name *name_table_at(const struct name_table *table, uint32_t id)
{
	if (id == NAME_NONE || id > table->count)
		return NULL;
	return table->items[id - 1];
}
