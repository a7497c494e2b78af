/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/serial_watch.h"

/* A serial that is so much less than those before is of another boot. */
#define REBOOT_STEP 65536u

static struct serial_node *node_of(struct serial_watch *watch, struct span name)
{
	struct serial_node *node;

	if (name.length > sizeof(node->name))
		name.length = sizeof(node->name);
	for (size_t i = 0; i < watch->count; i++) {
		node = &watch->nodes[i];
		if (span_equals((struct span){node->name, node->name_length},
				name))
			return node;
	}
	if (watch->count == SERIAL_NODES) {
		watch->has_more = true;
		return NULL;
	}
	node = &watch->nodes[watch->count++];
	node->name_length = name.length;
	if (name.length)
		memcpy(node->name, name.data, name.length);
	return node;
}

static uint64_t *word_of(struct serial_node *node, uint64_t serial)
{
	return &node->seen[serial / 64 % (SERIAL_WINDOW / 64)];
}

static void count_missing(struct serial_node *node, uint64_t missing)
{
	node->missing += missing;
	node->gaps += !node->was_missing;
	node->was_missing = true;
}

/* The window begins at BASE from now on: what it leaves behind is settled. */
static void move_window(struct serial_node *node, uint64_t base)
{
	for (; node->base < base && node->base <= node->top; node->base++) {
		uint64_t bit = 1ull << node->base % 64;
		uint64_t *word = word_of(node, node->base);

		if (*word & bit)
			node->was_missing = false;
		else
			count_missing(node, 1);
		*word &= ~bit;
	}
	if (node->base < base) {
		count_missing(node, base - node->base);
		node->base = base;
	}
}

static void settle(struct serial_node *node)
{
	if (node->is_begun)
		move_window(node, node->top + 1);
	node->is_begun = false;
	node->was_missing = false;
}

static void begin(struct serial_node *node, uint64_t serial)
{
	memset(node->seen, 0, sizeof(node->seen));
	node->is_begun = true;
	node->base = node->top = serial;
}

static void take(struct serial_node *node, uint64_t serial)
{
	uint64_t *word, bit = 1ull << serial % 64;

	if (node->is_begun && serial < node->base &&
	    node->base - serial > REBOOT_STEP)
		settle(node);
	if (!node->is_begun)
		begin(node, serial);
	node->last = serial;
	if (serial < node->base || serial == UINT64_MAX)
		return; /* before the log's first, or long given up */
	if (serial - node->base >= SERIAL_WINDOW)
		move_window(node, serial - SERIAL_WINDOW + 1);
	if (serial > node->top)
		node->top = serial;
	word = word_of(node, serial);
	node->events += !(*word & bit);
	*word |= bit;
}

/* Records that come behind others of their event, and never first. Source:
   kernel/auditsc.c audit_log_exit(). */
static bool is_companion(uint16_t type)
{
	switch (type) {
	case AUDIT_PATH:
	case AUDIT_CWD:
	case AUDIT_PROCTITLE:
	case AUDIT_EOE:
	case AUDIT_EXECVE:
	case AUDIT_SOCKADDR:
	case AUDIT_FD_PAIR:
		return true;
	default:
		return false;
	}
}

/* A SYSCALL record that no rule with a key asked for comes behind what it was
   written for: an AVC. */
static bool is_unasked_call(const struct record *record)
{
	return record->type == AUDIT_SYSCALL &&
	       span_find(record->text, SPAN(" key=(null)"));
}

static void watch_head(struct serial_watch *watch, const struct record *record)
{
	if (!watch->has_begun) {
		watch->has_begun = true;
		watch->first = record->serial;
		watch->is_call_first = record->type == AUDIT_SYSCALL;
		watch->has_no_head |=
			is_companion(record->type) || is_unasked_call(record);
		return;
	}
	/* ausearch prints an event's last record first: here is the head. */
	if (record->serial == watch->first && !is_companion(record->type) &&
	    !(record->type == AUDIT_SYSCALL && watch->is_call_first))
		watch->has_no_head = false;
}

void serial_watch_add(struct serial_watch *watch, const struct record *record)
{
	struct serial_node *node = &watch->nodes[0];

	if (!watch->has_begun || watch->has_no_head)
		watch_head(watch, record);
	/* The daemon numbers its own records itself. */
	if (record->type / 100 == 12)
		return;
	if (!watch->count || record->node.length || node->name_length)
		node = node_of(watch, record->node);
	if (node && !(node->is_begun && node->last == record->serial))
		take(node, record->serial);
}

struct serial_losses serial_watch_end(struct serial_watch *watch)
{
	struct serial_losses losses = {0};

	for (size_t i = 0; i < watch->count; i++) {
		struct serial_node *node = &watch->nodes[i];

		settle(node);
		if (node->gaps && node->events / SERIAL_RUN_MIN < node->gaps) {
			losses.is_picked = true;
			continue;
		}
		losses.missing += node->missing;
		losses.gaps += node->gaps;
	}
	return losses;
}
