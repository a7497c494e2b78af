/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <string.h>

#include "profile/prune.h"

#define MAX 64

/*
 * A program that asks for its items in their order: for those of ALL it gives
 * up where one is missing; of ANY one must be there when it ends. DUMB: it does
 * not say what it missed.
 */
struct oracle {
	unsigned long long all, any;
	size_t count;
	bool is_dumb;
	unsigned int asked, limit;
};

static bool run(const struct oracle *oracle, const bool *out, bool *missed)
{
	bool has_any = !oracle->any;

	for (size_t i = 0; i < oracle->count; i++) {
		bool is_any = oracle->any >> i & 1;

		has_any |= is_any && !out[i];
		missed[i] = out[i] && !oracle->is_dumb;
		if (out[i] && (oracle->all >> i & 1))
			return false;
	}
	return has_any;
}

static enum ddmin_answer ask(void *context, const bool *out, size_t count,
			     bool is_last, bool *missed)
{
	struct oracle *oracle = context;

	(void)is_last;
	assert_int_equal(count, oracle->count);
	if (oracle->limit && oracle->asked == oracle->limit)
		return DDMIN_STOP;
	oracle->asked++;
	return run(oracle, out, missed) ? DDMIN_WORKS : DDMIN_FAILS;
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
					.is_dumb = i % 2};

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

/* Of thirty items a third is needed: some two tests for each of these. */
static void what_was_missed_saves_tests(void **state)
{
	struct oracle telling = {.count = 30, .all = 0x09249249};
	struct oracle dumb = {.count = 30, .all = 0x09249249, .is_dumb = true};
	bool is_done;

	(void)state;
	assert_int_equal(pruned(&telling, &is_done), telling.all);
	assert_int_equal(pruned(&dumb, &is_done), dumb.all);
	assert_true(telling.asked < dumb.asked);
	assert_true(telling.asked <= 40);
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
