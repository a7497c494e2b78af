/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collectors/input_codec.h"

#define PACKED_SIZE 65536u
#define MAGIC_MAX   4u

static const struct input_codec *const codecs[] = {
	&input_codec_gzip,
	&input_codec_zstd,
	&input_codec_pzstd,
};

struct input {
	int fd;
	bool has_begun;
	const struct input_codec *codec; /* NULL: not packed */
	void *state;
	enum codec_step step;
	const char *damage;
	/* What was read and not yet given on; PACKED_SIZE when packed. */
	char packed[PACKED_SIZE];
	const char *at;
	size_t left;
};

enum status input_new(int fd, struct input **ret, struct error *err)
{
	struct input *input = malloc(sizeof(*input));

	if (!input)
		return error_no_memory(err);
	memset(input, 0, offsetof(struct input, packed));
	input->fd = fd;
	input->at = input->packed;
	input->left = 0;
	*ret = input;
	return STATUS_OK;
}

void input_free(struct input *input)
{
	if (input && input->codec)
		input->codec->end(input->state);
	free(input);
}

const char *input_damage(const struct input *input)
{
	return input->damage;
}

static enum status read_bytes(struct input *input, char *buffer, size_t size,
			      size_t *ret_got, struct error *err)
{
	ssize_t got;

	do
		got = read(input->fd, buffer, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_set_errno(err, STATUS_MALFORMED, errno, NULL,
				       "read");
	*ret_got = (size_t)got;
	return STATUS_OK;
}

/* Read enough to know how it is packed. */
static enum status begin(struct input *input, struct error *err)
{
	size_t got = 1;

	input->has_begun = true;
	while (input->left < MAGIC_MAX && got) {
		enum status status =
			read_bytes(input, input->packed + input->left,
				   PACKED_SIZE - input->left, &got, err);

		if (status != STATUS_OK)
			return status;
		input->left += got;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(codecs); i++)
		if (input->left >= codecs[i]->magic_length &&
		    memcmp(input->packed, codecs[i]->magic,
			   codecs[i]->magic_length) == 0)
			input->codec = codecs[i];
	if (!input->codec)
		return STATUS_OK;
	input->step = CODEC_MORE;
	input->state = input->codec->begin();
	if (input->state)
		return STATUS_OK;
	input->codec = NULL;
	return error_no_memory(err);
}

/* What begin() read, then the file itself: no byte is copied twice. */
static enum status read_plain(struct input *input, char *buffer, size_t size,
			      size_t *ret_got, struct error *err)
{
	if (!input->left)
		return read_bytes(input, buffer, size, ret_got, err);
	if (size > input->left)
		size = input->left;
	memcpy(buffer, input->at, size);
	input->at += size;
	input->left -= size;
	*ret_got = size;
	return STATUS_OK;
}

/* Unpack what there is; true when that is a result. */
static bool unpack(struct input *input, struct codec_flow *flow, size_t size,
		   size_t *ret_got)
{
	flow->in = input->at;
	flow->in_left = input->left;
	input->step = input->codec->step(input->state, flow);
	input->at = flow->in;
	input->left = flow->in_left;
	*ret_got = size - flow->out_left;
	if (input->step == CODEC_DAMAGED)
		input->damage = input->codec->damaged;
	else if (input->step == CODEC_TOO_LARGE)
		input->damage = input->codec->too_large;
	return input->damage || *ret_got;
}

static enum status read_packed(struct input *input, char *buffer, size_t size,
			       size_t *ret_got, struct error *err)
{
	struct codec_flow flow = {.out = buffer, .out_left = size};

	*ret_got = 0;
	while (!input->damage) {
		enum status status;
		size_t got;

		if (unpack(input, &flow, size, ret_got))
			return STATUS_OK;
		if (input->left)
			continue;
		status = read_bytes(input, input->packed, PACKED_SIZE, &got,
				    err);
		if (status != STATUS_OK)
			return status;
		input->at = input->packed;
		input->left = got;
		if (!got && input->step == CODEC_WHOLE)
			return STATUS_OK;
		if (!got)
			input->damage = input->codec->cut;
	}
	return STATUS_OK;
}

enum status input_read(struct input *input, char *buffer, size_t size,
		       size_t *ret_got, struct error *err)
{
	enum status status;

	*ret_got = 0;
	if (!input->has_begun) {
		status = begin(input, err);
		if (status != STATUS_OK)
			return status;
	}
	return input->codec ? read_packed(input, buffer, size, ret_got, err)
			    : read_plain(input, buffer, size, ret_got, err);
}
