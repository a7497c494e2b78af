/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/ddmin.h"

#include <stdlib.h>
#include <string.h>

#include "profile/attributes.h"

/* A search under way: the places of the items that are kept. */
struct search {
	bool *trial; /* the flags of one test */
	size_t *places;
	size_t place_count;
	size_t count;
	ddmin_test test;
	void *context;
};

static void list_places(struct search *search, const bool *keep)
{
	search->place_count = 0;
	for (size_t i = 0; i < search->count; i++)
		if (keep[i])
			search->places[search->place_count++] = i;
}

/* Try with all but part PART of PARTS. */
static enum ddmin_answer leave_out(struct search *search, size_t part,
				   size_t parts)
{
	size_t begin = part * search->place_count / parts;
	size_t end = (part + 1) * search->place_count / parts;

	memset(search->trial, 0, search->count * sizeof(bool));
	for (size_t i = 0; i < search->place_count; i++)
		search->trial[search->places[i]] = i < begin || i >= end;
	return search->test(search->context, search->trial, search->count);
}

/* Leave out each part that goes; from there on without it. */
static enum ddmin_answer leave_out_each(struct search *search, bool *keep,
					size_t parts)
{
	enum ddmin_answer result = DDMIN_FAILS;
	size_t part = 0;

	while (part < parts) {
		enum ddmin_answer answer = leave_out(search, part, parts);

		if (answer == DDMIN_STOP)
			return answer;
		if (answer == DDMIN_FAILS) {
			part++;
			continue;
		}
		result = DDMIN_WORKS;
		memcpy(keep, search->trial, search->count * sizeof(bool));
		list_places(search, keep);
		/* The parts behind it move up; all are as large as before. */
		parts--;
	}
	return result;
}

/* Where most are needed, large parts are tried in vain. */
#define FEW 8

static bool reduce(struct search *search, bool *keep)
{
	size_t parts = search->place_count <= FEW ? search->place_count : 2;

	while (search->place_count) {
		enum ddmin_answer answer = leave_out_each(search, keep, parts);

		if (answer == DDMIN_STOP)
			return false;
		/* With fewer at its side one may go that did not before. */
		if (parts >= search->place_count && answer == DDMIN_FAILS)
			return true;
		if (answer == DDMIN_FAILS)
			parts *= 2;
		if (parts > search->place_count)
			parts = search->place_count;
	}
	return true;
}

bool ddmin(bool *keep, size_t count, ddmin_test test, void *context)
{
	bool *trial AUTO_FREE = calloc(count + 1, sizeof(*trial));
	size_t *places AUTO_FREE = calloc(count + 1, sizeof(*places));
	struct search search = {.trial = trial,
				.places = places,
				.count = count,
				.test = test,
				.context = context};

	if (!trial || !places)
		return false;
	list_places(&search, keep);
	if (!search.place_count)
		return true;
	/* Often nothing is needed at all. */
	switch (leave_out(&search, 0, 1)) {
	case DDMIN_WORKS:
		memset(keep, 0, count * sizeof(*keep));
		return true;
	case DDMIN_STOP:
		return false;
	case DDMIN_FAILS:
		break;
	}
	return reduce(&search, keep);
}
