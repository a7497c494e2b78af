/* SPDX-License-Identifier: GPL-2.0-or-later */
/* collectors/tally.h - counts logged system calls: a small hash table. */

#ifndef WHITTLE_COLLECTORS_TALLY_H
#define WHITTLE_COLLECTORS_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a system call means for the process that makes it. */
enum call_kind {
	CALL_OTHER,
	CALL_EXIT, /* exit_group: the last of its process */
};

struct tally_key {
	uint32_t arch, number; /* as in profile/syscall_names.h */
	uint32_t name;	       /* command name, name_table.h */
	uint32_t tag;	       /* the owner's: a phase, or a group */
};

struct tally_slot {
	struct tally_key key;
	uint64_t count; /* 0: free */
	enum call_kind kind;
	uint32_t order; /* how many keys were there before it */
};

/* All zero is empty and ready. */
struct tally {
	struct tally_slot *slots;
	uint32_t capacity; /* a power of two, or 0 */
	uint32_t used;
};

void tally_done(struct tally *tally);

/* Empty it, keeping its memory. */
void tally_reset(struct tally *tally);

/*
 * Count COUNT (not 0) calls. The result lives until the next call; NULL when
 * there would be more than MAX different keys, or memory ran out.
 */
const struct tally_slot *tally_add(struct tally *tally,
				   const struct tally_key *key, uint64_t count,
				   uint32_t max);

/*
 * The slots in use, one a call: *POSITION begins with 0. NULL at the end.
 */
const struct tally_slot *tally_next(const struct tally *tally,
				    uint32_t *position);

/*
 * All TALLY.used slots in the order in which their keys came first; freed with
 * free(). NULL: no memory.
 */
const struct tally_slot **tally_ordered(const struct tally *tally);

#endif
