/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/form.h - the forms in which records stand in files: one row a
 * form. A line is given to each row in turn until one knows it, so forms may
 * be mixed in one file.
 */

#ifndef WHITTLE_COLLECTORS_FORM_H
#define WHITTLE_COLLECTORS_FORM_H

#include "collectors/record.h"
#include "profile/text.h"

#define FORM_STAMP_MAX 40u

/* What is remembered from line to line. All zero is the beginning. */
struct form_state {
	struct text scratch; /* for forms that must be decoded */
	/* printk's own stamp of the last record of user space. Text of user
	   space may hold newlines, and what reads the kernel's buffer line by
	   line gives each piece a prefix of its own, but the same stamp. */
	char user_stamp[FORM_STAMP_MAX];
	size_t user_stamp_length;
};

void form_state_done(struct form_state *state);

struct form {
	const char *name;
	const char *example; /* for messages and the manual */
	/*
	 * RECORD_NONE: not of this form. LINE has no newline. *RET borrows
	 * from LINE, or from STATE where the form must be decoded first.
	 * RECORD_LOSS: RET->serial is how many records were lost, 0 when that
	 * is not said.
	 */
	enum record_result (*parse)(struct span line, struct form_state *state,
				    struct record *ret);
};

extern const struct form forms[];
extern const size_t form_count;

/* The record in LINE, in whatever form it stands. */
enum record_result form_parse(struct span line, struct form_state *state,
			      struct record *ret);

/* form_raw.c: "type=AVC msg=audit(...): ...", also with "node=" before. */
enum record_result form_raw_parse(struct span line, struct form_state *state,
				  struct record *ret);

/* form_kernel.c: "audit: type=1326 audit(...): ..." as printk has it, behind
   what syslog, dmesg or the journal put before it. */
enum record_result form_kernel_parse(struct span line, struct form_state *state,
				     struct record *ret);

/* form_bare.c: "avc:  denied  { ... } for ...", pasted without a stamp. */
enum record_result form_bare_parse(struct span line, struct form_state *state,
				   struct record *ret);

#endif
