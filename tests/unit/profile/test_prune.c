/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <string.h>

#include "profile/prune.h"

#define MAX 64

enum telling { DUMB, MISSED, SUSPECT, WRONG_SUSPECT };

/*
 * A program that asks for its items in their order: for those of ALL it gives
 * up where one is missing; of ANY one must be there when it ends. It tells what
 * it missed, and the last of these is suspected, or the first, wrongly.
 */
struct oracle {
	unsigned long long all, any;
	size_t count;
	enum telling telling;
	unsigned int asked, limit;
};

static void tell(const struct oracle *oracle, struct prune_blame *blame,
		 size_t item)
{
	if (oracle->telling == DUMB)
		return;
	blame->missed[item] = true;
	if (oracle->telling == SUSPECT || (oracle->telling == WRONG_SUSPECT &&
					   blame->suspect == oracle->count))
		blame->suspect = item;
}

static bool run(const struct oracle *oracle, const bool *out,
		struct prune_blame *blame)
{
	bool has_any = !oracle->any;

	for (size_t i = 0; i < oracle->count; i++) {
		bool is_any = oracle->any >> i & 1;

		has_any |= is_any && !out[i];
		if (out[i])
			tell(oracle, blame, i);
		if (out[i] && (oracle->all >> i & 1))
			return false;
	}
	return has_any;
}

static enum ddmin_answer ask(void *context, const bool *out, size_t count,
			     bool is_last, struct prune_blame *blame)
{
	struct oracle *oracle = context;

	(void)is_last;
	assert_int_equal(count, oracle->count);
	if (oracle->limit && oracle->asked == oracle->limit)
		return DDMIN_STOP;
	oracle->asked++;
	return run(oracle, out, blame) ? DDMIN_WORKS : DDMIN_FAILS;
}

/* What stays. */
static unsigned long long pruned(struct oracle *oracle, bool *ret_is_done)
{
	bool out[MAX] = {false};
	unsigned long long kept = 0;

	*ret_is_done = prune(out, oracle->count, ask, oracle);
	for (size_t i = 0; i < oracle->count; i++)
		kept |= (unsigned long long)!out[i] << i;
	return kept;
}

static void exactly_what_is_needed_stays(void **state)
{
	unsigned int seed = 9;
	bool is_done;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		struct oracle oracle = {.count = (size_t)(rand_r(&seed) % 41),
					.telling = (enum telling)(i % 4)};

		for (size_t j = 0; j < oracle.count; j++)
			if (rand_r(&seed) % 3 == 0)
				oracle.all |= 1ull << j;
		assert_int_equal(pruned(&oracle, &is_done), oracle.all);
		assert_true(is_done);
	}
}

static void of_a_choice_one_stays(void **state)
{
	struct oracle oracle = {.count = 20, .all = 1u << 3, .any = 0x6000};
	bool is_done;
	unsigned long long kept = pruned(&oracle, &is_done);

	(void)state;
	assert_true(is_done);
	assert_int_equal(__builtin_popcountll(kept), 2);
	assert_true(kept & oracle.any);
}

/* Of thirty items a third is needed: two tests for each of these, and one. */
static void what_was_missed_saves_tests(void **state)
{
	static const unsigned int most[] = {
		[DUMB] = 60, [MISSED] = 40, [SUSPECT] = 21};
	bool is_done;

	(void)state;
	for (unsigned int telling = DUMB; telling <= SUSPECT; telling++) {
		struct oracle oracle = {.count = 30,
					.all = 0x09249249,
					.telling = (enum telling)telling};

		assert_int_equal(pruned(&oracle, &is_done), oracle.all);
		assert_true(is_done);
		assert_true(oracle.asked <= most[telling]);
	}
}

static void stopped_it_holds_what_worked(void **state)
{
	bool is_done;

	(void)state;
	for (unsigned int limit = 1; limit < 40; limit++) {
		struct oracle oracle = {
			.count = 30, .all = 0x09249249, .limit = limit};
		unsigned long long kept = pruned(&oracle, &is_done);

		assert_int_equal(kept & oracle.all, oracle.all);
		assert_true(oracle.asked <= limit);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(exactly_what_is_needed_stays),
		cmocka_unit_test(of_a_choice_one_stays),
		cmocka_unit_test(what_was_missed_saves_tests),
		cmocka_unit_test(stopped_it_holds_what_worked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
