/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/unwrap.h"

#include "collectors/json_flat.h"

#define STAMP_MAX 40u

void unwrap_done(struct unwrap *unwrap)
{
	for (size_t i = 0; i < ARRAY_LENGTH(unwrap->streams); i++)
		text_done(&unwrap->streams[i].line);
	text_done(&unwrap->scratch);
}

static bool stream_from_name(struct span name, unsigned int *ret)
{
	*ret = span_is(name, "stderr");
	return *ret || span_is(name, "stdout");
}

/* A piece came, the last one when IS_WHOLE. */
static enum unwrap_step take_piece(struct unwrap_stream *stream,
				   struct span piece, bool is_whole,
				   struct span *ret)
{
	if (stream->is_done) {
		stream->line.length = 0;
		stream->is_done = false;
	}
	if (is_whole && !stream->line.length && !stream->is_too_long) {
		*ret = piece;
		return UNWRAP_LINE;
	}
	if (stream->line.length + piece.length > UNWRAP_LINE_MAX)
		stream->is_too_long = true;
	else
		text_add_bytes(&stream->line, piece.data, piece.length);
	if (!is_whole)
		return UNWRAP_PIECE;
	stream->is_done = true;
	if (stream->is_too_long) {
		stream->is_too_long = false;
		return UNWRAP_TOO_LONG;
	}
	*ret = (struct span){stream->line.data, stream->line.length};
	return UNWRAP_LINE;
}

/* The word at TEXT's start with one space behind it, cut off. */
static bool take_word(struct span *text, size_t max, struct span *ret)
{
	const char *space =
		text->length ? memchr(text->data, ' ',
				      text->length < max ? text->length : max)
			     : NULL;

	if (!space)
		return false;
	*ret = span_between(text->data, space);
	*text = span_between(space + 1, span_end(*text));
	return true;
}

static enum unwrap_step unwrap_cri(struct unwrap *unwrap, struct span line,
				   struct span *ret)
{
	struct span stamp, name, tags;
	unsigned int stream;

	/* "2026-11-22T" */
	if (line.length < 24 || line.data[4] != '-' || line.data[7] != '-' ||
	    line.data[10] != 'T' || !take_word(&line, STAMP_MAX, &stamp) ||
	    !take_word(&line, 8, &name) || !stream_from_name(name, &stream))
		return UNWRAP_NOT;
	/* Tags have colons between; the first one says whether it is whole. An
	   empty line has no space behind them. */
	if (!take_word(&line, STAMP_MAX, &tags)) {
		tags = line;
		line = span_skip(line, line.length);
	}
	if (!tags.length || (tags.data[0] != 'F' && tags.data[0] != 'P') ||
	    (tags.length > 1 && tags.data[1] != ':'))
		return UNWRAP_NOT;
	return take_piece(&unwrap->streams[stream], line, tags.data[0] == 'F',
			  ret);
}

static enum unwrap_step unwrap_docker(struct unwrap *unwrap, struct span line,
				      struct span *ret)
{
	struct span log = {0}, name = {0};
	struct json_member member;
	unsigned int stream;
	enum json_step step;
	bool is_whole;

	while ((step = json_flat_next(&line, &member)) == JSON_MEMBER) {
		if (member.kind != JSON_STRING)
			continue;
		if (!log.data && span_is(member.key, "log"))
			log = member.value;
		else if (!name.data && span_is(member.key, "stream"))
			name = member.value;
	}
	unwrap->scratch.length = 0;
	if (step != JSON_END || !log.data || !stream_from_name(name, &stream) ||
	    !json_flat_string(log, &unwrap->scratch))
		return UNWRAP_NOT;
	log = (struct span){unwrap->scratch.data, unwrap->scratch.length};
	is_whole = log.length && log.data[log.length - 1] == '\n';
	log.length -= is_whole;
	/* A line's end within it would begin a line that was none. */
	if (log.length && memchr(log.data, '\n', log.length))
		return UNWRAP_NOT;
	return take_piece(&unwrap->streams[stream], log, is_whole, ret);
}

enum unwrap_step unwrap_line(struct unwrap *unwrap, struct span line,
			     struct span *ret)
{
	if (!line.length)
		return UNWRAP_NOT;
	if (line.data[0] >= '0' && line.data[0] <= '9')
		return unwrap_cri(unwrap, line, ret);
	if (span_has_prefix(line, SPAN("{\"log\":")))
		return unwrap_docker(unwrap, line, ret);
	return UNWRAP_NOT;
}

bool unwrap_rest(struct unwrap *unwrap, struct span *ret)
{
	for (size_t i = 0; i < ARRAY_LENGTH(unwrap->streams); i++) {
		struct unwrap_stream *stream = &unwrap->streams[i];

		if (!stream->line.length || stream->is_done)
			continue;
		stream->is_done = true;
		*ret = (struct span){stream->line.data, stream->line.length};
		return true;
	}
	return false;
}
