/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/name_table.h - strings of records as small numbers: command
 * names and programs, each kept once and decoded once.
 */

#ifndef WHITTLE_COLLECTORS_NAME_TABLE_H
#define WHITTLE_COLLECTORS_NAME_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "collectors/span.h"

#define NAME_NONE 0u

/* Hostile input may bring a new name with each record: past these limits
   names are no longer kept, and counted. */
#define NAME_COUNT_MAX 16384u
#define NAME_BYTES_MAX (8u << 20)

struct name {
	uint32_t id;	   /* 1 and up */
	struct span raw;   /* as in the record, with quotes or in hex */
	const char *text;  /* decoded, NUL-terminated (cut at a zero byte);
			      NULL: the field is no string */
	size_t length;	   /* of TEXT, zero bytes inside included */
	struct name *next; /* of the same hash */
};

/* All zero is empty and ready. */
struct name_table {
	struct name **items; /* items[id - 1] */
	struct name **buckets;
	uint32_t count;
	uint32_t capacity;
	size_t bytes;
	uint64_t lost; /* names not kept */
	const struct name *last;
};

void name_table_done(struct name_table *table);

/* The name of the field value RAW; NULL when it is empty or not kept. */
const struct name *name_table_get(struct name_table *table, struct span raw);

/* NULL for NAME_NONE. */
const struct name *name_table_at(const struct name_table *table, uint32_t id);

#endif
