/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/history.h - releases side by side: which capability and which
 * risky system call was in which, when each came and when it went.
 */

#ifndef WHITTLE_POLICIES_HISTORY_H
#define WHITTLE_POLICIES_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/comparison.h"

#define HISTORY_RISK_MIN 3u /* system calls of less risk get no row */

struct history_cell {
	const struct capability_need *need; /* or NULL */
	const struct syscall_use *use;	    /* or NULL */
	bool is_known; /* else this part was not recorded in the release */
};

struct history_row {
	enum comparison_kind kind; /* capability or system call */
	const char *name;	   /* borrowed from a profile or table */
	const char *arch;	   /* of a system call, or NULL */
	bool is_own_namespace;
	unsigned int risk;
	const char *opens;
	struct history_cell *cells; /* one a release */
};

struct history {
	const struct profile *const *profiles; /* borrowed, old to new */
	size_t count;			       /* of releases */
	struct history_row *rows;	       /* capabilities first, by risk */
	size_t row_count, row_capacity;
};

/* PROFILES must outlive *RET, freed with history_done(), also after a
   failure. STATUS_INTERNAL: no memory. */
MUST_CHECK enum status history_make(struct history *ret,
				    const struct profile *const *profiles,
				    size_t count, struct error *err);
void history_done(struct history *history);
#define AUTO_HISTORY CLEANUP(history_done)

/* Is the row's item in release INDEX? */
bool history_has(const struct history_row *row, size_t index);

#endif
