/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zstd, by libzstd. Frames put one behind the other are one (RFC 8878). */
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "collectors/input_codec.h"

/* What has to be remembered while unpacking: 16 MiB. `zstd -19` wants 8. */
#define WINDOW_LOG_MAX 24

struct zstd {
	ZSTD_DCtx *context;
	bool is_between; /* two frames */
};

static void *zstd_begin(void)
{
	struct zstd *zstd = calloc(1, sizeof(*zstd));

	if (!zstd)
		return NULL;
	zstd->context = ZSTD_createDCtx();
	if (zstd->context &&
	    !ZSTD_isError(ZSTD_DCtx_setParameter(
		    zstd->context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)))
		return zstd;
	ZSTD_freeDCtx(zstd->context);
	free(zstd);
	return NULL;
}

static void zstd_end(void *state)
{
	struct zstd *zstd = state;

	ZSTD_freeDCtx(zstd->context);
	free(zstd);
}

static enum codec_step zstd_step(void *state, struct codec_flow *flow)
{
	struct zstd *zstd = state;
	ZSTD_inBuffer in = {flow->in, flow->in_left, 0};
	ZSTD_outBuffer out = {flow->out, flow->out_left, 0};
	size_t result;

	/* Asked without bytes it would begin a frame, and want its head. */
	if (zstd->is_between && !flow->in_left)
		return CODEC_WHOLE;
	result = ZSTD_decompressStream(zstd->context, &out, &in);
	zstd->is_between = result == 0;
	flow->in += in.pos;
	flow->in_left -= in.pos;
	flow->out += out.pos;
	flow->out_left -= out.pos;
	if (ZSTD_isError(result))
		return ZSTD_getErrorCode(result) ==
				       ZSTD_error_frameParameter_windowTooLarge
			       ? CODEC_TOO_LARGE
			       : CODEC_DAMAGED;
	return result == 0 ? CODEC_WHOLE : CODEC_MORE;
}

/* Frames may be preceded by one that is to be skipped, as pzstd writes it. */
#define ZSTD_ROW(first_bytes)                                                  \
	{                                                                      \
		.magic = (first_bytes), .magic_length = 4,                     \
		.begin = zstd_begin, .step = zstd_step, .end = zstd_end,       \
		.cut = "the zstd data are cut off",                            \
		.damaged = "the zstd data are damaged",                        \
		.too_large = "the zstd data need a window of more than 16 "    \
			     "MiB: unpack them with zstd -dc --long=31",       \
	}

const struct input_codec input_codec_zstd = ZSTD_ROW("\x28\xb5\x2f\xfd");
const struct input_codec input_codec_pzstd = ZSTD_ROW("\x50\x2a\x4d\x18");
