/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/log.h"

#include <stdlib.h>

#include "collectors/form.h"
#include "collectors/input.h"
#include "collectors/journal_export.h"
#include "collectors/unwrap.h"
#include "collectors/wrapped.h"

/* Read at once: so little that it is still in the processor's cache when its
   lines are looked at. */
#define CHUNK_SIZE  (32u << 10)
#define BUFFER_SIZE (LOG_LINE_MAX + CHUNK_SIZE)

struct log_reader {
	struct harvest *harvest;
	struct log_range range;
	struct log_stats stats;
	struct form_state forms;
	struct serial_watch serials;
	struct unwrap unwrap;
	struct journal_export export;
	struct wrapped wrapped;
	/* The line at hand is the log's last one and has no end: it may be cut
	   where it seems to end. */
	bool is_unended;
	bool has_no_head; /* the first line is the rest of a record */
	/* Of the lines at hand the first byte 0x1d that is not before the
	   present one: there begins what auditd appended. Or their end. */
	const char *tail;
};

enum status log_reader_new(struct harvest *harvest,
			   const struct log_range *range,
			   struct log_reader **ret, struct error *err)
{
	struct log_reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return error_no_memory(err);
	reader->harvest = harvest;
	if (range)
		reader->range = *range;
	*ret = reader;
	return STATUS_OK;
}

void log_reader_free(struct log_reader *reader)
{
	if (!reader)
		return;
	form_state_done(&reader->forms);
	unwrap_done(&reader->unwrap);
	journal_export_done(&reader->export);
	text_done(&reader->wrapped.text);
	free(reader);
}

const struct log_stats *log_reader_stats(struct log_reader *reader)
{
	struct log_stats *stats = &reader->stats;

	stats->serials = serial_watch_end(&reader->serials);
	stats->has_no_head = reader->has_no_head || reader->serials.has_no_head;
	stats->results[RECORD_BAD_FIELDS] = harvest_malformed(
		reader->harvest, &stats->first_line[RECORD_BAD_FIELDS]);
	return stats;
}

static void count_result(struct log_reader *reader, enum record_result result,
			 uint64_t line)
{
	if (reader->stats.results[result]++ == 0)
		reader->stats.first_line[result] = line;
}

static bool is_of_time(const struct log_range *range,
		       const struct record *record)
{
	uint64_t ms;

	if (!record->has_stamp)
		return true;
	if (__builtin_mul_overflow(record->seconds, 1000, &ms) ||
	    __builtin_add_overflow(ms, record->milliseconds, &ms))
		ms = UINT64_MAX;
	return !(range->has_since && ms < range->since_ms) &&
	       !(range->has_until && ms > range->until_ms);
}

static inline bool is_in_range(const struct log_range *range,
			       const struct record *record)
{
	return !(range->has_since || range->has_until) ||
	       is_of_time(range, record);
}

static void take_record(struct log_reader *reader, struct record *record,
			uint64_t line)
{
	if (reader->is_unended && !record_is_whole(record)) {
		count_result(reader, RECORD_UNENDED, line);
		return;
	}
	count_result(reader, RECORD_OK, line);
	if (!is_in_range(&reader->range, record))
		return;
	record->line = line;
	harvest_add(reader->harvest, record);
}

/* The log's own words: a running total since boot, or a number each time. */
static void take_loss(struct log_reader *reader, const struct record *loss)
{
	struct log_stats *stats = &reader->stats;

	stats->has_losses = true;
	if (!loss->has_stamp)
		stats->lost += loss->serial;
	else if (loss->serial > stats->lost)
		stats->lost = loss->serial;
}

static void take_result(struct log_reader *reader, enum record_result result,
			struct record *record, uint64_t line)
{
	if (result == RECORD_OK) {
		take_record(reader, record, line);
		return;
	}
	count_result(reader, result, line);
	if (result == RECORD_LOSS)
		take_loss(reader, record);
}

