/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a merge says; the laws are in test_merge_laws.c. */
#include "support.h"

#include "profile/coverage.h"
#include "profile/merge.h"
#include "profile/merge_vote.h"
#include "profile/profile_json.h"
#include "profile/runset.h"

#define RUN(id, more)                                                          \
	"{\"schema\":\"whittle/profile/v1\",\"completeness\":{\"complete\":"   \
	"true},\"runs\":[{\"id\":\"" id "\"}]," more "}"
#define CAP(verdict, more)                                                     \
	"{\"name\":\"CAP_KILL\",\"verdict\":\"" verdict                        \
	"\",\"evidence\":[{\"comm\":\"a\"}]" more "}"
#define CALL(number, more) "{\"arch\":\"x86_64\",\"number\":" number more "}"

static char *merged_text(const char *const *texts, size_t count)
{
	AUTO_MERGE struct merge *merge = merge_new();
	struct error err = {0};
	char *result = NULL;

	for (size_t i = 0; i < count; i++)
		if (merge_add(merge, texts[i], strlen(texts[i]), "test", &err))
			fail_msg("%s", err.message);
	assert_int_equal(merge_finish(merge, &result, &err), STATUS_OK);
	return result;
}

/* The merge of TEXTS in the test's profile; its text. Where only the profile
   is looked at, the text is FREED_ONLY. */
#define FREED_ONLY __attribute__((unused)) AUTO_FREE
static char *merge_into(struct profile *profile, const char *const *texts,
			size_t count)
{
	char *text = merged_text(texts, count);
	struct error err = {0};

	if (profile_from_json(profile, text, strlen(text), "merged", &err))
		fail_msg("%s", err.message);
	return text;
}

#define MERGE(profile, ...)                                                    \
	merge_into(profile, (const char *const[]){__VA_ARGS__},                \
		   ARRAY_LENGTH(((const char *const[]){__VA_ARGS__})))

static void coverage_tells_in_how_many_runs(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile, RUN("c", "\"syscalls\":[" CALL("0", "") "]"),
		RUN("a", "\"syscalls\":[" CALL("0", "") "," CALL("1", "") "]"),
		RUN("b", "\"syscalls\":[" CALL("0", "") "]"));

	assert_int_equal(profile->run_count, 3);
	assert_null(profile->syscalls[0].runs);
	assert_string_equal(profile->syscalls[1].runs, "0");
}

static void counts_add_up_once_a_run(void **state)
{
	struct profile *profile = *state;
	const char *a =
		RUN("a", "\"syscalls\":[" CALL("0", ",\"count\":5") "]");
	const char *b =
		RUN("b", "\"syscalls\":[" CALL("0", ",\"count\":7") "]");
	char *text FREED_ONLY = MERGE(profile, a, b, a);

	assert_int_equal(profile->syscalls[0].count, 12);
}

static void the_cautious_verdict_stands_and_says_so(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile,
		RUN("a", "\"capabilities\":[" CAP("opportunistic", "") "]"),
		RUN("b", "\"capabilities\":[" CAP("needed", "") "]"));

	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_true(profile->capabilities[0].has_dissent);
	assert_non_null(strstr(text, "\"verdicts\""));
}

static void verification_overrules_its_own_run_only(void **state)
{
	struct profile *profile = *state;
	const char *a = RUN("a", "\"capabilities\":[" CAP("needed", "") "]");
	const char *verified =
		RUN("a", "\"capabilities\":[" CAP("unneeded", "") "]");
	const char *b = RUN("b", "\"capabilities\":[" CAP("needed", "") "]");
	char *alone FREED_ONLY = MERGE(profile, a, verified);
	char *both AUTO_FREE = NULL;

	assert_int_equal(profile->capabilities[0].verdict, VERDICT_UNNEEDED);
	profile_done(profile);
	profile_init(profile);
	both = MERGE(profile, a, verified, b);
	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
}

#define VERDICT(verdict) ",\"verdict\":\"" verdict "\""

/* A run that only called it speaks for it, but not against its own later
   verification. */
