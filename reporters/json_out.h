/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/json_out.h - a JSON document, in the order in which it is built.
 * KEY is NULL inside a list and for the outermost map. Once something failed,
 * later calls do nothing; json_out_finish() tells.
 */

#ifndef WHITTLE_REPORTERS_JSON_OUT_H
#define WHITTLE_REPORTERS_JSON_OUT_H

#include <stdbool.h>

#include "profile/error.h"

struct json_out;

/* NULL: no memory. Freed with json_out_free(). */
struct json_out *json_out_new(void);
void json_out_free(struct json_out *json);

static inline void cleanup_json_out(struct json_out **json)
{
	json_out_free(*json);
}
#define AUTO_JSON_OUT CLEANUP(cleanup_json_out)

void json_out_map_begin(struct json_out *json, const char *key);
void json_out_list_begin(struct json_out *json, const char *key);
/* The end of the innermost map or list. */
void json_out_end(struct json_out *json);
/* VALUE NULL: nothing is written. Bytes that are no text are escaped. */
void json_out_string(struct json_out *json, const char *key, const char *value);
void json_out_number(struct json_out *json, const char *key, long long value);
void json_out_bool(struct json_out *json, const char *key, bool value);

/* Write the document, its maps and lists all ended, to OUT. */
MUST_CHECK enum status json_out_finish(struct json_out *json, FILE *out,
				       struct error *err);

#endif
