/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What puts a container under profiling, against tests/fixtures/prepare (to
 * change on purpose: UPDATE_GOLDENS=1), and merged into known charts.
 */
#include "fixture.h"

#include <jansson.h>
#include <stdlib.h>

#include "profile/yaml_json.h"
#include "reporters/helm_values.h"
#include "reporters/preparation.h"

#define LEVEL "s0:c12,c700"

static struct preparation plain(void)
{
	return (struct preparation){
		.name = "agent",
		.container = "agent",
		.image = "registry.example/agent:7",
		.kind = "DaemonSet",
		.type = "whittle_t",
		.level = LEVEL,
		.arch = "x86_64",
		.seccomp_json = "{\"defaultAction\":\"SCMP_ACT_LOG\"}\n",
		.options = "--container=agent",
	};
}

static char *print(const char *format, const struct preparation *preparation,
		   enum status expected)
{
	struct error err = {0};
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	assert_int_equal(
		prepare_format_find(format)->write(out, preparation, &err),
		expected);
	fclose(out);
	if (expected != STATUS_OK)
		assert_int_equal(length, 0);
	return text;
}

static void check(const char *format, const char *suffix,
		  const struct preparation *preparation)
{
	char *actual = print(format, preparation, STATUS_OK);
	char *expected = NULL;
	struct error err = {0};
	char path[256];

	snprintf(path, sizeof(path), FIXTURES "prepare/%s", suffix);
	if (getenv("UPDATE_GOLDENS"))
		assert_int_equal(
			file_write(path, actual, strlen(actual), 0644, &err),
			STATUS_OK);
	if (file_read(path, 1u << 20, &expected, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	assert_string_equal(actual, expected);
	free(expected);
	free(actual);
}

static void each_format_is_as_before(void **state)
{
	struct preparation preparation = plain();

	(void)state;
	check("pod", "pod", &preparation);
	check("text", "text-pod", &preparation);
	preparation.node = "node-3";
	preparation.no_comments = true;
	check("pod", "pod-bare", &preparation);
	preparation = plain();
	preparation.image = NULL;
	check("patch", "patch-daemonset", &preparation);
	check("text", "text-patch", &preparation);
	preparation.kind = "CronJob";
	preparation.workload = "nightly";
	check("patch", "patch-cronjob", &preparation);
	preparation.kind = "Deployment";
	preparation.node = "node-3";
	check("patch", "patch-deployment", &preparation);
	preparation.chart = chart_find_container("datadog", "system-probe");
	preparation.name = preparation.container = "system-probe";
	preparation.options = "--chart=datadog --container=system-probe";
	check("helm", "helm-datadog", &preparation);
	check("text", "text-helm", &preparation);
	preparation.chart = chart_find_container("cilium", "cilium-agent");
	check("helm", "helm-cilium", &preparation);
	preparation.chart = NULL;
	preparation.helm_path = "web.securityContext";
	check("helm", "helm-path", &preparation);
}

/* Names from outside, into YAML, comments and commands. */
static void hostile_names_stay_names(void **state)
{
	struct preparation preparation = plain();

	(void)state;
	preparation.name = "../$(touch x)'; rm -rf /\n\x1b[31m# yes: no";
	preparation.container = "- true";
	preparation.image = "{a: b}";
	preparation.node = "null";
	preparation.workload = "`id`";
	check("pod", "pod-hostile", &preparation);
	check("patch", "patch-hostile", &preparation);
	check("text", "text-hostile", &preparation);
}

static enum status take_json(void *context, const char *json, struct error *err)
{
	(void)err;
	*(json_t **)context = json_loads(json, 0, NULL);
	return STATUS_OK;
}

static json_t *parse(const char *yaml)
{
	struct error err = {0};
	json_t *root = NULL;

	assert_int_equal(
		yaml_each_as_json(yaml, strlen(yaml), take_json, &root, &err),
		STATUS_OK);
	assert_non_null(root);
	return root;
}

static json_t *at(json_t *root, const char *dotted)
{
	char path[256];
	char *save = NULL;

	snprintf(path, sizeof(path), "%s", dotted);
	for (char *key = strtok_r(path, ".", &save); key;
	     key = strtok_r(NULL, ".", &save))
		root = json_object_get(root, key);
	return root;
}

static const char *string_at(json_t *root, const char *base, const char *below)
{
	char path[256];

	snprintf(path, sizeof(path), "%s.%s", base, below);
	return json_string_value(at(root, path));
}

/* After Helm's merge each known container would be seen in whole. */
static void each_chart_is_put_under_profiling(void **state)
{
	(void)state;
	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		struct preparation preparation = plain();
		json_t *values, *snippet, *list;
		char *text;

		if (!row->context)
			continue;
		preparation.chart = row;
		text = print("helm", &preparation, STATUS_OK);
		snippet = parse(text);
		values = row->defaults ? json_loads(row->defaults, 0, NULL)
				       : json_object();
		assert_true(helm_merge(values, snippet));
		assert_string_equal(
			string_at(values, row->context, "seLinuxOptions.type"),
			"whittle_t");
		assert_string_equal(
			string_at(values, row->context, "seLinuxOptions.level"),
			LEVEL);
		list = at(values, row->context);
		assert_true(json_is_false(json_object_get(list, "privileged")));
		assert_false(json_is_false(
			json_object_get(list, "allowPrivilegeEscalation")));
		list = json_object_get(list, "capabilities");
		assert_int_equal(json_array_size(json_object_get(list, "drop")),
				 0);
		if (row->add) /* which the template drops ALL beside */
			assert_int_equal(json_array_size(at(values, row->add)),
					 41);
		else
			assert_string_equal(
				json_string_value(json_array_get(
					json_object_get(list, "add"), 0)),
				"ALL");
		assert_non_null(strstr(text, PREPARE_SECCOMP));
		if (row->update)
			assert_string_equal(
				string_at(values, row->update, "type"),
				"OnDelete");
		json_decref(values);
		json_decref(snippet);
		free(text);
	}
}

static void what_is_missing_is_told(void **state)
{
	struct preparation preparation = plain();

	(void)state;
	preparation.image = preparation.container = NULL;
	free(print("pod", &preparation, STATUS_USAGE));
	free(print("patch", &preparation, STATUS_USAGE));
	free(print("helm", &preparation, STATUS_USAGE));
	preparation.chart = chart_find("longhorn");
	free(print("helm", &preparation, STATUS_UNSUPPORTED));
	preparation.chart = chart_find("vector");
	preparation.values = "- a";
	free(print("helm", &preparation, STATUS_MALFORMED));
}

static void the_script_holds_module_and_filter(void **state)
{
	const struct preparation preparation = plain();
	char *text = print("node", &preparation, STATUS_OK);

	(void)state;
	assert_non_null(strstr(text, "\n(typepermissive whittle_t)\n"));
	assert_non_null(strstr(text, "\n{\"defaultAction\":\"SCMP_ACT_LOG\"}\n"
				     "END_OF_SECCOMP\n"));
	assert_non_null(strstr(text, "[ \"$(uname -m)\" = x86_64 ]"));
	assert_null(strstr(text, "@MODULE@"));
	assert_null(strstr(text, "@TYPE@"));
	assert_null(strstr(text, "@FILE@"));
	assert_null(strstr(text, "@ARCH@"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_format_is_as_before),
		cmocka_unit_test(hostile_names_stay_names),
		cmocka_unit_test(each_chart_is_put_under_profiling),
		cmocka_unit_test(what_is_missing_is_told),
		cmocka_unit_test(the_script_holds_module_and_filter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
