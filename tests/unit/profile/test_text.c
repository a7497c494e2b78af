/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#include <limits.h>

#include "profile/text.h"

struct sample {
	const char *source;
	const char *clean;
};

static void assert_cleaned(const char *source, size_t length,
			   const char *expected)
{
	/* Of its exact size, so that a checker sees a read past the end. */
	char *bytes AUTO_FREE = malloc(length ? length : 1);
	char *clean AUTO_FREE = NULL;

	assert_non_null(bytes);
	memcpy(bytes, source, length);
	clean = text_sanitize(bytes, length);
	assert_string_equal(clean, expected);
	free(TAKE(clean));
	/* Where it lies, what follows it is no part of it. */
	clean = text_sanitize(source, length);
	assert_string_equal(clean, expected);
}

static void assert_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_cleaned(samples[i].source, strlen(samples[i].source),
			       samples[i].clean);
}

static void text_that_is_clean_stays(void **state)
{
	static const char *const clean[] = {
		"",
		"plain \\ \"quoted\" ~",
		"caf\xc3\xa9",
		"\xc2\xa0", /* U+00A0, the first after the C1 controls */
		"\xe2\x82\xac",
		"\xf0\x9f\x90\xa7",
		"\xed\x9f\xbf",
		"\xee\x80\x80",
		"\xf4\x8f\xbf\xbd",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(clean); i++)
		assert_cleaned(clean[i], strlen(clean[i]), clean[i]);
}

static void control_bytes_are_written_out(void **state)
{
	static const struct sample samples[] = {
		{"a\nb\tc\r", "a\\x0Ab\\x09c\\x0D"},
		{"\x1b]0;owned\x07", "\\x1B]0;owned\\x07"},
		{"\x7f", "\\x7F"},
	};

	(void)state;
	assert_samples(samples, ARRAY_LENGTH(samples));
	assert_cleaned("a\0b\0", 4, "a\\x00b\\x00");
}

/* U+0080 to U+009F: U+009B alone begins a terminal's control sequence. */
static void c1_controls_are_written_out(void **state)
{
	static const struct sample samples[] = {
		{"\xc2\x80", "\\xC2\\x80"},
		{"\xc2\x9b"
		 "31m",
		 "\\xC2\\x9B31m"},
		{"\xc2\x9f", "\\xC2\\x9F"},
		{"\x9b", "\\x9B"},
	};

	(void)state;
	assert_samples(samples, ARRAY_LENGTH(samples));
}

static void marks_that_reorder_or_hide_are_written_out(void **state)
{
	static const struct sample samples[] = {
		{"\xe2\x80\xae", "\\xE2\\x80\\xAE"}, /* U+202E override */
		{"\xe2\x81\xa6", "\\xE2\\x81\\xA6"}, /* U+2066 isolate */
		{"\xe2\x80\x8f", "\\xE2\\x80\\x8F"}, /* U+200F mark */
		{"\xd8\x9c", "\\xD8\\x9C"},	     /* U+061C Arabic mark */
		{"\xe2\x80\x8b", "\\xE2\\x80\\x8B"}, /* U+200B zero width */
		{"\xe2\x80\xa8", "\\xE2\\x80\\xA8"}, /* U+2028 line */
		{"\xef\xbb\xbf", "\\xEF\\xBB\\xBF"}, /* U+FEFF byte order */
		/* U+E0041: a tag, seen by no reader */
		{"\xf3\xa0\x81\x81", "\\xF3\\xA0\\x81\\x81"},
	};

	(void)state;
	assert_samples(samples, ARRAY_LENGTH(samples));
}

static void bytes_that_are_not_utf8_are_written_out(void **state)
{
	static const struct sample samples[] = {
		{"\xff\xfe", "\\xFF\\xFE"},
		{"\x80", "\\x80"},		     /* stray */
		{"\xc0\xaf", "\\xC0\\xAF"},	     /* overlong / */
		{"\xc1\xbf", "\\xC1\\xBF"},	     /* overlong DEL */
		{"\xe0\x80\xaf", "\\xE0\\x80\\xAF"}, /* overlong / */
		{"\xe0\x9f\xbf", "\\xE0\\x9F\\xBF"}, /* overlong */
		{"\xf0\x8f\xbf\xbf", "\\xF0\\x8F\\xBF\\xBF"},
		{"\xed\xa0\x80", "\\xED\\xA0\\x80"}, /* surrogates */
		{"\xed\xbf\xbf", "\\xED\\xBF\\xBF"},
		{"\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"}, /* > U+10FFFF */
		{"\xf5\x80\x80\x80", "\\xF5\\x80\\x80\\x80"},
		{"\xc3(", "\\xC3("},
		{"\xe2\x82x", "\\xE2\\x82x"},
	};

	(void)state;
	assert_samples(samples, ARRAY_LENGTH(samples));
}

