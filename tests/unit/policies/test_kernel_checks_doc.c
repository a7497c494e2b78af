/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * docs/kernel-checks.md is made of the tables; this holds it equal to them.
 * With WHITTLE_WRITE_DOCS=1 in the environment it is written anew.
 */
#include "support.h"

#include <stdlib.h>

#include "policies/capability_table.h"
#include "policies/check_sites.h"
#include "policies/unseen_checks.h"
#include "profile/capset.h"
#include "profile/text.h"

#define PAGE	  "docs/kernel-checks.md"
#define UNPROVEN  "tests/guest/unproven-sites.txt"
#define FILE_MOST (1 << 20)

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = calloc(1, FILE_MOST);

	assert_non_null(text);
	if (file) {
		assert_true(fread(text, 1, FILE_MOST - 1, file) <
			    FILE_MOST - 1);
		fclose(file);
	}
	return text;
}

/* The operations of the guest test, one file after the other. */
static char *read_operations(void)
{
	static const char *const files[] = {"files",  "limits",	 "sockets",
					    "system", "devices", "unseen"};
	char *all = calloc(1, FILE_MOST);

	assert_non_null(all);
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		char path[80];
		char *text;

		snprintf(path, sizeof(path), "tests/tools/ask_sites/%s.c",
			 files[i]);
		text = read_file(path);
		assert_true(strlen(text) > 0);
		strncat(all, text, FILE_MOST - strlen(all) - 1);
		free(text);
	}
	return all;
}

static bool has_operation(const char *operations, const char *id)
{
	char text[80];

	snprintf(text, sizeof(text), "{\"%s\", ", id);
	return strstr(operations, text);
}

/* Why the row ID is not shown: the rest of its line, borrowed; NULL: it is. */
static const char *why_unproven(const char *lines, const char *id)
{
	char text[80];
	const char *line;

	snprintf(text, sizeof(text), "\n%s: ", id);
	line = strstr(lines, text);
	return line ? line + strlen(text) : NULL;
}

static void add_names(struct text *page, capset_t set)
{
	const char *between = "";

	if (!set)
		text_add(page, "-");
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(set, c))
			continue;
		text_addf(page, "%s%s", between, capability_name(c) + 4);
		between = ", ";
	}
}

static void add_capabilities(struct text *page)
{
	text_add(page, "## Capabilities\n\n"
		       "Risk: 1 harms nobody but the workload, 5 is as good as "
		       "root on the host.\n\n"
		       "| capability | risk | who holds it | would do in its "
		       "place | where |\n| --- | --- | --- | --- | --- |\n");
	for (unsigned int c = 0; capability_row(c); c++) {
		const struct capability_row *row = capability_row(c);

		text_addf(page, "| %s | %u | %s | ", row->name + 4, row->risk,
			  row->opens);
		add_names(page, row->instead);
		text_addf(page, " | `%s` |\n", row->source);
	}
}

static void add_site(struct text *page, const struct check_site *site,
		     const char *unproven)
{
	text_addf(page, "| %s | %s | %s | %s", site->id,
		  capability_name(site->capability) + 4,
		  site->syscalls ? site->syscalls : "any call",
		  verdict_name(site->verdict));
	if (site->instead) {
		text_add(page, " with ");
		add_names(page, site->instead);
	}
	text_addf(page, " | %s | %s | `%s` | %s |\n", site->asks,
		  site->without ? site->without : "", site->source,
		  why_unproven(unproven, site->id) ? "no" : "yes");
}

