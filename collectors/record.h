/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/record.h - one record of the kernel's audit system.
 *
 * A record is a view: its spans point into memory of the caller, nothing is
 * copied or allocated. Only what the kernel itself wrote becomes a record:
 * the types that user space can send (1100 to 1199, 2100 to 2999, the
 * daemon's 1200 to 1299) are told from it by their number and are never
 * parsed further.
 *
 * Source: include/uapi/linux/audit.h; kernel/audit.c audit_log_start() for
 * the stamp, audit_log_n_untrustedstring() for quoted and hex strings.
 */

#ifndef WHITTLE_COLLECTORS_RECORD_H
#define WHITTLE_COLLECTORS_RECORD_H

#include <linux/audit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collectors/span.h"

/* A record's text longer than this is refused: the kernel's own limit is
   8,970 bytes, EXECVE records are split at 7,500. */
#define RECORD_TEXT_MAX 32768u

/* identifier, what was met, is it damage that makes a log incomplete? */
#define RECORD_RESULT_TABLE(X)                                                 \
	X(OK, "a record of the kernel", false)                                 \
	X(NONE, "no audit text", false)                                        \
	X(USER, "written by user space, not believed", false)                  \
	X(FOREIGN, "audit text under another program's name", false)           \
	X(OTHER_TYPE, "of a type whose name is not known", false)              \
	X(DOUBTFUL,                                                            \
	  "right behind a user space record with its very time stamp, so "     \
	  "maybe a piece of its text",                                         \
	  true)                                                                \
	X(LOSS, "the kernel's word that records were lost", false)             \
	X(BAD_TYPE, "without a record type", true)                             \
	X(BAD_STAMP, "no valid time and serial", true)                         \
	X(CUT, "cut off before its fields", true)                              \
	X(UNENDED, "the last one, without a line's end and not whole", true)   \
	X(BAD_BYTES, "a zero byte or a line's end inside", true)               \
	X(TOO_LONG, "longer than any record of the kernel", true)              \
	X(BAD_FIELDS, "fields missing or senseless", true)                     \
	X(BAD_JSON, "JSON that is cut or none", true)                          \
	X(TWICE, "a field twice, where only one can be true", true)

enum record_result {
#define X(id, text, is_damage) RECORD_##id,
	RECORD_RESULT_TABLE(X)
#undef X
		RECORD_RESULT_COUNT
};

/* "cut off before its fields" */
const char *record_result_text(enum record_result result);
bool record_result_is_damage(enum record_result result);

struct record {
	uint16_t type;	  /* AUDIT_* of linux/audit.h */
	bool is_clean;	  /* to parse: no zero byte is in the text, and */
	bool is_untailed; /* no 0x1d, as is known already */
	bool has_msg;	/* "msg=" stood before the stamp, as auditd writes it */
	bool has_stamp; /* false: pasted without one; the next three are 0 */
	uint32_t milliseconds;
	uint64_t line;	  /* of the log, for messages; 0: not of a log */
	uint64_t seconds; /* since 1970 */
	uint64_t serial;
	struct span node; /* of "node=", empty: none */
	struct span text; /* the fields, after "audit(...): " */
};

/*
 * Make a record of a netlink payload: TYPE is nlmsg_type, TEXT begins with
 * "audit(". A trailing NUL or newline counted in LENGTH is dropped. *RET is
 * written when the result is RECORD_OK only and borrows TEXT.
 */
MUST_CHECK enum record_result record_from_kernel(uint16_t type,
						 const char *text,
						 size_t length,
						 struct record *ret);

/*
 * Read the stamp "audit(SECONDS.MS:SERIAL):" at the start of TEXT into RET
 * and what follows it into RET->text (which the enriched tail after byte 0x1d
 * is cut from). RECORD_OK, or why not.
 */
MUST_CHECK enum record_result record_parse_stamp(struct span text,
						 struct record *ret);

/* How the last stamp began, up to the seconds: thousands begin so. */
#define STAMP_START 16u

struct stamp_memo {
	char start[STAMP_START]; /* "audit(1664902715"; all zero: none */
	uint64_t seconds;
};

/*
 * Read the stamp at the start of TEXT where it begins as MEMO has it and is of
 * the common shape: then what it says and what follows it are put into RET,
 * else nothing.
 */
MUST_CHECK bool record_take_near_stamp(struct span text,
				       const struct stamp_memo *memo,
				       struct record *ret);

/* As record_parse_stamp() where RET has its type already, for lines in their
   order. */
MUST_CHECK enum record_result record_parse_next_stamp(struct span text,
						      struct stamp_memo *memo,
						      struct record *ret);

/*
 * RECORD has its type and stamp: tidy its text, where it is read, and put it
 * into *RET. RECORD_OK, or why not.
 */
MUST_CHECK enum record_result record_take(const struct record *record,
					  struct record *ret);

/*
 * Does RECORD end as the kernel ends its type's records, or might it be cut
 * within its last field? Source: kernel/auditsc.c, security/selinux/avc.c
 * avc_audit_post_callback() (6.12). True for types that are not read.
 */
bool record_is_whole(const struct record *record);

/* Does the kernel, and nobody else, send records of TYPE? */
bool record_type_is_kernel(uint16_t type);

/* False for types of which nothing is read but that they are there. */
static inline bool record_type_is_read(uint16_t type)
{
	return type != AUDIT_PROCTITLE && type != AUDIT_EOE &&
	       type != AUDIT_EXECVE && type != AUDIT_SOCKADDR &&
	       type != AUDIT_BPF;
}

/*
 * The number of a type's NAME ("SECCOMP", "1326" or "UNKNOWN[1326]"). False
 * when it is none; names of user space's types are known as well.
 */
MUST_CHECK bool record_type_from_name(struct span name, uint16_t *ret);

/* Names that were asked for, each in the place that its ends choose. All zero
   is empty and ready. */
#define TYPE_MEMO_COUNT 32u /* a power of two */

struct type_memo {
	struct {
		char name[24];
		uint8_t length; /* 0: none */
		uint16_t type;
	} places[TYPE_MEMO_COUNT];
};

/* The same, of lines in their order: the same few names come again. */
MUST_CHECK bool record_type_from_next_name(struct span name,
					   struct type_memo *memo,
					   uint16_t *ret);

/* "SECCOMP"; NULL for a type that no table knows. */
const char *record_type_name(uint16_t type);

/* Have A and B the same node, time and serial: are they of one event? */
bool record_is_same_event(const struct record *a, const struct record *b);

#endif