static void a_call_unneeded_in_one_run_is_none_in_all(void **state)
{
	struct profile *profile = *state;
	const char *a = RUN("a", "\"syscalls\":[" CALL("0", "") "]");
	const char *verified =
		RUN("a", "\"syscalls\":[" CALL("0", VERDICT("unneeded")) "]");
	const char *b = RUN("b", "\"syscalls\":[" CALL("0", "") "]");
	const char *proven =
		RUN("c", "\"syscalls\":[" CALL("0", VERDICT("proven")) "]");
	char *alone FREED_ONLY = MERGE(profile, a, verified);
	char *both AUTO_FREE = NULL, *all AUTO_FREE = NULL;

	assert_int_equal(profile->syscalls[0].verdict, VERDICT_UNNEEDED);
	profile_done(profile);
	profile_init(profile);
	both = MERGE(profile, verified, b);
	assert_int_equal(profile->syscalls[0].verdict, VERDICT_NEEDED);
	assert_non_null(strstr(both, "\"verdicts\""));
	profile_done(profile);
	profile_init(profile);
	all = MERGE(profile, both, proven);
	assert_int_equal(profile->syscalls[0].verdict, VERDICT_PROVEN);
	assert_non_null(strstr(all, "\"unneeded\""));
}

#define HEALED ",\"healed\":true"

/* It did not work without: that is later than what one exercise did without,
   but no proof. */
static void what_was_healed_stays_so(void **state)
{
	struct profile *profile = *state;
	const char *minimized =
		RUN("a", "\"capabilities\":[" CAP(
				 "unneeded",
				 "") "],"
				     "\"syscalls\":[" CALL(
					     "0", VERDICT("unneeded")) "]");
	const char *healed =
		RUN("a",
		    "\"capabilities\":[" CAP(
			    "needed",
			    HEALED) "],"
				    "\"syscalls\":[" CALL(
					    "0", VERDICT("needed") HEALED) "]");
	const char *proven =
		RUN("a", "\"capabilities\":[" CAP("proven", "") "]");
	const char *other =
		RUN("b", "\"capabilities\":[" CAP(
				 "unneeded",
				 "") "],"
				     "\"syscalls\":[" CALL(
					     "0", VERDICT("unneeded")) "]");
	char *both FREED_ONLY = MERGE(profile, healed, minimized);
	char *more AUTO_FREE = NULL, *last AUTO_FREE = NULL;

	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_true(profile->capabilities[0].is_healed);
	assert_int_equal(profile->syscalls[0].verdict, VERDICT_NEEDED);
	assert_true(profile->syscalls[0].is_healed);
	/* Nor does it forget so with another run between. */
	profile_done(profile);
	profile_init(profile);
	more = MERGE(profile, both, other);
	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_true(profile->capabilities[0].has_dissent);
	profile_done(profile);
	profile_init(profile);
	last = MERGE(profile, more, minimized);
	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_int_equal(profile->syscalls[0].verdict, VERDICT_NEEDED);
	assert_string_equal(last, more);
	profile_done(profile);
	profile_init(profile);
	free(last);
	last = MERGE(profile, healed, proven);
	assert_int_equal(profile->capabilities[0].verdict, VERDICT_PROVEN);
	assert_null(strstr(last, "\"verdict\": \"proven\",\n      \"healed\""));
}

/* That it was healed in one run is no other judgement than needed. */
static void a_healed_need_is_a_need(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile, RUN("a", "\"capabilities\":[" CAP("needed", "") "]"),
		RUN("b", "\"capabilities\":[" CAP("needed", HEALED) "]"));

	assert_int_equal(profile->capabilities[0].verdict, VERDICT_NEEDED);
	assert_false(profile->capabilities[0].has_dissent);
	assert_non_null(strstr(text, "\"healed\": true"));
}

#define ACCESS(permission, more)                                               \
	"{\"source\":\"@self\",\"target\":\"u:r:t_t:s0\",\"class\":\"file\","  \
	"\"permissions\":[\"" permission "\"],\"phase\":\"start\"" more "}"

static void an_access_unneeded_in_one_run_stands_apart(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY =
		MERGE(profile,
		      RUN("a", "\"accesses\":[" ACCESS("read", "") "," ACCESS(
				       "write", VERDICT("unneeded")) "]"),
		      RUN("b", "\"accesses\":[" ACCESS("write", "") "]"));

	assert_int_equal(profile->access_count, 2);
	assert_false(profile->accesses[0].is_unneeded);
	assert_int_equal(profile->accesses[0].permissions.count, 2);
	assert_true(profile->accesses[1].is_unneeded);
}

