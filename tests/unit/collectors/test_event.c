/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "collectors/event.h"

/* What the handler was given, as text: "[type type][type]". */
struct seen {
	char text[4096];
	size_t events;
};

static void remember(void *context, const struct event *event)
{
	struct seen *seen = context;
	size_t used = strlen(seen->text);

	seen->events++;
	used += (size_t)snprintf(seen->text + used, sizeof(seen->text) - used,
				 "[");
	for (size_t i = 0; i < event->count; i++)
		used += (size_t)snprintf(
			seen->text + used, sizeof(seen->text) - used, "%s%.*s",
			i ? " " : "", (int)event->records[i]->text.length,
			event->records[i]->text.data);
	snprintf(seen->text + used, sizeof(seen->text) - used, "]");
}

static void count_only(void *context, const struct event *event)
{
	(void)event;
	((struct seen *)context)->events++;
}

static struct event_joiner *joiner_of(struct seen *seen, event_handler handler)
{
	struct event_joiner *joiner = NULL;

	assert_int_equal(event_joiner_new(handler, seen, &joiner, NULL),
			 STATUS_OK);
	return joiner;
}

static void add(struct event_joiner *joiner, uint64_t serial, const char *node,
		const char *text)
{
	struct record record = {
		.type = AUDIT_SYSCALL,
		.has_stamp = true,
		.seconds = 1,
		.serial = serial,
		.node = span_of(node),
		.text = span_of(text),
	};

	assert_true(event_joiner_add(joiner, &record));
}

static void records_of_one_serial_are_one_event(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, remember);

	(void)state;
	add(joiner, 1, NULL, "a");
	add(joiner, 2, NULL, "b");
	add(joiner, 1, NULL, "c");
	add(joiner, 2, NULL, "d");
	add(joiner, 1, NULL, "e");
	assert_int_equal(seen.events, 0);
	event_joiner_flush(joiner);
	assert_string_equal(seen.text, "[a c e][b d]");
	event_joiner_free(joiner);
}

static void equal_serials_of_different_nodes_are_different_events(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, remember);

	(void)state;
	add(joiner, 1, "x", "a");
	add(joiner, 1, "y", "b");
	add(joiner, 1, "x", "c");
	add(joiner, 1, NULL, "d");
	event_joiner_flush(joiner);
	assert_string_equal(seen.text, "[a c][b][d]");
	event_joiner_free(joiner);
}

static void text_is_copied(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, remember);
	char text[] = "before", node[] = "n1";

	(void)state;
	add(joiner, 1, node, text);
	memcpy(text, "XXXXXX", 6);
	memcpy(node, "XX", 2);
	add(joiner, 1, "n1", "after");
	event_joiner_flush(joiner);
	assert_string_equal(seen.text, "[before after]");
	event_joiner_free(joiner);
}

static void an_event_ends_when_its_first_record_leaves_the_window(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, count_only);

	(void)state;
	add(joiner, 1, NULL, "a");
	for (uint64_t i = 2; i <= EVENT_WINDOW; i++)
		add(joiner, i, NULL, "x");
	assert_int_equal(seen.events, 0);
	add(joiner, EVENT_WINDOW + 1, NULL, "x");
	assert_int_equal(seen.events, 1);
	event_joiner_flush(joiner);
	assert_int_equal(seen.events, EVENT_WINDOW + 1);
	assert_int_equal(event_joiner_late(joiner), 0);
	event_joiner_free(joiner);
}

static void records_after_the_window_are_counted_as_late(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, count_only);

	(void)state;
	for (uint64_t i = 1; i <= EVENT_WINDOW + 1; i++)
		add(joiner, i, NULL, "x");
	add(joiner, 1, NULL, "late");
	assert_int_equal(event_joiner_late(joiner), 1);
	add(joiner, 10, NULL, "in time");
	assert_int_equal(event_joiner_late(joiner), 1);
	event_joiner_flush(joiner);
	event_joiner_free(joiner);
}

/* The largest serial so far may have ended as well: others lag behind. */
static void a_late_record_of_the_largest_serial_is_counted(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, count_only);

	(void)state;
	add(joiner, 5000, NULL, "x");
	for (uint64_t i = 1; i <= EVENT_WINDOW; i++)
		add(joiner, i, NULL, "x");
	assert_int_equal(event_joiner_late(joiner), 0);
	add(joiner, 5000, NULL, "late");
	assert_int_equal(event_joiner_late(joiner), 1);
	event_joiner_flush(joiner);
	event_joiner_free(joiner);
}

static void the_whole_window_may_be_one_event(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, count_only);

	(void)state;
	for (uint64_t i = 0; i < 3 * EVENT_WINDOW; i++)
		add(joiner, 7, NULL, "x");
	event_joiner_flush(joiner);
	assert_int_equal(seen.events, 3);
	event_joiner_free(joiner);
}

static void a_record_without_a_stamp_is_an_event_of_its_own(void **state)
{
	struct seen seen = {0};
	struct event_joiner *joiner = joiner_of(&seen, remember);
	struct record record = {.type = AUDIT_AVC, .text = SPAN("bare")};

	(void)state;
	add(joiner, 1, NULL, "a");
	assert_true(event_joiner_add(joiner, &record));
	assert_true(event_joiner_add(joiner, &record));
	assert_string_equal(seen.text, "[bare][bare]");
	event_joiner_flush(joiner);
	assert_string_equal(seen.text, "[bare][bare][a]");
	event_joiner_free(joiner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_of_one_serial_are_one_event),
		cmocka_unit_test(
			equal_serials_of_different_nodes_are_different_events),
		cmocka_unit_test(text_is_copied),
		cmocka_unit_test(
			an_event_ends_when_its_first_record_leaves_the_window),
		cmocka_unit_test(records_after_the_window_are_counted_as_late),
		cmocka_unit_test(
			a_late_record_of_the_largest_serial_is_counted),
		cmocka_unit_test(the_whole_window_may_be_one_event),
		cmocka_unit_test(
			a_record_without_a_stamp_is_an_event_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
