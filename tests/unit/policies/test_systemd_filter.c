/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <errno.h>

#include "policies/systemd_filter.h"
#include "profile/syscall_names.h"

static const struct seccomp_options exact = {.is_exact = true};
static const struct seccomp_options refusing = {.errno_value = EACCES};

static void add_calls(struct profile *profile, const char *calls)
{
	char *copy = strdup(calls), *rest = copy, *word;
	uint32_t number;

	while ((word = strsep(&rest, " "))) {
		assert_true(syscall_number(ARCH_X86_64, word, &number));
		profile_syscall_add(profile, ARCH_X86_64, number, PHASE_START,
				    "x", 1);
	}
	free(copy);
}

/* The words of the filter for CALLS, a blank between; returns its errno. */
static int make(char words[4096], const char *calls,
		const struct seccomp_options *options, bool *ret_restricts)
{
	struct profile profile;
	struct seccomp_advice advice;
	struct systemd_filter filter;
	int default_errno;

	profile_init(&profile);
	add_calls(&profile, calls);
	profile_sort(&profile);
	assert_int_equal(seccomp_advice_make(&advice, &profile, options, NULL),
			 STATUS_OK);
	assert_int_equal(systemd_filter_make(&filter, &advice, NULL),
			 STATUS_OK);
	words[0] = '\0';
	for (size_t i = 0; i < filter.count; i++)
		sprintf(words + strlen(words), "%s ", filter.words[i].name);
	if (ret_restricts)
		*ret_restricts = filter.restricts_namespaces;
	default_errno = filter.default_errno;
	systemd_filter_done(&filter);
	seccomp_advice_done(&advice);
	profile_done(&profile);
	return default_errno;
}

static bool has_word(const char *words, const char *word)
{
	return words_have(words, word);
}

static void a_group_stands_where_all_of_it_is_allowed(void **state)
{
	char words[4096];

	(void)state;
	(void)make(words, "chown fchown fchownat lchown", &exact, NULL);
	assert_true(has_word(words, "@chown"));
	assert_false(has_word(words, "chown"));
}

static void a_group_never_opens_a_call(void **state)
{
	char words[4096];

	(void)state;
	(void)make(words, "chown fchown lchown", &exact, NULL);
	assert_false(has_word(words, "@chown"));
	assert_true(has_word(words, "chown"));
	assert_true(has_word(words, "lchown"));
}

static void what_systemd_always_allows_is_not_repeated(void **state)
{
	char words[4096];

	(void)state;
	(void)make(words, "execve exit_group chdir", &exact, NULL);
	assert_false(has_word(words, "execve"));
	assert_true(has_word(words, "chdir"));
	assert_false(has_word(words, "@default"));
}

/* systemd ignores a call with an errno in an allowlist. */
static void calls_refused_apart_make_the_errno_of_all(void **state)
{
	char words[4096];

	(void)state;
	assert_int_equal(make(words, "read clone", &exact, NULL), ENOSYS);
	assert_false(has_word(words, "clone3"));
	assert_null(strchr(words, ':'));
	assert_int_equal(make(words, "read clone", &refusing, NULL), EACCES);
}

/* An addition for fork, which must not make namespaces. */
static void a_clone_without_namespaces_restricts_them(void **state)
{
	const struct seccomp_options wide = {0};
	char words[4096];
	bool restricts = false;

	(void)state;
	(void)make(words, "fork", &wide, &restricts);
	assert_true(has_word(words, "clone"));
	assert_true(restricts);
	(void)make(words, "fork unshare", &wide, &restricts);
	assert_false(has_word(words, "clone"));
	assert_false(restricts);
	(void)make(words, "clone", &wide, &restricts);
	assert_false(restricts);
}

static void what_a_unit_cannot_say_is_refused(void **state)
{
	const struct seccomp_options trap = {.action = "SCMP_ACT_TRAP"};
	const struct seccomp_options agent = {.notify = "mount",
					      .listener = "/run/agent"};
	const struct seccomp_options *const options[] = {&trap, &agent};
	struct error err = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(options); i++) {
		struct profile profile;
		struct seccomp_advice advice;
		struct systemd_filter filter;

		profile_init(&profile);
		add_calls(&profile, "read mount");
		profile_sort(&profile);
		assert_int_equal(seccomp_advice_make(&advice, &profile,
						     options[i], &err),
				 STATUS_OK);
		assert_int_equal(systemd_filter_make(&filter, &advice, &err),
				 STATUS_UNSUPPORTED);
		systemd_filter_done(&filter);
		seccomp_advice_done(&advice);
		profile_done(&profile);
	}
}

/* Every call of the table is one: else the table is of another world. */
static void groups_name_calls(void **state)
{
	(void)state;
	for (const struct systemd_group *row = systemd_groups; row->name;
	     row++) {
		size_t known = 0;
		char *copy = strdup(row->calls), *rest = copy, *word;

		assert_int_equal(row->name[0], '@');
		while ((word = strsep(&rest, " ")))
			known += syscall_is_known(word);
		assert_true(known > 0);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_stands_where_all_of_it_is_allowed),
		cmocka_unit_test(a_group_never_opens_a_call),
		cmocka_unit_test(what_systemd_always_allows_is_not_repeated),
		cmocka_unit_test(calls_refused_apart_make_the_errno_of_all),
		cmocka_unit_test(a_clone_without_namespaces_restricts_them),
		cmocka_unit_test(what_a_unit_cannot_say_is_refused),
		cmocka_unit_test(groups_name_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
