/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/label_table.h - the labels met in records, each kept once in
 * its canonical spelling, with the answer whether the selection wants it.
 */

#ifndef WHITTLE_COLLECTORS_LABEL_TABLE_H
#define WHITTLE_COLLECTORS_LABEL_TABLE_H

#include "collectors/label.h"
#include "collectors/selection.h"

#define LABEL_COUNT_MAX 65536u
#define LABEL_BYTES_MAX (8u << 20)

struct known_label {
	uint32_t index;		  /* 0 and up, in the order of their coming */
	const char *text;	  /* canonical */
	struct label parts;	  /* views into TEXT */
	bool is_selected;	  /* by type or context */
	struct known_label *next; /* by index */
};

/* All zero is empty and ready, for a selection without labels. */
struct label_table {
	struct label_alias *aliases; /* by their spelling in records */
	struct known_label *first, *last_known;
	const struct label_alias *last_hit;
	uint32_t count;
	size_t bytes;
	uint64_t lost; /* labels not kept */
	const struct selection *selection;
	struct label pattern;
	bool has_pattern;
	char pattern_text[LABEL_MAX];
};

/* SELECTION is borrowed. False when its context is none. */
MUST_CHECK bool label_table_init(struct label_table *table,
				 const struct selection *selection);
void label_table_done(struct label_table *table);

/* NULL when RAW is no SELinux context, or the table is full. */
const struct known_label *label_table_get(struct label_table *table,
					  struct span raw);

#endif
