/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The snippet for each known chart, merged into the shape of the chart's
 * values as Helm does it, then put into a container as the chart's template
 * does it. Both are written here anew.
 */
#include "fixture.h"

#include <jansson.h>
#include <stdlib.h>

#include "policies/chart_table.h"
#include "profile/yaml_json.h"

static enum status take_json(void *context, const char *json, struct error *err)
{
	(void)err;
	assert_null(*(json_t **)context);
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
	assert_true(json_is_object(root));
	return root;
}

static json_t *shape_of(const char *chart, char **ret_text)
{
	struct error err = {0};
	char path[256];

	snprintf(path, sizeof(path), FIXTURES "charts/%s.yaml", chart);
	if (file_read(path, 1u << 20, ret_text, NULL, &err) != STATUS_OK)
		fail_msg("%s: %s", path, err.message);
	return parse(*ret_text);
}

/* Maps are merged, lists replaced, null deletes, or stays for the next. */
static void lay(json_t *into, const json_t *over, bool keeps_null)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)over, key, value) {
		json_t *here = json_object_get(into, key);

		if (json_is_null(value) && !keeps_null)
			json_object_del(into, key);
		else if (json_is_object(value) && json_is_object(here))
			lay(here, value, keeps_null);
		else
			json_object_set_new(into, key, json_deep_copy(value));
	}
}

static void merge(json_t *into, const json_t *over)
{
	lay(into, over, false);
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

/* ---- the templates ------------------------------------------------------ */

static json_t *render_cilium(json_t *values)
{
	json_t *context = at(values, "securityContext");

	if (json_is_true(json_object_get(context, "privileged")))
		return json_pack("{sb}", "privileged", 1);
	return json_pack("{sO?s{sOs[s]}}", "seLinuxOptions",
			 json_object_get(context, "seLinuxOptions"),
			 "capabilities", "add",
			 at(values, "securityContext.capabilities.ciliumAgent"),
			 "drop", "ALL");
}

static json_t *render_falco(json_t *values, const char *path)
{
	json_t *context = at(values, path);

	return json_object_size(context) ? json_deep_copy(context)
					 : json_pack("{sb}", "privileged", 1);
}

static json_t *render_system_probe(json_t *values)
{
	json_t *context = json_deep_copy(
		at(values, "agents.containers.systemProbe.securityContext"));
	const char *name =
		json_string_value(at(values, "datadog.systemProbe.seccomp"));
	const char *file;

	/* The template writes the key behind the map: twice is no YAML. */
	assert_null(json_object_get(context, "seccompProfile"));
	if (name && has_prefix(name, "localhost/", &file))
		json_object_set_new(context, "seccompProfile",
				    json_pack("{ssss}", "type", "Localhost",
					      "localhostProfile", file));
	return context;
}

static json_t *render(json_t *values, const struct chart_row *row)
{
	json_t *context;

	if (strcmp(row->container, "system-probe") == 0)
		return render_system_probe(values);
	if (strcmp(row->container, "cilium-agent") == 0)
		return render_cilium(values);
	if (strcmp(row->chart, "falco") == 0)
		return render_falco(values, row->context);
	context = json_deep_copy(at(values, row->context));
	assert_non_null(context);
	return context;
}

/* What the pod says counts where the container says nothing. */
static json_t *in_force(json_t *container, json_t *pod, const char *key)
{
	json_t *own = json_object_get(container, key);

	return own ? own : json_object_get(pod, key);
}

/* ---- what must hold ----------------------------------------------------- */

static void check_text(const json_t *map, const char *key, const char *wanted)
{
	const char *text = json_string_value(json_object_get(map, key));

	if (!wanted)
		assert_null(json_object_get(map, key));
	else if (!text || strcmp(text, wanted) != 0)
		fail_msg("%s is %s, not %s", key, text, wanted);
}

static void check_names(const json_t *list, const char *wanted)
{
	char names[256] = "";

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *name = json_array_get(list, i);

		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s ", json_string_value(name));
	}
	assert_string_equal(names, wanted);
}

