/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "collectors/label_table.h"

static void assert_canonical(const char *text, const char *expected)
{
	char buffer[LABEL_MAX];
	bool is_label = label_canonical(span_of(text), buffer);

	assert_int_equal(is_label, expected != NULL);
	if (expected)
		assert_string_equal(buffer, expected);
}

static void categories_are_sorted_and_ranges_as_the_kernel_has_them(
	void **state)
{
	(void)state;
	assert_canonical("u:r:t:s0:c9,c1", "u:r:t:s0:c1,c9");
	assert_canonical("u:r:t:s0:c1.c2", "u:r:t:s0:c1,c2");
	assert_canonical("u:r:t:s0:c1,c2,c3", "u:r:t:s0:c1.c3");
	assert_canonical("u:r:t:s0-s0:c0.c1023", "u:r:t:s0-s0:c0.c1023");
	assert_canonical("u:r:t:s0-s0", "u:r:t:s0");
	assert_canonical("u:r:t:s0:c1.c3,c5,c7.c8", "u:r:t:s0:c1.c3,c5,c7,c8");
	assert_canonical("u:r:t", "u:r:t");
}

static void a_level_of_another_form_stays(void **state)
{
	(void)state;
	assert_canonical("u:r:t:SystemLow", "u:r:t:SystemLow");
	assert_canonical("u:r:t:s0:c1024", "u:r:t:s0:c1024");
	assert_canonical("u:r:t:s0:c3.c1", "u:r:t:s0:c3.c1");
}

static void what_is_no_context_is_none(void **state)
{
	static const char *const bad[] = {
		"",
		"?",
		"unconfined",
		"docker-default (enforce)",
		":",
		"a:b",
		"=unconfined",
		":root://snap.x",
		"::",
		"a::c:d",
		"a:b:c d:s0",
		"a:b:c:s0 x",
		"/usr/sbin/nginx (enforce)",
		"(null)",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_canonical(bad[i], NULL);
}

static void only_levels_with_categories_set_apart(void **state)
{
	(void)state;
	assert_true(label_level_is_private(SPAN("s0:c1,c2")));
	assert_false(label_level_is_private(SPAN("s0")));
	assert_false(label_level_is_private(SPAN("s0-s0:c0.c1023")));
	assert_false(label_level_is_private((struct span){0}));
}

static void spellings_of_one_label_are_one(void **state)
{
	struct selection selection = {.type = "t"};
	struct label_table *table = calloc(1, sizeof(*table));
	const struct known_label *label;

	(void)state;
	assert_true(label_table_init(table, &selection));
	label = label_table_get(table, SPAN("u:r:t:s0:c9,c1"));
	assert_non_null(label);
	assert_string_equal(label->text, "u:r:t:s0:c1,c9");
	assert_ptr_equal(label, label_table_get(table, SPAN("u:r:t:s0:c1,c9")));
	assert_ptr_equal(label, label_table_get(table, SPAN("u:r:t:s0:c9,c1")));
	assert_ptr_not_equal(label, label_table_get(table, SPAN("u:r:t:s0")));
	assert_null(label_table_get(table, SPAN("unconfined")));
	assert_null(label_table_get(table, SPAN("unconfined")));
	assert_true(label->is_selected);
	assert_false(label_table_get(table, SPAN("u:r:tt:s0"))->is_selected);
	label_table_done(table);
	free(table);
}

static bool is_chosen(const char *context, const char *label)
{
	struct selection selection = {.context = context};
	struct label_table *table = calloc(1, sizeof(*table));
	bool is_selected;

	assert_true(label_table_init(table, &selection));
	is_selected = label_table_get(table, span_of(label))->is_selected;
	label_table_done(table);
	free(table);
	return is_selected;
}

static void a_context_chooses_its_label_alone(void **state)
{
	(void)state;
	assert_true(is_chosen("u:r:t:s0:c2,c1", "u:r:t:s0:c1,c2"));
	assert_false(is_chosen("u:r:t:s0:c1,c2", "u:r:t:s0:c1,c3"));
	assert_false(is_chosen("u:r:t:s0:c1,c2", "u:r:t:s0"));
	assert_false(is_chosen("u:r:t:s0", "u:r:t:s0:c1,c2"));
	assert_false(is_chosen("u:r:t:s0", "u:r:t2:s0"));
	assert_true(is_chosen("u:r:t", "u:r:t:s0:c1,c2"));
	assert_true(is_chosen("u:r:t:*", "u:r:t:s0:c1,c2"));
	assert_false(is_chosen("u:x:t:*", "u:r:t:s0:c1,c2"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			categories_are_sorted_and_ranges_as_the_kernel_has_them),
		cmocka_unit_test(a_level_of_another_form_stays),
		cmocka_unit_test(what_is_no_context_is_none),
		cmocka_unit_test(only_levels_with_categories_set_apart),
		cmocka_unit_test(spellings_of_one_label_are_one),
		cmocka_unit_test(a_context_chooses_its_label_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
