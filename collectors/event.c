/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/event.h"

#include <stdlib.h>

#define BUCKETS	   8192u /* a power of two, twice the window */
#define ENDED_SETS 2048u /* a power of two */
#define ENDED_WAYS 8u
#define NO_NODE	   UINT32_MAX
#define USUAL_TEXT 512u /* bytes that a record seldom has more of */

/*
 * The window is a ring of the last records. The records of one event are a
 * chain through it, oldest first; its head stands in a hash bucket. When the
 * head's place is needed for a new record the event ends: all others of the
 * chain are younger and still in the ring.
 */
struct node {
	struct record record;
	char *copy;	    /* text and node name of RECORD, where they */
	size_t copy_size;   /* do not fit into the node's usual place */
	uint32_t next;	    /* of the same event */
	uint32_t last;	    /* heads only: the end of the chain */
	uint32_t next_head; /* heads only: in the same bucket */
	bool is_used;
	bool is_head;
};

struct event_joiner {
	event_handler handler;
	void *context;
	uint32_t position; /* the oldest node, to be used next */
	uint64_t top;	   /* the largest serial so far */
	uint64_t late;
	uint32_t buckets[BUCKETS];
	/* Fingerprints of the last ten thousand events or so that ended, to
	   know a late record; the newest of a set comes first. */
	uint64_t ended[ENDED_SETS][ENDED_WAYS];
	struct node nodes[EVENT_WINDOW];
	const struct record *parts[EVENT_WINDOW];
	char usual[EVENT_WINDOW][USUAL_TEXT];
};

static uint64_t hash_record(const struct record *record)
{
	uint64_t hash = record->serial * 0x9e3779b97f4a7c15u;

	hash ^= (record->seconds * 1000 + record->milliseconds) *
		0xc2b2ae3d27d4eb4fu;
	for (size_t i = 0; i < record->node.length; i++)
		hash = (hash ^ (unsigned char)record->node.data[i]) *
		       0x100000001b3u;
	hash ^= hash >> 29;
	return hash ? hash : 1;
}

enum status event_joiner_new(event_handler handler, void *context,
			     struct event_joiner **ret, struct error *err)
{
	struct event_joiner *joiner = calloc(1, sizeof(*joiner));

	if (!joiner)
		return error_no_memory(err);
	joiner->handler = handler;
	joiner->context = context;
	for (size_t i = 0; i < BUCKETS; i++)
		joiner->buckets[i] = NO_NODE;
	*ret = joiner;
	return STATUS_OK;
}

void event_joiner_free(struct event_joiner *joiner)
{
	if (!joiner)
		return;
	for (size_t i = 0; i < EVENT_WINDOW; i++)
		free(joiner->nodes[i].copy);
	free(joiner);
}

uint64_t event_joiner_late(const struct event_joiner *joiner)
{
	return joiner->late;
}

static void unlink_head(struct event_joiner *joiner, uint32_t head,
			uint64_t hash)
{
	uint32_t *link = &joiner->buckets[hash % BUCKETS];

	while (*link != head)
		link = &joiner->nodes[*link].next_head;
	*link = joiner->nodes[head].next_head;
}

static void remember_ended(struct event_joiner *joiner, uint64_t hash)
{
	uint64_t *set = joiner->ended[hash % ENDED_SETS];

	memmove(set + 1, set, (ENDED_WAYS - 1) * sizeof(*set));
	set[0] = hash;
}

static bool has_ended(const struct event_joiner *joiner, uint64_t hash)
{
	const uint64_t *set = joiner->ended[hash % ENDED_SETS];

	for (size_t i = 0; i < ENDED_WAYS; i++)
		if (set[i] == hash)
			return true;
	return false;
}

static void end_event(struct event_joiner *joiner, uint32_t head)
{
	uint64_t hash = hash_record(&joiner->nodes[head].record);
	struct event event = {.records = joiner->parts};
	uint32_t at = head;

	unlink_head(joiner, head, hash);
	remember_ended(joiner, hash);
	while (at != NO_NODE) {
		struct node *node = &joiner->nodes[at];

		joiner->parts[event.count++] = &node->record;
		node->is_used = false;
		node->is_head = false;
		at = node->next;
	}
	joiner->handler(joiner->context, &event);
}

static uint32_t find_head(const struct event_joiner *joiner,
			  const struct record *record, uint64_t hash)
{
	uint32_t at = joiner->buckets[hash % BUCKETS];

	while (at != NO_NODE &&
	       !record_is_same_event(&joiner->nodes[at].record, record))
		at = joiner->nodes[at].next_head;
	return at;
}

/* Keep RECORD and its text in NODE. */
static bool keep_record(struct node *node, const struct record *record,
			char usual[USUAL_TEXT])
{
	size_t text = record->text.length;
	size_t needed = text + record->node.length;

	node->record = *record;
	if (needed == 0)
		return true;
	if (needed > USUAL_TEXT && needed > node->copy_size) {
		char *grown = realloc(node->copy, needed);

		if (!grown)
			return false;
		node->copy = grown;
		node->copy_size = needed;
	}
	if (needed > USUAL_TEXT)
		usual = node->copy;
	if (text)
		memcpy(usual, record->text.data, text);
	if (record->node.length)
		memcpy(usual + text, record->node.data, record->node.length);
	node->record.text.data = usual;
	node->record.node.data = usual + text;
	return true;
}

static void begin_event(struct event_joiner *joiner, uint32_t at, uint64_t hash)
{
	struct node *node = &joiner->nodes[at];

	/* What has a larger serial than all before cannot have ended. */
	if (node->record.serial > joiner->top)
		joiner->top = node->record.serial;
	else
		joiner->late += has_ended(joiner, hash);
	node->is_head = true;
	node->last = at;
	node->next_head = joiner->buckets[hash % BUCKETS];
	joiner->buckets[hash % BUCKETS] = at;
}

bool event_joiner_add(struct event_joiner *joiner, const struct record *record)
{
	uint32_t at = joiner->position;
	struct node *node = &joiner->nodes[at];
	uint64_t hash = hash_record(record);
	uint32_t head;

	if (!record->has_stamp) {
		joiner->parts[0] = record;
		joiner->handler(joiner->context,
				&(struct event){joiner->parts, 1});
		return true;
	}
	if (node->is_used)
		end_event(joiner, at);
	head = find_head(joiner, record, hash);
	if (!keep_record(node, record, joiner->usual[at]))
		return false;
	joiner->position = (at + 1) % EVENT_WINDOW;
	node->is_used = true;
	node->next = NO_NODE;
	if (head == NO_NODE) {
		begin_event(joiner, at, hash);
	} else {
		joiner->nodes[joiner->nodes[head].last].next = at;
		joiner->nodes[head].last = at;
	}
	return true;
}

void event_joiner_flush(struct event_joiner *joiner)
{
	for (uint32_t i = 0; i < EVENT_WINDOW; i++) {
		uint32_t at = (joiner->position + i) % EVENT_WINDOW;

		if (joiner->nodes[at].is_used && joiner->nodes[at].is_head)
			end_event(joiner, at);
	}
}
