/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/unwrap.h - what a container runtime puts around each line that a
 * container prints, taken off:
 *
 *   2026-11-22T00:00:00.123456789Z stdout F LINE     CRI (containerd, CRI-O)
 *   {"log":"LINE\n","stream":"stdout","time":"..."}  Docker, json-file
 *
 * Both cut long lines ("P" instead of "F"; no "\n" at the end): the pieces
 * are put together, those of standard output and error apart.
 */

#ifndef WHITTLE_COLLECTORS_UNWRAP_H
#define WHITTLE_COLLECTORS_UNWRAP_H

#include "collectors/span.h"
#include "profile/text.h"

#define UNWRAP_LINE_MAX (1u << 20)

/* All zero is the beginning. */
struct unwrap {
	struct unwrap_stream {
		struct text line;
		bool is_done; /* LINE was given out */
		bool is_too_long;
	} streams[2];
	struct text scratch;
};

void unwrap_done(struct unwrap *unwrap);

enum unwrap_step {
	UNWRAP_NOT,	 /* nothing is around the line */
	UNWRAP_LINE,	 /* *RET is the line that was inside */
	UNWRAP_PIECE,	 /* the rest of it is to come */
	UNWRAP_TOO_LONG, /* a line of pieces longer than UNWRAP_LINE_MAX */
};

/* *RET borrows LINE or UNWRAP until the next call. */
enum unwrap_step unwrap_line(struct unwrap *unwrap, struct span line,
			     struct span *ret);

/* The input ended: a line of which pieces came, or false. To be called until
   it is false. */
bool unwrap_rest(struct unwrap *unwrap, struct span *ret);

#endif
