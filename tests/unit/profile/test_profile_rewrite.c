/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "profile/merge.h"
#include "profile/profile_json.h"
#include "profile/profile_rewrite.h"

#define HEAD                                                                   \
	"{\"schema\":\"whittle/profile/v1\","                                  \
	"\"subject\":{\"command\":[\"a\"],\"team\":\"web\"},"                  \
	"\"environment\":{},\"completeness\":{\"complete\":true,\"lost\":0,"   \
	"\"notes\":[],\"sources\":[]},\"runs\":[],\"capabilities\":["          \
	"{\"name\":\"CAP_CHOWN\",\"namespace\":\"host\",\"verdict\":"          \
	"\"needed\",\"instead\":[],\"ticket\":7,\"evidence\":"                 \
	"[{\"phase\":\"workload\",\"seen\":\"by hand\"}]}],\"syscalls\":["     \
	"{\"arch\":\"x86_64\",\"name\":\"read\",\"number\":0,"                 \
	"\"phases\":[\"workload\"],\"comms\":[],\"mine\":1},"                  \
	"{\"arch\":\"x86_64\",\"name\":\"write\",\"number\":1,"                \
	"\"phases\":[\"workload\"],\"comms\":[],\"mine\":2}],"                 \
	"\"accesses\":[],\"owner\":{\"mail\":\"x\"}}"

static void rewrite(char **ret, struct profile *profile, const char *old,
		    const struct verification *verification)
{
	*ret = NULL;
	assert_int_equal(profile_rewrite(profile, old, strlen(old),
					 verification, ret, NULL),
			 STATUS_OK);
}

static void load(struct profile *profile, const char *text)
{
	profile_init(profile);
	assert_int_equal(
		profile_from_json(profile, text, strlen(text), "t", NULL),
		STATUS_OK);
}

static const char *find(const char *text, const char *word)
{
	assert_true(strstr(text, word) != NULL);
	return strstr(text, word);
}

/* bpf, which is new, stands before read: places have changed. */
static void check_places(const char *text)
{
	const char *bpf = find(text, "\"bpf\"");
	const char *call = find(bpf, "\"read\"");

	assert_true(find(bpf, "\"mine\"") > call);
	find(find(call, "\"mine\": 1"), "\"mine\": 2");
}

static void keys_of_others_stay_where_they_were(void **state)
{
	AUTO_PROFILE struct profile profile;
	char *text;

	(void)state;
	load(&profile, HEAD);
	profile_syscall_add(&profile, 0xc000003e, 321, PHASE_START, "x", 1);
	rewrite(&text, &profile, HEAD, NULL);
	find(text, "\"team\": \"web\"");
	find(text, "\"ticket\": 7");
	find(text, "\"seen\": \"by hand\"");
	find(text, "\"mail\": \"x\"");
	check_places(text);
	free(text);
}

static void the_same_twice_is_the_same_bytes(void **state)
{
	AUTO_PROFILE struct profile profile;
	AUTO_PROFILE struct profile again;
	AUTO_PROFILE struct profile seen;
	const struct verification verification = {
		.seen = &seen, .exercise = "./t", .is_complete = true};
	char *first AUTO_FREE = NULL;
	char *second AUTO_FREE = NULL;

	(void)state;
	profile_init(&seen);
	load(&profile, HEAD);
	rewrite(&first, &profile, HEAD, &verification);
	load(&again, first);
	rewrite(&second, &again, first, &verification);
	assert_string_equal(first, second);
}

static size_t count(const char *text, const char *word)
{
	size_t found = 0;

	for (; (text = strstr(text, word)); text++)
		found++;
	return found;
}

static void a_verification_replaces_its_own_kind(void **state)
{
	AUTO_PROFILE struct profile profile;
	AUTO_PROFILE struct profile seen;
	struct verification_trial trial = {.runs = 2, .worked = 2};
	struct verification verification = {.seen = &seen,
					    .exercise = "./t",
					    .trials = &trial,
					    .trial_count = 1};
	char *first AUTO_FREE = NULL;
	char *second AUTO_FREE = NULL;
	char *third AUTO_FREE = NULL;

	(void)state;
	profile_init(&seen);
	load(&profile, HEAD);
	rewrite(&first, &profile, HEAD, &verification);
	assert_int_equal(count(first, "\"exercise\": \"./t\""), 1);
	assert_int_equal(count(first, "CAP_KILL"), 0);
	/* Verified again, without leaving anything out: that stays known. */
	verification.trial_count = 0;
	verification.capabilities = capset_of(5);
	rewrite(&second, &profile, first, &verification);
	assert_int_equal(count(second, "\"exercise\": \"./t\""), 1);
	assert_int_equal(count(second, "\"worked\": 2"), 1);
	assert_int_equal(count(second, "CAP_KILL"), 1);
	verification.exercise = "./other";
	rewrite(&third, &profile, second, &verification);
	assert_int_equal(count(third, "\"exercise\""), 2);
}

