/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every format of three profiles against tests/fixtures/reports. A change on
 * purpose: run with UPDATE_GOLDENS=1, then read what git shows.
 */
#include "fixture.h"

#include <stdlib.h>

static void check(const char *name, const char *format, const char *suffix,
		  const struct report_options *options)
{
	char path[256];
	char *actual = fixture_text(name, format, &fixture_asker, options);
	char *expected = NULL;
	struct error err = {0};

	snprintf(path, sizeof(path), FIXTURES "reports/%s.%s", name, suffix);
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

static void check_all(const char *name)
{
	const struct report_options plain = {0};
	const struct report_options values = {
		.helm_path = "agents.containers.agent.securityContext"};
	const struct report_options pod = {
		.pod = "web", .image = "example/web:1", .kubernetes = 29};
	const struct report_options newer_pod = {.pod = "web",
						 .image = "example/web:1"};
	const struct report_options bare = {.no_comments = true};
	static const char *const with_comments[] = {
		"docker", "compose", "quadlet", "k8s", "systemd", "markdown"};
	const struct report_options colored = {.is_colored = true};

	for (const struct reporter *row = reporters; row->name; row++)
		check(name, row->name, row->name, &plain);
	check(name, "helm", "helm-path", &values);
	check(name, "k8s", "k8s-pod", &newer_pod);
	check(name, "k8s", "k8s-pod-1.29", &pod);
	for (size_t i = 0; i < ARRAY_LENGTH(with_comments); i++) {
		char suffix[64];

		snprintf(suffix, sizeof(suffix), "%s-no-comments",
			 with_comments[i]);
		check(name, with_comments[i], suffix, &bare);
	}
	check(name, "text", "text-color", &colored);
}

static void a_program_is_reported_as_before(void **state)
{
	(void)state;
	check_all("rsyslogd");
}

static void a_container_is_reported_as_before(void **state)
{
	(void)state;
	check_all("nginx");
}

static void a_hostile_profile_is_reported_as_before(void **state)
{
	(void)state;
	check_all("hostile");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_is_reported_as_before),
		cmocka_unit_test(a_container_is_reported_as_before),
		cmocka_unit_test(a_hostile_profile_is_reported_as_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
