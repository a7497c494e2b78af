/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The laws of merging, byte for byte, with random profiles. A failure names
 * its seed; WHITTLE_LAW_ROUNDS=N tries more of them.
 */
#include "support.h"

#include "profile/merge.h"
#include "profile/profile_json.h"
#include "random_profile.h"

static char *merged(const char *const *texts, size_t count)
{
	AUTO_MERGE struct merge *merge = merge_new();
	struct error err = {0};
	char *result = NULL;

	assert_non_null(merge);
	for (size_t i = 0; i < count; i++)
		if (merge_add(merge, texts[i], strlen(texts[i]), "random",
			      &err) != STATUS_OK)
			fail_msg("%s\n%s", err.message, texts[i]);
	if (merge_finish(merge, &result, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	return result;
}

static char *merged2(const char *a, const char *b)
{
	return merged((const char *const[]){a, b}, 2);
}

static size_t rounds(void)
{
	const char *wanted = getenv("WHITTLE_LAW_ROUNDS");

	return wanted ? strtoul(wanted, NULL, 10) : 400;
}

static void check_same(const char *law, size_t seed, const char *a,
		       const char *b)
{
	size_t same = 0, line = 0;

	if (strcmp(a, b) == 0)
		return;
	while (a[same] == b[same])
		line += a[same++] == '\n';
	same = same > 300 ? same - 300 : 0;
	fail_msg("%s, seed %zu, line %zu:\n%.500s\n--- but\n%.500s", law, seed,
		 line, a + same, b + same);
}

static void commutative_for_seed(size_t seed)
{
	struct dice dice = {.state = seed * 2 + 1};
	char *a AUTO_FREE = random_profile(&dice);
	char *b AUTO_FREE = random_profile(&dice);
	char *ab AUTO_FREE = merged2(a, b);
	char *ba AUTO_FREE = merged2(b, a);

	check_same("a+b = b+a", seed, ab, ba);
}

static void associative_for_seed(size_t seed)
{
	struct dice dice = {.state = seed * 2 + 1};
	char *a AUTO_FREE = random_profile(&dice);
	char *b AUTO_FREE = random_profile(&dice);
	char *c AUTO_FREE = random_profile(&dice);
	char *ab AUTO_FREE = merged2(a, b);
	char *bc AUTO_FREE = merged2(b, c);
	char *left AUTO_FREE = merged2(ab, c);
	char *right AUTO_FREE = merged2(a, bc);
	char *all AUTO_FREE = merged((const char *const[]){c, a, b}, 3);

	check_same("(a+b)+c = a+(b+c)", seed, left, right);
	check_same("(a+b)+c = c, a and b at once", seed, left, all);
}

static void idempotent_for_seed(size_t seed)
{
	struct dice dice = {.state = seed * 2 + 1};
	char *a AUTO_FREE = random_profile(&dice);
	char *b AUTO_FREE = random_profile(&dice);
	char *once AUTO_FREE = merged(&(const char *){a}, 1);
	char *twice AUTO_FREE = merged2(a, a);
	char *again AUTO_FREE = merged2(once, a);
	char *ab AUTO_FREE = merged2(a, b);
	char *ab_and_a AUTO_FREE = merged2(ab, a);

	check_same("a+a = a", seed, once, twice);
	check_same("a+(a) = a", seed, once, again);
	check_same("(a+b)+a = a+b", seed, ab, ab_and_a);
}

static void readable_for_seed(size_t seed)
{
	struct dice dice = {.state = seed * 2 + 1};
	char *a AUTO_FREE = random_profile(&dice);
	char *b AUTO_FREE = random_profile(&dice);
	char *ab AUTO_FREE = merged2(a, b);
	struct profile profile AUTO_PROFILE = {0};
	struct error err = {0};

	profile_init(&profile);
	if (profile_from_json(&profile, ab, strlen(ab), "merged", &err) !=
	    STATUS_OK)
		fail_msg("seed %zu: %s\n%s", seed, err.message, ab);
}

static void merging_is_commutative(void **state)
{
	(void)state;
	for (size_t seed = 1; seed <= rounds(); seed++)
		commutative_for_seed(seed);
}

static void merging_is_associative(void **state)
{
	(void)state;
	for (size_t seed = 1; seed <= rounds(); seed++)
		associative_for_seed(seed);
}

static void merging_is_idempotent(void **state)
{
	(void)state;
	for (size_t seed = 1; seed <= rounds(); seed++)
		idempotent_for_seed(seed);
}

static void the_result_is_a_profile(void **state)
{
	(void)state;
	for (size_t seed = 1; seed <= rounds(); seed++)
		readable_for_seed(seed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(merging_is_commutative),
		TEST(merging_is_associative),
		TEST(merging_is_idempotent),
		TEST(the_result_is_a_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
