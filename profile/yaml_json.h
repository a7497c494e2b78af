/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/yaml_json.h - the documents of a YAML text, each as JSON. */

#ifndef WHITTLE_PROFILE_YAML_JSON_H
#define WHITTLE_PROFILE_YAML_JSON_H

#include <stddef.h>

#include "profile/error.h"

/*
 * Call TAKE with each document of TEXT, as JSON on one line; it is freed
 * afterwards. Stops at what TAKE returns if that is not STATUS_OK. Aliases are
 * not followed. Fails with STATUS_MALFORMED.
 */
MUST_CHECK enum status yaml_each_as_json(const char *text, size_t length,
					 enum status (*take)(void *context,
							     const char *json,
							     struct error *err),
					 void *context, struct error *err);

#endif
