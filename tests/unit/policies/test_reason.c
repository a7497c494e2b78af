/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "policies/reason.h"

static void assert_parts(const char *text, const char *id, const char *says,
			 long uid, long gid)
{
	struct reason reason;

	reason_parse(&reason, text);
	assert_string_equal(reason.id, id);
	assert_string_equal(reason.says, says);
	assert_int_equal(reason.has_uid, uid >= 0);
	assert_int_equal(reason.has_gid, gid >= 0);
	if (uid >= 0)
		assert_int_equal(reason.uid, uid);
	if (gid >= 0)
		assert_int_equal(reason.gid, gid);
}

static void a_reason_is_taken_apart(void **state)
{
	(void)state;
	assert_parts("needed: asked as uid 33 gid 4", "needed", "asked", 33, 4);
	assert_parts("dac-mode: others may not read; as uid 0 gid 0",
		     "dac-mode", "others may not read", 0, 0);
	assert_parts("runtime: asked", "runtime", "asked", -1, -1);
	assert_parts("needed: as uid 1 said as uid 2 gid 3", "needed",
		     "as uid 1 said", 2, 3);
}

/* Of an earlier version: no rule, and no group. */
static void an_older_reason_is_read_too(void **state)
{
	(void)state;
	assert_parts("asked in chown() as uid 0", "", "asked in chown()", 0,
		     -1);
	assert_parts("asked", "", "asked", -1, -1);
}

static void any_text_is_survived(void **state)
{
	char longest[2000];

	(void)state;
	assert_parts(NULL, "", "", -1, -1);
	assert_parts("", "", "", -1, -1);
	assert_parts(":", "", ":", -1, -1);
	assert_parts("a:", "a", "", -1, -1);
	assert_parts("a:b", "", "a:b", -1, -1);
	assert_parts("x as uid 4294967296", "", "x as uid 4294967296", -1, -1);
	assert_parts("x as uid -1", "", "x as uid -1", -1, -1);
	assert_parts("x as uid 1 gid y", "", "x as uid 1 gid y", -1, -1);
	assert_parts("x as uid ", "", "x as uid ", -1, -1);
	memset(longest, 'a', sizeof(longest));
	strcpy(longest + sizeof(longest) - 20, ": as uid 1");
	{
		struct reason reason;

		reason_parse(&reason, longest);
		assert_string_equal(reason.id, "");
		assert_int_equal(strlen(reason.says), sizeof(reason.says) - 1);
		assert_true(reason.has_uid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reason_is_taken_apart),
		cmocka_unit_test(an_older_reason_is_read_too),
		cmocka_unit_test(any_text_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
