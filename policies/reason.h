/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/reason.h - the one line that says what judged a capability check:
 * "ID: SAYS as uid 33 gid 33". The ID is that of a row of check_sites or of a
 * rule of policies/judge.h. A profile from elsewhere may hold any text there.
 */

#ifndef WHITTLE_POLICIES_REASON_H
#define WHITTLE_POLICIES_REASON_H

#include <stdbool.h>
#include <stdint.h>

struct reason {
	char id[64];	/* "" where there is none */
	char says[256]; /* without the ids of the process */
	bool has_uid;
	bool has_gid;
	uint32_t uid; /* the file system ids it acted with */
	uint32_t gid;
};

/* Take TEXT apart; NULL is fine. All that it does not know is "says". */
void reason_parse(struct reason *ret, const char *text);

#endif
