/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include "profile/text.h"
#include "profiler/options.h"
#include "profiler/verb.h"

static const struct option_spec specs[] = {
	{"output", 'o', "FILE", "where to"},
	{"all", 'a', NULL, "all of it"},
	{"name", 0, "NAME", "a name"},
	{NULL, 0, NULL, NULL},
};

struct parse {
	struct invocation invocation;
	struct option_parser parser;
	struct error err;
	enum status status;
	char seen[256]; /* "output=x all name=y", in their order */
};

/* Parse WORDS (the verb first, NULL last) to the end of the options. */
static struct parse parse_as(const char *const *words, bool stops_at_operand)
{
	static char *argv[32];
	static struct parse result;
	const struct option_spec *spec;
	const char *value;
	int argc = 0;

	while (words[argc]) {
		argv[argc] = (char *)(uintptr_t)words[argc];
		argc++;
	}
	argv[argc] = NULL;
	result = (struct parse){.invocation = {.exit_status = -1}};
	option_parser_init(&result.parser, &result.invocation, specs, argc,
			   argv);
	result.parser.stops_at_operand = stops_at_operand;
	while ((result.status = option_next(&result.parser, &spec, &value,
					    &result.err)) == STATUS_OK &&
	       spec) {
		size_t used = strlen(result.seen);

		snprintf(result.seen + used, sizeof(result.seen) - used,
			 "%s%s%s%s", used ? " " : "", spec->name,
			 value ? "=" : "", value ? value : "");
	}
	return result;
}

static struct parse parse(const char *const *words)
{
	return parse_as(words, false);
}

#define PARSE(...) parse((const char *const[]){"verb", __VA_ARGS__, NULL})
#define PARSE_COMMAND(...)                                                     \
	parse_as((const char *const[]){"verb", __VA_ARGS__, NULL}, true)

/* The options that were seen, and the operands behind them. */
static void assert_parsed(struct parse result, const char *seen,
			  const char *operands)
{
	struct text text AUTO_TEXT = {0};

	if (result.status != STATUS_OK)
		fail_msg("%s", result.err.message);
	assert_string_equal(result.seen, seen);
	for (int i = result.parser.position; i < result.parser.argc; i++)
		text_addf(&text, "%s%s", i > result.parser.position ? " " : "",
			  result.parser.argv[i]);
	assert_string_equal(text_string(&text), operands);
}

static void assert_wrong(struct parse result, const char *words)
{
	assert_int_equal(result.status, STATUS_USAGE);
	if (!strstr(result.err.message, words))
		fail_msg("'%s' does not say '%s'", result.err.message, words);
}

static void an_argument_is_attached_or_the_next_word(void **state)
{
	(void)state;
	assert_parsed(PARSE("-o", "f"), "output=f", "");
	assert_parsed(PARSE("-of"), "output=f", "");
	assert_parsed(PARSE("--output", "f"), "output=f", "");
	assert_parsed(PARSE("--output=f"), "output=f", "");
	assert_parsed(PARSE("--output=a=b"), "output=a=b", "");
	assert_parsed(PARSE("--output="), "output=", "");
	assert_parsed(PARSE("--output", ""), "output=", "");
	assert_parsed(PARSE("-o=f"), "output==f", "");
	/* Whatever the next word looks like. */
	assert_parsed(PARSE("-o", "-a"), "output=-a", "");
	assert_parsed(PARSE("--name", "--", "x"), "name=--", "x");
	assert_parsed(PARSE("-o", "-"), "output=-", "");
}

static void letters_stand_in_clusters(void **state)
{
	struct parse result = PARSE("-qvavo", "f", "x");

	(void)state;
	assert_parsed(result, "all output=f", "x");
	assert_true(result.invocation.is_quiet);
	assert_int_equal(result.invocation.verbosity, 2);
	assert_parsed(PARSE("-aof", "-a"), "all output=f all", "");
}

static void an_argument_that_is_missing_is_told(void **state)
{
	(void)state;
	assert_wrong(PARSE("--output"), "--output needs an argument: FILE");
	assert_wrong(PARSE("-o"), "--output needs an argument");
	assert_wrong(PARSE("-ao"), "--output needs an argument");
	assert_wrong(PARSE("--color"), "--color needs an argument");
}

static void an_argument_too_many_is_told(void **state)
{
	(void)state;
	assert_wrong(PARSE("--all=yes"), "--all takes no argument");
	assert_wrong(PARSE("--all="), "--all takes no argument");
	assert_wrong(PARSE("--quiet=1"), "--quiet takes no argument");
}

static void unknown_options_are_told(void **state)
{
	(void)state;
	assert_wrong(PARSE("--none"), "no option '--none'");
	assert_wrong(PARSE("--none=x"), "no option '--none=x'");
	assert_wrong(PARSE("-x"), "no option '-x'");
	assert_wrong(PARSE("-ax"), "no option '-x'");
	assert_wrong(PARSE("-a-"), "no option '--'");
	assert_wrong(PARSE("--="), "no option '--='");
	assert_wrong(PARSE("---"), "no option '---'");
	assert_wrong(PARSE("--Output=f"), "no option");
	/* No beginning of a name is taken for it: names may be added. */
	assert_wrong(PARSE("--out=f"), "no option");
	assert_wrong(PARSE("--outputs=f"), "no option");
	assert_wrong(PARSE("--na\x1b[31m"), "no option '--na\\x1B[31m'");
	assert_non_null(strstr(PARSE("-x").err.hint, "whittle verb --help"));
}

