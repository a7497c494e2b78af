/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <jansson.h>

#include "profile/capset.h"
#include "profile/text.h"
#include "profiler/bundle.h"

#define LABEL "system_u:system_r:whittle_t:s0:c1,c2"

/* As "runc spec" 1.1 writes it, made small, with paths of every kind. */
static const char spec[] =
	"{\"ociVersion\": \"1.0.2-dev\","
	" \"process\": {"
	"  \"terminal\": false, \"noNewPrivileges\": true, \"cwd\": \"/\","
	"  \"user\": {\"uid\": 1, \"gid\": 2, \"additionalGids\": [3]},"
	"  \"args\": [\"sh\"], \"env\": [\"PATH=/bin\"],"
	"  \"capabilities\": {\"bounding\": [\"CAP_KILL\"]},"
	"  \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"hard\": 1024,"
	"                 \"soft\": 1024}]},"
	" \"root\": {\"path\": \"rootfs\", \"readonly\": true},"
	" \"mounts\": ["
	"  {\"destination\": \"/proc\", \"type\": \"proc\","
	"   \"source\": \"proc\"},"
	"  {\"destination\": \"/a\", \"type\": \"bind\", \"source\": \"a\"},"
	"  {\"destination\": \"/b\", \"source\": \"b/c\","
	"   \"options\": [\"ro\", \"rbind\"]},"
	"  {\"destination\": \"/d\", \"type\": \"none\", \"source\": \"/d\","
	"   \"options\": [\"bind\"]},"
	"  {\"destination\": \"/t\", \"type\": \"tmpfs\","
	"   \"source\": \"tmpfs\", \"options\": [\"nosuid\"]}],"
	" \"linux\": {\"seccomp\": {\"defaultAction\": \"SCMP_ACT_ERRNO\"},"
	"  \"cgroupsPath\": \"/old\", \"namespaces\": [{\"type\": \"pid\"}]}"
	"}";

static struct launch_plan plan_of(void)
{
	return (struct launch_plan){.bundle = "b",
				    .label = LABEL,
				    .level = "s0:c1,c2",
				    .directory = "run"};
}

static void put_bundle(const char *config)
{
	if (!is_there("b")) {
		put_folder("b");
		put_folder("run");
	}
	put_file("b/config.json", config, 0644);
}

/* Prepare PLAN's bundle and read what was written. */
static json_t *prepare(const struct launch_plan *plan, struct bundle_facts *ret)
{
	struct error err = {0};
	json_t *config;

	if (bundle_prepare(plan, "/sys/fs/cgroup/whittle-1", ret, &err) !=
	    STATUS_OK)
		fail_msg("%s", err.message);
	config = json_load_file("run/bundle/config.json",
				JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(config);
	return config;
}

static const char *string_at(const json_t *config, const char *outer,
			     const char *inner)
{
	return json_string_value(
		json_object_get(json_object_get(config, outer), inner));
}

static void assert_refused(const struct launch_plan *plan, enum status expected,
			   const char *words)
{
	struct bundle_facts facts;
	struct error err = {0};

	assert_int_equal(bundle_prepare(plan, "/g", &facts, &err), expected);
	if (!strstr(err.message, words))
		fail_msg("'%s' does not say '%s'", err.message, words);
	assert_false(is_there("run/bundle/config.json"));
}

static void assert_config_refused(const char *config, const char *words)
{
	struct launch_plan plan = plan_of();

	put_bundle(config);
	assert_refused(&plan, STATUS_MALFORMED, words);
}

static void paths_of_the_bundle_become_absolute(void **state)
{
	static const char *const expected[] = {"proc", "%s/b/a", "%s/b/b/c",
					       "/d", "tmpfs"};
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	char path[4096];
	json_t *config, *mounts;

	put_bundle(spec);
	config = prepare(&plan, &facts);
	snprintf(path, sizeof(path), "%s/b/rootfs", (char *)*state);
	assert_string_equal(string_at(config, "root", "path"), path);
	mounts = json_object_get(config, "mounts");
	assert_int_equal(json_array_size(mounts), ARRAY_LENGTH(expected));
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
		bool is_ours = expected[i][0] == '%';

		snprintf(path, sizeof(path), "%s%s",
			 is_ours ? (char *)*state : "",
			 expected[i] + (is_ours ? 2 : 0));
		assert_string_equal(
			json_string_value(json_object_get(
				json_array_get(mounts, i), "source")),
			path);
	}
	json_decref(config);
}

static void the_bundle_itself_is_not_touched(void **state)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	char *after AUTO_FREE = NULL;

	(void)state;
	put_bundle(spec);
	json_decref(prepare(&plan, &facts));
	after = get_file("b/config.json");
	assert_string_equal(after, spec);
}

