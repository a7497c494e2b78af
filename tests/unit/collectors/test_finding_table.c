/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "collectors/finding_table.h"

static const struct finding_key key;

static void add(struct finding_table *table, const char *path)
{
	finding_table_add(table, &key, &(struct finding_file){.path = path});
}

static void add_numbered(struct finding_table *table, const char *directory,
			 unsigned int from, unsigned int to)
{
	char path[64];

	for (; from < to; from++) {
		snprintf(path, sizeof(path), "%s/%u", directory, from);
		add(table, path);
	}
}

static void a_few_files_are_told_one_by_one(void **state)
{
	struct finding_table table = {0};

	(void)state;
	add_numbered(&table, "/srv", 0, FINDING_PATHS_MAX);
	add_numbered(&table, "/srv", 0, FINDING_PATHS_MAX);
	assert_int_equal(table.findings->count, FINDING_PATHS_MAX);
	assert_int_equal(table.findings->files[5].count, 2);
	finding_table_done(&table);
}

static void assert_collapsed(const struct finding_table *table,
			     const char *path, uint64_t count)
{
	assert_true(table->findings->is_collapsed);
	assert_int_equal(table->findings->count, 1);
	assert_string_equal(table->findings->files[0].path, path);
	assert_int_equal(table->findings->files[0].count, count);
}

static void many_files_become_their_directory(void **state)
{
	struct finding_table table = {0};

	(void)state;
	add_numbered(&table, "/srv/data", 0, 1000);
	assert_collapsed(&table, "/srv/data/...", 1000);
	add(&table, "/srv/data");
	add(&table, "/srv/data/deep/er");
	assert_collapsed(&table, "/srv/data/...", 1002);
	add(&table, "/srv/database");
	assert_collapsed(&table, "/srv/...", 1003);
	add(&table, "/etc/x");
	assert_collapsed(&table, "/...", 1004);
	finding_table_done(&table);
}

static void the_order_does_not_matter(void **state)
{
	struct finding_table table = {0};

	(void)state;
	add(&table, "/srv/a");
	add(&table, NULL);
	add_numbered(&table, "/srv/a", 0, 100);
	assert_collapsed(&table, "/srv/a/...", 102);
	finding_table_done(&table);

	add_numbered(&table, "/srv/a", 0, 100);
	add(&table, NULL);
	add(&table, "/srv/a");
	assert_collapsed(&table, "/srv/a/...", 102);
	finding_table_done(&table);
}

static void what_is_not_the_same_for_all_is_not_told(void **state)
{
	struct finding_table table = {0};
	char path[16];

	(void)state;
	for (unsigned int i = 0; i < 100; i++) {
		struct finding_file file = {
			.path = path,
			.mode = "0644",
			.owner = i % 2 ? "1:1" : "0:0",
		};

		snprintf(path, sizeof(path), "/x/%u", i);
		finding_table_add(&table, &key, &file);
	}
	assert_collapsed(&table, "/x/...", 100);
	assert_string_equal(table.findings->files[0].mode, "0644");
	assert_null(table.findings->files[0].owner);
	finding_table_done(&table);
}

static void what_is_new_is_told(void **state)
{
	struct finding_table table = {0};
	struct finding_file file = {.path = "/srv/a"};
	struct finding_key other = {.numbers = {1}};

	(void)state;
	assert_true(finding_table_add(&table, &key, &file));
	assert_false(finding_table_add(&table, &key, &file));
	assert_true(finding_table_add(&table, &other, &file));
	file.mode = "0600";
	assert_true(finding_table_add(&table, &key, &file));
	add_numbered(&table, "/srv", 0, 100);
	file.path = "/srv/again";
	assert_false(finding_table_add(&table, &key, &file));
	file.path = "/etc/x";
	assert_true(finding_table_add(&table, &key, &file));
	assert_false(finding_table_add(&table, &key, &file));
	finding_table_done(&table);
}

static void memory_has_a_limit(void **state)
{
	struct finding_table table = {0};
	struct finding_key one = {0};
	char path[4096];

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	for (uint64_t i = 0; i < FINDING_COUNT_MAX + 100; i++) {
		one.numbers[0] = i;
		path[0] = '/';
		finding_table_add(&table, &one,
				  &(struct finding_file){.path = path});
		path[1] = (char)('a' + i % 20);
		finding_table_add(&table, &one,
				  &(struct finding_file){.path = path});
		assert_true(table.bytes < FINDING_BYTES_MAX + 2 * sizeof(path));
	}
	assert_true(table.lost > 0);
	finding_table_done(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_few_files_are_told_one_by_one),
		cmocka_unit_test(many_files_become_their_directory),
		cmocka_unit_test(the_order_does_not_matter),
		cmocka_unit_test(what_is_not_the_same_for_all_is_not_told),
		cmocka_unit_test(what_is_new_is_told),
		cmocka_unit_test(memory_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
