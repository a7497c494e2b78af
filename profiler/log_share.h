/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/log_share.h - how much of what the host's audit log grows by is a
 * run's doing: what others do is logged without it, too, and in the weeks that
 * a run may last that is more than a log holds.
 */

#ifndef WHITTLE_PROFILER_LOG_SHARE_H
#define WHITTLE_PROFILER_LOG_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/record.h"

/* All zero: system calls alone. */
struct log_share {
	const char *label; /* the run's, borrowed; NULL: none */
	bool has_all;	   /* whose a record is cannot be told */
	uint64_t serial;   /* of the run's last event */
	uint64_t bytes;	   /* of its records */
};

/*
 * RECORD of LENGTH bytes has come: is it the run's? So is each SECCOMP record,
 * since a process that leaves the run's domain takes the filter along; what
 * has the label, and what belongs to an event of it.
 */
void log_share_add(struct log_share *share, const struct record *record,
		   size_t length);

#endif
