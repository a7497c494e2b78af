/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/yaml_out.h - a YAML document with comments, written as it is
 * built. KEY is NULL inside a list. Once something failed, later calls do
 * nothing; yaml_out_finish() tells.
 */

#ifndef WHITTLE_REPORTERS_YAML_OUT_H
#define WHITTLE_REPORTERS_YAML_OUT_H

#include <stdbool.h>

#include "profile/error.h"

struct yaml_out;

/* NULL: no memory. Freed with yaml_out_free(). */
struct yaml_out *yaml_out_new(bool has_comments);
void yaml_out_free(struct yaml_out *yaml);

static inline void cleanup_yaml_out(struct yaml_out **yaml)
{
	yaml_out_free(*yaml);
}
#define AUTO_YAML_OUT CLEANUP(cleanup_yaml_out)

void yaml_out_map_begin(struct yaml_out *yaml, const char *key);
void yaml_out_list_begin(struct yaml_out *yaml, const char *key);
/* The end of the innermost map or list. */
void yaml_out_end(struct yaml_out *yaml);
/* A string stays a string: what looks like anything else is quoted. */
void yaml_out_string(struct yaml_out *yaml, const char *key, const char *value);
void yaml_out_bool(struct yaml_out *yaml, const char *key, bool value);
void yaml_out_number(struct yaml_out *yaml, const char *key,
		     unsigned long value);
void yaml_out_null(struct yaml_out *yaml, const char *key);

/*
 * A comment above what is added next, folded to the width of the page.
 * Control bytes and line ends in it are escaped.
 */
PRINTF(2, 3)
void yaml_out_comment(struct yaml_out *yaml, const char *format, ...);

/* Write the document, its maps and lists all ended, to OUT. */
MUST_CHECK enum status yaml_out_finish(struct yaml_out *yaml, FILE *out,
				       struct error *err);

#endif
