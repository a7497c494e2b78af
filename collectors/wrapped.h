/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/wrapped.h - an AVC that somebody's terminal or ticket broke over
 * several lines.
 */

#ifndef WHITTLE_COLLECTORS_WRAPPED_H
#define WHITTLE_COLLECTORS_WRAPPED_H

#include "collectors/record.h"
#include "profile/text.h"

/* All zero: none is begun. */
struct wrapped {
	struct text text; /* the lines so far, with spaces between */
	unsigned int count;
	uint64_t start; /* the number of the first line, the owner's */
};

/* Does an AVC stop before it has said of what class its object is? */
bool wrapped_begins(const struct record *record);

/* Is LINE a part of what was begun: indented, with fields? */
bool wrapped_continues(const struct wrapped *wrapped, struct span line);

void wrapped_add(struct wrapped *wrapped, struct span line);

/* What was put together, borrowed until more is added. */
static inline struct span wrapped_line(const struct wrapped *wrapped)
{
	return (struct span){wrapped->text.data, wrapped->text.length};
}

void wrapped_reset(struct wrapped *wrapped);

#endif