static void a_character_cut_short_is_not_read_past(void **state)
{
	(void)state;
	assert_cleaned("x\xc3\xa9", 2, "x\\xC3");
	assert_cleaned("\xe2\x82\xac", 2, "\\xE2\\x82");
	assert_cleaned("\xf0\x9f\x90\xa7", 3, "\\xF0\\x9F\\x90");
}

static void sanitized_text_stays_as_it_is(void **state)
{
	char all[256];
	char *once AUTO_FREE = NULL;
	char *twice AUTO_FREE = NULL;

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	once = text_sanitize(all, sizeof(all));
	assert_non_null(once);
	twice = text_sanitize(once, strlen(once));
	assert_string_equal(once, twice);
}

static void messages_hold_no_escape_sequences(void **state)
{
	(void)state;
	assert_string_equal(printable("a\x1b[31m"), "a\\x1B[31m");
	assert_string_equal(printable(""), "");
	assert_string_equal(printable(NULL), "(none)");
}

static void long_messages_are_cut_between_characters(void **state)
{
	char long_text[3001];

	(void)state;
	/* Each shift lays the cut on another byte of the character. */
	for (size_t shift = 0; shift < 3; shift++) {
		const char *cut;
		char *clean AUTO_FREE = NULL;

		memset(long_text, 'x', shift);
		for (size_t i = shift; i + 3 <= 3000; i += 3)
			memcpy(long_text + i, "\xe2\x82\xac", 3);
		long_text[2900] = '\0';
		cut = printable(long_text);
		assert_true(strlen(cut) < 512);
		assert_true(strlen(cut) > 500);
		assert_string_equal(cut + strlen(cut) - 3, "...");
		clean = text_sanitize(cut, strlen(cut));
		assert_string_equal(clean, cut);
	}
}

static void long_hostile_messages_stay_in_their_buffer(void **state)
{
	char hostile[2000];

	(void)state;
	memset(hostile, '\x1b', sizeof(hostile) - 1);
	hostile[sizeof(hostile) - 1] = '\0';
	assert_true(strlen(printable(hostile)) < 512);
}

static void eight_printed_strings_live_together(void **state)
{
	static const char *const names[] = {"0", "1", "2", "3",
					    "4", "5", "6", "7"};
	const char *printed[ARRAY_LENGTH(names)];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		printed[i] = printable(names[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		assert_string_equal(printed[i], names[i]);
}

static void a_text_grows_and_is_given_away(void **state)
{
	struct text text AUTO_TEXT = {0};
	char *taken AUTO_FREE = NULL;

	(void)state;
	assert_string_equal(text_string(&text), "");
	for (int i = 0; i < 1000; i++)
		text_addf(&text, "%d,", i);
	text_add_bytes(&text, "a\0b", 3);
	assert_int_equal(text.length, 10 * 2 + 90 * 3 + 900 * 4 + 3);
	taken = text_take(&text);
	assert_true(strncmp(taken, "0,1,2,", 6) == 0);
	assert_null(text.data);
	assert_int_equal(text.length, 0);
}

static void an_empty_text_is_given_away_as_a_string(void **state)
{
	struct text text AUTO_TEXT = {0};
	char *taken AUTO_FREE = text_take(&text);

	(void)state;
	assert_string_equal(taken, "");
}

/* More than there is: the failure is kept and nothing is half a text. */
static void a_text_that_cannot_grow_is_told(void **state)
{
	static const size_t too_much[] = {SIZE_MAX, SIZE_MAX - 1,
					  SIZE_MAX / 2 + 2};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(too_much); i++) {
		struct text text AUTO_TEXT = {0};

		text_add(&text, "begun");
		text_add_bytes(&text, "x", too_much[i]);
		assert_true(text.failed);
		text_add(&text, "more");
		assert_string_equal(text_string(&text), "begun");
		assert_null(text_take(&text));
	}
}

static void decimals_up_to_their_limit_are_read(void **state)
{
	uint64_t number = 1;

	(void)state;
	assert_true(parse_decimal("0", 0, &number));
	assert_int_equal(number, 0);
	assert_true(parse_decimal("0041", 63, &number));
	assert_int_equal(number, 41);
	assert_true(parse_decimal("18446744073709551615", UINT64_MAX, &number));
	assert_true(number == UINT64_MAX);
}

static void what_is_no_decimal_is_refused(void **state)
{
	static const char *const bad[] = {"",
					  " 1",
					  "1 ",
					  "+1",
					  "-1",
					  "0x1",
					  "1.0",
					  "1e3",
					  "\xb2",
					  "18446744073709551616",
					  "99999999999999999999999"};
	uint64_t number = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_false(parse_decimal(bad[i], UINT64_MAX, &number));
	assert_false(parse_decimal("64", 63, &number));
	assert_int_equal(number, 7);
}

static void durations_are_read_in_milliseconds(void **state)
{
	static const struct {
		const char *text;
		uint64_t ms;
	} good[] = {
		{"90", 90000},
		{"90s", 90000},
		{"500ms", 500},
		{"2m", 120000},
		{"1h", 3600000},
		{"1m30s", 90000},
		{"0", 0},
		{"0s", 0},
		{"1h1m1s1ms", 3661001},
		{"720h", UINT64_C(2592000000)},
	};
	uint64_t ms;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		ms = 1;
		assert_true(parse_duration(good[i].text, &ms));
		assert_true(ms == good[i].ms);
	}
}

