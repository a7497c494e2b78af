/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/runset.h"

#include <string.h>

#define WORD_BITS 64

void runset_done(struct runset *set)
{
	free(set->words);
	*set = (struct runset){0};
}

bool runset_add(struct runset *set, size_t run)
{
	size_t word = run / WORD_BITS;
	size_t wanted;
	uint64_t *grown;

	if (word >= set->capacity) {
		wanted = word + 1 + set->capacity;
		grown = reallocarray(set->words, wanted, sizeof(*grown));
		if (!grown)
			return false;
		memset(grown + set->capacity, 0,
		       (wanted - set->capacity) * sizeof(*grown));
		set->words = grown;
		set->capacity = wanted;
	}
	set->words[word] |= UINT64_C(1) << run % WORD_BITS;
	return true;
}

bool runset_has(const struct runset *set, size_t run)
{
	size_t word = run / WORD_BITS;

	return word < set->capacity && set->words[word] >> run % WORD_BITS & 1;
}

size_t runset_count(const struct runset *set)
{
	size_t count = 0;

	for (size_t i = 0; i < set->capacity; i++)
		count += (size_t)__builtin_popcountll(set->words[i]);
	return count;
}

/* One number below LIMIT; *TEXT is moved behind it. */
static bool take_number(const char **text, size_t limit, size_t *ret)
{
	size_t number = 0;
	const char *p = *text;

	for (; *p >= '0' && *p <= '9'; p++) {
		number = number * 10 + (size_t)(*p - '0');
		if (number >= limit)
			return false;
	}
	if (p == *text)
		return false;
	*text = p;
	*ret = number;
	return true;
}

/* Call VISIT for each range of TEXT; false as soon as it is none. */
static bool ranges_visit(const char *text, size_t limit,
			 bool (*visit)(void *data, size_t first, size_t last),
			 void *data)
{
	size_t next = 0, first, last;

	for (;;) {
		if (!take_number(&text, limit, &first) || first < next)
			return false;
		last = first;
		if (*text == '-') {
			text++;
			if (!take_number(&text, limit, &last) || last <= first)
				return false;
		}
		if (!visit(data, first, last))
			return false;
		next = last + 1;
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
}

static bool add_range(void *data, size_t first, size_t last)
{
	for (size_t run = first; run <= last; run++)
		if (!runset_add(data, run))
			return false;
	return true;
}

bool runset_parse(struct runset *set, const char *text, size_t limit)
{
	return ranges_visit(text, limit, add_range, set);
}

static bool count_range(void *data, size_t first, size_t last)
{
	*(size_t *)data += last - first + 1;
	return true;
}

size_t runset_text_count(const char *text, size_t run_count)
{
	size_t count = 0;

	if (!text)
		return run_count;
	return ranges_visit(text, run_count, count_range, &count) ? count : 0;
}

void runset_format(const struct runset *set, struct text *text)
{
	size_t limit = set->capacity * WORD_BITS;
	const char *comma = "";

	for (size_t run = 0; run < limit; run++) {
		size_t first = run;

		if (!runset_has(set, run))
			continue;
		while (runset_has(set, run + 1))
			run++;
		text_addf(text, "%s%zu", comma, first);
		if (run > first)
			text_addf(text, "-%zu", run);
		comma = ",";
	}
}