/* What comes next is not the chunk's own bytes. */
static void distrust_bytes(struct log_reader *reader)
{
	reader->forms.is_clean = false;
}

/* The lines that were put together, as one. */
static void end_wrapped(struct log_reader *reader)
{
	struct record record = {0};
	enum record_result result;

	if (!reader->wrapped.count)
		return;
	distrust_bytes(reader);
	result = form_parse(wrapped_line(&reader->wrapped), &reader->forms,
			    &record);
	take_result(reader, result, &record, reader->wrapped.start);
	wrapped_reset(&reader->wrapped);
}

/* A line as auditd writes it: is a number missing before it? */
static void watch_serial(struct log_reader *reader, const struct record *record)
{
	if (record->has_msg && record->has_stamp &&
	    !serial_watch_has(&reader->serials, record) &&
	    is_in_range(&reader->range, record))
		serial_watch_add(&reader->serials, record);
}

/*
 * The log's first line is none, but has what only records have: it is the
 * rest of one, as where `tail -c` or a limit of bytes cut.
 */
static void watch_first(struct log_reader *reader, struct span line,
			enum record_result result)
{
	static const char *const keys[] = {" tclass=", " subj=", " code=0x",
					   " nametype=", " key=("};

	if (result != RECORD_NONE || reader->stats.lines != 1)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
		if (span_find(line, span_of(keys[i])))
			reader->has_no_head = true;
}

/* Zero bytes before a record, as a file system leaves them after a crash. */
static bool has_hole(struct span line)
{
	return line.length && line.data[0] == '\0' &&
	       (span_find(line, SPAN("audit(")) ||
		span_find(line, SPAN("avc:")));
}

/* A record of which the log's end left less than its stamp. */
static bool has_begun(struct span line)
{
	return span_has_prefix(line, SPAN("type=")) ||
	       span_has_prefix(line, SPAN("node=")) ||
	       span_find(line, SPAN(" audit: type="));
}

/* A line without what a container runtime put around it. */
static void take_bare_line(struct log_reader *reader, struct span line)
{
	uint64_t number = reader->stats.lines;
	bool is_unended = reader->is_unended;
	struct record record = {0};
	enum record_result result;

	if (line.length && line.data[line.length - 1] == '\r')
		line.length--;
	if (wrapped_continues(&reader->wrapped, line)) {
		wrapped_add(&reader->wrapped, line);
		return;
	}
	/* Its own lines had ends. */
	reader->is_unended = false;
	end_wrapped(reader);
	reader->is_unended = is_unended;
	if (reader->export.is_open)
		distrust_bytes(reader);
	switch (journal_export_line(&reader->export, line, &reader->forms,
				    &result, &record)) {
	case JOURNAL_NOT:
		break;
	case JOURNAL_TAKEN:
		return;
	case JOURNAL_RECORD:
		take_result(reader, result, &record, number);
		return;
	case JOURNAL_BROKEN:
		take_result(reader, result, &record, number);
		break;
	}
	result = form_parse(line, &reader->forms, &record);
	if (span_has_prefix(line, SPAN("node=")) ||
	    span_has_prefix(line, SPAN("type=")))
		watch_serial(reader, &record);
	watch_first(reader, line, result);
	if (result == RECORD_NONE && has_hole(line))
		result = RECORD_BAD_BYTES;
	else if (result == RECORD_NONE && is_unended && has_begun(line))
		result = RECORD_UNENDED;
	if (result == RECORD_OK && wrapped_begins(&record)) {
		reader->wrapped.start = number;
		wrapped_add(&reader->wrapped, line);
		return;
	}
	take_result(reader, result, &record, number);
}

/* Nearly all lines of a log are auditd's own: they need no look at what else
   there is. */
static bool is_plain(const struct log_reader *reader, struct span line)
{
	return !reader->wrapped.count && !reader->export.is_open &&
	       line.length < RECORD_TEXT_MAX &&
	       span_has_prefix(line, SPAN("type=")) &&
	       line.data[line.length - 1] != '\r';
}

