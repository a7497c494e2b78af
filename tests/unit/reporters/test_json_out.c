/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#include <jansson.h>

#include "reporters/json_out.h"

static char *finish(struct json_out *json)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_int_equal(json_out_finish(json, out, NULL), STATUS_OK);
	fclose(out);
	json_out_free(json);
	return text;
}

static void keys_keep_the_order_they_were_given_in(void **state)
{
	struct json_out *json = json_out_new();
	char *text;

	(void)state;
	json_out_map_begin(json, NULL);
	json_out_number(json, "z", 1);
	json_out_bool(json, "a", false);
	json_out_list_begin(json, "m");
	json_out_string(json, NULL, "x");
	json_out_end(json);
	json_out_end(json);
	text = finish(json);
	assert_string_equal(text, "{\n  \"z\": 1,\n  \"a\": false,\n"
				  "  \"m\": [\n    \"x\"\n  ]\n}\n");
	free(text);
}

static void what_is_not_known_gets_no_key(void **state)
{
	struct json_out *json = json_out_new();
	char *text;

	(void)state;
	json_out_map_begin(json, NULL);
	json_out_string(json, "a", NULL);
	json_out_end(json);
	text = finish(json);
	assert_string_equal(text, "{}\n");
	free(text);
}

static void bytes_that_are_no_text_are_escaped(void **state)
{
	struct json_out *json = json_out_new();
	json_t *root;
	char *text;

	(void)state;
	json_out_map_begin(json, NULL);
	json_out_string(json, "a", "x\033[31m\"\\\n\xff");
	json_out_end(json);
	text = finish(json);
	root = json_loads(text, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(root, "a")),
			    "x\\x1B[31m\"\\\\x0A\\xFF");
	json_decref(root);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_keep_the_order_they_were_given_in),
		cmocka_unit_test(what_is_not_known_gets_no_key),
		cmocka_unit_test(bytes_that_are_no_text_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
