/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "collectors/form.h"

/* Of one AVC: more are not read as parts of it. */
#define WRAPPED_LINES 16u
#define BUFFER_SIZE   (4u << 20)

struct log_reader {
	struct harvest *harvest;
	struct log_range range;
	struct log_stats stats;
	struct form_state forms;
	/* An AVC that was wrapped: its lines so far, with spaces between. */
	struct text wrapped;
	unsigned int wrapped_lines;
	uint64_t wrapped_start;
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
	text_done(&reader->wrapped);
	free(reader);
}

const struct log_stats *log_reader_stats(const struct log_reader *reader)
{
	return &reader->stats;
}

static void count_result(struct log_reader *reader, enum record_result result,
			 uint64_t line)
{
	if (reader->stats.results[result]++ == 0)
		reader->stats.first_line[result] = line;
}

static bool is_in_range(const struct log_range *range,
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

static void take_record(struct log_reader *reader, const struct record *record,
			uint64_t line)
{
	uint64_t malformed = harvest_malformed(reader->harvest);

	count_result(reader, RECORD_OK, line);
	if (!is_in_range(&reader->range, record))
		return;
	harvest_add(reader->harvest, record);
	if (harvest_malformed(reader->harvest) > malformed)
		count_result(reader, RECORD_BAD_FIELDS, line);
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
			const struct record *record, uint64_t line)
{
	if (result == RECORD_OK) {
		take_record(reader, record, line);
		return;
	}
	count_result(reader, result, line);
	if (result == RECORD_LOSS)
		take_loss(reader, record);
}

/* Does an AVC stop before it has said of what class its object is? */
static bool is_unfinished(const struct record *record)
{
	return record->type == AUDIT_AVC &&
	       span_has_prefix(record->text, SPAN("avc:")) &&
	       !span_find(record->text, SPAN("tclass="));
}

/* The lines that were put together, as one. */
static void end_wrapped(struct log_reader *reader)
{
	struct span line = {reader->wrapped.data, reader->wrapped.length};
	struct record record = {0};
	enum record_result result;

	if (!reader->wrapped_lines)
		return;
	result = form_parse(line, &reader->forms, &record);
	take_result(reader, result, &record, reader->wrapped_start);
	reader->wrapped_lines = 0;
	reader->wrapped.length = 0;
}

/* A line that is part of the AVC begun before: indented, with fields. */
static bool continues_wrapped(const struct log_reader *reader, struct span line)
{
	static const char *const keys[] = {
		"scontext=", "tcontext=", "tclass=", "permissive="};

	if (!reader->wrapped_lines || reader->wrapped_lines >= WRAPPED_LINES ||
	    line.length > RECORD_TEXT_MAX || !line.length)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
		if (span_has_prefix(line, span_of(keys[i])))
			return true;
	return (line.data[0] == ' ' || line.data[0] == '\t') &&
	       memchr(line.data, '=', line.length) &&
	       !span_find(line, SPAN("avc:"));
}

static void add_wrapped(struct log_reader *reader, struct span line)
{
	if (reader->wrapped_lines) {
		text_add(&reader->wrapped, " ");
		line = span_trim_left(line);
	}
	text_add_bytes(&reader->wrapped, line.data, line.length);
	reader->wrapped_lines++;
}

static void take_line(struct log_reader *reader, struct span line)
{
	uint64_t number = ++reader->stats.lines;
	struct record record = {0};
	enum record_result result;

	if (line.length && line.data[line.length - 1] == '\r')
		line.length--;
	if (continues_wrapped(reader, line)) {
		add_wrapped(reader, line);
		return;
	}
	end_wrapped(reader);
	if (line.length > LOG_LINE_MAX) {
		count_result(reader, RECORD_TOO_LONG, number);
		return;
	}
	result = form_parse(line, &reader->forms, &record);
	if (result == RECORD_OK && is_unfinished(&record)) {
		reader->wrapped_start = number;
		add_wrapped(reader, line);
		return;
	}
	take_result(reader, result, &record, number);
}

/* All lines of DATA that are whole; how many bytes they are. */
static size_t take_lines(struct log_reader *reader, struct span data)
{
	const char *at = data.data;
	const char *end = span_end(data);

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!newline)
			break;
		take_line(reader, span_between(at, newline));
		at = newline + 1;
	}
	return (size_t)(at - data.data);
}

static enum status end_input(struct log_reader *reader, struct span rest,
			     struct error *err)
{
	if (rest.length)
		take_line(reader, rest);
	end_wrapped(reader);
	return reader->wrapped.failed || reader->forms.scratch.failed
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

/*
 * What is in the buffer of LENGTH bytes is no whole line. A line that does
 * not fit is counted once and dropped up to its end.
 */
static size_t keep_rest(char *buffer, struct span rest, bool *is_skipping)
{
	if (*is_skipping || rest.length > LOG_LINE_MAX) {
		*is_skipping = true;
		return 0;
	}
	memmove(buffer, rest.data, rest.length);
	return rest.length;
}

/* The end of a line that was too long: what follows is read again. */
static struct span end_skipping(struct log_reader *reader, struct span text,
				bool *is_skipping)
{
	const char *newline;

	if (!*is_skipping || !text.length)
		return text;
	newline = memchr(text.data, '\n', text.length);
	if (!newline)
		return span_skip(text, text.length);
	*is_skipping = false;
	count_result(reader, RECORD_TOO_LONG, ++reader->stats.lines);
	return span_between(newline + 1, span_end(text));
}

enum status log_read_file(struct log_reader *reader, int fd, struct error *err)
{
	char *buffer AUTO_FREE = malloc(BUFFER_SIZE);
	bool is_skipping = false;
	size_t used = 0;
	ssize_t got;

	if (!buffer)
		return error_no_memory(err);
	while ((got = read(fd, buffer + used, BUFFER_SIZE - used)) != 0) {
		struct span text;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set_errno(err, STATUS_MALFORMED, errno,
					       NULL, "read");
		reader->stats.bytes += (uint64_t)got;
		text = end_skipping(reader,
				    (struct span){buffer, used + (size_t)got},
				    &is_skipping);
		text = span_skip(text, take_lines(reader, text));
		used = keep_rest(buffer, text, &is_skipping);
	}
	if (is_skipping)
		count_result(reader, RECORD_TOO_LONG, ++reader->stats.lines);
	return end_input(reader, (struct span){buffer, used}, err);
}

void log_note_losses(const struct log_stats *stats, struct profile *profile)
{
	for (int i = 0; i < RECORD_RESULT_COUNT; i++) {
		if (!stats->results[i] || i == RECORD_BAD_FIELDS ||
		    !record_result_is_damage((enum record_result)i))
			continue;
		profile_note_incomplete(
			profile,
			"%" PRIu64 " lines were damaged, %s: the first is line "
			"%" PRIu64,
			stats->results[i],
			record_result_text((enum record_result)i),
			stats->first_line[i]);
	}
	if (stats->has_losses)
		profile_note_incomplete(
			profile,
			"the log says that records were lost before they "
			"reached it");
	profile_source_add(profile, "log", stats->lost);
}
