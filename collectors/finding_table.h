/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/finding_table.h - what was asked, by whom and how, each with the
 * files it was about.
 *
 * A `chown -R` asks for one capability on a hundred thousand files. Up to
 * FINDING_PATHS_MAX files are told one by one; more become one line, the
 * directory that holds them all and "/...". What comes out depends on what
 * was added, not on its order.
 */

#ifndef WHITTLE_COLLECTORS_FINDING_TABLE_H
#define WHITTLE_COLLECTORS_FINDING_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uthash.h>

#define FINDING_PATHS_MAX 64u
#define FINDING_NAMES	  7u
#define FINDING_NUMBERS	  5u

/* Against hostile input; past these findings are counted as lost. */
#define FINDING_COUNT_MAX 32768u
#define FINDING_BYTES_MAX (16u << 20)

/* What is the same for all files of a finding. The owner knows what each
   place means. Names are compared as pointers: interned strings or NULL. */
struct finding_key {
	const char *names[FINDING_NAMES];
	uint64_t numbers[FINDING_NUMBERS];
};

/* A file; each part may be NULL. PATH is clean text that is copied, the
   others are interned. */
struct finding_file {
	const char *path, *mode, *owner;
	uint64_t count;
};

struct finding {
	struct finding_key key;
	struct finding_file *files;
	size_t count;
	bool is_collapsed; /* one file: the directory of all */
	UT_hash_handle hh;
};

/* All zero is empty and ready. */
struct finding_table {
	struct finding *findings;
	size_t bytes;
	uint64_t lost;
	bool failed; /* memory ran out */
};

void finding_table_done(struct finding_table *table);

/*
 * Count FILE's count, 0 for one. KEY must be all zero where unused. True when
 * that told something new.
 */
bool finding_table_add(struct finding_table *table,
		       const struct finding_key *key,
		       const struct finding_file *file);

#endif
