/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/event.h - joins records of one node, time and serial to events.
 *
 * Records of one event may come apart and in any order: what is joined is
 * what comes within a window of records. An event ends when its first record
 * leaves the window (an EOE record is no proof that nothing follows: queues
 * of several processors and the kernel's retry queue change the order).
 * Nothing is allocated for a record once the buffers have grown.
 */

#ifndef WHITTLE_COLLECTORS_EVENT_H
#define WHITTLE_COLLECTORS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/record.h"
#include "profile/error.h"

#define EVENT_WINDOW 4096u /* records */

/* Records in the order of their coming. Valid during the handler's call. */
struct event {
	const struct record *const *records;
	size_t count;
};

typedef void (*event_handler)(void *context, const struct event *event);

struct event_joiner;

/*
 * HANDLER is called with CONTEXT for each event. Fails when memory runs out.
 */
MUST_CHECK enum status event_joiner_new(event_handler handler, void *context,
					struct event_joiner **ret,
					struct error *err);
void event_joiner_free(struct event_joiner *joiner);

/*
 * Add one record; its text is copied. False when memory ran out and it was left
 * out. A record without a stamp is an event of its own.
 */
MUST_CHECK bool event_joiner_add(struct event_joiner *joiner,
				 const struct record *record);

/* End all events that are open. */
void event_joiner_flush(struct event_joiner *joiner);

/* Records that came after their event had ended. */
uint64_t event_joiner_late(const struct event_joiner *joiner);

#endif
