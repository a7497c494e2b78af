/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/tracker.h"

#include <stdlib.h>
#include <string.h>

static void tracker_free(struct tracker *tracker)
{
	tally_done(&tracker->pending);
	free(tracker);
}

void tracker_table_done(struct tracker_table *table)
{
	struct tracker *tracker, *next;

	HASH_ITER (hh, table->table, tracker, next) {
		HASH_DEL(table->table, tracker);
		tracker_free(tracker);
	}
	memset(table->near, 0, sizeof(table->near));
}

void tracker_restart(struct tracker *tracker)
{
	tally_reset(&tracker->pending);
	tracker->group = GROUP_NONE;
	tracker->is_owned = false;
	tracker->has_asked = false;
}

struct tracker *tracker_find(struct tracker_table *table, uint64_t pid)
{
	struct tracker *found = NULL;

	/* A tracker lives as long as the table, if with another pid. */
	found = table->near[pid % TRACKER_NEAR];
	if (!found || found->pid != pid)
		HASH_FIND(hh, table->table, &pid, sizeof(pid), found);
	if (!found)
		return NULL;
	found->is_recent = true;
	table->near[pid % TRACKER_NEAR] = found;
	return found;
}

/*
 * Take out the oldest one that was not heard of since the last look (the
 * second-chance rule: no list to keep in order for each record).
 */
static struct tracker *evict(struct tracker_table *table)
{
	struct tracker *tracker = table->table;

	while (tracker->is_recent) {
		tracker->is_recent = false;
		HASH_DEL(table->table, tracker);
		HASH_ADD(hh, table->table, pid, sizeof(tracker->pid), tracker);
		tracker = table->table;
	}
	table->handler(table->context, tracker);
	HASH_DEL(table->table, tracker);
	tracker_restart(tracker);
	return tracker;
}

struct tracker *tracker_get(struct tracker_table *table, uint64_t pid)
{
	struct tracker *tracker = tracker_find(table, pid);

	if (tracker)
		return tracker;
	if (HASH_COUNT(table->table) >= TRACKER_COUNT_MAX)
		tracker = evict(table);
	else
		tracker = calloc(1, sizeof(*tracker));
	if (!tracker) {
		table->failed = true;
		return NULL;
	}
	tracker->pid = pid;
	tracker->is_recent = false;
	HASH_ADD(hh, table->table, pid, sizeof(tracker->pid), tracker);
	table->near[pid % TRACKER_NEAR] = tracker;
	return tracker;
}

void tracker_table_flush(struct tracker_table *table)
{
	struct tracker *tracker, *next;

	HASH_ITER (hh, table->table, tracker, next) {
		table->handler(table->context, tracker);
		HASH_DEL(table->table, tracker);
		tracker_free(tracker);
	}
	memset(table->near, 0, sizeof(table->near));
}
