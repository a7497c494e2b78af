/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/tracker.h - the processes that log system calls, each with what
 * it did before it is known whose it is. A bounded number of them: the one
 * not heard of for longest is forgotten.
 */

#ifndef WHITTLE_COLLECTORS_TRACKER_H
#define WHITTLE_COLLECTORS_TRACKER_H

#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

#include "collectors/label_table.h"
#include "collectors/tally.h"

#define TRACKER_COUNT_MAX 2048u
#define TRACKER_NEAR	  1024u /* a power of two */
/* Different calls before the execve: a runtime makes about thirty. */
#define TRACKER_CALLS_MAX 256u

/*
 * Under which name records come: one number for a label, a program without
 * label, or a container runtime that is known by its name alone.
 */
typedef uint32_t group_t;
#define GROUP_NONE     0u
#define GROUP_LAUNCHER 1u
#define GROUP_LABEL    0x40000000u /* + index of the label */
#define GROUP_PROGRAM  0x80000000u /* + id of the exe name */

struct tracker {
	uint64_t pid;
	uint64_t session;     /* of its last SECCOMP record */
	uint64_t seconds;     /* when that was */
	group_t group;	      /* under which name, GROUP_LAUNCHER apart */
	bool is_owned;	      /* has made calls as the selected subject; in a
				 survey: has been counted */
	bool has_asked;	      /* an AVC had the selected label */
	struct tally pending; /* tags are groups */
	bool is_recent;	      /* heard of again since the last look */
	UT_hash_handle hh;
};

/* What becomes of a process that is forgotten, or has ended. */
typedef void (*tracker_handler)(void *context, struct tracker *tracker);

/* All zero but HANDLER and CONTEXT is empty and ready. */
struct tracker_table {
	struct tracker *table;		    /* in the order of their coming */
	struct tracker *near[TRACKER_NEAR]; /* by the low bits of the pid */
	tracker_handler handler;
	void *context;
	bool failed; /* memory ran out */
};

void tracker_table_done(struct tracker_table *table);

/* The tracker of PID or NULL. */
struct tracker *tracker_find(struct tracker_table *table, uint64_t pid);

/* It will be asked for soon: what is known of thousands of processes is more
   than fits into a processor's own cache. */
static inline void tracker_expect(const struct tracker_table *table,
				  uint64_t pid)
{
	__builtin_prefetch(table->near[pid % TRACKER_NEAR]);
}

/* The same, made when there is none. NULL when memory ran out. */
struct tracker *tracker_get(struct tracker_table *table, uint64_t pid);

/* Begin anew: the process has ended, its number may come again. */
void tracker_restart(struct tracker *tracker);

/* Call the handler for each and forget them. */
void tracker_table_flush(struct tracker_table *table);

#endif
