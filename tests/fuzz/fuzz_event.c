/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The joiner: four bytes a record (serial, time, node, length of its text).
 * What goes in comes out once, with records of its own event.
 */
#include "collectors/event.h"
#include "tests/fuzz/target.h"

struct tally {
	size_t records;
};

static void check_event(void *context, const struct event *event)
{
	struct tally *tally = context;

	CLAIM(event->count > 0);
	for (size_t i = 1; i < event->count; i++)
		CLAIM(record_is_same_event(event->records[0],
					   event->records[i]));
	for (size_t i = 0; i < event->count; i++)
		for (size_t j = 0; j < event->records[i]->text.length; j++)
			CLAIM(event->records[i]->text.data[j] ==
			      (char)event->records[i]->serial);
	tally->records += event->count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const nodes[] = {NULL, "a", "b", "node-c"};
	struct event_joiner *joiner = NULL;
	struct tally tally = {0};
	char text[256];
	size_t count = 0;

	if (event_joiner_new(check_event, &tally, &joiner, NULL) != STATUS_OK)
		return 0;
	for (; size >= 4; size -= 4, data += 4, count++) {
		struct record record = {
			.type = AUDIT_SYSCALL,
			.has_stamp = data[1] != 255,
			.seconds = data[1] & 3,
			.serial = data[0],
			.node = span_of(nodes[data[2] & 3]),
			.text = {text, data[3]},
		};

		memset(text, (char)record.serial, sizeof(text));
		CLAIM(event_joiner_add(joiner, &record));
	}
	event_joiner_flush(joiner);
	CLAIM(tally.records == count);
	event_joiner_free(joiner);
	return 0;
}
