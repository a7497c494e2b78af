/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zstd, by libzstd. Frames put one behind the other are one (RFC 8878). */
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "collectors/input_codec.h"

/* What has to be remembered while unpacking: 16 MiB. `zstd -19` wants 8. */
#define WINDOW_LOG_MAX 24

static void *zstd_begin(void)
{
	ZSTD_DCtx *context = ZSTD_createDCtx();

	if (context && ZSTD_isError(ZSTD_DCtx_setParameter(
			       context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX))) {
		ZSTD_freeDCtx(context);
		return NULL;
	}
	return context;
}

static void zstd_end(void *state)
{
	ZSTD_freeDCtx(state);
}

static enum codec_step zstd_step(void *state, struct codec_flow *flow)
{
	ZSTD_inBuffer in = {flow->in, flow->in_left, 0};
	ZSTD_outBuffer out = {flow->out, flow->out_left, 0};
	size_t result = ZSTD_decompressStream(state, &out, &in);

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

const struct input_codec input_codec_zstd = {
	.magic = "\x28\xb5\x2f\xfd",
	.magic_length = 4,
	.begin = zstd_begin,
	.step = zstd_step,
	.end = zstd_end,
	.cut = "the zstd data are cut off",
	.damaged = "the zstd data are damaged",
	.too_large = "the zstd data need a window of more than 16 MiB: unpack "
		     "them with zstd -dc --long=31",
};