static void check_container(const struct chart_row *row, json_t *values)
{
	json_t *container = render(values, row);
	json_t *pod = row->pod ? at(values, row->pod) : NULL;
	json_t *capabilities = json_object_get(container, "capabilities");
	json_t *selinux = in_force(container, pod, "seLinuxOptions");
	json_t *seccomp = in_force(container, pod, "seccompProfile");

	assert_false(json_is_true(json_object_get(container, "privileged")));
	check_names(json_object_get(capabilities, "drop"), "ALL ");
	check_names(json_object_get(capabilities, "add"),
		    "CHOWN DAC_OVERRIDE SETGID SETUID NET_BIND_SERVICE ");
	check_text(selinux, "type", "container_t");
	check_text(selinux, "level", NULL);
	check_text(seccomp, "type", "Localhost");
	check_text(seccomp, "localhostProfile", "nginx.seccomp.json");
	json_decref(container);
}

/* ---- the cases ---------------------------------------------------------- */

static char *snippet_for(const struct chart_row *row, const char *user)
{
	const struct report_options options = {.chart = row, .values = user};

	return fixture_text("nginx", "helm", &fixture_asker, &options);
}

/* The snippet over BASE; what holds then is checked. Returns the snippet. */
static json_t *apply(const struct chart_row *row, const json_t *base,
		     const char *user)
{
	char *text = snippet_for(row, user);
	json_t *snippet = parse(text);
	json_t *values = json_deep_copy(base);

	merge(values, snippet);
	check_container(row, values);
	json_decref(values);
	free(text);
	return snippet;
}

static void each_chart_takes_the_snippet(void **state)
{
	(void)state;
	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		char *text = NULL;
		json_t *base;

		if (!row->context)
			continue;
		base = shape_of(row->chart, &text);
		json_decref(apply(row, base, NULL));
		json_decref(base);
		free(text);
	}
}

/* What the table says of a chart's own values is what they are. */
static void defaults_of_the_table_are_the_charts(void **state)
{
	(void)state;
	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		json_t *defaults, *base, *merged;
		char *text = NULL;

		if (!row->defaults)
			continue;
		defaults = json_loads(row->defaults, 0, NULL);
		assert_non_null(defaults);
		base = shape_of(row->chart, &text);
		merged = json_deep_copy(base);
		merge(merged, defaults);
		assert_true(json_equal(merged, base));
		json_decref(merged);
		json_decref(base);
		json_decref(defaults);
		free(text);
	}
}

/* {"a":{"b":VALUE}} for "a.b"; VALUE is taken over. */
static json_t *nest(const char *dotted, json_t *value)
{
	const char *dot = strchr(dotted, '.');
	json_t *map = json_object();

	if (!dot) {
		json_object_set_new(map, dotted, value);
	} else {
		char key[64];

		snprintf(key, sizeof(key), "%.*s", (int)(dot - dotted), dotted);
		json_object_set_new(map, key, nest(dot + 1, value));
	}
	return map;
}

/* A user who gave it everything, in every place. */
static json_t *generous(const struct chart_row *row)
{
	json_t *user =
		nest(row->context,
		     json_pack("{sbs{s[ss]s[]}s{ssssss}s{ss}}", "privileged", 1,
			       "capabilities", "add", "SYS_ADMIN", "NET_RAW",
			       "drop", "seLinuxOptions", "type", "unconfined_t",
			       "level", "s0", "user", "system_u",
			       "seccompProfile", "type", "Unconfined"));

	if (row->pod && strcmp(row->pod, row->context) != 0) {
		json_t *pod =
			nest(row->pod,
			     json_pack("{s{ss}s{ss}}", "seLinuxOptions", "type",
				       "unconfined_t", "seccompProfile", "type",
				       "Unconfined"));

		merge(user, pod);
		json_decref(pod);
	}
	return user;
}

static void what_a_user_has_set_is_changed(void **state)
{
	(void)state;
	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		json_t *base, *user, *snippet;
		char *text = NULL, *dump, *again;

		if (!row->context)
			continue;
		base = shape_of(row->chart, &text);
		user = generous(row);
		merge(base, user);
		dump = json_dumps(user, 0);
		snippet = apply(row, base, dump);
		free(dump);
		/* With both there is nothing left to do. */
		lay(user, snippet, true);
		dump = json_dumps(user, 0);
		again = snippet_for(row, dump);
		assert_non_null(strstr(again, "# nothing to change\n"));
		assert_non_null(strstr(again, "\n{}\n"));
		free(again);
		free(dump);
		json_decref(snippet);
		json_decref(user);
		json_decref(base);
		free(text);
	}
}

