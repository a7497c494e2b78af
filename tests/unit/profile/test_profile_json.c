/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <jansson.h>
#include <linux/capability.h>

#include "profile/profile_json.h"
#include "profile/syscall_arguments.h"
#include "profile/syscall_names.h"
#include "profile/text.h"

/* ---- helpers ------------------------------------------------------------ */

static enum status read_text(struct profile *profile, const char *text,
			     struct error *err)
{
	return profile_from_json(profile, text, strlen(text), "test", err);
}

static char *write_text(struct profile *profile, bool with_counts)
{
	struct error err = {0};
	char *text = NULL;

	if (profile_to_json(profile, with_counts, &text, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	return text;
}

/* Everything a profile can hold, in no order. */
static void fill(struct profile *profile)
{
	struct profile_environment *environment = &profile->environment;
	struct profile_run *run;
	struct evidence evidence = {
		.comm = "nginx",
		.exe = "/usr/sbin/nginx",
		.syscall = "mount",
		.path = "/p \"\\\\ caf\xc3\xa9",
		.mode = "0640",
		.owner = "0:0",
		.outcome = "-523",
		.phase = PHASE_EXERCISE,
		.reason = "a rule",
		.count = 3,
	};
	struct access access = {
		.source = "@self",
		.target = "system_u:object_r:etc_t:s0",
		.class = "file",
		.path = "/etc/passwd",
		.comm = "nginx",
		.outcome = "permissive",
		.phase = PHASE_START,
		.count = 2,
	};

	profile->subject.name = profile_intern(profile, "nginx");
	profile->subject.image = profile_intern(profile, "docker.io/nginx:1");
	profile->subject.digest = profile_intern(profile, "sha256:00");
	profile->subject.engine = profile_intern(profile, "podman");
	profile->subject.user = profile_intern(profile, "1:1");
	for (int i = 0; i < 2; i++)
		profile_list_append(profile, &profile->subject.command, "-g");
	environment->kernel = profile_intern(profile, "6.1.0");
	environment->arch = profile_intern(profile, "x86_64");
	environment->selinux_mode = profile_intern(profile, "enforcing");
	environment->selinux_policy = profile_intern(profile, "default");
	environment->selinux_type = profile_intern(profile, "whittle_t");
	environment->booleans = calloc(2, sizeof(*environment->booleans));
	assert_non_null(environment->booleans);
	environment->boolean_count = 2;
	environment->booleans[0].name = profile_intern(profile, "z");
	environment->booleans[1].name = profile_intern(profile, "a");
	environment->booleans[1].is_on = true;
	environment->libseccomp = profile_intern(profile, "2.5.4");
	environment->runtime_name = profile_intern(profile, "crun");
	environment->runtime_version = profile_intern(profile, "1.8");
	environment->has_no_new_privileges = true;
	profile_source_add(profile, "audit", 4);
	profile_source_add(profile, "a-log", 0);
	profile_note_incomplete(profile, "z note");
	profile_note(profile, "a note");
	run = profile_run_add(profile);
	run->id = profile_intern(profile, "bb");
	run->has_exit = run->has_exercise = true;
	run->exit_status = 137;
	run->was_stopped = true;
	run->milliseconds = 1001; /* 1.001 s has no exact binary form */
	run = profile_run_add(profile);
	run->id = profile_intern(profile, "aa");
	run->milliseconds = 2591999999;
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, CAPSET_NONE, &evidence);
	evidence = (struct evidence){.phase = PHASE_WORKLOAD};
	profile_capability_add(profile, CAP_SYS_ADMIN, NAMESPACE_HOST,
			       VERDICT_NEEDED, CAPSET_NONE, &evidence);
	profile_capability_add(profile, CAP_SYSLOG, NAMESPACE_HOST,
			       VERDICT_ONE_OF, capset_of(CAP_SYS_ADMIN),
			       &evidence);
	profile_capability_add(profile, 63, NAMESPACE_USER,
			       VERDICT_OWN_NAMESPACE, CAPSET_NONE, &evidence);
	profile_syscall_add(profile, ARCH_X86_64, 257, PHASE_START, "b", 9);
	profile_syscall_add(profile, ARCH_X86_64, 257, PHASE_RELOAD, "a", 1);
	profile_syscall_add(profile, ARCH_X32, X32_SYSCALL_BIT | 1, PHASE_START,
			    NULL, 1);
	profile_syscall_add(profile, ARCH_X86_64, 4000000000u, PHASE_START, "a",
			    1);
	profile_syscall_add(profile, 0x12345678, 1, PHASE_START, "a", 1);
	profile_access_add(profile, &access, "write");
	profile_access_add(profile, &access, "read");
	access.path = NULL;
	profile_access_add(profile, &access, "open");
}

/* The filled profile's text with the first FROM replaced by TO. */
static char *text_with(bool with_counts, const char *from, const char *to)
{
	struct profile profile AUTO_PROFILE = {0};
	struct text text AUTO_TEXT = {0};
	char *whole AUTO_FREE = NULL;
	char *found;

	profile_init(&profile);
	fill(&profile);
	whole = write_text(&profile, with_counts);
	found = strstr(whole, from);
	if (!found)
		fail_msg("no %s in %s", from, whole);
	text_add_bytes(&text, whole, (size_t)(found - whole));
	text_add(&text, to);
	text_add(&text, found + strlen(from));
	return text_take(&text);
}

static void assert_refused(const char *text, const char *words)
{
	struct profile profile AUTO_PROFILE = {0};
	struct error err = {0};

	profile_init(&profile);
	if (read_text(&profile, text, &err) != STATUS_MALFORMED)
		fail_msg("taken: %s", text);
	if (!strstr(err.message, words))
		fail_msg("'%s' does not say '%s'", err.message, words);
}

static void assert_change_refused(const char *from, const char *to,
				  const char *words)
{
	char *text AUTO_FREE = text_with(false, from, to);

	assert_refused(text, words);
}

/* A profile of nothing but SCHEMA and MEMBERS. */
static void read_members(struct profile *profile, const char *members)
{
	struct text text AUTO_TEXT = {0};
	struct error err = {0};

	text_addf(&text, "{\"schema\": \"%s\", %s}", PROFILE_SCHEMA, members);
	if (read_text(profile, text_string(&text), &err) != STATUS_OK)
		fail_msg("%s", err.message);
}

static void assert_members_refused(const char *members, const char *words)
{
	struct text text AUTO_TEXT = {0};

	text_addf(&text, "{\"schema\": \"%s\", %s}", PROFILE_SCHEMA, members);
	assert_refused(text_string(&text), words);
}

/* ---- what is written is read -------------------------------------------- */

static void assert_round_trip(bool with_counts)
{
	struct profile first AUTO_PROFILE = {0};
	struct profile second AUTO_PROFILE = {0};
	char *once AUTO_FREE = NULL;
	char *twice AUTO_FREE = NULL;

	profile_init(&first);
	fill(&first);
	once = write_text(&first, with_counts);
	profile_init(&second);
	assert_int_equal(read_text(&second, once, NULL), STATUS_OK);
	twice = write_text(&second, with_counts);
	assert_string_equal(once, twice);
}

static void a_profile_is_read_back_to_the_byte(void **state)
{
	(void)state;
	assert_round_trip(false);
}

static void a_profile_with_counts_is_read_back_to_the_byte(void **state)
{
	(void)state;
	assert_round_trip(true);
}

/* What is not written would be read back as well. */
static void nothing_is_left_out(void **state)
{
	static const char *const members[] = {
		"\"schema\": \"whittle/profile/v1\"",
		"\"name\": \"nginx\"",
		"\"image\": \"docker.io/nginx:1\"",
		"\"digest\": \"sha256:00\"",
		"\"command\": [\n      \"-g\",\n      \"-g\"\n    ]",
		"\"engine\": \"podman\"",
		"\"user\": \"1:1\"",
		"\"kernel\": \"6.1.0\"",
		"\"arch\": \"x86_64\",\n    \"selinux\"",
		"\"mode\": \"enforcing\"",
		"\"policy\": \"default\"",
		"\"type\": \"whittle_t\"",
		"\"a\": true,\n        \"z\": false",
		"\"libseccomp\": \"2.5.4\"",
		"\"name\": \"crun\",\n      \"version\": \"1.8\"",
		"\"no_new_privileges\": false",
		"\"complete\": false",
		"\"lost\": 4,\n    \"notes\"",
		"\"a note\",\n      \"z note\"",
		"\"name\": \"a-log\",\n        \"lost\": 0",
		"\"name\": \"audit\",\n        \"lost\": 4",
		"\"id\": \"bb\",\n      \"exit\": 137",
		"\"exercise\": 0",
		"\"name\": \"CAP_SYS_ADMIN\"",
		"\"namespace\": \"user\"",
		"\"verdict\": \"own-namespace\"",
		"\"instead\": [\n        \"CAP_SYS_ADMIN\"",
		"\"comm\": \"nginx\",\n          \"exe\"",
		"\"exe\": \"/usr/sbin/nginx\"",
		"\"syscall\": \"mount\"",
		"\"path\": \"/p \\\"\\\\\\\\ caf\xc3\xa9\"",
		"\"mode\": \"0640\"",
		"\"owner\": \"0:0\"",
		"\"outcome\": \"-523\"",
		"\"phase\": \"exercise\"",
		"\"reason\": \"a rule\"",
		"\"arch\": \"x32\",\n      \"name\": \"write\"",
		"\"number\": 1073741825",
		"\"arch\": \"0x12345678\",\n      \"name\": \"syscall_1\"",
		"\"name\": \"syscall_4000000000\"",
		"\"start\",\n        \"reload\"",
		"\"comms\": [\n        \"a\",\n        \"b\"",
		"\"source\": \"@self\"",
		"\"target\": \"system_u:object_r:etc_t:s0\"",
		"\"class\": \"file\"",
		"\"permissions\": [\n        \"read\",\n        \"write\"",
		"\"path\": \"/etc/passwd\",\n      \"comm\": \"nginx\"",
		"\"outcome\": \"permissive\"",
		"\"phase\": \"start\"",
	};
	char *text AUTO_FREE = NULL;

	fill(*state);
	text = write_text(*state, false);
	for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
		if (!strstr(text, members[i]))
			fail_msg("no %s in %s", members[i], text);
}

static void verdicts_of_calls_and_accesses_are_read_back(void **state)
{
	struct profile *profile = *state;
	AUTO_PROFILE struct profile again = {0};
	const struct access access = {.source = "@self",
				      .target = "u:r:t_t:s0",
				      .class = "file",
				      .is_unneeded = true};
	char *text AUTO_FREE = NULL;

	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, "a", 1);
	profile_syscall_add(profile, ARCH_X86_64, 1, PHASE_START, "a", 1);
	profile->syscalls[0].verdict = VERDICT_UNNEEDED;
	profile->syscalls[1].verdict = VERDICT_PROVEN;
	profile_access_add(profile, &access, "read");
	assert_int_equal(profile_to_json(profile, false, &text, NULL),
			 STATUS_OK);
	profile_init(&again);
	assert_int_equal(
		profile_from_json(&again, text, strlen(text), "t", NULL),
		STATUS_OK);
	assert_int_equal(again.syscalls[0].verdict, VERDICT_UNNEEDED);
	assert_int_equal(again.syscalls[1].verdict, VERDICT_PROVEN);
	assert_true(again.accesses[0].is_unneeded);
}

