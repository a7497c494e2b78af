/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#include <libfyaml.h>

#include "reporters/yaml_out.h"

static char *finish(struct yaml_out *yaml)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_int_equal(yaml_out_finish(yaml, out, NULL), STATUS_OK);
	fclose(out);
	yaml_out_free(yaml);
	return text;
}

static struct fy_document *parse(const char *text)
{
	struct fy_document *document =
		fy_document_build_from_string(NULL, text, FY_NT);

	if (!document)
		fail_msg("no YAML:\n%s", text);
	return document;
}

/* The scalar at PATH: what a reader gets back. */
static void assert_scalar(struct fy_document *document, const char *path,
			  const char *expected)
{
	struct fy_node *node = fy_node_by_path(fy_document_root(document), path,
					       FY_NT, FYNWF_DONT_FOLLOW);
	size_t length = 0;
	const char *value;

	assert_non_null(node);
	value = fy_node_get_scalar(node, &length);
	assert_int_equal(length, strlen(expected));
	assert_memory_equal(value, expected, length);
}

static void strings_that_look_like_something_else_are_quoted(void **state)
{
	static const char *const values[] = {
		"yes",	"No",	    "on",   "OFF",  "true",	  "null",
		"~",	"",	    "0123", "0x1f", "1e3",	  "1_000",
		".5",	"12:30:45", "y",    "N",    "2001-01-01", "-1",
		".inf", "NaN",	    "[a]",  "{a",   "a: b",	  "a #b",
		"*a",	"&a",	    "!a",   "- a",  "%a",	  "@a",
		"`a",	"\"a\"",    "'a'",  "|",    ">",
	};
	struct yaml_out *yaml = yaml_out_new(true);
	struct fy_document *document;
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_list_begin(yaml, "values");
	for (size_t i = 0; i < ARRAY_LENGTH(values); i++)
		yaml_out_string(yaml, NULL, values[i]);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	text = finish(yaml);
	document = parse(text);
	for (size_t i = 0; i < ARRAY_LENGTH(values); i++) {
		char path[32], item[64];

		snprintf(path, sizeof(path), "/values/%zu", i);
		assert_scalar(document, path, values[i]);
		snprintf(item, sizeof(item), "- %s\n", values[i]);
		assert_null(strstr(text, item));
	}
	fy_document_destroy(document);
	free(text);
}

static void names_are_not_quoted(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "localhostProfile", "a/nginx.seccomp.json");
	yaml_out_bool(yaml, "privileged", false);
	yaml_out_end(yaml);
	text = finish(yaml);
	assert_string_equal(text, "localhostProfile: a/nginx.seccomp.json\n"
				  "privileged: false\n");
	free(text);
}

static void a_comment_stands_above_what_follows_it(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	char *text;

	(void)state;
	yaml_out_comment(yaml, "first");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_map_begin(yaml, "a");
	yaml_out_comment(yaml, "of the list");
	yaml_out_list_begin(yaml, "list");
	yaml_out_comment(yaml, "of one");
	yaml_out_comment(yaml, "again");
	yaml_out_string(yaml, NULL, "one");
	yaml_out_comment(yaml, "of two");
	yaml_out_string(yaml, NULL, "two");
	yaml_out_end(yaml);
	yaml_out_comment(yaml, "of the empty");
	yaml_out_map_begin(yaml, "empty");
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	yaml_out_comment(yaml, "of maps");
	yaml_out_list_begin(yaml, "maps");
	yaml_out_comment(yaml, "of an item");
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "b", "one");
	yaml_out_comment(yaml, "of c");
	yaml_out_string(yaml, "c", "two");
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	text = finish(yaml);
	assert_string_equal(text, "# first\n"
				  "a:\n"
				  "  # of the list\n"
				  "  list:\n"
				  "  # of one\n"
				  "  # again\n"
				  "  - one\n"
				  "  # of two\n"
				  "  - two\n"
				  "  # of the empty\n"
				  "  empty: {}\n"
				  "# of maps\n"
				  "maps:\n"
				  "# of an item\n"
				  "- b: one\n"
				  "  # of c\n"
				  "  c: two\n");
	free(text);
}

static void comments_can_be_left_out(void **state)
{
	struct yaml_out *yaml = yaml_out_new(false);
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_comment(yaml, "why");
	yaml_out_string(yaml, "a", "one");
	yaml_out_end(yaml);
	text = finish(yaml);
	assert_string_equal(text, "a: one\n");
	free(text);
}

/* U+2028, U+2029, U+0085 end a line for YAML 1.1; so do \r and \n. */
static void a_comment_cannot_be_left(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	struct fy_document *document;
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_comment(yaml, "%s",
			 "a\nevil: 1\rb\xe2\x80\xa8"
			 "evil: 2\xe2\x80\xa9"
			 "evil: 3\xc2\x85"
			 "evil: 4\v\f\033[31m\xe2\x80\xae\xff");
	yaml_out_string(yaml, "a", "one");
	yaml_out_end(yaml);
	text = finish(yaml);
	document = parse(text);
	assert_int_equal(fy_node_mapping_item_count(fy_document_root(document)),
			 1);
	assert_null(strstr(text, "\xe2\x80\xa8"));
	assert_null(strstr(text, "\xe2\x80\xa9"));
	assert_null(strstr(text, "\xc2\x85"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, '\r'));
	fy_document_destroy(document);
	free(text);
}

static void a_long_comment_is_folded_to_the_page(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	char *text, *rest, *line;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_map_begin(yaml, "deep");
	yaml_out_comment(yaml,
			 "many words many words many words many words many "
			 "words many words many words many words many words");
	yaml_out_string(yaml, "a", "one");
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	text = rest = finish(yaml);
	while ((line = strsep(&rest, "\n")))
		assert_in_range(strlen(line), 0, 80);
	free(text);
}

static void a_comment_at_the_end_is_not_lost(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_map_begin(yaml, "a");
	yaml_out_string(yaml, "b", "c");
	yaml_out_comment(yaml, "last");
	yaml_out_end(yaml);
	yaml_out_end(yaml);
	text = finish(yaml);
	assert_string_equal(text, "a:\n  b: c\n# last\n");
	free(text);
}

static void control_bytes_in_a_value_are_escaped(void **state)
{
	struct yaml_out *yaml = yaml_out_new(true);
	struct fy_document *document;
	char *text;

	(void)state;
	yaml_out_map_begin(yaml, NULL);
	yaml_out_string(yaml, "a", "x\033[31m\ny: z\xff");
	yaml_out_end(yaml);
	text = finish(yaml);
	document = parse(text);
	assert_scalar(document, "/a", "x\\x1B[31m\\x0Ay: z\\xFF");
	fy_document_destroy(document);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			strings_that_look_like_something_else_are_quoted),
		cmocka_unit_test(names_are_not_quoted),
		cmocka_unit_test(a_comment_stands_above_what_follows_it),
		cmocka_unit_test(comments_can_be_left_out),
		cmocka_unit_test(a_comment_cannot_be_left),
		cmocka_unit_test(a_long_comment_is_folded_to_the_page),
		cmocka_unit_test(a_comment_at_the_end_is_not_lost),
		cmocka_unit_test(control_bytes_in_a_value_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
