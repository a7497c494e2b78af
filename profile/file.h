/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/file.h - whole files: read with a cap, written beside and renamed. */

#ifndef WHITTLE_PROFILE_FILE_H
#define WHITTLE_PROFILE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/error.h"
#include "profile/text.h"

/*
 * Read PATH ("-": standard input) up to MAX bytes; one byte more is
 * STATUS_MALFORMED, as is a path that cannot be read. *RET is NUL-terminated,
 * freed with free(); RET_LENGTH may be NULL.
 */
MUST_CHECK enum status file_read(const char *path, size_t max, char **ret,
				 size_t *ret_length, struct error *err);

/*
 * The same into TEXT, in the place of what it held: for many files, one after
 * the other, without new memory for each. An empty file leaves no data.
 */
MUST_CHECK enum status file_read_text(const char *path, size_t max,
				      struct text *text, struct error *err);

/*
 * Write TEXT to PATH ("-": standard output): a temporary file beside it,
 * fsync, rename. On failure PATH is as it was. MODE as open(2): of a new
 * file, less the umask; a file that is there keeps its own. A device or a
 * pipe is written to as it is.
 */
MUST_CHECK enum status file_write(const char *path, const char *text,
				  size_t length, unsigned int mode,
				  struct error *err);

/*
 * Can PATH be written in the end? To be asked before work that would be lost.
 * Makes nothing. STATUS_MALFORMED with the reason where not.
 */
MUST_CHECK enum status file_check_writable(const char *path, struct error *err);

/* A short file such as one of /proc or /sys, into BUFFER, trailing newline
   cut. False when it cannot be read; BUFFER is then "". */
bool file_read_line(const char *path, char *buffer, size_t size);

#endif