static void an_empty_profile_is_read_back(void **state)
{
	struct profile *profile = *state;
	struct profile again AUTO_PROFILE = {0};
	char *once AUTO_FREE = write_text(profile, true);
	char *twice AUTO_FREE = NULL;

	profile_init(&again);
	assert_int_equal(read_text(&again, once, NULL), STATUS_OK);
	assert_true(again.is_complete);
	twice = write_text(&again, true);
	assert_string_equal(once, twice);
}

static void milliseconds_survive(void **state)
{
	struct profile *profile = *state;

	for (uint64_t ms = 0; ms < 3000; ms++)
		profile_run_add(profile)->milliseconds = ms;
	profile_run_add(profile)->milliseconds = 2591999999;
	{
		struct profile again AUTO_PROFILE = {0};
		char *text AUTO_FREE = write_text(profile, true);

		profile_init(&again);
		assert_int_equal(read_text(&again, text, NULL), STATUS_OK);
		profile_sort(&again);
		for (uint64_t ms = 0; ms < 3000; ms++)
			assert_int_equal(again.runs[ms].milliseconds, ms);
		assert_int_equal(again.runs[3000].milliseconds, 2591999999);
	}
}

static void counts_are_written_on_demand_only(void **state)
{
	struct profile *profile = *state;
	char *plain AUTO_FREE = NULL;
	char *counted AUTO_FREE = NULL;

	fill(profile);
	plain = write_text(profile, false);
	counted = write_text(profile, true);
	assert_null(strstr(plain, "\"count\""));
	assert_null(strstr(plain, "\"seconds\""));
	assert_non_null(strstr(counted, "\"count\": 3"));
	assert_non_null(strstr(counted, "\"seconds\": 1.001"));
}

