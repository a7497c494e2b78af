/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "profile/interner.h"

static void equal_strings_are_equal_pointers(void **state)
{
	struct interner *interner = interner_new();
	char again[] = "string";
	const char *first;

	(void)state;
	assert_non_null(interner);
	first = interner_add(interner, "string");
	assert_ptr_equal(interner_add(interner, again), first);
	assert_ptr_not_equal(first, again);
	again[0] = 'x';
	assert_string_equal(first, "string");
	assert_ptr_not_equal(interner_add(interner, again), first);
	interner_free(interner);
}

static void a_beginning_is_another_string(void **state)
{
	struct interner *interner = interner_new();
	const char *longer = interner_add(interner, "strings");
	const char *shorter = interner_add(interner, "string");
	const char *none = interner_add(interner, "");

	(void)state;
	assert_string_equal(longer, "strings");
	assert_string_equal(shorter, "string");
	assert_string_equal(none, "");
	assert_ptr_equal(interner_add(interner, ""), none);
	interner_free(interner);
}

static void pointers_stay_while_it_grows(void **state)
{
	struct interner *interner = interner_new();
	const char *kept[2000];
	char text[16];

	(void)state;
	for (unsigned int i = 0; i < ARRAY_LENGTH(kept); i++) {
		snprintf(text, sizeof(text), "%u", i);
		kept[i] = interner_add(interner, text);
	}
	for (unsigned int i = 0; i < ARRAY_LENGTH(kept); i++) {
		snprintf(text, sizeof(text), "%u", i);
		assert_string_equal(kept[i], text);
		assert_ptr_equal(interner_add(interner, text), kept[i]);
	}
	interner_free(interner);
}

static void freeing_nothing_is_fine(void **state)
{
	(void)state;
	interner_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(equal_strings_are_equal_pointers),
		TEST(a_beginning_is_another_string),
		TEST(pointers_stay_while_it_grows),
		TEST(freeing_nothing_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
