/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/call_memo.h - SECCOMP records that were read before.
 *
 * A program that logs its system calls says the same again and again: but for
 * the pid and the instruction pointer the text is one of a few hundred. What
 * such a text means is kept, so that it is compared and not read again. That a
 * text is the same is decided by all its bytes, and where the two numbers
 * stand by the reader of fields itself, when the text comes first.
 */

#ifndef WHITTLE_COLLECTORS_CALL_MEMO_H
#define WHITTLE_COLLECTORS_CALL_MEMO_H

#include "collectors/name_table.h"
#include "collectors/seccomp.h"
#include "collectors/tally.h"

#define CALL_MEMO_COUNT 4096u /* a power of two */
#define CALL_MEMO_TEXT	448u  /* bytes of a text that is kept */

struct known_label;

/* What a text means to the harvest, whoever's pid it has. Small, as all that
   is kept is to stay in a processor's own cache. */
struct call_meaning {
	const struct known_label *label;
	const struct name *comm, *exe;
	uint64_t session;
	uint64_t code; /* what the filter said; 0 when not there */
	uint32_t group;
	bool has_pid, has_session;
	bool is_launcher;
	bool is_wanted; /* by its label, command and program; its pid and
			   session are not asked */
	struct tally_key key;
};

/* How long the parts of a text are, as a guess at those of the next; heads of
   the last two kinds. All zero: none. A wrong guess costs time only. */
struct call_shape {
	size_t heads[2], ip, tail;
};

struct call_memo {
	struct call_shape last; /* of the text before */
	struct call_memory {
		uint16_t head, middle, tail; /* bytes; 0: free */
		char text[CALL_MEMO_TEXT];
		struct call_meaning meaning;
	} memories[CALL_MEMO_COUNT];
};

/* A text, taken apart at its two numbers. */
struct call_text {
	struct span head, pid_text, middle, tail;
	uint64_t pid;
	uint32_t slot;
};

/*
 * Take TEXT apart; false when it is not of the common shape. SHAPE is that of
 * the text before, and becomes that of this one.
 */
bool call_text_split(struct span text, struct call_shape *shape,
		     struct call_text *ret);

/* What is known of it but for the pid; NULL: read it. */
const struct call_meaning *call_memo_find(const struct call_memo *memo,
					  const struct call_text *text);

/* Keep what TEXT means, where the reader of fields agrees with SPLIT. */
void call_memo_keep(struct call_memo *memo, struct span text,
		    const struct call_text *split,
		    const struct call_meaning *meaning);

#endif
