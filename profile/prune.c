/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/prune.h"

#include <stdlib.h>
#include <string.h>

struct search {
	bool *out; /* works without these */
	bool *test_out;
	struct prune_blame blame; /* of the last test */
	size_t count;
	prune_test test;
	void *context;
	bool is_short_of_memory;
};

static size_t count_of(const bool *flags, size_t count)
{
	size_t set = 0;

	for (size_t i = 0; i < count; i++)
		set += flags[i];
	return set;
}

/* Without POOL besides. Where that works, it is so from here on. */
static enum ddmin_answer ask(struct search *search, const bool *pool,
			     bool is_last)
{
	enum ddmin_answer answer;

	for (size_t i = 0; i < search->count; i++)
		search->test_out[i] = search->out[i] || pool[i];
	memset(search->blame.missed, 0, search->count * sizeof(bool));
	search->blame.suspect = search->count;
	answer = search->test(search->context, search->test_out, search->count,
			      is_last, &search->blame);
	if (answer == DDMIN_WORKS)
		memcpy(search->out, search->test_out,
		       search->count * sizeof(bool));
	return answer;
}

/* FIRST gets the first half of POOL, SECOND the rest. */
static void halve(const bool *pool, size_t count, bool *first, bool *second)
{
	size_t half = count_of(pool, count) / 2, taken = 0;

	for (size_t i = 0; i < count; i++) {
		first[i] = pool[i] && taken < half;
		second[i] = pool[i] && !first[i];
		taken += pool[i];
	}
}

/*
 * FIRST gets those of POOL that nobody missed, SECOND the others; halves where
 * that tells nothing. True: without SECOND it fails, whatever becomes of
 * FIRST, since the test asked for nothing else.
 */
static bool part(const struct search *search, const bool *pool, bool *first,
		 bool *second)
{
	size_t missed = 0, all = count_of(pool, search->count);

	for (size_t i = 0; i < search->count; i++) {
		second[i] = pool[i] && search->blame.missed[i];
		first[i] = pool[i] && !search->blame.missed[i];
		missed += second[i];
	}
	if (missed && missed != all)
		return true;
	halve(pool, search->count, first, second);
	return false;
}

static bool has_all(const struct search *search, const bool *pool)
{
	for (size_t i = 0; i < search->count; i++)
		if (pool[i] && !search->out[i])
			return false;
	return true;
}

static bool decide(struct search *search, const bool *pool, bool fails);

/* Without POOL it fails. Once all of the first half is out, the second is the
   same question again. */
static bool decide_parts(struct search *search, const bool *pool)
{
	bool *first AUTO_FREE = calloc(search->count + 1, sizeof(*first));
	bool *second AUTO_FREE = calloc(search->count + 1, sizeof(*second));
	bool fails;

	search->is_short_of_memory |= !first || !second;
	if (search->is_short_of_memory)
		return false;
	fails = part(search, pool, first, second);
	return decide(search, first, false) &&
	       decide(search, second, fails || has_all(search, first));
}

/*
 * Leave out as many of POOL as go; FAILS: without all of them it is known to
 * fail, and they were missed. False: stopped.
 */
static bool decide(struct search *search, const bool *pool, bool fails)
{
	size_t size = count_of(pool, search->count);
	enum ddmin_answer answer = DDMIN_FAILS;

	if (!size)
		return true;
	if (fails)
		memset(search->blame.missed, 0, search->count * sizeof(bool));
	else
		answer = ask(search, pool, false);
	if (answer == DDMIN_STOP)
		return false;
	return answer == DDMIN_WORKS || size == 1 || decide_parts(search, pool);
}

/* Put the suspects back one after the other; POOL loses them. A wrong one goes
   in the last pass. */
static bool accuse(struct search *search, bool *pool)
{
	while (count_of(pool, search->count)) {
		enum ddmin_answer answer = ask(search, pool, false);
		size_t suspect = search->blame.suspect;

		if (answer != DDMIN_FAILS)
			return answer == DDMIN_WORKS;
		if (suspect >= search->count || !pool[suspect])
			return decide_parts(search, pool);
		pool[suspect] = false;
	}
	return true;
}

/* Each that is left, alone: with more gone, one may go that did not before. */
static bool decide_each(struct search *search)
{
	bool *pool AUTO_FREE = calloc(search->count + 1, sizeof(*pool));
	bool has_changed = true;

	if (!pool)
		return false;
	while (has_changed) {
		has_changed = false;
		for (size_t i = 0; i < search->count; i++) {
			enum ddmin_answer answer;

			if (search->out[i])
				continue;
			pool[i] = true;
			answer = ask(search, pool, true);
			pool[i] = false;
			if (answer == DDMIN_STOP)
				return false;
			has_changed |= answer == DDMIN_WORKS;
		}
	}
	return true;
}

bool prune(bool *out, size_t count, prune_test test, void *context)
{
	bool *test_out AUTO_FREE = calloc(count + 1, sizeof(*test_out));
	bool *missed AUTO_FREE = calloc(count + 1, sizeof(*missed));
	bool *pool AUTO_FREE = calloc(count + 1, sizeof(*pool));
	struct search search = {.out = out,
				.test_out = test_out,
				.blame = {.missed = missed},
				.count = count,
				.test = test,
				.context = context};

	if (!test_out || !missed || !pool)
		return false;
	for (size_t i = 0; i < count; i++)
		pool[i] = !out[i];
	return accuse(&search, pool) && decide_each(&search);
}