/* The line without what auditd appended to be enriched. */
static struct span without_tail(const struct log_reader *reader,
				struct span line)
{
	return reader->tail < span_end(line)
		       ? span_between(line.data, reader->tail)
		       : line;
}

static void take_plain_line(struct log_reader *reader, struct span line)
{
	struct record record;
	enum record_result result;

	record.has_stamp = record.has_msg = false;
	reader->forms.is_untailed = true;
	result = form_raw_parse(without_tail(reader, line), &reader->forms,
				&record);
	reader->forms.is_untailed = false;
	if (result == RECORD_OK || result == RECORD_USER ||
	    result == RECORD_OTHER_TYPE)
		watch_serial(reader, &record);
	if (result == RECORD_OK && !wrapped_begins(&record))
		take_record(reader, &record, reader->stats.lines);
	else if (result == RECORD_OK)
		take_bare_line(reader, line);
	else if (result == RECORD_NONE)
		take_bare_line(reader, line);
	else
		take_result(reader, result, &record, reader->stats.lines);
}

static void take_line(struct log_reader *reader, struct span line)
{
	reader->stats.lines++;
	if (is_plain(reader, line)) {
		take_plain_line(reader, line);
		return;
	}
	if (line.length > LOG_LINE_MAX) {
		end_wrapped(reader);
		count_result(reader, RECORD_TOO_LONG, reader->stats.lines);
		return;
	}
	/* Not a part of what is inside: lines may be cut into pieces. */
	if (line.length && line.data[line.length - 1] == '\r')
		line.length--;
	if (span_has_prefix(line, SPAN("\xef\xbb\xbf")))
		line = span_skip(line, 3);
	switch (unwrap_line(&reader->unwrap, line, &line)) {
	case UNWRAP_PIECE:
		return;
	case UNWRAP_TOO_LONG:
		count_result(reader, RECORD_TOO_LONG, reader->stats.lines);
		return;
	case UNWRAP_LINE:
		/* What it was decoded from says nothing about it. */
		distrust_bytes(reader);
		break;
	case UNWRAP_NOT:
		break;
	}
	take_bare_line(reader, line);
}

/* Bytes of a journal's field that are no lines; its lines are counted. */
static size_t take_binary(struct log_reader *reader, struct span data)
{
	size_t used = journal_export_bytes(&reader->export, data);

	for (size_t i = 0; i < used; i++)
		reader->stats.lines += data.data[i] == '\n';
	return used;
}

/* Where from AT on the next tail begins. Not every line has one, so not every
   line is looked through. */
static void find_tail(struct log_reader *reader, const char *at,
		      const char *end)
{
	if (reader->tail && reader->tail >= at)
		return;
	reader->tail = memchr(at, 0x1d, (size_t)(end - at));
	if (!reader->tail)
		reader->tail = end;
}

/* All lines of DATA that are whole; how many bytes they are. */
static size_t take_lines(struct log_reader *reader, struct span data)
{
	const char *at = data.data;
	const char *end = span_end(data);

	reader->tail = NULL;
	reader->forms.is_clean = data.length && !memchr(at, 0, data.length);
	while (at < end) {
		const char *newline;

		if (reader->export.is_binary) {
			at += take_binary(reader, span_between(at, end));
			continue;
		}
		newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline)
			break;
		find_tail(reader, at, end);
		take_line(reader, span_between(at, newline));
		at = newline + 1;
	}
	return (size_t)(at - data.data);
}

/* What waits for more when there is no more. IS_UNENDED: the last line had no
   end. */
static void end_open(struct log_reader *reader, bool is_unended)
{
	struct record record = {0};
	enum record_result result;
	struct span line;

	reader->is_unended = true;
	while (unwrap_rest(&reader->unwrap, &line)) {
		take_bare_line(reader, line);
		is_unended = true;
	}
	reader->is_unended = is_unended;
	end_wrapped(reader);
	reader->is_unended = false;
	/* An entry's last line is an empty one. */
	if (journal_export_end(&reader->export, &reader->forms, &result,
			       &record))
		take_result(reader, is_unended ? RECORD_UNENDED : result,
			    &record, reader->stats.lines);
}

