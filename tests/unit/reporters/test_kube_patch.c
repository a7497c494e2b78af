/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The printed patch, put into the manifest as a strategic merge does it: lists
 * of containers by their name, other lists whole, null takes away, and
 * "$patch: replace" forgets what a map had. Written here anew.
 */
#include "fixture.h"

#include <jansson.h>

#include "profile/kube_manifest.h"
#include "profile/yaml_json.h"

static char *manifest_text;
static size_t manifest_length;
static struct kube_manifest manifest;

static int setup(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(file_read(FIXTURES "manifests/agents.yaml",
				   KUBE_MANIFEST_MAX, &manifest_text,
				   &manifest_length, &err),
			 STATUS_OK);
	assert_int_equal(kube_manifest_read(&manifest, manifest_text,
					    manifest_length, &err),
			 STATUS_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	kube_manifest_done(&manifest);
	free(manifest_text);
	return 0;
}

/* ---- a strategic merge --------------------------------------------------- */

static void merge(json_t *into, const json_t *patch);

static json_t *find_named(json_t *list, const char *name)
{
	json_t *item;
	size_t i;

	json_array_foreach (list, i, item)
		if (strcmp(json_string_value(json_object_get(item, "name")),
			   name) == 0)
			return item;
	return NULL;
}

static void merge_containers(json_t *into, const json_t *patch)
{
	const json_t *item;
	size_t i;

	json_array_foreach (patch, i, item) {
		json_t *there = find_named(
			into, json_string_value(json_object_get(item, "name")));

		assert_non_null(there);
		merge(there, item);
	}
}

static void merge(json_t *into, const json_t *patch)
{
	const char *key;
	const json_t *value;

	if (json_object_get(patch, "$patch"))
		json_object_clear(into);
	json_object_foreach ((json_t *)patch, key, value) {
		json_t *there = json_object_get(into, key);

		if (strcmp(key, "$patch") == 0)
			continue;
		if (json_is_null(value))
			json_object_del(into, key);
		else if (json_is_object(value) && json_is_object(there))
			merge(there, value);
		else if (json_is_array(value) && strstr(key, "ontainers"))
			merge_containers(there, value);
		else
			json_object_set_new(into, key, json_deep_copy(value));
	}
}

/* ---- the test's own way -------------------------------------------------- */

static enum status take(void *list, const char *json, struct error *err)
{
	(void)err;
	return json_array_append_new(list, json_loads(json, 0, NULL)) == 0
		       ? STATUS_OK
		       : STATUS_INTERNAL;
}

static json_t *documents_of(const char *text)
{
	struct error err = {0};
	json_t *list = json_array();

	assert_int_equal(
		yaml_each_as_json(text, strlen(text), take, list, &err),
		STATUS_OK);
	return list;
}

static bool is_same(const json_t *a, const json_t *b, const char *key)
{
	const char *of_a = json_string_value(json_object_get(a, key));
	const char *of_b = json_string_value(json_object_get(b, key));

	return is_same_string(of_a, of_b);
}

static bool is_object(const json_t *document, const json_t *patch)
{
	const json_t *a = json_object_get(document, "metadata");
	const json_t *b = json_object_get(patch, "metadata");

	return is_same(document, patch, "kind") && is_same(a, b, "name") &&
	       is_same(a, b, "namespace");
}

static json_t *object_of(json_t *documents, const json_t *patch)
{
	json_t *document, *item;
	size_t i, j;

	json_array_foreach (documents, i, document) {
		if (is_object(document, patch))
			return document;
		json_array_foreach (json_object_get(document, "items"), j, item)
			if (is_object(item, patch))
				return item;
	}
	return NULL;
}

/* The manifest with the patch for container NAME of PROFILE's report. */
static json_t *patched(const char *profile, const char *name,
		       const struct selinux_asker *asker,
		       unsigned int kubernetes)
{
	struct report_options options = {.kubernetes = kubernetes};
	struct error err = {0};
	json_t *documents, *patches;
	char *text;

	assert_int_equal(
		kube_manifest_find(&options.patch, &manifest, name, NULL, &err),
		STATUS_OK);
	text = fixture_text(profile, "k8s", asker, &options);
	documents = documents_of(manifest_text);
	patches = documents_of(text);
	assert_int_equal(json_array_size(patches), 1);
	merge(object_of(documents, json_array_get(patches, 0)),
	      json_array_get(patches, 0));
	json_decref(patches);
	free(text);
	return documents;
}

/* One line of JSON at PATH ("1.spec.x") of DOCUMENTS; "" for nothing. */
static void assert_at(json_t *documents, const char *path, const char *wanted)
{
	char *copy = strdup(path), *rest = copy, *key, *found;
	json_t *at = documents;

	while ((key = strsep(&rest, "/")))
		at = json_is_array(at) ? json_array_get(at, (size_t)atoi(key))
				       : json_object_get(at, key);
	found = at ? json_dumps(at,
				JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS)
		   : strdup("");
	assert_string_equal(found, wanted);
	free(found);
	free(copy);
}

#define AGENT	"1/spec/template/spec/containers/0/"
#define HELPER	"1/spec/template/spec/containers/1/"
#define CONTEXT "securityContext/"

static void what_is_in_the_way_goes(void **state)
{
	json_t *documents = patched("nginx", "node/agent", &fixture_asker, 0);

	(void)state;
	assert_at(documents, AGENT CONTEXT "privileged", "false");
	/* The type by its name: the Pod says another; no level is left. */
	assert_at(documents, AGENT CONTEXT "seLinuxOptions",
		  "{\"type\":\"container_t\"}");
	assert_at(documents, AGENT CONTEXT "capabilities",
		  "{\"add\":[\"CHOWN\",\"DAC_OVERRIDE\",\"SETGID\",\"SETUID\","
		  "\"NET_BIND_SERVICE\"],\"drop\":[\"ALL\"]}");
	assert_at(documents, AGENT CONTEXT "seccompProfile",
		  "{\"localhostProfile\":\"nginx.seccomp.json\",\"type\":"
		  "\"Localhost\"}");
	json_decref(documents);
}

static void all_else_stays(void **state)
{
	json_t *documents = patched("nginx", "node/agent", &fixture_asker, 0);
	json_t *before = documents_of(manifest_text);

	(void)state;
	assert_at(documents, AGENT "volumeMounts",
		  "[{\"mountPath\":\"/run/agent\",\"name\":\"run\"}]");
	assert_at(documents, AGENT CONTEXT "runAsUser", "0");
	assert_at(documents, HELPER "securityContext", "");
	assert_at(documents, "1/spec/template/spec/hostPID", "true");
	for (size_t i = 0; i < json_array_size(before); i++)
		assert_true(i == 1 || json_equal(json_array_get(before, i),
						 json_array_get(documents, i)));
	json_decref(before);
	json_decref(documents);
}

static void the_pods_type_is_said_otherwise_too(void **state)
{
	json_t *documents = patched("nginx", "helper", &fixture_asker, 0);

	(void)state;
	assert_at(documents, HELPER CONTEXT "seLinuxOptions",
		  "{\"type\":\"container_t\"}");
	json_decref(documents);
}

/* Names that look like something else, in a list of objects. */
static void names_stay_what_they_are(void **state)
{
	json_t *documents = patched("rsyslogd", "null", NULL, 0);

	(void)state;
	assert_at(documents, "3/items/0/metadata",
		  "{\"name\":\"on\",\"namespace\":\"2001-01-01\"}");
	assert_at(documents, "3/items/0/spec/containers/0/name", "\"null\"");
	json_decref(documents);
}

static void an_init_container_is_patched_in_its_list(void **state)
{
	json_t *documents = patched("nginx", "setup", &fixture_asker, 0);

	(void)state;
	assert_at(documents,
		  "1/spec/template/spec/initContainers/0/" CONTEXT
		  "capabilities/drop",
		  "[\"ALL\"]");
	json_decref(documents);
}

static void a_cronjobs_pod_is_found(void **state)
{
	json_t *documents = patched("nginx", "nightly/agent", NULL, 0);

	(void)state;
	assert_at(documents,
		  "2/spec/jobTemplate/spec/template/spec/containers/0/" CONTEXT
		  "capabilities/drop",
		  "[\"ALL\"]");
	json_decref(documents);
}

/* The field and the annotation of before have to say the same. */
static void who_mounts_leaves_apparmor_by_field_or_annotation(void **state)
{
	static const char annotation[] =
		"{\"container.apparmor.security.beta.kubernetes.io/agent\":"
		"\"unconfined\"}";
	json_t *documents = patched("hostile", "node/agent", NULL, 0);

	(void)state;
	assert_at(documents, AGENT CONTEXT "appArmorProfile",
		  "{\"type\":\"Unconfined\"}");
	assert_at(documents, "1/spec/template/metadata/annotations",
		  annotation);
	assert_at(documents, "1/spec/template/metadata/labels",
		  "{\"app\":\"node\"}");
	json_decref(documents);
	documents = patched("hostile", "nightly/agent", NULL, 29);
	assert_at(documents,
		  "2/spec/jobTemplate/spec/template/metadata/annotations",
		  annotation);
	assert_at(documents,
		  "2/spec/jobTemplate/spec/template/spec/containers/0/" CONTEXT
		  "appArmorProfile",
		  "");
	json_decref(documents);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_the_way_goes),
		cmocka_unit_test(all_else_stays),
		cmocka_unit_test(the_pods_type_is_said_otherwise_too),
		cmocka_unit_test(names_stay_what_they_are),
		cmocka_unit_test(an_init_container_is_patched_in_its_list),
		cmocka_unit_test(a_cronjobs_pod_is_found),
		cmocka_unit_test(
			who_mounts_leaves_apparmor_by_field_or_annotation),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
