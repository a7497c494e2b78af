/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip, by zlib. Files put one behind the other are one (RFC 1952). */
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "collectors/input_codec.h"

#define GZIP_ALONE                                                             \
	(15 + 16) /* inflateInit2(): largest window, gzip's header             \
		   */

struct gzip {
	z_stream stream;
	bool is_between; /* two of them */
};

static void *gzip_begin(void)
{
	struct gzip *gzip = calloc(1, sizeof(*gzip));

	if (gzip && inflateInit2(&gzip->stream, GZIP_ALONE) != Z_OK) {
		free(gzip);
		return NULL;
	}
	return gzip;
}

static void gzip_end(void *state)
{
	struct gzip *gzip = state;

	inflateEnd(&gzip->stream);
	free(gzip);
}

static unsigned int limited(size_t size)
{
	return size > UINT_MAX ? UINT_MAX : (unsigned int)size;
}

static enum codec_step gzip_step(void *state, struct codec_flow *flow)
{
	struct gzip *gzip = state;
	z_stream *stream = &gzip->stream;
	unsigned int in = limited(flow->in_left);
	unsigned int out = limited(flow->out_left);
	int result;

	if (gzip->is_between && flow->in_left && inflateReset(stream) != Z_OK)
		return CODEC_DAMAGED;
	gzip->is_between = gzip->is_between && !flow->in_left;
	if (gzip->is_between)
		return CODEC_WHOLE;
	stream->next_in = (unsigned char *)flow->in;
	stream->avail_in = in;
	stream->next_out = (unsigned char *)flow->out;
	stream->avail_out = out;
	result = inflate(stream, Z_NO_FLUSH);
	flow->in += in - stream->avail_in;
	flow->in_left -= in - stream->avail_in;
	flow->out += out - stream->avail_out;
	flow->out_left -= out - stream->avail_out;
	gzip->is_between = result == Z_STREAM_END;
	if (result == Z_STREAM_END)
		return CODEC_WHOLE;
	return result == Z_OK || result == Z_BUF_ERROR ? CODEC_MORE
						       : CODEC_DAMAGED;
}

const struct input_codec input_codec_gzip = {
	.magic = "\x1f\x8b",
	.magic_length = 2,
	.begin = gzip_begin,
	.step = gzip_step,
	.end = gzip_end,
	.cut = "the gzip data are cut off",
	.damaged = "the gzip data are damaged",
	.too_large = "the gzip data are damaged",
};
