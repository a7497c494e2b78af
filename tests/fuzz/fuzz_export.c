/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * journalctl -o export, given whole and cut in two at a place that the input
 * says: the same records come out. Nothing that stands in a value is a line.
 */
#include "collectors/journal_export.h"
#include "tests/fuzz/target.h"

struct result {
	size_t records, results[RECORD_RESULT_COUNT];
	uint64_t serials;
};

struct reader {
	struct journal_export export;
	struct form_state state;
	struct result result;
};

static void take_result(struct reader *reader, enum record_result result,
			const struct record *record)
{
	reader->result.results[result]++;
	if (result != RECORD_OK)
		return;
	CLAIM(record_type_is_kernel(record->type));
	CLAIM(record->text.length <= RECORD_TEXT_MAX);
	reader->result.serials = reader->result.serials * 31 + record->serial;
}

static struct span take_lines(struct reader *reader, struct span data)
{
	while (data.length) {
		enum record_result result = RECORD_NONE;
		struct record record = {0};
		enum journal_step step;
		const char *newline;

		if (reader->export.is_binary) {
			size_t used =
				journal_export_bytes(&reader->export, data);

			CLAIM(used <= data.length &&
			      (used || !reader->export.is_binary));
			data = span_skip(data, used);
			continue;
		}
		newline = memchr(data.data, '\n', data.length);
		if (!newline)
			break;
		step = journal_export_line(&reader->export,
					   span_between(data.data, newline),
					   &reader->state, &result, &record);
		if (step == JOURNAL_RECORD || step == JOURNAL_BROKEN)
			take_result(reader, result, &record);
		data = span_between(newline + 1, span_end(data));
	}
	return data;
}

static struct result read_in_two(struct span data, size_t split)
{
	struct reader reader = {0};
	enum record_result result;
	struct record record;
	struct result got;
	struct span rest;

	rest = take_lines(&reader, (struct span){data.data, split});
	take_lines(&reader, span_between(rest.data, span_end(data)));
	if (journal_export_end(&reader.export, &reader.state, &result, &record))
		take_result(&reader, result, &record);
	got = reader.result;
	journal_export_done(&reader.export);
	form_state_done(&reader.state);
	return got;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {(const char *)data + 2, size - 2};
	struct result whole, halves;

	if (size < 3)
		return 0;
	whole = read_in_two(text, text.length);
	halves = read_in_two(text, (data[0] << 8 | data[1]) % text.length);
	CLAIM(memcmp(&whole, &halves, sizeof(whole)) == 0);
	return 0;
}