/* Never a negative number, which a reader would take for none. */
static void the_largest_count_stays_a_count(void **state)
{
	struct profile *profile = *state;
	struct profile again AUTO_PROFILE = {0};
	char *text AUTO_FREE = NULL;

	profile_source_add(profile, "log", UINT64_MAX);
	profile_syscall_add(profile, ARCH_X86_64, 0, PHASE_START, NULL,
			    UINT64_MAX);
	text = write_text(profile, true);
	assert_null(strchr(text, '-'));
	profile_init(&again);
	assert_int_equal(read_text(&again, text, NULL), STATUS_OK);
	assert_true(again.lost == INT64_MAX);
	assert_true(again.sources[0].lost == INT64_MAX);
	assert_true(again.syscalls[0].count == INT64_MAX);
}

static void the_text_ends_with_one_newline(void **state)
{
	char *text AUTO_FREE = write_text(*state, false);
	size_t length = strlen(text);

	assert_true(length > 2);
	assert_int_equal(text[length - 1], '\n');
	assert_int_equal(text[length - 2], '}');
}

/* The same knowledge, gathered in another order. */
static void the_order_of_records_does_not_show(void **state)
{
	struct profile profiles[2];
	char *texts[2], ids[2][65];

	(void)state;
	for (unsigned int round = 0; round < 2; round++) {
		struct profile *profile = &profiles[round];

		profile_init(profile);
		for (unsigned int i = 0; i < 50; i++) {
			unsigned int n = round ? 49 - i : i;
			struct evidence evidence = {.comm = n % 2 ? "a" : "b"};
			struct access access = {.source = n % 3 ? "s" : "t",
						.target = "t",
						.class = n % 5 ? "c" : "d"};

			profile_capability_add(profile, n % 7, NAMESPACE_HOST,
					       n % 4 ? VERDICT_RUNTIME
						     : VERDICT_NEEDED,
					       CAPSET_NONE, &evidence);
			profile_access_add(profile, &access, n % 4 ? "x" : "y");
			profile_syscall_add(profile, ARCH_X86_64, n % 11,
					    (enum phase)(n % PHASE_COUNT),
					    n % 2 ? "a" : "b", 1);
			profile_note(profile, "note %u", n % 6);
		}
		texts[round] = write_text(profile, true);
		assert_int_equal(profile_evidence_id(profile, ids[round], NULL),
				 STATUS_OK);
	}
	assert_string_equal(texts[0], texts[1]);
	assert_string_equal(ids[0], ids[1]);
	for (unsigned int round = 0; round < 2; round++) {
		free(texts[round]);
		profile_done(&profiles[round]);
	}
}