static void alternatives_are_those_of_all_runs(void **state)
{
	struct vote a = vote_make(VERDICT_ONE_OF, capset_of(1) | capset_of(2));
	struct vote b = vote_make(VERDICT_ONE_OF, capset_of(2) | capset_of(3));
	struct vote c = vote_make(VERDICT_ONE_OF, capset_of(4));

	(void)state;
	assert_int_equal(vote_between_runs(a, b).instead, capset_of(2));
	assert_int_equal(vote_between_runs(a, c).verdict, VERDICT_NEEDED);
}

static void environments_are_kept_apart(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile,
		RUN("a", "\"environment\":{\"kernel\":\"1\",\"arch\":\"x86\"}"),
		RUN("b",
		    "\"environment\":{\"kernel\":\"2\",\"arch\":\"x86\"}"));

	assert_null(profile->environment.kernel);
	assert_string_equal(profile->environment.arch, "x86");
	assert_non_null(strstr(text, "\"kernel\": \"1\""));
	assert_non_null(strstr(text, "\"kernel\": \"2\""));
}

static void facts_tell_of_disagreement(void **state)
{
	AUTO_MERGE struct merge *merge = merge_new();
	static const char empty[] = "{\"schema\":\"whittle/profile/v1\","
				    "\"runs\":[{\"id\":\"b\"}]}";
	const char *texts[] = {RUN("a", "\"syscalls\":[]"),
			       RUN("a", "\"syscalls\":[]"), empty};
	struct merge_facts facts;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		assert_int_equal(
			merge_add(merge, texts[i], strlen(texts[i]), "t", NULL),
			STATUS_OK);
	facts = merge_facts(merge);
	assert_int_equal(facts.profiles, 3);
	assert_int_equal(facts.runs, 2);
	assert_int_equal(facts.repeated, 1);
	assert_int_equal(facts.complete_runs, 1);
}

static void unknown_keys_are_kept(void **state)
{
	struct profile *profile = *state;
	char *text AUTO_FREE = MERGE(
		profile, RUN("a", "\"future\":{\"x\":[1]}"),
		RUN("b", "\"future\":{\"x\":[2],\"y\":3},\"syscalls\":[" CALL(
				 "0", ",\"later\":true") "]"));

	assert_non_null(strstr(text, "\"later\": true"));
	assert_non_null(strstr(text, "\"y\": 3"));
}

static void hostile_text_comes_out_clean(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile,
		RUN("a", "\"syscalls\":[" CALL(
				 "0", ",\"comms\":[\"\\u001b[31m\"]") "]"));

	assert_null(strchr(text, '\033'));
	assert_string_equal(profile->syscalls[0].comms.items[0], "\\x1B[31m");
}

static void refused(const char *text)
{
	AUTO_MERGE struct merge *merge = merge_new();

	assert_int_equal(merge_add(merge, text, strlen(text), "t", NULL),
			 STATUS_MALFORMED);
}

static void what_is_no_profile_is_refused(void **state)
{
	(void)state;
	refused("");
	refused("[]");
	refused("{\"schema\":\"other\"}");
	refused(RUN("a", "\"capabilities\":[{\"name\":\"CAP_NONE\"}]"));
	refused(RUN("a", "\"capabilities\":[" CAP("perhaps", "") "]"));
	refused(RUN("a", "\"syscalls\":[" CALL("-1", "") "]"));
	refused(RUN("a", "\"syscalls\":[" CALL("0", ",\"runs\":\"1\"") "]"));
	refused(RUN("a", "\"syscalls\":[" CALL("0", ",\"runs\":\"0-\"") "]"));
	refused(RUN("a", "\"accesses\":[{\"source\":\"@self\"}]"));
}

