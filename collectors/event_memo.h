/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/event_memo.h - events that came before.
 *
 * Who is denied something once is denied it a thousand times. Two events are
 * alike when the texts of their records are the same but for what changes
 * nothing in a profile: the digits of pid and ppid, and, where no capability
 * was asked for, the arguments of the system call (all but whether one is
 * AT_FDCWD). The first of its kind is kept whole, the others are counted and
 * told at the end, or when their place is needed.
 */

#ifndef WHITTLE_COLLECTORS_EVENT_MEMO_H
#define WHITTLE_COLLECTORS_EVENT_MEMO_H

#include "collectors/event.h"

#define EVENT_MEMO_COUNT 2048u /* a power of two */
#define EVENT_MEMO_TEXT	 8192u /* bytes of an event that is kept */

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
 * Keep the EVENT that was asked for last, so that others are counted.
 * IS_JUDGED: it asked for a capability, so what it means may depend on all
 * arguments.
 */
void event_memo_keep(struct event_memo *memo, const struct event *event,
		     bool is_judged);

/* Tell all that were counted, and forget them. */
void event_memo_flush(struct event_memo *memo);

#endif
