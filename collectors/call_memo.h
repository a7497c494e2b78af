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

/* What a text means to the harvest. */
struct call_meaning {
	struct seccomp fields; /* its spans are of no use later */
	const struct known_label *label;
	const struct name *comm, *exe;
	uint32_t group;
	bool is_launcher;
	struct tally_key key;
};

struct call_memo {
	size_t last_head; /* of the text before */
	struct call_memory {
		uint32_t head, middle, tail; /* bytes; 0: free */
		struct call_meaning meaning;
		char text[CALL_MEMO_TEXT];
	} memories[CALL_MEMO_COUNT];
};

/* A text, taken apart at its two numbers. */
struct call_text {
	struct span head, pid, middle, tail;
	uint32_t slot;
};

/*
 * Take TEXT apart; false when it is not of the common shape. LIKELY_HEAD is the
 * length of the head of the text before, or 0.
 */
bool call_text_split(struct span text, size_t likely_head,
		     struct call_text *ret);

/* What is known of it, with *RET_PID; NULL: read it. */
const struct call_meaning *call_memo_find(const struct call_memo *memo,
					  const struct call_text *text,
					  uint64_t *ret_pid);

/* Keep what TEXT means, where the reader of fields agrees with SPLIT. */
void call_memo_keep(struct call_memo *memo, struct span text,
		    const struct call_text *split,
		    const struct call_meaning *meaning);

#endif
