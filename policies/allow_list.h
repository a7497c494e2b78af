/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/allow_list.h - news that were reviewed and accepted, for CI. One
 * entry a line: what, until when, why. "#" begins a comment line.
 *
 *   CAP_NET_RAW       2027-03-31  transparent proxying, see MR 41
 *   syscall:bpf       2027-03-31  the new tracer
 *   access:etc_t:file 2027-03-31  reads resolv.conf
 *   type:spc_t        2027-03-31  until the policy module is there
 */

#ifndef WHITTLE_POLICIES_ALLOW_LIST_H
#define WHITTLE_POLICIES_ALLOW_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/comparison.h"

#define ALLOW_LIST_MAX (1u << 20) /* bytes of a file */

struct allow_entry {
	enum comparison_kind kind;
	char *name;	/* as in struct comparison_item */
	char until[11]; /* "2027-03-31", the last day on which it counts */
	char *reason;	/* clean text */
	size_t line;
	bool is_expired;
	bool is_used;
};

struct allow_list {
	struct allow_entry *entries;
	size_t count, capacity;
};

/*
 * Fill *LIST (all zero) from TEXT. TODAY is "YYYY-MM-DD". NAME is for
 * messages. STATUS_MALFORMED with the line that is wrong. Freed with
 * allow_list_done(), also after a failure.
 */
MUST_CHECK enum status allow_list_parse(struct allow_list *list,
					const char *text, size_t length,
					const char *today, const char *name,
					struct error *err);
void allow_list_done(struct allow_list *list);
#define AUTO_ALLOW_LIST CLEANUP(allow_list_done)

/*
 * Mark the items of COMPARISON that an entry allows, and the entries that
 * did. Expired entries allow nothing. LIST must outlive COMPARISON.
 */
void allow_list_apply(struct allow_list *list, struct comparison *comparison);

#endif
