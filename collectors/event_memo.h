/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/event_memo.h - events that came before.
 *
 * Who is denied something once is denied it a thousand times. Of events whose
 * keys are the same (event_key.h) the first is kept whole, the others are
 * counted and told at the end, or when their place is needed.
 *
 * Which arguments of the system call are part of the key is told by what was
 * read of the first: what never looks at an argument says the same whatever it
 * is.
 */

#ifndef WHITTLE_COLLECTORS_EVENT_MEMO_H
#define WHITTLE_COLLECTORS_EVENT_MEMO_H

#include "collectors/event.h"

#define EVENT_MEMO_COUNT 2048u /* a power of two */

/* EVENT stands for COUNT others like it. */
typedef void (*event_memo_handler)(void *context, const struct event *event,
				   uint64_t count);

struct event_memo;

MUST_CHECK enum status event_memo_new(event_memo_handler handler, void *context,
				      struct event_memo **ret,
				      struct error *err);
void event_memo_free(struct event_memo *memo);

/* Was there one like EVENT? Then it is counted. */
bool event_memo_count(struct event_memo *memo, const struct event *event);

/*
 * Keep the EVENT that was asked for last, so that others are counted. Bits of
 * ARGUMENTS_READ: what it means depends on these arguments, and on no other.
 */
void event_memo_keep(struct event_memo *memo, const struct event *event,
		     unsigned int arguments_read);

/* Tell all that were counted, and forget them. */
void event_memo_flush(struct event_memo *memo);

#endif
