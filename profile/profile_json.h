/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/profile_json.h - a profile as the JSON of schema whittle/profile/v1.
 */

#ifndef WHITTLE_PROFILE_PROFILE_JSON_H
#define WHITTLE_PROFILE_PROFILE_JSON_H

#include <stdbool.h>

#include "profile/profile.h"

#define PROFILE_FILE_MAX (256u << 20) /* bytes read from one file */

/*
 * The profile as JSON text: sorted, two spaces of indent, a newline at the
 * end. WITH_COUNTS adds counts and seconds. Sorts PROFILE. *RET_TEXT is
 * freed with free().
 */
MUST_CHECK enum status profile_to_json(struct profile *profile,
				       bool with_counts, char **ret_text,
				       struct error *err);

/*
 * Fill PROFILE (initialised, empty) from JSON text. NAME is used in messages.
 * Keys not known are passed over. STATUS_MALFORMED when it is no profile.
 */
MUST_CHECK enum status profile_from_json(struct profile *profile,
					 const char *text, size_t length,
					 const char *name, struct error *err);

/*
 * The digest of the evidence (capabilities, syscalls, accesses; no counts) as
 * 64 hex digits. Sorts PROFILE.
 */
MUST_CHECK enum status profile_evidence_id(struct profile *profile,
					   char ret_hex[65], struct error *err);

#endif