static void add_sites(struct text *page, const char *unproven)
{
	text_add(page,
		 "\n## Places\n\n"
		 "The first row that fits a record decides. Rows may look at "
		 "arguments as well, which\nthe table does not show. "
		 "*Opportunistic*: the kernel goes on without, or programs in "
		 "general\ndo; where a record fits a case that goes on and one "
		 "that fails, the row says *needed*.\n*Shown*: a test in the "
		 "guest does it, and finds the row.\n\n"
		 "| row | capability | asked in | verdict | what it does | "
		 "without | where | shown |\n"
		 "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
	for (const struct check_site *site = check_sites; site->id; site++)
		add_site(page, site, unproven);
}

static void add_unseen(struct text *page, const char *operations)
{
	text_add(page,
		 "\n## Never on record\n\n"
		 "The kernel asks for these not to be logged, or asks the "
		 "capability module alone. Where a\ncall of the workload tells "
		 "that one may have been asked, the profile has a note; where "
		 "no\ncall tells it there is none.\n\n"
		 "| row | capability | told by | may be needed | and | where | "
		 "shown |\n| --- | --- | --- | --- | --- | --- | --- |\n");
	for (const struct unseen_check *row = unseen_checks; row->id; row++)
		text_addf(page, "| %s | %s | %s%s%s | %s | %s | `%s` | %s |\n",
			  row->id, capability_name(row->capability) + 4,
			  row->syscalls ? row->syscalls : "nothing",
			  row->besides ? " beside " : "",
			  row->besides ? row->besides : "", row->does,
			  row->find, row->source,
			  has_operation(operations, row->id) ? "yes" : "no");
}

static void add_unproven(struct text *page, const char *unproven)
{
	text_add(page, "\n## Not shown in the guest\n\n");
	for (const struct check_site *site = check_sites; site->id; site++) {
		const char *why = why_unproven(unproven, site->id);

		if (why)
			text_addf(page, "- %s: %.*s\n", site->id,
				  (int)strcspn(why, "\n"), why);
	}
}

static void make_page(struct text *page, const char *operations,
		      const char *unproven)
{
	text_add(page,
		 "<!-- SPDX-License-Identifier: GPL-2.0-or-later -->\n"
		 "# What the kernel asks for, and where\n\n"
		 "Made of the tables in `policies/`; "
		 "`WHITTLE_WRITE_DOCS=1 make check-unit` writes it anew.\n"
		 "Everything was read in Linux ");
	text_addf(page, "%s.\n\n", check_sites[0].kernel);
	add_capabilities(page);
	add_sites(page, unproven);
	add_unseen(page, operations);
	add_unproven(page, unproven);
}

static void the_page_is_what_the_tables_say(void **state)
{
	char *operations = read_operations(), *unproven = read_file(UNPROVEN);
	char *stored;
	AUTO_TEXT struct text page = {0};

	(void)state;
	make_page(&page, operations, unproven);
	if (getenv("WHITTLE_WRITE_DOCS")) {
		FILE *file = fopen(PAGE, "we");

		assert_non_null(file);
		assert_true(fputs(text_string(&page), file) >= 0);
		assert_int_equal(fclose(file), 0);
	}
	stored = read_file(PAGE);
	if (strcmp(stored, text_string(&page)) != 0)
		fail_msg("%s is not what the tables say: write it anew with "
			 "WHITTLE_WRITE_DOCS=1 make check-unit",
			 PAGE);
	free(stored);
	free(operations);
	free(unproven);
}

static void every_row_is_shown_or_says_why_not(void **state)
{
	char *operations = read_operations(), *unproven = read_file(UNPROVEN);

	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++) {
		bool is_shown = has_operation(operations, site->id);

		if (is_shown == (why_unproven(unproven, site->id) != NULL))
			fail_msg("%s: %s", site->id,
				 is_shown ? "an operation, and a reason why "
					    "there is none"
					  : "neither an operation nor a "
					    "reason");
	}
	free(operations);
	free(unproven);
}

static void all_was_read_in_one_kernel(void **state)
{
	(void)state;
	for (const struct check_site *site = check_sites; site->id; site++)
		assert_string_equal(site->kernel, check_sites[0].kernel);
	for (const struct unseen_check *row = unseen_checks; row->id; row++)
		assert_string_equal(row->kernel, check_sites[0].kernel);
	for (unsigned int c = 0; capability_row(c); c++)
		assert_string_equal(capability_row(c)->kernel,
				    check_sites[0].kernel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_is_what_the_tables_say),
		cmocka_unit_test(every_row_is_shown_or_says_why_not),
		cmocka_unit_test(all_was_read_in_one_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