static void every_set_holds_every_capability(void **state)
{
	static const char *const sets[] = {
		"bounding", "effective", "inheritable", "permitted", "ambient"};
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config, *capabilities;

	(void)state;
	put_bundle(spec);
	config = prepare(&plan, &facts);
	capabilities = json_object_get(json_object_get(config, "process"),
				       "capabilities");
	assert_int_equal(json_object_size(capabilities), ARRAY_LENGTH(sets));
	for (size_t i = 0; i < ARRAY_LENGTH(sets); i++) {
		json_t *set = json_object_get(capabilities, sets[i]);

		assert_int_equal(json_array_size(set), capability_last() + 1);
		for (unsigned int j = 0; j <= capability_last(); j++)
			assert_string_equal(
				json_string_value(json_array_get(set, j)),
				capability_name(j));
	}
	json_decref(config);
}

static void the_label_the_filter_and_the_group_are_ours(void **state)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config, *linux_part;

	(void)state;
	put_bundle(spec);
	config = prepare(&plan, &facts);
	linux_part = json_object_get(config, "linux");
	assert_string_equal(string_at(config, "process", "selinuxLabel"),
			    LABEL);
	assert_string_equal(string_at(config, "linux", "mountLabel"),
			    "system_u:object_r:container_file_t:s0:c1,c2");
	assert_string_equal(string_at(config, "linux", "cgroupsPath"),
			    "/sys/fs/cgroup/whittle-1");
	assert_string_equal(string_at(linux_part, "seccomp", "defaultAction"),
			    "SCMP_ACT_LOG");
	/* What is not ours to change stays. */
	assert_int_equal(
		json_array_size(json_object_get(linux_part, "namespaces")), 1);
	assert_true(json_is_true(
		json_object_get(json_object_get(config, "root"), "readonly")));
	assert_int_equal(
		json_array_size(json_object_get(
			json_object_get(config, "process"), "rlimits")),
		1);
	json_decref(config);
}

static void without_selinux_there_is_no_label(void **state)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config;

	(void)state;
	plan.label = plan.level = NULL;
	put_bundle("{\"process\": {\"selinuxLabel\": \"old\"}, "
		   "\"linux\": {\"mountLabel\": \"old\"}}");
	config = prepare(&plan, &facts);
	assert_null(string_at(config, "process", "selinuxLabel"));
	assert_null(string_at(config, "linux", "mountLabel"));
	json_decref(config);
}

static void facts_are_told(void **state)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;

	(void)state;
	put_bundle(spec);
	json_decref(prepare(&plan, &facts));
	assert_true(facts.no_new_privileges);
	assert_false(facts.has_terminal);
	put_bundle("{\"process\": {\"terminal\": true}}");
	json_decref(prepare(&plan, &facts));
	assert_false(facts.no_new_privileges);
	assert_true(facts.has_terminal);
}

static void the_command_and_the_environment_are_added(void **state)
{
	char program[] = "nginx", option[] = "-g \"\n";
	char *const command[] = {program, option, NULL};
	const char *const env[] = {"A=1", "B=\xc3\xa9", NULL};
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config, *process;
	char *args AUTO_FREE = NULL;
	char *words AUTO_FREE = NULL;

	(void)state;
	plan.command = command;
	plan.env = env;
	put_bundle(spec);
	config = prepare(&plan, &facts);
	process = json_object_get(config, "process");
	args = json_dumps(json_object_get(process, "args"), JSON_COMPACT);
	assert_string_equal(args, "[\"nginx\",\"-g \\\"\\n\"]");
	words = json_dumps(json_object_get(process, "env"), JSON_COMPACT);
	assert_string_equal(words, "[\"PATH=/bin\",\"A=1\",\"B=\xc3\xa9\"]");
	json_decref(config);
}

static void without_a_command_the_bundles_own_stays(void **state)
{
	char *const command[] = {NULL};
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config;
	char *args AUTO_FREE = NULL;

	(void)state;
	plan.command = command;
	put_bundle(spec);
	config = prepare(&plan, &facts);
	args = json_dumps(
		json_object_get(json_object_get(config, "process"), "args"),
		JSON_COMPACT);
	assert_string_equal(args, "[\"sh\"]");
	json_decref(config);
}

static void assert_user(const char *user, const char *expected)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	json_t *config;
	char *text AUTO_FREE = NULL;

	plan.user = user;
	put_bundle(spec);
	config = prepare(&plan, &facts);
	text = json_dumps(
		json_object_get(json_object_get(config, "process"), "user"),
		JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text, expected);
	json_decref(config);
}

static void users_are_numbers(void **state)
{
	(void)state;
	assert_user(NULL, "{\"additionalGids\":[3],\"gid\":2,\"uid\":1}");
	assert_user("1000", "{\"additionalGids\":[3],\"gid\":0,\"uid\":1000}");
	assert_user("0:7", "{\"additionalGids\":[3],\"gid\":7,\"uid\":0}");
	assert_user("4294967294:4294967294",
		    "{\"additionalGids\":[3],\"gid\":4294967294,"
		    "\"uid\":4294967294}");
}

