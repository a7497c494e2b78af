/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "policies/dac_class.h"

/* A check of fsuid 33, fsgid 33 in openat(), for O_RDONLY. */
static struct capability_check check_of(unsigned int capability, uint32_t mode,
					uint32_t uid, uint32_t gid)
{
	return (struct capability_check){
		.capability = capability,
		.has_syscall = true,
		.syscall = "openat",
		.has_ids = true,
		.fsuid = 33,
		.fsgid = 33,
		.has_mode = true,
		.mode = S_IFREG | mode,
		.owner_uid = uid,
		.owner_gid = gid,
	};
}

/* RULE NULL: nothing is proven. */
static void assert_says(const struct capability_check *check, const char *rule,
			const char *words)
{
	const char *actual_rule = NULL;
	char buffer[200] = "";
	bool is_proven =
		dac_class_describe(check, buffer, sizeof(buffer), &actual_rule);

	if (is_proven != (rule != NULL))
		fail_msg("proven: '%s'", buffer);
	if (!rule)
		return;
	assert_string_equal(actual_rule, rule);
	if (!strstr(buffer, words))
		fail_msg("'%s' does not say '%s'", buffer, words);
}

static void the_class_that_refuses_is_named(void **state)
{
	struct capability_check check =
		check_of(CAP_DAC_READ_SEARCH, 0640, 0, 114);

	(void)state;
	assert_says(&check, "dac-mode", "others may not read, only group 114");
	check.mode = S_IFREG | 0600;
	assert_says(&check, "dac-mode", "neither group nor others may read");
	check.owner_gid = 33;
	assert_says(&check, "dac-mode", "its group may not read");
	check.owner_uid = 33;
	check.mode = S_IFREG | 0244;
	assert_says(&check, "dac-mode", "its owner may not read");
}

static void writing_needs_the_write_bit(void **state)
{
	struct capability_check check = check_of(CAP_DAC_OVERRIDE, 0644, 0, 0);

	(void)state;
	check.args[2] = O_WRONLY;
	assert_says(&check, "dac-mode", "neither group nor others may write");
	check.args[2] = O_RDWR;
	assert_says(&check, "dac-mode", "may read and write");
	/* To empty a file is to write it. */
	check.args[2] = O_RDONLY | O_TRUNC;
	assert_says(&check, "dac-mode", "may read and write");
	check.syscall = "execve";
	check.mode = S_IFREG | 0644;
	assert_says(&check, "dac-mode", "may execute");
	/* Then the ids on record are not those that asked. */
	check.mode |= S_ISUID;
	assert_says(&check, NULL, NULL);
}

/* Groups beside the fsgid are in no record. */
static void membership_is_not_denied(void **state)
{
	struct capability_check check = check_of(CAP_DAC_OVERRIDE, 0604, 0, 4);

	(void)state;
	assert_says(&check, NULL, NULL);
}

static void a_file_that_lets_in_means_a_folder(void **state)
{
	struct capability_check check =
		check_of(CAP_DAC_READ_SEARCH, 0644, 1000, 1000);

	(void)state;
	assert_says(&check, "dac-folder", "a folder on the way refused");
	check.owner_uid = 33;
	check.mode = S_IFREG | 0400;
	assert_says(&check, "dac-folder", "a folder on the way refused");
	/* For a file that is to be written too it would be DAC_OVERRIDE. */
	check.mode = S_IFREG | 0000;
	check.args[2] = O_RDWR;
	assert_says(&check, "dac-folder", "a folder on the way refused");
}

static void calls_that_only_walk_mean_a_folder(void **state)
{
	struct capability_check check =
		check_of(CAP_DAC_READ_SEARCH, 0600, 0, 0);

	(void)state;
	check.syscall = "newfstatat";
	assert_says(&check, "dac-folder", "a folder on the way");
	check.syscall = "unlink";
	check.capability = CAP_DAC_OVERRIDE;
	assert_says(&check, "dac-folder", "the folder it is in");
}

static void what_one_record_cannot_prove_is_not_said(void **state)
{
	static const char *const silent[] = {"openat2",	 "rename",    "linkat",
					     "truncate", "utimensat", NULL};
	struct capability_check check = check_of(CAP_DAC_OVERRIDE, 0, 0, 0);
	struct capability_check changed;

	(void)state;
	for (size_t i = 0; silent[i]; i++) {
		changed = check;
		changed.syscall = silent[i];
		assert_says(&changed, NULL, NULL);
	}
	changed = check;
	changed.has_ids = false;
	assert_says(&changed, NULL, NULL);
	changed = check;
	changed.has_mode = false;
	assert_says(&changed, NULL, NULL);
	changed = check;
	changed.syscall = NULL;
	assert_says(&changed, NULL, NULL);
	changed = check;
	changed.capability = CAP_FOWNER;
	assert_says(&changed, NULL, NULL);
	changed = check;
	changed.args[2] = O_PATH;
	assert_says(&changed, NULL, NULL);
	changed.args[2] = O_TMPFILE | O_RDWR;
	assert_says(&changed, NULL, NULL);
	/* The call itself may have made it, with any mode it liked. */
	changed = check;
	changed.owner_uid = 33;
	changed.args[2] = O_RDWR | O_CREAT;
	assert_says(&changed, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_class_that_refuses_is_named),
		cmocka_unit_test(writing_needs_the_write_bit),
		cmocka_unit_test(membership_is_not_denied),
		cmocka_unit_test(a_file_that_lets_in_means_a_folder),
		cmocka_unit_test(calls_that_only_walk_mean_a_folder),
		cmocka_unit_test(what_one_record_cannot_prove_is_not_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
