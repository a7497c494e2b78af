/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/json_join.h - two JSON values into one that holds what both say,
 * the same whichever comes first. Private to what merges and rewrites profiles.
 */

#ifndef WHITTLE_PROFILE_JSON_JOIN_H
#define WHITTLE_PROFILE_JSON_JOIN_H

#include <jansson.h>

#include "profile/attributes.h"

static inline void cleanup_json(json_t **json)
{
	json_decref(*json);
}
#define AUTO_JSON CLEANUP(cleanup_json)

/* A total order: by type, then by value. 0 means equal in every respect but
   the order of keys. */
int json_order(const json_t *a, const json_t *b);

/*
 * The join, a new reference; NULL when memory ran out. Equal values are
 * themselves; objects key by key; lists as sets, sorted; of other values the
 * one that json_order() puts last. Associative, commutative, idempotent.
 */
MUST_CHECK json_t *json_joined(json_t *a, json_t *b);

/*
 * What A and B agree on, a new reference: objects key by key, other values
 * when they are equal; NULL when nothing is.
 */
json_t *json_common(json_t *a, json_t *b);

/* VALUE with its strings and keys as text_sanitize() has them, a new
   reference; NULL when memory ran out. */
MUST_CHECK json_t *json_cleaned(json_t *value);

/* VALUE with the keys of its objects sorted, a new reference; NULL when
   memory ran out. */
MUST_CHECK json_t *json_sorted(json_t *value);

/*
 * A new object with the keys of OBJECT: first those of ORDER (ends with
 * NULL), then the others, sorted within, too. NULL when memory ran out.
 */
MUST_CHECK json_t *json_ordered(json_t *object, const char *const *order);

/* Sort LIST by json_order() and keep one of each; new reference or NULL. */
MUST_CHECK json_t *json_list_as_set(json_t *list);

#endif