static void ranges_are_read_and_written(void **state)
{
	static const char *const bad[] = {"",
					  "1,",
					  "2,1",
					  "1-1",
					  "3-2",
					  "1,1",
					  "-1",
					  "1-",
					  "x",
					  "10",
					  "99999999999999999999"};
	AUTO_RUNSET struct runset set = {0};
	AUTO_TEXT struct text text = {0};

	(void)state;
	assert_true(runset_parse(&set, "0-2,5,7-9", 10));
	assert_int_equal(runset_count(&set), 7);
	runset_format(&set, &text);
	assert_string_equal(text_string(&text), "0-2,5,7-9");
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_int_equal(runset_text_count(bad[i], 10), 0);
	assert_int_equal(runset_text_count(NULL, 4), 4);
}

static void the_tail_tells_what_a_run_would_bring(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile,
		RUN("a", "\"syscalls\":[" CALL("0", "") "," CALL("1", "") "]"),
		RUN("b", "\"syscalls\":[" CALL("0", "") "," CALL("2", "") "]"),
		RUN("c", "\"syscalls\":[" CALL("0", "") "]"));
	struct coverage coverage = coverage_of(profile);

	assert_int_equal(coverage.items, 3);
	assert_int_equal(coverage.in_all, 1);
	assert_int_equal(coverage.in_one, 2);
	/* Two of three orders end with a or b, each with one new item. */
	assert_true(coverage.last_new > 0.66 && coverage.last_new < 0.67);
	assert_true(coverage_after(profile, 3) > 2.99);
	assert_true(coverage_after(profile, 2) > 2.33 &&
		    coverage_after(profile, 2) < 2.34);
}

/* What it knew before it did not look for: its silence says nothing. */
static void a_refined_run_counts_where_it_has_something(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY = MERGE(
		profile,
		RUN("a", "\"syscalls\":[" CALL("0", "") "," CALL("1", "") "]"),
		RUN("b\",\"refined\":true,\"x\":\"",
		    "\"syscalls\":[" CALL("2", "") "]"));
	struct coverage coverage = coverage_of(profile);
	size_t seen;

	assert_true(profile->runs[1].is_refined);
	assert_int_equal(coverage.runs, 1);
	assert_int_equal(coverage.refined, 1);
	assert_int_equal(coverage.items, 3);
	assert_int_equal(coverage.in_all, 2);
	assert_int_equal(coverage_runs(profile, "0", &seen), 1);
	assert_int_equal(seen, 1);
	assert_int_equal(coverage_runs(profile, "1", &seen), 2);
	assert_int_equal(seen, 1);
	assert_int_equal(coverage_runs(profile, NULL, &seen), 2);
	assert_int_equal(seen, 2);
}

/* What stopped it once did not let it end by itself. */
static void a_stopped_run_stays_a_stopped_one(void **state)
{
	struct profile *profile = *state;
	char *text FREED_ONLY =
		MERGE(profile, RUN("a\",\"stopped\":true,\"x\":\"", "\"y\":0"),
		      RUN("a", "\"y\":0"), RUN("b", "\"y\":0"));

	assert_int_equal(profile->run_count, 2);
	assert_true(profile->runs[0].was_stopped);
	assert_false(profile->runs[1].was_stopped);
	assert_non_null(strstr(text, "\"stopped\": true"));
	assert_null(strstr(strstr(text, "\"stopped\"") + 1, "\"stopped\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROFILE_TEST(coverage_tells_in_how_many_runs),
		PROFILE_TEST(counts_add_up_once_a_run),
		PROFILE_TEST(the_cautious_verdict_stands_and_says_so),
		PROFILE_TEST(a_call_unneeded_in_one_run_is_none_in_all),
		PROFILE_TEST(what_was_healed_stays_so),
		PROFILE_TEST(a_healed_need_is_a_need),
		PROFILE_TEST(an_access_unneeded_in_one_run_stands_apart),
		PROFILE_TEST(verification_overrules_its_own_run_only),
		TEST(alternatives_are_those_of_all_runs),
		PROFILE_TEST(environments_are_kept_apart),
		TEST(facts_tell_of_disagreement),
		PROFILE_TEST(unknown_keys_are_kept),
		PROFILE_TEST(hostile_text_comes_out_clean),
		TEST(what_is_no_profile_is_refused),
		TEST(ranges_are_read_and_written),
		PROFILE_TEST(the_tail_tells_what_a_run_would_bring),
		PROFILE_TEST(a_refined_run_counts_where_it_has_something),
		PROFILE_TEST(a_stopped_run_stays_a_stopped_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
