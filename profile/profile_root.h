/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/profile_root.h - is this text a profile, and if not, what is it? */

#ifndef WHITTLE_PROFILE_PROFILE_ROOT_H
#define WHITTLE_PROFILE_PROFILE_ROOT_H

#include <stddef.h>

#include "profile/error.h"

struct json_t;

/*
 * The JSON object in TEXT, whose schema is PROFILE_SCHEMA, into *RET, which
 * the caller gives back with json_decref(). A byte order mark before it is
 * passed over. NAME is used in messages. Fails with STATUS_MALFORMED: it is
 * another thing, and the hint says what to do with that.
 */
MUST_CHECK enum status profile_root_read(const char *text, size_t length,
					 const char *name, struct json_t **ret,
					 struct error *err);

#endif