static void the_id_is_of_the_evidence_alone(void **state)
{
	struct profile *profile = *state;
	char before[65], after[65];

	fill(profile);
	assert_int_equal(profile_evidence_id(profile, before, NULL), STATUS_OK);
	assert_int_equal(strspn(before, "0123456789abcdef"), 64);
	profile_syscall_add(profile, ARCH_X86_64, 257, PHASE_START, "b", 99);
	profile->subject.name = profile_intern(profile, "other");
	profile->environment.kernel = NULL;
	profile_note_incomplete(profile, "another note");
	profile_run_add(profile)->milliseconds = 5;
	assert_int_equal(profile_evidence_id(profile, after, NULL), STATUS_OK);
	assert_string_equal(before, after);
}

static void the_id_changes_with_the_evidence(void **state)
{
	struct profile *profile = *state;
	char ids[4][65];

	fill(profile);
	for (int i = 0; i < 4; i++) {
		const struct evidence evidence = {.comm = "new"};
		const struct access access = {
			.source = "s", .target = "t", .class = "c"};

		if (i == 1)
			profile_syscall_add(profile, ARCH_X86_64, 257,
					    PHASE_SHUTDOWN, "b", 1);
		if (i == 2)
			profile_capability_add(profile, CAP_SYS_ADMIN,
					       NAMESPACE_HOST, VERDICT_NEEDED,
					       CAPSET_NONE, &evidence);
		if (i == 3)
			profile_access_add(profile, &access, "p");
		assert_int_equal(profile_evidence_id(profile, ids[i], NULL),
				 STATUS_OK);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(ids[i], ids[j]);
	}
}

static void a_failed_profile_is_not_written(void **state)
{
	struct profile *profile = *state;
	char *text = NULL;
	char id[65];

	profile->failed = true;
	assert_int_equal(profile_to_json(profile, false, &text, NULL),
			 STATUS_INTERNAL);
	assert_null(text);
	assert_int_equal(profile_evidence_id(profile, id, NULL),
			 STATUS_INTERNAL);
}

/* The JSON library's memory: the Nth request fails, no other. */
static size_t requests_left;

static void *failing_malloc(size_t size)
{
	return requests_left-- ? malloc(size) : NULL;
}

static void memory_that_runs_out_is_never_a_shorter_profile(void **state)
{
	struct profile *profile = *state;
	char *whole AUTO_FREE = NULL;
	size_t limit = 0;
	bool is_done = false;

	fill(profile);
	whole = write_text(profile, true);
	while (!is_done) {
		char *text = NULL;
		enum status status;

		requests_left = limit++;
		json_set_alloc_funcs(failing_malloc, free);
		status = profile_to_json(profile, true, &text, NULL);
		json_set_alloc_funcs(malloc, free);
		is_done = status == STATUS_OK;
		if (is_done)
			assert_string_equal(text, whole);
		else
			assert_int_equal(status, STATUS_INTERNAL);
		free(text);
	}
	assert_true(limit > 100);
}

