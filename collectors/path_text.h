/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/path_text.h - paths as they stand in a profile: whole, and
 * without what changes from run to run.
 */

#ifndef WHITTLE_COLLECTORS_PATH_TEXT_H
#define WHITTLE_COLLECTORS_PATH_TEXT_H

#include <limits.h>

#include "collectors/span.h"

#define PATH_TEXT_MAX (3 * PATH_MAX)

/*
 * Write DIRECTORY (may be empty) and PATH, when that is relative, joined, to
 * BUFFER of PATH_TEXT_MAX bytes: without "//" and "/./", process and thread
 * ids under /proc as @pid and @tid, terminals as /dev/pts/@n, inode numbers
 * as in "pipe:[@inode]", a container's 64 hex digits as @id. False when it is
 * empty or too long.
 */
MUST_CHECK bool path_text(struct span directory, struct span path,
			  char *buffer);

#endif
