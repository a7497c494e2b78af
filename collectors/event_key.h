/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/event_key.h - what makes two events alike.
 *
 * The key of an event is the texts of its records but for what changes
 * nothing in a profile: the digits of pid and ppid, and those arguments of
 * the system call that nobody reads. Which these are is not known before the
 * event was read, so they are added afterwards.
 */

#ifndef WHITTLE_COLLECTORS_EVENT_KEY_H
#define WHITTLE_COLLECTORS_EVENT_KEY_H

#include "collectors/event.h"

#define EVENT_KEY_RECORDS   64u	  /* an event of more has no key */
#define EVENT_KEY_TEXT	    8192u /* bytes, without the arguments */
#define EVENT_KEY_ARGUMENTS 4u	  /* a0 to a3 */

struct event_key {
	char text[EVENT_KEY_TEXT + 16 + EVENT_KEY_ARGUMENTS * 24];
	size_t length;	     /* of all */
	size_t shape_length; /* without the arguments that were added */
	uint64_t shape_hash, hash;
	/* In the records themselves; all zero: not there. */
	struct span arguments[EVENT_KEY_ARGUMENTS];
};

/*
 * The key of EVENT without any argument but whether each is AT_FDCWD. False
 * when it has none: it is not of a common shape. The event's records must stay
 * until arguments are added.
 */
bool event_key_make(struct event_key *key, const struct event *event);

/*
 * Do the numbers that a key leaves out stand where a reader of fields sees
 * them? What comes before them is in the key: an event with the key of one that
 * is sound is sound as well.
 */
bool event_key_is_sound(const struct event *event);

/* Add the arguments whose bits are set in MASK, in the place of any before. */
void event_key_add(struct event_key *key, unsigned int mask);

#endif