static void text_that_is_not_utf8_is_not_left_out(void **state)
{
	struct profile *profile = *state;
	struct error err = {0};
	char *text = NULL;

	profile->subject.name = profile_intern(profile, "caf\xe9");
	assert_int_equal(profile_to_json(profile, false, &text, &err),
			 STATUS_INTERNAL);
	assert_null(text);
}

/* ---- what others wrote -------------------------------------------------- */

static void unknown_keys_are_passed_over(void **state)
{
	struct profile *profile = *state;
	char *text AUTO_FREE =
		text_with(false, "\"comm\": \"nginx\"",
			  "\"comm\": \"nginx\", \"new\": {\"a\": [1, null]}");
	char *again AUTO_FREE = NULL;
	char *plain AUTO_FREE = NULL;
	struct profile filled AUTO_PROFILE = {0};

	assert_int_equal(read_text(profile, text, NULL), STATUS_OK);
	again = write_text(profile, false);
	profile_init(&filled);
	fill(&filled);
	plain = write_text(&filled, false);
	assert_string_equal(again, plain);
}

static void values_of_an_argument_are_kept(void **state)
{
	static const uint64_t values[] = {UINT64_MAX, 0, 0x5401};
	struct profile *profile = *state;
	struct profile again AUTO_PROFILE = {0};
	char *text AUTO_FREE = NULL;
	char *second AUTO_FREE = NULL;
	const struct syscall_argument *argument;

	profile_syscall_add(profile, ARCH_X86_64, 16, PHASE_START, "a", 1);
	profile_argument_set(profile, ARCH_X86_64, 16, 1, values, 3, true, 1);
	text = write_text(profile, false);
	profile_init(&again);
	assert_int_equal(read_text(&again, text, NULL), STATUS_OK);
	argument = &again.syscalls[0].argument;
	assert_int_equal(argument->index, 1);
	assert_int_equal(argument->count, 3);
	assert_true(argument->values[2] == UINT64_MAX);
	assert_true(argument->is_complete);
	assert_int_equal(argument->runs, 1);
	second = write_text(&again, false);
	assert_string_equal(text, second);
}

static void values_without_sense_are_none(void **state)
{
	static const char *const arguments[] = {
		"5",
		"{}",
		"{\"index\": 6, \"values\": [\"0x1\"]}",
		"{\"index\": 1, \"values\": [1]}",
		"{\"index\": 1, \"values\": [\"0x\"]}",
		"{\"index\": 1, \"values\": [\"0x1g\"]}",
		"{\"index\": 1, \"values\": [\"0x12345678901234567\"]}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(arguments); i++) {
		struct profile profile AUTO_PROFILE = {0};
		char members[256];

		profile_init(&profile);
		snprintf(members, sizeof(members),
			 "\"syscalls\": [{\"arch\": \"x86_64\", "
			 "\"number\": 16, \"argument\": %s}]",
			 arguments[i]);
		read_members(&profile, members);
		assert_int_equal(profile.syscall_count, 1);
		assert_null(profile.syscalls[0].argument.values);
	}
}

static void text_from_a_file_is_cleaned(void **state)
{
	struct profile *profile = *state;

	read_members(profile,
		     "\"subject\": {\"name\": \"x\\u001b[31m\\u202e\"}");
	assert_string_equal(profile->subject.name, "x\\x1B[31m\\xE2\\x80\\xAE");
}

static void no_word_on_completeness_is_incomplete(void **state)
{
	static const char *const members[] = {
		"\"a\": 1",
		"\"completeness\": null",
		"\"completeness\": true",
		"\"completeness\": {}",
		"\"completeness\": {\"complete\": \"true\"}",
		"\"completeness\": {\"complete\": 1}",
		"\"completeness\": {\"complete\": false}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
		struct profile profile AUTO_PROFILE = {0};

		profile_init(&profile);
		read_members(&profile, members[i]);
		assert_false(profile.is_complete);
	}
}

static void what_lost_records_is_not_complete(void **state)
{
	static const char *const members[] = {
		"\"completeness\": {\"complete\": true, \"lost\": 3}",
		"\"completeness\": {\"complete\": true, \"sources\": "
		"[{\"name\": \"log\", \"lost\": 3}]}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
		struct profile profile AUTO_PROFILE = {0};

		profile_init(&profile);
		read_members(&profile, members[i]);
		assert_false(profile.is_complete);
		assert_int_equal(profile.lost, 3);
	}
}

