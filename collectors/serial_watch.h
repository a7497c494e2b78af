/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/serial_watch.h - are serials missing in a log that auditd wrote?
 *
 * The kernel numbers events one by one, those of user space among them, and
 * auditd writes all: in its own file a number that is missing is an event that
 * is missing. Two processors swap neighbours, so a number counts as missing
 * when SERIAL_WINDOW later ones have come. In what ausearch or grep picked out
 * most numbers are missing, and that says nothing: so the gaps of a log count
 * as losses only where what stands between them is long.
 *
 * No gap is no proof: what the kernel drops because its queue is full never
 * got a number (kernel/audit.c audit_log_start(), 6.12).
 */

#ifndef WHITTLE_COLLECTORS_SERIAL_WATCH_H
#define WHITTLE_COLLECTORS_SERIAL_WATCH_H

#include "collectors/record.h"

#define SERIAL_WINDOW  1024u /* a multiple of 64 */
#define SERIAL_NODES   16u
#define SERIAL_RUN_MIN 8u /* events between two gaps, on average */

struct serial_node {
	char name[64]; /* of "node="; cut */
	size_t name_length;
	bool is_begun;
	uint64_t last; /* the serial of the record before */
	uint64_t base; /* the first of the window */
	uint64_t top;  /* the largest so far */
	uint64_t seen[SERIAL_WINDOW / 64];
	bool was_missing; /* the number before the window */
	uint64_t events, missing, gaps;
};

/* All zero is the beginning. */
struct serial_watch {
	struct serial_node nodes[SERIAL_NODES];
	size_t count;
	bool has_more; /* nodes than are watched */
	/* The very first record is the end of an event. */
	bool has_begun, has_no_head;
	uint64_t first;	    /* its serial */
	bool is_call_first; /* it is a SYSCALL record */
};

/* A record of the form that auditd writes. */
void serial_watch_add(struct serial_watch *watch, const struct record *record);

/* Has RECORD the serial of the one before, in a log of one node? Then there is
   nothing to add. */
static inline bool serial_watch_has(const struct serial_watch *watch,
				    const struct record *record)
{
	const struct serial_node *node = &watch->nodes[0];

	return watch->count == 1 && node->last == record->serial &&
	       node->is_begun && !node->name_length && !record->node.length &&
	       !(watch->has_no_head && record->serial == watch->first);
}

struct serial_losses {
	uint64_t missing, gaps;
	bool is_picked; /* the log is a choice of events: no gap counts */
};

/* What is missing in all nodes' records. */
struct serial_losses serial_watch_end(struct serial_watch *watch);

#endif