static void the_separator_ends_the_options(void **state)
{
	struct parse result = PARSE("-a", "--", "-o", "f", "--");

	(void)state;
	assert_parsed(result, "all", "-o f --");
	assert_true(result.parser.has_separator);
}

static void the_first_operand_ends_the_options_before_a_command(void **state)
{
	struct parse result = PARSE_COMMAND("-a", "command", "-a", "--", "-o");

	(void)state;
	assert_parsed(result, "all", "command -a -- -o");
	assert_false(result.parser.has_separator);
	assert_parsed(PARSE_COMMAND("-", "-a"), "", "- -a");
	assert_parsed(PARSE_COMMAND("", "-a"), "", " -a");
}

static void options_stand_behind_operands_too(void **state)
{
	(void)state;
	assert_parsed(PARSE("x", "-a"), "all", "x");
	assert_parsed(PARSE("x", "y", "-o", "f", "z", "--name=n"),
		      "output=f name=n", "x y z");
	assert_parsed(PARSE("-a", "x", "-qvo", "f", "y"), "all output=f",
		      "x y");
	assert_parsed(PARSE("-", "-a"), "all", "-");
	assert_parsed(PARSE("", "-a", "x"), "all", " x");
	assert_parsed(PARSE("x", "-o", "-a", "y"), "output=-a", "x y");
	assert_parsed(PARSE("x", "-q"), "", "x");
	assert_true(PARSE("x", "-q").invocation.is_quiet);
	assert_wrong(PARSE("x", "-o"), "--output needs an argument");
	assert_wrong(PARSE("x", "--none"), "no option '--none'");
}

static void the_separator_ends_them_behind_operands_too(void **state)
{
	struct parse result = PARSE("x", "-a", "y", "--", "-o", "--", "z");

	(void)state;
	assert_parsed(result, "all", "x y -o -- z");
	assert_true(result.parser.has_separator);
}

/* Help is looked for in a reading of its own, before the verb's. */
static void words_are_read_alike_a_second_time(void **state)
{
	static const char *const words[] = {"x", "-a", "y",  "-qo",
					    "f", "--", "-a", "z"};
	char *argv[ARRAY_LENGTH(words) + 2] = {(char *)(uintptr_t) "verb"};
	struct invocation invocation = {.exit_status = -1};
	const struct option_spec *spec;
	const char *value;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		argv[i + 1] = (char *)(uintptr_t)words[i];
	for (int pass = 0; pass < 2; pass++) {
		struct option_parser parser;
		struct text text AUTO_TEXT = {0};

		option_parser_init(&parser, &invocation, specs,
				   ARRAY_LENGTH(words) + 1, argv);
		while (option_next(&parser, &spec, &value, NULL) == STATUS_OK &&
		       spec)
			text_addf(&text, "%s%s ", spec->name,
				  value ? value : "");
		for (int i = parser.position; i < parser.argc; i++)
			text_add(&text, argv[i]);
		assert_string_equal(text_string(&text), "all outputf xy-az");
	}
}

static void without_options_nothing_is_read(void **state)
{
	struct parse result = parse((const char *const[]){"verb", NULL});

	(void)state;
	assert_parsed(result, "", "");
	assert_int_equal(result.parser.position, 1);
}

static void common_options_are_handled_in_place(void **state)
{
	struct parse result = PARSE("-q", "-v", "--verbose", "--color=always",
				    "-a", "--color", "never", "x");

	(void)state;
	assert_parsed(result, "all", "x");
	assert_true(result.invocation.is_quiet);
	assert_int_equal(result.invocation.verbosity, 2);
	assert_int_equal(result.invocation.color, COLOR_NEVER);
	assert_int_equal(result.invocation.exit_status, -1);
	assert_true(PARSE("--quiet").invocation.is_quiet);
	assert_false(PARSE("-a").invocation.is_quiet);
}

static void a_color_that_does_not_exist_is_told(void **state)
{
	(void)state;
	assert_wrong(PARSE("--color=red"), "auto, always or never");
	assert_wrong(PARSE("--color="), "auto, always or never");
}

/* The end stays the end, however often it is asked. */
static void after_the_end_there_are_no_more(void **state)
{
	struct parse result = PARSE("-a", "--", "-o", "f");
	const struct option_spec *spec = specs;
	const char *value;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
			option_next(&result.parser, &spec, &value, NULL),
			STATUS_OK);
		assert_null(spec);
	}
	assert_int_equal(result.parser.position, 3);
}

/* Every name and letter is one option's. */
static void common_names_are_their_own(void **state)
{
	(void)state;
	for (const struct option_spec *a = common_options; a->name; a++) {
		assert_non_null(a->help);
		for (const struct option_spec *b = a + 1; b->name; b++) {
			assert_string_not_equal(a->name, b->name);
			assert_true(!a->letter || a->letter != b->letter);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_argument_is_attached_or_the_next_word),
		TEST(letters_stand_in_clusters),
		TEST(an_argument_that_is_missing_is_told),
		TEST(an_argument_too_many_is_told),
		TEST(unknown_options_are_told),
		TEST(the_separator_ends_the_options),
		TEST(the_first_operand_ends_the_options_before_a_command),
		TEST(options_stand_behind_operands_too),
		TEST(the_separator_ends_them_behind_operands_too),
		TEST(words_are_read_alike_a_second_time),
		TEST(without_options_nothing_is_read),
		TEST(common_options_are_handled_in_place),
		TEST(a_color_that_does_not_exist_is_told),
		TEST(after_the_end_there_are_no_more),
		TEST(common_names_are_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