static void another_schema_is_refused(void **state)
{
	(void)state;
	assert_refused("{}", "schema");
	assert_refused("{\"schema\": null}", "schema");
	assert_refused("{\"schema\": [\"" PROFILE_SCHEMA "\"]}", "schema");
	assert_refused("{\"schema\": \"whittle/profile/v2\"}", "schema");
	assert_refused("[]", "not an object");
}

static void what_is_no_json_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_refused("{\n\n x", "'test' line 3");
	assert_refused("{\"schema\": \"" PROFILE_SCHEMA "\"", "line 1");
	assert_refused("{\"schema\": \"" PROFILE_SCHEMA "\"} x", "line 1");
	assert_refused("\xff\xfe{", "line 1");
	assert_refused("{\"a\": \"\x1b\"}", "line 1");
}

/* What people give by mistake has a name. */
static void another_thing_is_called_what_it_is(void **state)
{
	(void)state;
	assert_refused("", "'test' is empty");
	assert_refused("type=AVC msg=audit(1664902715.647:1): avc:",
		       "'test' is a log, no profile");
	assert_refused("\x1f\x8b\x08", "'test' is packed");
	assert_refused("{\"schema\": \"whittle/profile/v2\"}",
		       "schema: 'whittle/profile/v2', and this whittle reads");
	assert_refused("{\"schema\": \"x\"}",
		       "schema: not '" PROFILE_SCHEMA "'");
	assert_refused("\xef\xbb\xbf", "'test' is empty");
	assert_refused("[]", "not an object");
}

static void messages_do_not_repeat_escape_sequences(void **state)
{
	struct profile *profile = *state;
	struct error err = {0};

	assert_int_equal(
		profile_from_json(profile, "\x1b]0;x\x07", 6, "na\x1bme", &err),
		STATUS_MALFORMED);
	assert_null(strchr(err.message, '\x1b'));
	assert_null(strchr(err.message, '\x07'));
}

/* Of two answers neither is taken. */
static void keys_that_stand_twice_are_refused(void **state)
{
	(void)state;
	assert_members_refused("\"completeness\": {\"complete\": false, "
			       "\"complete\": true}",
			       "duplicate");
	assert_members_refused("\"schema\": \"" PROFILE_SCHEMA "\"",
			       "duplicate");
}

static void nul_is_refused_inside_a_text_and_a_file(void **state)
{
	static const char file[] = "{\"schema\": \"" PROFILE_SCHEMA "\"}\0{}";
	struct profile *profile = *state;

	assert_members_refused("\"subject\": {\"name\": \"a\\u0000b\"}",
			       "line 1");
	assert_members_refused("\"a\\u0000b\": 1", "line 1");
	assert_int_equal(profile_from_json(profile, file, sizeof(file) - 1,
					   "test", NULL),
			 STATUS_MALFORMED);
}

static void nesting_without_end_is_refused(void **state)
{
	struct text text AUTO_TEXT = {0};

	(void)state;
	text_add(&text, "{\"a\": ");
	for (int i = 0; i < 200000; i++)
		text_add(&text, i % 2 ? "[" : "{\"a\":");
	assert_refused(text_string(&text), "depth");
}

static void numbers_without_bounds_are_refused_or_bounded(void **state)
{
	struct profile *profile = *state;

	assert_members_refused("\"a\": 99999999999999999999", "integer");
	assert_members_refused("\"a\": 1e999", "real number");
	read_members(profile,
		     "\"completeness\": {\"lost\": -5, \"sources\": "
		     "[{\"name\": \"x\", \"lost\": 9223372036854775807}]}, "
		     "\"runs\": [{\"seconds\": -1}, {\"seconds\": 1e300}, "
		     "{\"exit\": 99999999999, \"exercise\": -1}]");
	assert_true(profile->lost == INT64_MAX);
	assert_int_equal(profile->runs[0].milliseconds, 0);
	assert_int_equal(profile->runs[1].milliseconds, 0);
	assert_false(profile->runs[2].has_exit);
	assert_false(profile->runs[2].has_exercise);
}

static void numbers_of_calls_have_32_bits(void **state)
{
	static const char *const bad[] = {"-1",	  "4294967296",
					  "1.0",  "\"1\"",
					  "null", "9223372036854775807"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		char number[64];

		snprintf(number, sizeof(number), "\"number\": %s", bad[i]);
		assert_change_refused("\"number\": 257", number, "number");
	}
}

