/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/merge_private.h - between the rooms of a merge. */

#ifndef WHITTLE_PROFILE_MERGE_PRIVATE_H
#define WHITTLE_PROFILE_MERGE_PRIVATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "profile/merge.h"
#include "profile/merge_vote.h"
#include "profile/profile.h"
#include "profile/runset.h"
#include "profile/text.h"

/* The parts of a profile that belong to each of its runs. */
enum facet { FACET_SUBJECT, FACET_ENVIRONMENT, FACET_COMPLETENESS };
#define FACET_COUNT 3

extern const char *const facet_keys[FACET_COUNT];

struct merge_run {
	char *id;
	json_t *own;		     /* its entry, without facets */
	json_t *facets[FACET_COUNT]; /* one reference for equal ones */
	size_t index;		     /* in the order of arrival */
	size_t rank;		     /* in the result: by id */
	UT_hash_handle hh;
};

/* One input while it is taken in: which run each of its own indices is. */
struct merge_input {
	const char *name;
	json_t *root;
	size_t *runs; /* local index to struct merge_run.index */
	size_t run_count;
	bool can_have_sets; /* its runs are in order: ranges mean something */
	struct error *err;
};

/* How often an item occurred in each run; capacity in runs. */
struct tallies {
	uint64_t *counts;
	size_t capacity;
};

/* A capability, a piece of its evidence, a system call or an access. */
struct merge_item {
	char *key;
	size_t key_length;
	json_t *own; /* all keys but runs, count, counts and evidence */
	struct runset runs;
	struct tallies tallies;
	struct vote *votes; /* of capabilities, by the run's index */
	size_t vote_capacity;
	struct merge_item *evidence;
	UT_hash_handle hh;
};

enum item_kind { ITEM_CAPABILITY, ITEM_EVIDENCE, ITEM_SYSCALL, ITEM_ACCESS };

/* An object that was seen before, to the byte: which item it is. */
struct merge_memo {
	uint64_t print;
	json_t *object;
	struct merge_item **items; /* among which: evidence is a need's own */
	struct merge_item *item;
	struct merge_memo *next; /* what followed it last time, or NULL */
	UT_hash_handle hh;
};

struct merge {
	struct merge_run *runs;
	json_t *extras; /* keys of the top level that are not known */
	struct {
		json_t *raw, *own; /* the last one: runs share it */
		json_t *all;	   /* canonical text to value */
	} facets[FACET_COUNT];
	struct merge_item *capabilities, *syscalls, *accesses;
	struct merge_memo *memos[4]; /* by kind */
	struct merge_memo heads[4];  /* before the first of each list */
	struct merge_memo *last[4];  /* the one just met, or the head */
	size_t memo_count;
	size_t profiles;
	size_t repeated;
};

/* STATUS_MALFORMED with the file's name, WHERE and WHAT. */
enum status merge_malformed(const struct merge_input *input, const char *where,
			    const char *what);

/* merge_run.c */
MUST_CHECK enum status merge_take_runs(struct merge *merge,
				       struct merge_input *input);
/* The runs by id, NULL when memory ran out; sets their ranks. */
struct merge_run **merge_runs_sorted(struct merge *merge);
/* The aggregate of a facet; new reference, NULL: no memory. */
json_t *merge_facet(const struct merge *merge, enum facet facet);
json_t *merge_facet_ordered(enum facet facet, json_t *value);
json_t *merge_runs_json(struct merge *merge, struct merge_run **sorted,
			json_t *const facets[FACET_COUNT]);
void merge_runs_free(struct merge *merge);

/* merge_item.c */
MUST_CHECK enum status merge_take_items(struct merge *merge,
					struct merge_input *input);
void merge_items_free(struct merge *merge);

/*
 * merge_key.c: KEY gets bytes that are the same for the same item, and compare
 * as items are sorted; what OBJECT left out is written down in it.
 */
MUST_CHECK enum status merge_key(const struct merge_input *input,
				 enum item_kind kind, struct text *key,
				 json_t *object);

/*
 * merge_memo.c. Profiles of one workload list the same items in the same
 * order, but for one here and there: what followed last time is guessed before
 * the index is asked. NULL: not met before, among ITEMS.
 */
uint64_t merge_memo_print(json_t *object, struct merge_item **items);
struct merge_memo *merge_memo_guess(const struct merge *merge,
				    enum item_kind kind, json_t *object,
				    struct merge_item **items);
struct merge_memo *merge_memo_find(struct merge *merge, enum item_kind kind,
				   uint64_t print, json_t *object,
				   struct merge_item **items);
void merge_memo_met(struct merge *merge, enum item_kind kind,
		    struct merge_memo *memo, bool is_guessed);
/* One that cannot be kept costs only time. */
void merge_memo_add(struct merge *merge, enum item_kind kind, uint64_t print,
		    json_t *object, struct merge_item **items,
		    struct merge_item *item);

/* merge_ballot.c */
MUST_CHECK enum status merge_take_votes(const struct merge_input *input,
					struct merge_item *item, json_t *object,
					const struct runset *local);
/* The same for a system call, whose file may say nothing. */
MUST_CHECK enum status merge_take_call_votes(const struct merge_input *input,
					     struct merge_item *item,
					     json_t *object,
					     const struct runset *local);
MUST_CHECK bool merge_put_call_votes(json_t *object,
				     const struct merge_item *item,
				     struct merge_run **sorted);
MUST_CHECK bool merge_put_votes(json_t *object, const struct merge_item *item,
				struct merge_run **sorted, size_t run_count);

/* merge_write.c: lists in the order of profile_sort(); NULL: no memory. */
json_t *merge_items_json(struct merge *merge, struct merge_item *items,
			 enum item_kind kind, struct merge_run **sorted);

#endif