static void users_that_are_no_numbers_are_refused(void **state)
{
	static const char *const bad[] = {
		"root", "",	 ":",	       "1:",	       ":1", "1:users",
		"-1",	"1:2:3", "4294967295", "0:4294967295", "1 ", "0x1"};
	struct launch_plan plan = plan_of();

	(void)state;
	put_bundle(spec);
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		plan.user = bad[i];
		assert_refused(&plan, STATUS_USAGE, "UID or UID:GID");
	}
}

/* Left out in silence, the workload would be another one. */
static void words_that_are_not_utf8_are_refused(void **state)
{
	char program[] = "prog", word[] = "caf\xe9";
	char *const command[] = {program, word, program, NULL};
	const char *const env[] = {"A=caf\xe9", NULL};
	struct launch_plan plan = plan_of();

	(void)state;
	put_bundle(spec);
	plan.command = command;
	assert_refused(&plan, STATUS_USAGE, "'caf\\xE9'");
	plan.command = NULL;
	plan.env = env;
	assert_refused(&plan, STATUS_USAGE, "'A=caf\\xE9'");
}

static void a_path_that_is_not_utf8_is_refused(void **state)
{
	struct launch_plan plan = plan_of();

	(void)state;
	put_folder("b\xe9");
	put_folder("run");
	put_file("b\xe9/config.json", spec, 0644);
	plan.bundle = "b\xe9";
	assert_refused(&plan, STATUS_MALFORMED, "not UTF-8");
}

static void what_is_no_bundle_is_refused(void **state)
{
	struct launch_plan plan = plan_of();

	(void)state;
	assert_refused(&plan, STATUS_MALFORMED, "bundle 'b'");
	put_folder("b");
	put_folder("run");
	assert_refused(&plan, STATUS_MALFORMED, "config.json");
	assert_config_refused("", "bundle 'b'");
	assert_config_refused("[]", "not an object");
	assert_config_refused("{} x", "bundle 'b'");
	assert_config_refused("{}", "no process");
	assert_config_refused("{\"process\": []}", "no process");
	assert_config_refused("{\"process\": null}", "no process");
}

/* What is of no use to the runtime it will say itself. */
static void members_of_wrong_types_do_no_harm(void **state)
{
	struct launch_plan plan = plan_of();
	const char *const env[] = {"A=1", NULL};
	struct bundle_facts facts;
	json_t *config;

	(void)state;
	plan.env = env;
	plan.user = "1";
	put_bundle("{\"process\": {\"env\": \"x\", \"user\": [], "
		   "\"noNewPrivileges\": 1, \"terminal\": \"yes\"}, "
		   "\"root\": \"rootfs\", \"linux\": 5, \"mounts\": "
		   "[1, {}, {\"type\": \"bind\"}, {\"type\": 1, \"source\": "
		   "2, \"options\": [3, \"bind\"]}]}");
	config = prepare(&plan, &facts);
	assert_false(facts.no_new_privileges);
	assert_false(facts.has_terminal);
	assert_int_equal(json_array_size(json_object_get(config, "mounts")), 4);
	json_decref(config);
	put_bundle("{\"process\": {}, \"mounts\": {\"a\": 1}}");
	json_decref(prepare(&plan, &facts));
}

static void the_copy_is_private_and_written_again(void **state)
{
	struct launch_plan plan = plan_of();
	struct bundle_facts facts;
	struct stat st;

	(void)state;
	put_bundle(spec);
	for (int i = 0; i < 2; i++)
		json_decref(prepare(&plan, &facts));
	assert_int_equal(stat("run/bundle", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat("run/bundle/config.json", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(paths_of_the_bundle_become_absolute),
		FOLDER_TEST(the_bundle_itself_is_not_touched),
		FOLDER_TEST(every_set_holds_every_capability),
		FOLDER_TEST(the_label_the_filter_and_the_group_are_ours),
		FOLDER_TEST(without_selinux_there_is_no_label),
		FOLDER_TEST(facts_are_told),
		FOLDER_TEST(the_command_and_the_environment_are_added),
		FOLDER_TEST(without_a_command_the_bundles_own_stays),
		FOLDER_TEST(users_are_numbers),
		FOLDER_TEST(users_that_are_no_numbers_are_refused),
		FOLDER_TEST(words_that_are_not_utf8_are_refused),
		FOLDER_TEST(a_path_that_is_not_utf8_is_refused),
		FOLDER_TEST(what_is_no_bundle_is_refused),
		FOLDER_TEST(members_of_wrong_types_do_no_harm),
		FOLDER_TEST(the_copy_is_private_and_written_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
