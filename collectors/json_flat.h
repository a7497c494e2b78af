/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/json_flat.h - the members of one JSON object on one line, as the
 * journal and Docker write them. Nothing is built and nothing allocated: a
 * member's value is a view. What is nested is passed over by counting, so no
 * depth is too deep. Why not a library: docs/decisions/0012.
 * Source: RFC 8259.
 */

#ifndef WHITTLE_COLLECTORS_JSON_FLAT_H
#define WHITTLE_COLLECTORS_JSON_FLAT_H

#include "collectors/span.h"
#include "profile/text.h"

enum json_kind {
	JSON_STRING, /* VALUE is what stands between its quotes */
	JSON_ARRAY,  /* VALUE with its brackets */
	JSON_OBJECT,
	JSON_WORD, /* a number, true, false or null */
};

struct json_member {
	struct span key; /* between its quotes, as written */
	struct span value;
	enum json_kind kind;
};

enum json_step { JSON_MEMBER, JSON_END, JSON_BROKEN };

/*
 * The next member of the object in *REST, which begins with "{" and is moved
 * on. After JSON_END *REST is what follows the object. JSON_BROKEN: cut, or no
 * JSON.
 */
MUST_CHECK enum json_step json_flat_next(struct span *rest,
					 struct json_member *ret);

/*
 * Put the bytes that the string VALUE stands for at the end of OUT. False
 * when an escape makes no sense.
 */
MUST_CHECK bool json_flat_string(struct span value, struct text *out);

/* The same for an array of bytes, [104,105], as the journal writes what is no
   UTF-8. */
MUST_CHECK bool json_flat_bytes(struct span value, struct text *out);

#endif