static void what_is_no_duration_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"s",
		"ms",
		"1d",
		"1 s",
		"-1",
		"1m30",
		"0s30",
		"1.5s",
		"1sm",
		"721h",
		"43201m",
		"2592000001ms",
		"99999999999999999999999s",
		"18446744073709551616",
		"720h1ms",
	};
	uint64_t ms = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		if (parse_duration(bad[i], &ms))
			fail_msg("'%s' was read as %llu ms", bad[i],
				 (unsigned long long)ms);
	assert_int_equal(ms, 7);
}

static void sizes_are_powers_of_1024(void **state)
{
	uint64_t bytes;

	(void)state;
	assert_true(parse_size("65536", &bytes));
	assert_int_equal(bytes, 65536);
	assert_true(parse_size("64K", &bytes));
	assert_int_equal(bytes, 65536);
	assert_true(parse_size("8m", &bytes));
	assert_int_equal(bytes, 8 << 20);
	assert_true(parse_size("1G", &bytes));
	assert_int_equal(bytes, 1 << 30);
	assert_true(parse_size("17179869183G", &bytes));
	assert_true(bytes == UINT64_C(17179869183) << 30);
}

static void sizes_that_do_not_fit_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"K",
		"1KB",
		"1 K",
		"-1",
		"1T",
		"17179869184G",
		"18446744073709551616",
		"99999999999999999999999",
	};
	uint64_t bytes = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_false(parse_size(bad[i], &bytes));
	assert_int_equal(bytes, 7);
}

static void prefixes_are_cut(void **state)
{
	const char *rest = "kept";

	(void)state;
	assert_false(has_prefix("ca", "cap_", &rest));
	assert_string_equal(rest, "kept");
	assert_true(has_prefix("cap_x", "cap_", &rest));
	assert_string_equal(rest, "x");
	assert_true(has_prefix("cap_", "cap_", NULL));
}

static void nothing_equals_nothing_only(void **state)
{
	(void)state;
	assert_true(is_same_string(NULL, NULL));
	assert_false(is_same_string(NULL, ""));
	assert_false(is_same_string("", NULL));
	assert_true(is_same_string("a", "a"));
	assert_false(is_same_string("a", "b"));
	assert_null(duplicate_string(NULL));
}

static void a_word_is_found_whole(void **state)
{
	(void)state;
	assert_true(words_have("mount umount2 fsopen", "mount"));
	assert_true(words_have("mount umount2 fsopen", "fsopen"));
	assert_true(words_have("mount", "mount"));
	assert_false(words_have("umount2 fsmount", "mount"));
	assert_false(words_have("mount umount2", ""));
	assert_false(words_have("", "mount"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_found_whole),
		TEST(text_that_is_clean_stays),
		TEST(control_bytes_are_written_out),
		TEST(c1_controls_are_written_out),
		TEST(marks_that_reorder_or_hide_are_written_out),
		TEST(bytes_that_are_not_utf8_are_written_out),
		TEST(a_character_cut_short_is_not_read_past),
		TEST(sanitized_text_stays_as_it_is),
		TEST(messages_hold_no_escape_sequences),
		TEST(long_messages_are_cut_between_characters),
		TEST(long_hostile_messages_stay_in_their_buffer),
		TEST(eight_printed_strings_live_together),
		TEST(a_text_grows_and_is_given_away),
		TEST(an_empty_text_is_given_away_as_a_string),
		TEST(a_text_that_cannot_grow_is_told),
		TEST(decimals_up_to_their_limit_are_read),
		TEST(what_is_no_decimal_is_refused),
		TEST(durations_are_read_in_milliseconds),
		TEST(what_is_no_duration_is_refused),
		TEST(sizes_are_powers_of_1024),
		TEST(sizes_that_do_not_fit_are_refused),
		TEST(prefixes_are_cut),
		TEST(nothing_equals_nothing_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
