/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/runset.h - a set of a profile's runs, by their index in runs[]. In
 * a file it is a text of ranges, "0-2,5"; no text means all of them.
 */

#ifndef WHITTLE_PROFILE_RUNSET_H
#define WHITTLE_PROFILE_RUNSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/text.h"

/* All zero is the empty set. Released with runset_done(). */
struct runset {
	uint64_t *words;
	size_t capacity; /* of words */
};

void runset_done(struct runset *set);
#define AUTO_RUNSET CLEANUP(runset_done)

MUST_CHECK bool runset_add(struct runset *set, size_t run); /* false: memory */
bool runset_has(const struct runset *set, size_t run);
size_t runset_count(const struct runset *set);

/*
 * Read TEXT, ranges in rising order, each below LIMIT, into *SET (empty
 * before). False when it is not that, or memory ran out.
 */
MUST_CHECK bool runset_parse(struct runset *set, const char *text,
			     size_t limit);

/* Add SET as ranges to TEXT. */
void runset_format(const struct runset *set, struct text *text);

/*
 * In how many of RUN_COUNT runs: TEXT as in a file, NULL for all of them. 0
 * when TEXT is no such set.
 */
size_t runset_text_count(const char *text, size_t run_count);

#endif