static enum status end_input(struct log_reader *reader, struct span rest,
			     struct error *err)
{
	/* Of JSON it is known whether it is whole, and what auditd appends
	   stands behind a whole record. */
	reader->is_unended = rest.length && rest.data[0] != '{' &&
			     !memchr(rest.data, 0x1d, rest.length);
	distrust_bytes(reader);
	if (rest.length) {
		reader->tail = NULL;
		find_tail(reader, rest.data, span_end(rest));
		take_line(reader, rest);
	}
	end_open(reader, reader->is_unended);
	return reader->wrapped.text.failed || reader->forms.scratch.failed ||
			       reader->forms.raw.failed ||
			       reader->unwrap.scratch.failed ||
			       reader->unwrap.streams[0].line.failed ||
			       reader->unwrap.streams[1].line.failed ||
			       reader->export.values.failed
		       ? error_no_memory(err)
		       : STATUS_OK;
}

enum status log_read(struct log_reader *reader, const char *data, size_t length,
		     struct error *err)
{
	struct span text = {data, length};

	reader->stats.bytes += length;
	return end_input(reader, span_skip(text, take_lines(reader, text)),
			 err);
}

/* A file, while it is read. */
struct chunks {
	char *buffer;	  /* BUFFER_SIZE */
	size_t used;	  /* at its start: a line that is not whole */
	bool is_skipping; /* a line that does not fit, to its end */
};

/* The end of a line that was too long: what follows is read again. */
static struct span end_skipping(struct log_reader *reader, struct span text,
				struct chunks *chunks)
{
	const char *newline;

	if (!chunks->is_skipping || !text.length)
		return text;
	newline = memchr(text.data, '\n', text.length);
	if (!newline)
		return span_skip(text, text.length);
	chunks->is_skipping = false;
	end_wrapped(reader);
	count_result(reader, RECORD_TOO_LONG, ++reader->stats.lines);
	return span_between(newline + 1, span_end(text));
}

/* GOT bytes came behind what was there: take the lines, keep the rest. */
static void take_chunk(struct log_reader *reader, struct chunks *chunks,
		       size_t got)
{
	struct span text = {chunks->buffer, chunks->used + got};

	reader->stats.bytes += got;
	text = end_skipping(reader, text, chunks);
	text = span_skip(text, take_lines(reader, text));
	chunks->used = text.length;
	/* Counted once, and dropped up to its end. */
	if (chunks->is_skipping || text.length > LOG_LINE_MAX) {
		chunks->is_skipping = true;
		chunks->used = 0;
	} else if (text.length) {
		memmove(chunks->buffer, text.data, text.length);
	}
}

static enum status read_chunks(struct log_reader *reader, struct input *input,
			       struct chunks *chunks, struct error *err)
{
	enum status status;
	size_t got;

	while ((status = input_read(input, chunks->buffer + chunks->used,
				    CHUNK_SIZE, &got, err)) == STATUS_OK &&
	       got)
		take_chunk(reader, chunks, got);
	if (status != STATUS_OK)
		return status;
	if (chunks->is_skipping)
		count_result(reader, RECORD_TOO_LONG, ++reader->stats.lines);
	if (input_damage(input) && !reader->stats.damage)
		reader->stats.damage = input_damage(input);
	return end_input(reader, (struct span){chunks->buffer, chunks->used},
			 err);
}

enum status log_read_file(struct log_reader *reader, int fd, struct error *err)
{
	char *buffer AUTO_FREE = malloc(BUFFER_SIZE);
	struct chunks chunks = {.buffer = buffer};
	struct input *input = NULL;
	enum status status;

	if (!buffer)
		return error_no_memory(err);
	status = input_new(fd, &input, err);
	if (status == STATUS_OK)
		status = read_chunks(reader, input, &chunks, err);
	input_free(input);
	return status;
}
