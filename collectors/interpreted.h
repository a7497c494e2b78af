/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/interpreted.h - the fields of a record as `ausearch -i` prints
 * them, turned back into the kernel's own: names into numbers, strings into
 * quotes.
 *
 * ausearch leaves the quotes of strings out. So a command name with a space
 * in it could name fields that are not there; where a field then stands
 * twice, it cannot be told which one is true and the record is refused.
 * Source: auparse/interpret.c of audit-userspace.
 */

#ifndef WHITTLE_COLLECTORS_INTERPRETED_H
#define WHITTLE_COLLECTORS_INTERPRETED_H

#include "collectors/record.h"
#include "profile/text.h"

/*
 * Put the fields of TEXT, of a record of TYPE, at the end of OUT. RECORD_OK,
 * RECORD_TWICE, or RECORD_TOO_LONG. What has no number here (a user's name)
 * stays as it is.
 */
MUST_CHECK enum record_result interpreted_to_raw(struct span text,
						 struct text *out);

/*
 * "11/22/26 00:34:00" (also 11/22/2026, 22.11.2026, 2026-11-22; 22/11/2026
 * where the first number is no month) in seconds since 1970, by the time zone
 * of this process. False when it is no such date.
 */
MUST_CHECK bool interpreted_date(struct span text, uint64_t *ret);

#endif