static void names_that_do_not_exist_are_refused(void **state)
{
	static const struct {
		const char *from, *to, *words;
	} changes[] = {
		{"\"phase\": \"exercise\"", "\"phase\": \"exercises\"",
		 "phase"},
		{"\"phase\": \"exercise\"", "\"phase\": 2", "phase"},
		{"\"reload\"", "\"Reload\"", "phase"},
		{"\"reload\"", "3", "phase"},
		{"\"verdict\": \"needed\"", "\"verdict\": \"maybe\"",
		 "verdict"},
		{"\"verdict\": \"needed\"", "\"verdict\": 0", "verdict"},
		{"\"verdict\": \"needed\"", "\"x\": 0", "verdict"},
		{"\"namespace\": \"host\"", "\"namespace\": \"hosts\"",
		 "namespace"},
		{"\"namespace\": \"host\"", "\"namespace\": true", "namespace"},
		{"\"CAP_SYSLOG\"", "\"CAP_SYSLOGS\"", "capability"},
		{"\"CAP_SYSLOG\"", "34", "capability"},
		{"\"CAP_63\"", "\"CAP_64\"", "capability"},
		{"\"instead\": [\n        \"CAP_SYS_ADMIN\"",
		 "\"instead\": [\"NONE\"", "not a capability"},
		{"\"instead\": [\n        \"CAP_SYS_ADMIN\"",
		 "\"instead\": [21", "not a capability"},
		{"\"arch\": \"x32\"", "\"arch\": \"x33\"", "arch"},
		{"\"arch\": \"x32\"", "\"arch\": 32", "arch"},
		{"\"0x12345678\"", "\"0x\"", "arch"},
		{"\"0x12345678\"", "\"0x1234567g\"", "arch"},
		{"\"0x12345678\"", "\"0x112345678\"", "arch"},
		{"\"0x12345678\"", "\"0x-1\"", "arch"},
		{"\"source\": \"@self\"", "\"source\": 1", "source"},
		{"\"class\": \"file\"", "\"class\": null", "class"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(changes); i++)
		assert_change_refused(changes[i].from, changes[i].to,
				      changes[i].words);
}

static void lists_that_are_none_are_refused(void **state)
{
	static const struct {
		const char *members, *words;
	} bad[] = {
		{"\"capabilities\": {}", "not a list"},
		{"\"capabilities\": null", "not a list"},
		{"\"capabilities\": \"ALL\"", "not a list"},
		{"\"syscalls\": 5", "not a list"},
		{"\"accesses\": false", "not a list"},
		{"\"capabilities\": [null]", "capabilit"},
		{"\"capabilities\": [[]]", "capabilit"},
		{"\"capabilities\": [{\"name\": \"CAP_KILL\", \"verdict\": "
		 "\"needed\"}]",
		 "no evidence"},
		{"\"capabilities\": [{\"name\": \"CAP_KILL\", \"verdict\": "
		 "\"needed\", \"evidence\": []}]",
		 "no evidence"},
		{"\"capabilities\": [{\"name\": \"CAP_KILL\", \"verdict\": "
		 "\"needed\", \"evidence\": [7]}]",
		 "evidence"},
		{"\"capabilities\": [{\"name\": \"CAP_KILL\", \"verdict\": "
		 "\"one-of\", \"instead\": \"CAP_SYS_ADMIN\", "
		 "\"evidence\": [{}]}]",
		 "instead"},
		{"\"syscalls\": [\"openat\"]", "arch"},
		{"\"syscalls\": [{\"arch\": \"x86_64\", \"number\": 1, "
		 "\"phases\": \"start\"}]",
		 "phases"},
		{"\"accesses\": [{\"source\": \"a\", \"target\": \"b\", "
		 "\"class\": \"c\"}]",
		 "permissions"},
		{"\"accesses\": [{\"source\": \"a\", \"target\": \"b\", "
		 "\"class\": \"c\", \"permissions\": [1]}]",
		 "permissions"},
		{"\"accesses\": [[1]]", "source"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_members_refused(bad[i].members, bad[i].words);
}

/* Each value of a good profile in turn becomes one of another type. */
static json_t *spoil(const json_t *value, size_t *target, json_t *with)
{
	json_t *copy, *item;
	const char *key;
	size_t index;

	if ((*target)-- == 0)
		return json_incref(with);
	if (json_is_object(value)) {
		copy = json_object();
		json_object_foreach ((json_t *)(uintptr_t)value, key, item)
			json_object_set_new(copy, key,
					    spoil(item, target, with));
	} else if (json_is_array(value)) {
		copy = json_array();
		json_array_foreach (value, index, item)
			json_array_append_new(copy, spoil(item, target, with));
	} else {
		copy = json_deep_copy(value);
	}
	return copy;
}

static void spoil_one(const json_t *root, size_t *target, json_t *with)
{
	struct profile again AUTO_PROFILE = {0};
	json_t *spoilt = spoil(root, target, with);
	char *bytes = json_dumps(spoilt, JSON_ENCODE_ANY);
	enum status status;

	profile_init(&again);
	status = read_text(&again, bytes, NULL);
	if (status == STATUS_OK)
		free(write_text(&again, true));
	else
		assert_int_equal(status, STATUS_MALFORMED);
	free(bytes);
	json_decref(spoilt);
}

static void wrong_types_anywhere_do_no_harm(void **state)
{
	static const char *const others[] = {"null",
					     "true",
					     "-1",
					     "1e300",
					     "\"\"",
					     "[]",
					     "{}",
					     "[[{}]]",
					     "[\"\", 1, null, {}, []]",
					     "{\"\": {}, \"name\": []}"};
	struct profile *profile = *state;
	char *text AUTO_FREE = NULL;
	json_t *root;

	fill(profile);
	text = write_text(profile, true);
	root = json_loads(text, 0, NULL);
	assert_non_null(root);
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		json_t *with = json_loads(others[i], JSON_DECODE_ANY, NULL);
		size_t left = 0;

		assert_non_null(with);
		/* LEFT has run below zero when there was such a value. */
		for (size_t target = 0; left == 0 || left > SIZE_MAX / 2;
		     target++) {
			left = target;
			spoil_one(root, &left, with);
		}
		json_decref(with);
	}
	json_decref(root);
}

/* A name in the file is for people: the number decides. */
static void the_number_of_a_call_names_it(void **state)
{
	struct profile *profile = *state;

	read_members(profile, "\"syscalls\": [{\"arch\": \"x86_64\", "
			      "\"name\": \"read\", \"number\": 165}]");
	assert_string_equal(profile->syscalls[0].name, "mount");
	assert_int_equal(profile->syscalls[0].phases, 1u << PHASE_WORKLOAD);
}

static void what_stands_twice_is_one(void **state)
{
	struct profile *profile = *state;

	read_members(profile,
		     "\"syscalls\": [{\"arch\": \"x86_64\", \"number\": 1, "
		     "\"phases\": [\"start\"]}, {\"arch\": \"x86_64\", "
		     "\"number\": 1, \"phases\": [\"reload\"]}], "
		     "\"capabilities\": [{\"name\": \"kill\", \"verdict\": "
		     "\"runtime\", \"evidence\": [{}, {}]}, {\"name\": "
		     "\"CAP_KILL\", \"verdict\": \"needed\", \"evidence\": "
		     "[{\"comm\": \"a\"}]}]");
	assert_int_equal(profile->syscall_count, 1);
	assert_int_equal(profile->syscalls[0].phases,
			 1u << PHASE_START | 1u << PHASE_RELOAD);
	assert_int_equal(profile->capability_count, 1);
	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_int_equal(profile->capabilities[0].evidence_count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_profile_is_read_back_to_the_byte),
		TEST(a_profile_with_counts_is_read_back_to_the_byte),
		PROFILE_TEST(nothing_is_left_out),
		PROFILE_TEST(verdicts_of_calls_and_accesses_are_read_back),
		PROFILE_TEST(an_empty_profile_is_read_back),
		PROFILE_TEST(milliseconds_survive),
		PROFILE_TEST(counts_are_written_on_demand_only),
		PROFILE_TEST(the_largest_count_stays_a_count),
		PROFILE_TEST(the_text_ends_with_one_newline),
		TEST(the_order_of_records_does_not_show),
		PROFILE_TEST(the_id_is_of_the_evidence_alone),
		PROFILE_TEST(the_id_changes_with_the_evidence),
		PROFILE_TEST(a_failed_profile_is_not_written),
		PROFILE_TEST(memory_that_runs_out_is_never_a_shorter_profile),
		PROFILE_TEST(text_that_is_not_utf8_is_not_left_out),
		PROFILE_TEST(unknown_keys_are_passed_over),
		PROFILE_TEST(values_of_an_argument_are_kept),
		TEST(values_without_sense_are_none),
		PROFILE_TEST(text_from_a_file_is_cleaned),
		TEST(no_word_on_completeness_is_incomplete),
		TEST(what_lost_records_is_not_complete),
		TEST(another_schema_is_refused),
		TEST(what_is_no_json_is_refused_with_its_line),
		TEST(another_thing_is_called_what_it_is),
		PROFILE_TEST(messages_do_not_repeat_escape_sequences),
		TEST(keys_that_stand_twice_are_refused),
		PROFILE_TEST(nul_is_refused_inside_a_text_and_a_file),
		TEST(nesting_without_end_is_refused),
		PROFILE_TEST(numbers_without_bounds_are_refused_or_bounded),
		TEST(numbers_of_calls_have_32_bits),
		TEST(names_that_do_not_exist_are_refused),
		TEST(lists_that_are_none_are_refused),
		PROFILE_TEST(wrong_types_anywhere_do_no_harm),
		PROFILE_TEST(the_number_of_a_call_names_it),
		PROFILE_TEST(what_stands_twice_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