static void only_what_differs_is_told(void **state)
{
	const struct chart_row *row =
		chart_find_container("promtail", "promtail");
	static const char user[] =
		"containerSecurityContext:\n"
		"  # a note of ours\n"
		"  privileged: false\n"
		"  capabilities:\n"
		"    add: [SETUID, CHOWN, NET_BIND_SERVICE, SETGID,\n"
		"          DAC_OVERRIDE]\n"
		"  seLinuxOptions: {type: container_t}\n";
	char *text = snippet_for(row, user);
	json_t *snippet = parse(text);

	(void)state;
	assert_null(strstr(text, "- CHOWN"));
	assert_null(strstr(text, "privileged:"));
	assert_int_equal(
		json_object_size(at(snippet, "containerSecurityContext")), 1);
	assert_non_null(at(snippet, "containerSecurityContext.seccompProfile"));
	json_decref(snippet);
	free(text);
}

static void values_of_no_sense_are_refused(void **state)
{
	static const char *const texts[] = {"- a\n", "a: 1\n---\nb: 1\n",
					    "a: [1\n", "text\n", "\t\tx: y: z"};
	const struct chart_row *row = chart_find("vector");
	struct profile profile;
	enum status status;

	(void)state;
	fixture_load(&profile, "nginx");
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		const struct report_options options = {.chart = row,
						       .values = texts[i]};

		assert_null(fixture_report(&profile, "helm", &fixture_asker,
					   &options, &status));
		assert_int_equal(status, STATUS_MALFORMED);
	}
	profile_done(&profile);
}

static void a_chart_without_the_value_says_so(void **state)
{
	const struct report_options options = {.chart = chart_find("longhorn")};
	struct profile profile;
	enum status status;

	(void)state;
	fixture_load(&profile, "nginx");
	assert_null(fixture_report(&profile, "helm", &fixture_asker, &options,
				   &status));
	assert_int_equal(status, STATUS_UNSUPPORTED);
	profile_done(&profile);
}

static void values_at_a_path_are_changed_too(void **state)
{
	const struct report_options options = {
		.helm_path = "web.securityContext",
		.values = "web:\n  securityContext:\n    privileged: true\n"};
	char *text = fixture_text("nginx", "helm", &fixture_asker, &options);
	json_t *snippet = parse(text);

	(void)state;
	assert_true(
		json_is_false(at(snippet, "web.securityContext.privileged")));
	check_names(at(snippet, "web.securityContext.capabilities.drop"),
		    "ALL ");
	json_decref(snippet);
	free(text);
}

static void names_that_look_like_something_stay_strings(void **state)
{
	const struct report_options options = {
		.chart = chart_find_container("datadog", "agent")};
	char *text = fixture_text("hostile", "helm", &fixture_asker, &options);

	(void)state;
	json_decref(parse(text));
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (unsigned char)*c >= 0x20);
	free(text);
}

static void every_row_names_its_source_and_is_found(void **state)
{
	(void)state;
	for (const struct chart_row *row = chart_rows; row->chart; row++) {
		assert_non_null(strstr(row->source, "/"));
		assert_true(strpbrk(row->source, "0123456789") != NULL);
		assert_ptr_equal(
			chart_find_container(row->chart, row->container), row);
		assert_true(row->context || row->notes[0]);
		assert_true((row->seccomp_form == CHART_SECCOMP_FIELD) ==
			    !row->seccomp);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_chart_takes_the_snippet),
		cmocka_unit_test(defaults_of_the_table_are_the_charts),
		cmocka_unit_test(what_a_user_has_set_is_changed),
		cmocka_unit_test(only_what_differs_is_told),
		cmocka_unit_test(values_of_no_sense_are_refused),
		cmocka_unit_test(a_chart_without_the_value_says_so),
		cmocka_unit_test(values_at_a_path_are_changed_too),
		cmocka_unit_test(names_that_look_like_something_stay_strings),
		cmocka_unit_test(every_row_names_its_source_and_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