/* The bytes of what TEXT says of verifications. */
static char *verifications_of(const char *text)
{
	json_t *root = json_loads(text, 0, NULL);
	char *bytes = json_dumps(json_object_get(root, "verifications"), 0);

	json_decref(root);
	assert_non_null(bytes);
	return bytes;
}

static void a_merge_with_itself_changes_no_verification(void **state)
{
	AUTO_PROFILE struct profile profile;
	AUTO_PROFILE struct profile seen;
	AUTO_MERGE struct merge *merge = merge_new();
	struct verification_trial trial = {.runs = 2, .worked = 2};
	const struct verification last = {.seen = &seen,
					  .ready = "true",
					  .exercise = "./z",
					  .trials = &trial,
					  .trial_count = 1};
	const struct verification first = {.seen = &seen, .exercise = "./a"};
	char *one AUTO_FREE = NULL;
	char *both AUTO_FREE = NULL;
	char *merged AUTO_FREE = NULL;
	char *before AUTO_FREE = NULL;
	char *after AUTO_FREE = NULL;

	(void)state;
	profile_init(&seen);
	load(&profile, HEAD);
	rewrite(&one, &profile, HEAD, &last);
	rewrite(&both, &profile, one, &first);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			merge_add(merge, both, strlen(both), "t", NULL),
			STATUS_OK);
	assert_int_equal(merge_finish(merge, &merged, NULL), STATUS_OK);
	before = verifications_of(both);
	after = verifications_of(merged);
	assert_string_equal(before, after);
}

static void what_is_no_object_is_refused(void **state)
{
	AUTO_PROFILE struct profile profile;
	char *text = NULL;

	(void)state;
	load(&profile, HEAD);
	assert_int_equal(profile_rewrite(&profile, "[]", 2, NULL, &text, NULL),
			 STATUS_MALFORMED);
	assert_null(text);
}

/* A verdict taken back does not come again from the file, nor a merge's list
   of who said so once another one stands. */
static void what_was_judged_before_is_not_carried(void **state)
{
	static const char old[] =
		"{\"schema\":\"whittle/profile/v1\",\"syscalls\":[{\"arch\":"
		"\"x86_64\",\"name\":\"read\",\"number\":0,\"mine\":1,"
		"\"verdict\":\"unneeded\","
		"\"verdicts\":[{\"verdict\":\"unneeded\",\"runs\":\"0\"}]}]}";
	AUTO_PROFILE struct profile profile;
	char *same, *text;

	(void)state;
	load(&profile, old);
	assert_int_equal(profile.syscalls[0].verdict, VERDICT_UNNEEDED);
	rewrite(&same, &profile, old, NULL);
	find(find(same, "\"unneeded\""), "\"verdicts\"");
	profile.syscalls[0].verdict = VERDICT_NEEDED;
	rewrite(&text, &profile, old, NULL);
	find(text, "\"mine\"");
	assert_null(strstr(text, "verdict"));
	free(same);
	free(text);
}

/* What is healed says so, until it is judged anew. */
static void a_healed_call_says_so_until_it_is_unneeded_again(void **state)
{
	static const char old[] =
		"{\"schema\":\"whittle/profile/v1\",\"syscalls\":[{\"arch\":"
		"\"x86_64\",\"name\":\"read\",\"number\":0,"
		"\"verdict\":\"unneeded\"}]}";
	AUTO_PROFILE struct profile profile;
	AUTO_PROFILE struct profile healed;
	char *text, *again;

	(void)state;
	load(&profile, old);
	profile.syscalls[0].verdict = VERDICT_NEEDED;
	profile.syscalls[0].is_healed = true;
	rewrite(&text, &profile, old, NULL);
	load(&healed, text);
	assert_int_equal(healed.syscalls[0].verdict, VERDICT_NEEDED);
	assert_true(healed.syscalls[0].is_healed);
	healed.syscalls[0].verdict = VERDICT_UNNEEDED;
	rewrite(&again, &healed, text, NULL);
	find(again, "\"unneeded\"");
	assert_null(strstr(again, "healed"));
	free(again);
	free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_others_stay_where_they_were),
		cmocka_unit_test(what_was_judged_before_is_not_carried),
		cmocka_unit_test(
			a_healed_call_says_so_until_it_is_unneeded_again),
		cmocka_unit_test(the_same_twice_is_the_same_bytes),
		cmocka_unit_test(a_verification_replaces_its_own_kind),
		cmocka_unit_test(a_merge_with_itself_changes_no_verification),
		cmocka_unit_test(what_is_no_object_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
