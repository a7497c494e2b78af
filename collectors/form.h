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
	bool is_clean;	  /* as the reader knows, no zero byte is in the line */
	bool is_untailed; /* nor the byte 0x1d */
	struct text scratch; /* for forms that must be decoded */
	struct text raw;     /* for what must be written anew */
	/* printk's own stamp of the last record of user space. Text of user
	   space may hold newlines, and what reads the kernel's buffer line by
	   line gives each piece a prefix of its own, but the same stamp. */
	char user_stamp[FORM_STAMP_MAX];
	size_t user_stamp_length;
	/* The last date of `ausearch -i`, and what it is in seconds. */
	char date[FORM_STAMP_MAX];
	size_t date_length;
	uint64_t date_seconds;
	struct stamp_memo stamp; /* of the line before */
	struct type_memo types;
};

void form_state_done(struct form_state *state);

struct form {
	const char *name;
	const char *example; /* for messages and the manual */
	/*
	 * RECORD_NONE: not of this form. LINE has no newline. *RET borrows
	 * from LINE, or from STATE where the form must be decoded first.
	 * RECORD_USER, RECORD_OTHER_TYPE: RET has no text, a stamp where there
	 * is one.
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

/*
 * The same of a MESSAGE whose speaker is known to be the kernel. STAMP:
 * printk's own, may be empty.
 */
enum record_result form_kernel_message(struct span message, struct span stamp,
				       struct form_state *state,
				       struct record *ret);

/* form_interpreted.c: "type=AVC msg=audit(11/22/26 00:34:00.123:7) : ...", as
   `ausearch -i` prints it. Called by form_raw_parse(). RECORD has its type
   and node, TEXT begins with "audit(". */
enum record_result form_interpreted_parse(struct span text,
					  const struct record *record,
					  struct form_state *state,
					  struct record *ret);

/* form_journal_json.c: an entry of the journal as JSON */
enum record_result form_journal_json_parse(struct span line,
					   struct form_state *state,
					   struct record *ret);

/* form_bare.c: "avc:  denied  { ... } for ...", pasted without a stamp. */
enum record_result form_bare_parse(struct span line, struct form_state *state,
				   struct record *ret);

#endif
