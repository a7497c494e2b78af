/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/input.h - the bytes of a log, from a file, a pipe or a terminal,
 * unpacked when they begin with the magic number of gzip or zstd. In bounded
 * memory, however much a small file unpacks to.
 */

#ifndef WHITTLE_COLLECTORS_INPUT_H
#define WHITTLE_COLLECTORS_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/error.h"

struct input;

/* FD is borrowed until input_free(). */
MUST_CHECK enum status input_new(int fd, struct input **ret, struct error *err);
void input_free(struct input *input);

/*
 * Read at most SIZE bytes; *RET_GOT is 0 at the end only. What is packed and
 * damaged ends there: input_damage(). Fails with STATUS_MALFORMED when it
 * cannot be read at all.
 */
MUST_CHECK enum status input_read(struct input *input, char *buffer,
				  size_t size, size_t *ret_got,
				  struct error *err);

/* NULL, or what is wrong: "gzip data are cut off". Lives as long as the
   program. */
const char *input_damage(const struct input *input);

#endif
