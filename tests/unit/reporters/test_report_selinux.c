/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats that carry a module: cil and spo. */
#include "fixture.h"

#include <jansson.h>

static const char *read_open[] = {"open", "read"}, *map[] = {"map"},
		  *raw[] = {"net_raw"};

/* One target stands in two places, as two contexts of one type make it. */
static struct selinux_rule rules[] = {
	{(char *)"var_log_t", "file", {read_open, 2, 0}},
	{(char *)"self", "capability", {raw, 1, 0}},
	{(char *)"var_log_t", "file", {map, 1, 0}},
	{(char *)"var_log_t", "dir", {read_open, 1, 0}},
};

static char *report(const char *format, struct selinux_module module,
		    bool no_comments)
{
	const struct report_options options = {.no_comments = no_comments};
	struct selinux_candidate chosen = {.type = "spc_t", .is_known = true};
	struct advice advice = {.selinux = {.state = SELINUX_FITS,
					    .chosen = &chosen,
					    .module = module}};
	struct profile profile;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	profile_init(&profile);
	profile.subject.name = "/My Web_1/";
	assert_int_equal(reporter_find(format)->write(out, &advice, &profile,
						      &options, NULL),
			 STATUS_OK);
	fclose(out);
	profile_done(&profile);
	return text;
}

static const struct selinux_module module = {
	.name = (char *)"whittle_web",
	.type = (char *)"whittle_web_t",
	.level = (char *)"s0:c0.c1023",
	.base = "container_t",
	.text = (char *)"(type whittle_web_t)\n",
	.rules = rules,
	.rule_count = ARRAY_LENGTH(rules),
};

static void an_object_has_each_target_once(void **state)
{
	char *text = report("spo", module, false);
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	json_t *item, *allow;

	(void)state;
	assert_non_null(root);
	item = json_array_get(json_object_get(root, "items"), 0);
	assert_string_equal(json_string_value(json_object_get(
				    json_object_get(item, "metadata"), "name")),
			    "my-web-1");
	allow = json_object_get(json_object_get(item, "spec"), "allow");
	assert_int_equal(json_object_size(allow), 2);
	assert_int_equal(json_array_size(json_object_get(
				 json_object_get(allow, "var_log_t"), "file")),
			 3);
	assert_non_null(
		json_object_get(json_object_get(allow, "@self"), "capability"));
	json_decref(root);
	free(text);
}

static void a_module_says_how_to_use_it(void **state)
{
	char *text = report("cil", module, false);
	char *bare = report("cil", module, true);

	(void)state;
	assert_non_null(strstr(text, "semodule -i whittle_web.cil"));
	assert_non_null(strstr(text, "label=type:whittle_web_t"));
	assert_non_null(strstr(text, "label=level:s0:c0.c1023"));
	assert_string_equal(bare, module.text);
	free(text);
	free(bare);
}

static void without_a_module_there_is_a_comment_alone(void **state)
{
	struct selinux_module none = {0};
	char *text = report("cil", none, true);

	(void)state;
	assert_string_equal(text, "; No module is needed: spc_t fits\n");
	free(text);
	none.problem = (char *)"\033[31m(allow";
	text = report("cil", none, true);
	assert_true(text[0] == ';' && strchr(text, '\n')[1] == '\0');
	assert_null(strchr(text, '\033'));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_has_each_target_once),
		cmocka_unit_test(a_module_says_how_to_use_it),
		cmocka_unit_test(without_a_module_there_is_a_comment_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
