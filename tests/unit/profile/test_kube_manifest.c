/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "profile/file.h"
#include "profile/kube_manifest.h"

static struct kube_manifest manifest;
static struct error err;

static int setup(void **state)
{
	char *text = NULL;
	size_t length = 0;

	(void)state;
	assert_int_equal(file_read("tests/fixtures/manifests/agents.yaml",
				   KUBE_MANIFEST_MAX, &text, &length, &err),
			 STATUS_OK);
	assert_int_equal(kube_manifest_read(&manifest, text, length, &err),
			 STATUS_OK);
	free(text);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	kube_manifest_done(&manifest);
	return 0;
}

static const struct kube_container *find(const char *name)
{
	const struct kube_container *found = NULL;

	assert_int_equal(
		kube_manifest_find(&found, &manifest, name, NULL, &err),
		STATUS_OK);
	return found;
}

static void all_containers_of_all_documents_are_found(void **state)
{
	(void)state;
	assert_int_equal(manifest.count, 5);
	assert_string_equal(find("setup")->list, "initContainers");
	assert_string_equal(find("helper")->space, "monitoring");
	assert_string_equal(find("cronjob/nightly/agent")->api_version,
			    "batch/v1");
	assert_string_equal(find("null")->object, "on");
}

static void what_is_in_the_way_is_seen(void **state)
{
	const struct kube_container *agent = find("node/agent");

	(void)state;
	assert_true(agent->is_privileged);
	assert_true(agent->sets_selinux);
	assert_true(agent->pod_sets_selinux);
	assert_true(agent->has_apparmor_annotation);
	assert_false(agent->adds_capabilities);
	assert_false(find("helper")->has_apparmor_annotation);
	assert_false(find("helper")->sets_selinux);
	assert_true(find("helper")->pod_sets_selinux);
	assert_true(find("null")->adds_capabilities);
	assert_false(find("null")->is_privileged);
}

static void a_name_that_several_have_is_asked_for(void **state)
{
	const struct kube_container *found = NULL;

	(void)state;
	assert_int_equal(
		kube_manifest_find(&found, &manifest, "agent", NULL, &err),
		STATUS_USAGE);
	assert_non_null(strstr(err.hint, "DaemonSet/node/agent"));
	assert_non_null(strstr(err.hint, "CronJob/nightly/agent"));
	assert_int_equal(
		kube_manifest_find(&found, &manifest, "node/other", NULL, &err),
		STATUS_USAGE);
	assert_string_equal(find("DaemonSet/node/agent")->object, "node");
}

static void without_a_name_the_image_tells(void **state)
{
	const struct kube_container *found = NULL;

	(void)state;
	assert_int_equal(
		kube_manifest_find(&found, &manifest, NULL, NULL, &err),
		STATUS_USAGE);
	assert_int_equal(kube_manifest_find(&found, &manifest, NULL,
					    "localhost/nginx:lab", &err),
			 STATUS_OK);
	assert_string_equal(found->name, "helper");
	assert_int_equal(kube_manifest_find(&found, &manifest, NULL,
					    "example/agent:1", &err),
			 STATUS_USAGE);
}

static void what_has_no_container_is_no_manifest(void **state)
{
	static const char *const texts[] = {
		"",
		"a: b",
		"[1, 2]",
		"kind: Pod\n",
		"{",
		"\"x\"",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
		"spec: {containers: {name: x}}\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
		"spec: {containers: [{image: x}]}\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {generateName: a}\n"
		"spec: {containers: [{name: x}]}\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct kube_manifest none;

		assert_int_equal(kube_manifest_read(&none, texts[i],
						    strlen(texts[i]), &err),
				 STATUS_MALFORMED);
		kube_manifest_done(&none);
	}
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH(all_containers_of_all_documents_are_found),
		WITH(what_is_in_the_way_is_seen),
		WITH(a_name_that_several_have_is_asked_for),
		WITH(without_a_name_the_image_tells),
		cmocka_unit_test(what_has_no_container_is_no_manifest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
