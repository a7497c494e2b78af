/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/error.h - the statuses of the program and the one error object.
 *
 * A function that can fail returns an enum status and takes a struct error
 * last. The error is made where it happens (error_set), given context at a
 * module's edge (error_prefix) and printed once, in main.
 */

#ifndef WHITTLE_PROFILE_ERROR_H
#define WHITTLE_PROFILE_ERROR_H

#include <stddef.h>

#include "profile/attributes.h"

/* identifier, name in JSON, exit code, meaning (for the manual) */
#define STATUS_TABLE(X)                                                        \
	X(OK, "ok", 0, "done")                                                 \
	X(DIFFERS, "differs", 1,                                               \
	  "done, with a difference, a finding, a failed exercise, or a host "  \
	  "that is not ready")                                                 \
	X(USAGE, "usage", 2, "wrong usage")                                    \
	X(INCOMPLETE, "incomplete", 3,                                         \
	  "done, but evidence was lost: the profile says complete: false")     \
	X(UNSUPPORTED, "unsupported", 4, "this host cannot do it")             \
	X(MALFORMED, "malformed", 5, "input unreadable or malformed")          \
	X(INTERNAL, "internal", 6, "an internal failure")

enum status {
#define X(id, name, exit_code, meaning) STATUS_##id,
	STATUS_TABLE(X)
#undef X
};

struct error {
	enum status status;
	int sys_errno;	    /* 0: none */
	char message[1024]; /* what failed on what; lower case, no full stop */
	char hint[512];	    /* what to do; may be empty */
};

/*
 * Fill ERR (NULL is fine) and return STATUS. HINT may be NULL. Strings from
 * outside must come through printable() (profile/text.h).
 */
PRINTF(4, 5)
enum status error_set(struct error *err, enum status status, const char *hint,
		      const char *format, ...);

/* The same, with the text of ERRNUM put behind the message. */
PRINTF(5, 6)
enum status error_set_errno(struct error *err, enum status status, int errnum,
			    const char *hint, const char *format, ...);

/* Put "CONTEXT: " before the message. Returns the error's status. */
PRINTF(2, 3)
enum status error_prefix(struct error *err, const char *format, ...);

/* Memory ran out: STATUS_INTERNAL with that message. */
enum status error_no_memory(struct error *err);

int status_exit_code(enum status status);
const char *status_name(enum status status);

/*
 * Of two statuses the one whose exit code the program must return: the first
 * of 6, 5, 4, 2, 3, 1, 0 that either has.
 */
enum status status_worse(enum status a, enum status b);

/* "message (hint)" on standard error, after "whittle: ". */
void error_print(const struct error *err);

#endif
