/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/interner.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

struct interned {
	UT_hash_handle hh;
	char text[];
};

struct interner {
	struct interned *all;
};

struct interner *interner_new(void)
{
	return calloc(1, sizeof(struct interner));
}

void interner_free(struct interner *interner)
{
	struct interned *string, *next;

	if (!interner)
		return;
	HASH_ITER (hh, interner->all, string, next) {
		HASH_DEL(interner->all, string);
		free(string);
	}
	free(interner);
}

const char *interner_add(struct interner *interner, const char *string)
{
	size_t length = strlen(string);
	struct interned *found;

	HASH_FIND(hh, interner->all, string, length, found);
	if (found)
		return found->text;
	found = calloc(1, sizeof(*found) + length + 1);
	if (!found)
		return NULL;
	memcpy(found->text, string, length + 1);
	HASH_ADD_KEYPTR(hh, interner->all, found->text, length, found);
	if (!found->hh.tbl) { /* uthash had no memory */
		free(found);
		return NULL;
	}
	return found->text;
}
