/* SPDX-License-Identifier: GPL-2.0-or-later */
/* collectors/input_codec.h - the ways in which a log may be packed: one row
   and one file each. */

#ifndef WHITTLE_COLLECTORS_INPUT_CODEC_H
#define WHITTLE_COLLECTORS_INPUT_CODEC_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes to unpack, and room for what comes out; both are moved on. */
struct codec_flow {
	const char *in;
	size_t in_left;
	char *out;
	size_t out_left;
};

enum codec_step {
	CODEC_MORE,  /* in the midst of it */
	CODEC_WHOLE, /* all that came so far is whole; more may follow */
	CODEC_DAMAGED,
	CODEC_TOO_LARGE, /* would need more memory than it is given */
};

struct input_codec {
	const char *magic;
	size_t magic_length;
	/* NULL: no memory. */
	void *(*begin)(void);
	enum codec_step (*step)(void *state, struct codec_flow *flow);
	void (*end)(void *state);
	const char *cut, *damaged, *too_large; /* for messages */
};

extern const struct input_codec input_codec_gzip; /* zlib */
extern const struct input_codec input_codec_zstd; /* libzstd */
extern const struct input_codec input_codec_pzstd;

#endif
