/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/field.h - the key=value fields of a record's text.
 *
 * A field is found by its key, wherever it stands. What is inside quotes is
 * never taken for a field; what follows msg=' is not looked at. Of a key that
 * comes twice the first counts.
 */

#ifndef WHITTLE_COLLECTORS_FIELD_H
#define WHITTLE_COLLECTORS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/span.h"

struct field {
	struct span key;
	struct span value; /* as written, with its quotes */
};

/*
 * The next field of *REST, which is moved past it; words without "=" are
 * passed over. False when none is left.
 */
bool field_next(struct span *rest, struct field *ret);

/* The value of KEY as written. */
MUST_CHECK bool field_find(struct span text, const char *key, struct span *ret);

/*
 * Typed: false when KEY is absent or its value is no such number, or one
 * past 64 bits. *RET is written on success only.
 */
MUST_CHECK bool field_decimal(struct span text, const char *key, uint64_t *ret);
MUST_CHECK bool field_decimal32(struct span text, const char *key,
				uint32_t *ret);
MUST_CHECK bool field_signed(struct span text, const char *key, int64_t *ret);
MUST_CHECK bool field_hex(struct span text, const char *key, uint64_t *ret);

/*
 * Decode the VALUE of a string field as the kernel writes it: "quoted", or in
 * hex when it holds odd bytes; (null) and hex of odd length are no string.
 * BUFFER gets at most SIZE - 1 bytes and a NUL; *RET borrows BUFFER, or VALUE
 * itself when it was quoted. False when it is no string or does not fit.
 */
MUST_CHECK bool field_decode(struct span value, char *buffer, size_t size,
			     struct span *ret);

/* "msg=audit(" within a record: two that were written on one line, as behind a
   crash; what is whose is not known. The kernel quotes or encodes all strings
   that others gave it, so it does not stand there otherwise. */
static inline bool field_begins_record(const struct field *field)
{
	return field->key.length == 3 &&
	       memcmp(field->key.data, "msg", 3) == 0 &&
	       span_has_prefix(field->value, SPAN("audit("));
}

#endif
