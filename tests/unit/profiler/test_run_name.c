/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <limits.h>

#include "profiler/run_name.h"

static void assert_image_name(const char *image, const char *expected)
{
	const struct launch_plan plan = {.image = image};
	char *name AUTO_FREE = run_default_name(&plan);

	assert_string_equal(name, expected);
}

static void assert_command_name(const char *word, const char *expected)
{
	char *command[] = {(char *)(uintptr_t)word, NULL};
	const struct launch_plan plan = {.command = command};
	char *name AUTO_FREE = run_default_name(&plan);

	assert_string_equal(name, expected);
}

static void assert_output(const char *name, const char *expected)
{
	char *output AUTO_FREE = run_default_output(name);

	assert_string_equal(output, expected);
}

static void a_command_is_named_by_its_last_part(void **state)
{
	(void)state;
	assert_command_name("nginx", "nginx");
	assert_command_name("/usr/sbin/nginx", "nginx");
	assert_command_name("./nginx", "nginx");
	assert_command_name("a/b//", "b");
	assert_command_name("a:b@c", "a:b@c");
}

static void an_image_is_named_without_tag_and_digest(void **state)
{
	(void)state;
	assert_image_name("nginx", "nginx");
	assert_image_name("docker.io/library/nginx:1.27", "nginx");
	assert_image_name("localhost:5000/nginx", "nginx");
	assert_image_name("localhost:5000/team/nginx:1", "nginx");
	assert_image_name("registry/nginx@sha256:abc/def", "nginx");
	assert_image_name("registry/nginx:1@sha256:abc", "nginx");
	assert_image_name("oci-archive:/tmp/nginx.tar", "nginx.tar");
}

/* Shorter than the word that stands in for them. */
static void what_has_no_last_part_is_a_workload(void **state)
{
	static const char *const none[] = {"", "/", "//", "///////////////"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(none); i++) {
		assert_command_name(none[i], "workload");
		assert_image_name(none[i], "workload");
	}
	assert_image_name(":", "workload");
	assert_image_name("@", "workload");
	assert_image_name("a/:1", "workload");
}

static void a_bundle_is_named_by_its_folder(void **state)
{
	struct launch_plan plan = {.bundle = "."};
	char *here AUTO_FREE = NULL;
	char *above AUTO_FREE = NULL;
	char *gone AUTO_FREE = NULL;

	(void)state;
	put_folder("bundle");
	put_folder("bundle/rootfs");
	assert_int_equal(chdir("bundle"), 0);
	here = run_default_name(&plan);
	assert_string_equal(here, "bundle");
	plan.bundle = "rootfs/..";
	above = run_default_name(&plan);
	assert_string_equal(above, "bundle");
	plan.bundle = "no/such/";
	gone = run_default_name(&plan);
	assert_string_equal(gone, "such");
}

static void a_profile_is_called_after_its_subject(void **state)
{
	(void)state;
	assert_output("nginx", "nginx.whittle.json");
	assert_output("a b:c@d", "a b:c@d.whittle.json");
	assert_output("-", "-.whittle.json");
}

static void no_name_leaves_the_folder(void **state)
{
	(void)state;
	assert_output("/etc/passwd", "_etc_passwd.whittle.json");
	assert_output("../../etc", "_.._.._etc.whittle.json");
	assert_output("a/../b", "a_.._b.whittle.json");
	assert_output("..", "_...whittle.json");
	assert_output("a\nb\x1b"
		      "c\x7f",
		      "a_b_c_.whittle.json");
}

static void no_profile_is_hidden(void **state)
{
	(void)state;
	assert_output(".bashrc", "_.bashrc.whittle.json");
	assert_output(".", "_..whittle.json");
	assert_output("", "_.whittle.json");
}

/* Found out after the run, a name too long would cost the profile. */
static void a_long_name_can_be_written(void **state)
{
	char name[3001];

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		char *output AUTO_FREE = NULL;

		memset(name, '.', shift);
		for (size_t i = shift; i + 3 <= 3000; i += 3)
			memcpy(name + i, "\xe2\x82\xac", 3);
		name[2900] = '\0';
		output = run_default_output(name);
		assert_true(strlen(output) < NAME_MAX - strlen(".XXXXXX"));
		put_file(output, "x", 0600);
		/* Cut between characters. */
		assert_non_null(strstr(output, "\xe2\x82\xac.whittle.json"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_command_is_named_by_its_last_part),
		TEST(an_image_is_named_without_tag_and_digest),
		TEST(what_has_no_last_part_is_a_workload),
		FOLDER_TEST(a_bundle_is_named_by_its_folder),
		TEST(a_profile_is_called_after_its_subject),
		TEST(no_name_leaves_the_folder),
		TEST(no_profile_is_hidden),
		FOLDER_TEST(a_long_name_can_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
