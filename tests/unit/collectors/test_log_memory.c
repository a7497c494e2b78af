/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered from line to line changes time only, never the answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "collectors/log.h"
#include "profile/profile_json.h"

#define LABEL	    "u:r:whittle_t:s0"
#define STAMP(rest) " msg=audit(1795310000." rest "): "
#define CALL(stamp, comm, pid, ip)                                             \
	"type=SECCOMP" STAMP(stamp) "auid=1 uid=0 gid=0 ses=1 subj=" LABEL     \
				    " comm=" comm " pid=" pid                  \
				    " exe=\"/usr/bin/x\" sig=0 arch=c000003e " \
				    "syscall=0 compat=0 ip=" ip                \
				    " code=0x7ffc0000\n"
#define FOREIGN(serial, pid, ip)                                               \
	"type=SECCOMP" STAMP(                                                  \
		"000:" serial) "auid=1 uid=0 gid=0 ses=1 subj=u:r:other_t:s0 " \
			       "comm=\"x\" pid=" pid " exe=\"/usr/bin/x\" "    \
			       "sig=0 arch=c000003e syscall=0 compat=0 ip=" ip \
			       " code=0x7ffc0000\n"
#define AVC(serial, pid)                                                       \
	"type=AVC" STAMP("000:" serial) "avc:  denied  { read } for  pid=" pid \
					" comm=\"a\" name=\"f\" dev=\"d\" "    \
					"ino=5 scontext=" LABEL                \
					" tcontext=u:r:t:s0 tclass=file "      \
					"permissive=1\n"
#define CHECK(serial)                                                          \
	"type=AVC" STAMP(                                                      \
		"000:" serial) "avc:  granted  { sys_admin } for  pid=7 "      \
			       "comm=\"a\" capability=21  scontext=" LABEL     \
			       " tcontext=" LABEL " tclass=capability\n"
#define SYSCALL(serial, args, more, pid, comm)                                 \
	"type=SYSCALL" STAMP("000:" serial) "arch=c000003e syscall=257 "       \
					    "success=yes exit=3 " args " "     \
					    "items=1 " more "ppid=1 pid=" pid  \
					    " auid=1 uid=0 gid=0 euid=0 "      \
					    "suid=0 fsuid=0 egid=0 sgid=0 "    \
					    "fsgid=0 ses=1 comm=" comm         \
					    " exe=\"/x\" subj=" LABEL "\n"
#define ITEM(serial)                                                           \
	"type=CWD" STAMP("000:" serial) "cwd=\"/home\"\n"                      \
					"type=PATH" STAMP(                     \
						"000:" serial) "item=0 "       \
							       "name=\"f\" "   \
							       "inode=5 "      \
							       "dev=00:01 "    \
							       "mode=0100644 " \
							       "ouid=0 "       \
							       "ogid=0\n"
#define BAD_AVC                                                                \
	"avc:  denied  { read } for  pid=7 comm=\"a\" scontext=" LABEL         \
	" tcontext=none tclass=file permissive=1\n"
#define ARGS "a0=3 a1=7f00 a2=0 a3=0"

static unsigned int judged;

/* The third argument matters only where the second is 5. */
static struct judgement judge_by_argument(const struct capability_check *check)
{
	const char *reason = "other";

	judged++;
	if (check->capability == 0)
		return (struct judgement){.verdict = VERDICT_NEEDED,
					  .reason = "none"};
	if (check_argument(check, 1) == 5 && check_argument(check, 2) == 9)
		reason = "nine";
	return (struct judgement){.verdict = VERDICT_NEEDED, .reason = reason};
}

static char *select_of(const char *log, bool is_log,
		       const struct selection *selection,
		       const struct log_range *range,
		       struct log_stats *ret_stats)
{
	struct profile profile AUTO_PROFILE = {0};
	struct harvest_config config = {.profile = &profile,
					.judge = judge_by_argument,
					.selection = *selection,
					.is_log = is_log,
					.is_forgetful = !is_log};
	struct log_reader *reader = NULL;
	struct harvest *harvest = NULL;
	char *text = NULL;

	profile_init(&profile);
	assert_int_equal(harvest_new(&config, &harvest, NULL), STATUS_OK);
	assert_int_equal(log_reader_new(harvest, range, &reader, NULL),
			 STATUS_OK);
	assert_int_equal(log_read(reader, log, strlen(log), NULL), STATUS_OK);
	assert_int_equal(harvest_finish(harvest, NULL, NULL), STATUS_OK);
	if (ret_stats)
		*ret_stats = *log_reader_stats(reader);
	assert_int_equal(profile_to_json(&profile, true, &text, NULL),
			 STATUS_OK);
	log_reader_free(reader);
	harvest_free(harvest);
	return text;
}

static char *profile_of(const char *log, bool is_log,
			const struct log_range *range,
			struct log_stats *ret_stats)
{
	return select_of(log, is_log, &(struct selection){.type = "whittle_t"},
			 range, ret_stats);
}

/* Each has an event, and one that is almost like it. */
static void what_differs_a_little_is_another_event(void **state)
{
	static const char *const logs[] = {
		/* A relative path, and one below a descriptor. */
		AVC("1", "7") SYSCALL("1", "a0=ffffff9c a1=1 a2=0 a3=0", "",
				      "7", "\"a\"") ITEM("1") AVC("2", "7")
			SYSCALL("2", "a0=9c a1=1 a2=0 a3=0", "", "7", "\"a\"")
				ITEM("2"),
		/* The system call of the AVC's process, and another's. */
		AVC("1", "7") SYSCALL("1", ARGS, "", "7", "\"b\"") AVC("2", "8")
			SYSCALL("2", ARGS, "", "7", "\"b\""),
		/* Two processes in one event. */
		AVC("1", "7") AVC("1", "7") SYSCALL("1", ARGS, "", "7", "\"b\"")
			AVC("2", "8") AVC("2", "7")
				SYSCALL("2", ARGS, "", "7", "\"b\""),
		/* A string before the pid, with what looks like one. */
		AVC("1", "7") SYSCALL("1", ARGS, "comm=\"x pid=1 y\" ", "7",
				      "\"b\"") AVC("2", "7")
			SYSCALL("2", ARGS, "comm=\"x pid=2 y\" ", "7", "\"b\""),
		/* An argument that a capability depends on. */
		CHECK("1") SYSCALL("1", "a0=1 a1=5 a2=8 a3=0", "", "7", "\"a\"")
			CHECK("2") SYSCALL("2", "a0=1 a1=5 a2=9 a3=0", "", "7",
					   "\"a\""),
		/* One that it depends on where another is so. */
		CHECK("1") SYSCALL("1", "a0=1 a1=1 a2=9 a3=0", "", "7", "\"a\"")
			CHECK("2") SYSCALL("2", "a0=1 a1=5 a2=9 a3=0", "", "7",
					   "\"a\"") CHECK("3")
				SYSCALL("3", "a0=1 a1=5 a2=8 a3=0", "", "7",
					"\"a\"") CHECK("4")
					SYSCALL("4", "a0=1 a1=1 a2=9 a3=0", "",
						"7", "\"a\""),
		/* The first of a name counts, wherever the others stand. */
		CHECK("1") SYSCALL("1", "a1=5 a2=8 a2=9", "", "7", "\"a\"")
			CHECK("2") SYSCALL("2", "a1=5 a2=9 a2=9", "", "7",
					   "\"a\""),
		/* One number's end is not the next one's start. */
		CHECK("1") SYSCALL("1", "a1=05 a2=9", "", "7", "\"a\"")
			CHECK("2") SYSCALL("2", "a1=0 a2=59", "", "7", "\"a\""),
		/* A pid past 64 bits is none: 2^64 + 7 is not 7. */
		AVC("1", "7") AVC("2", "18446744073709551623"),
		/* What makes no sense is counted each time. */
		"type=AVC" STAMP("000:1") BAD_AVC "type=AVC" STAMP("000:2")
			BAD_AVC "type=AVC" STAMP("000:3") BAD_AVC,
		/* A quote behind ip= that takes the rest into it. */
		CALL("000:1", "\"x\"", "7", "0x7f1234567890")
			FOREIGN("2", "9", "0x7f1234567890")
				FOREIGN("3", "7", "\"x"),
		/* A digit of one is not a digit of the next. */
		CHECK("1") SYSCALL("1", "a1=5 a2=9", "", "7", "\"a\"") CHECK(
			"2") SYSCALL("2", "a1=59 a2=", "", "7", "\"a\"")
			CHECK("3") SYSCALL("3", "a1=59 a2=0", "", "7", "\"a\""),
		/* Two system calls: whose process it is, the first one says. */
		AVC("1", "9") SYSCALL("1", ARGS, "", "7", "\"b\"")
			SYSCALL("1", ARGS, "", "9", "\"c\"") AVC("2", "9")
				SYSCALL("2", ARGS, "", "9", "\"b\"")
					SYSCALL("2", ARGS, "", "9", "\"c\""),
		/* A pid with a zero before it is the same one. */
		AVC("1", "07") SYSCALL("1", ARGS, "", "7", "\"b\"")
			AVC("2", "8") SYSCALL("2", ARGS, "", "7", "\"b\""),
		/* A parent's pid that takes the rest into its quotes. */
		AVC("1", "7") SYSCALL("1", ARGS, "", "7", "\"b\"")
			AVC("2", "7") "type=SYSCALL" STAMP(
				"000:2") "arch=c000003e syscall=257 "
					 "success=yes exit=3 " ARGS
					 " items=1 ppid=\"1 pid=7 auid=1 uid=0 "
					 "gid=0 euid=0 suid=0 fsuid=0 egid=0 "
					 "sgid=0 fsgid=0 ses=1 comm=\"b\" "
					 "exe=\"/x\" subj=" LABEL "\n",
		/* What follows the pid is of another user. */
		AVC("1", "7") SYSCALL("1", ARGS, "", "7 auid=2", "\"b\"")
			AVC("2", "7") SYSCALL("2", ARGS, "", "7", "\"c\""),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(logs); i++) {
		char *all = profile_of(logs[i], false, NULL, NULL);
		char *remembered = profile_of(logs[i], true, NULL, NULL);

		assert_string_equal(remembered, all);
		free(all);
		free(remembered);
	}
}

/* A thousand checks of CAPABILITY with other arguments each time: the third is
   9 in a quarter of them. */
static void put_checks(FILE *stream, unsigned int first, const char *name,
		       unsigned int capability)
{
	for (unsigned int i = first; i < first + 1000; i++) {
		char serial[16], arguments[64];

		snprintf(serial, sizeof(serial), "%u", i);
		snprintf(arguments, sizeof(arguments),
			 "a0=7f%06x a1=%u a2=%u a3=%x", i, i % 2 ? 5 : 1,
			 i % 4 == 1 ? 9 : 8, i);
		fprintf(stream,
			"type=AVC msg=audit(1795310000.000:%s): avc:  granted  "
			"{ %s } for  pid=7 comm=\"a\" capability=%u  "
			"scontext=" LABEL " tcontext=" LABEL
			" tclass=capability\n"
			"type=SYSCALL msg=audit(1795310000.000:%s): "
			"arch=c000003e syscall=257 success=yes exit=3 %s "
			"items=1 ppid=1 pid=7 auid=1 uid=0 gid=0 euid=0 suid=0 "
			"fsuid=0 egid=0 sgid=0 fsgid=0 ses=1 comm=\"a\" "
			"exe=\"/x\" subj=" LABEL "\n",
			serial, name, capability, serial, arguments);
	}
}

/* They are judged at first, once for each that matters, and when told. */
static void an_argument_that_nobody_reads_changes_nothing(void **state)
{
	char *log = NULL, *text;
	size_t size = 0;
	FILE *stream = open_memstream(&log, &size);

	(void)state;
	assert_non_null(stream);
	put_checks(stream, 0, "sys_admin", 21);
	put_checks(stream, 1000, "chown", 0);
	fclose(stream);
	judged = 0;
	text = profile_of(log, true, NULL, NULL);
	assert_in_range(judged, 4, 14);
	assert_non_null(strstr(text, "\"count\": 1000"));
	assert_non_null(strstr(text, "\"count\": 250"));
	assert_non_null(strstr(text, "\"count\": 750"));
	free(text);
	free(log);
}

static unsigned int calls_counted(const char *log,
				  const struct log_range *range)
{
	char *text = profile_of(log, true, range, NULL);
	char *at = strstr(text, "\"name\": \"read\"");
	char *count = at ? strstr(text, "\"count\": ") : NULL;
	unsigned int number =
		count ? (unsigned int)strtoul(count + 9, NULL, 10) : 0;

	free(text);
	return number;
}

/* The same length, the same samples: all bytes decide. */
static void a_label_that_differs_in_one_letter_is_another(void **state)
{
	char log[] = CALL("000:1", "\"x\"", "7", "0x7f1234567890")
		CALL("000:2", "\"x\"", "8", "0x7f1234567890");

	(void)state;
	assert_int_equal(calls_counted(log, NULL), 2);
	*strstr(strstr(log, "000:2"), "whittle_t") = 'x';
	assert_int_equal(calls_counted(log, NULL), 1);
}

static void stamps_of_one_second_are_told_apart(void **state)
{
	static const char log[] = CALL("000:1", "\"x\"", "7", "0x7f1234567890")
		CALL("122:2", "\"x\"", "7", "0x7f1234567890")
			CALL("123:3", "\"x\"", "7", "0x7f1234567890")
				CALL("999:4", "\"x\"", "7", "0x7f1234567890");
	const struct log_range range = {.has_since = true,
					.has_until = true,
					.since_ms = 1795310000123u,
					.until_ms = 1795310000998u};

	(void)state;
	assert_int_equal(calls_counted(log, NULL), 4);
	assert_int_equal(calls_counted(log, &range), 1);
}

static void what_is_no_number_behind_a_usual_line_is_not_taken(void **state)
{
	static const char *const lines[] = {
		CALL("123x7", "\"x\"", "7", "0x7f1234567890"),
		CALL("12:7", "\"x\"", "7", "0x7f1234567890"),
		CALL("1a3:7", "\"x\"", "7", "0x7f1234567890"),
		CALL("123:", "\"x\"", "7", "0x7f1234567890"),
		CALL("123:7:", "\"x\"", "7", "0x7f1234567890"),
		CALL("123:99999999999999999999", "\"x\"", "7",
		     "0x7f1234567890"),
		CALL("123:7", "\"x\"", "99999999999999999999",
		     "0x7f1234567890"),
		CALL("123:7", "\"x\"", ":", "0x7f1234567890"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		char *log = NULL;

		assert_true(
			asprintf(&log, "%s%s%s",
				 CALL("000:1", "\"x\"", "7", "0x7f1234567890"),
				 CALL("000:2", "\"x\"", "8", "0x7f1234567899"),
				 lines[i]) > 0);
		assert_int_equal(calls_counted(log, NULL), 2);
		free(log);
	}
}

/* What a text means does not tell whose it is where pids are chosen. */
static void a_chosen_process_is_not_told_by_the_text(void **state)
{
	static const uint64_t pids[] = {8};
	const struct selection selection = {.pids = (uint64_t *)pids,
					    .pid_count = 1};
	char *text = select_of(
		CALL("000:1", "\"x\"", "7", "0x7f1234567890")
			CALL("000:2", "\"x\"", "8", "0x7f1234567890")
				CALL("000:3", "\"x\"", "8", "0x7f1234567891"),
		true, &selection, NULL, NULL);

	(void)state;
	assert_non_null(strstr(text, "\"count\": 2"));
	free(text);
}

/* What a process did before it is known whose it is waits as numbers. */
static void calls_that_waited_are_all_counted(void **state)
{
	static const char before[] =
		"auid=1 uid=0 gid=0 ses=1 subj=u:r:runtime_t:s0 comm=\"r\" "
		"pid=7 exe=\"/usr/bin/r\" sig=0 arch=c000003e syscall=3 "
		"compat=0 ip=0x7f code=0x7ffc0000\n";
	char *log = NULL, *text;

	(void)state;
	assert_true(
		asprintf(
			&log,
			"type=SECCOMP" STAMP(
				"000:1") "%s"
					 "type=SECCOMP" STAMP(
						 "000:2") "%s"
							  "type=SECCOMP" STAMP(
								  "000:3") "%s%"
									   "s",
			before, before, before,
			CALL("000:4", "\"x\"", "7", "0x7f1234567890")) > 0);
	text = profile_of(log, true, NULL, NULL);
	assert_non_null(strstr(text, "\"close\""));
	assert_non_null(strstr(text, "\"count\": 3"));
	free(text);
	free(log);
}

static void a_pid_within_quotes_is_part_of_the_name(void **state)
{
	char *text = profile_of(
		CALL("000:1", "\"a pid=1 b\"", "7", "0x7f1234567890")
			CALL("000:2", "\"a pid=9 b\"", "7", "0x7f1234567890"),
		true, NULL, NULL);

	(void)state;
	assert_non_null(strstr(text, "a pid=1 b"));
	assert_non_null(strstr(text, "a pid=9 b"));
	free(text);
}

static void a_type_is_not_the_start_of_another(void **state)
{
	(void)state;
	/* Both stand in the same place of what is remembered. */
	assert_int_equal(
		calls_counted("type=13265" STAMP(
				      "000:1") "x=1\n"
					       "type=1326" STAMP(
						       "000:2") "subj=" LABEL
								" pid=7 "
								"arch=c000003e "
								"syscall=0 "
								"compat=0\n",
			      NULL),
		1);
}

/* Most lines' types are told by their first eight letters. */
static void a_type_is_all_of_its_name(void **state)
{
	static const char *const names[] = {
		"PROCTITLF", "PROCTITLEX", "PROCTITL", "SECCOMPS",
		"EOE2",	     "CWDS",	   "PATHS"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct log_stats stats;
		char *log = NULL;

		assert_true(asprintf(&log, "type=%s" STAMP("000:1") "x=1\n",
				     names[i]) > 0);
		free(profile_of(log, true, NULL, &stats));
		assert_int_equal(stats.results[RECORD_OK], 0);
		assert_int_equal(stats.results[RECORD_OTHER_TYPE], 1);
		free(log);
	}
}

static void what_auditd_appended_is_not_read(void **state)
{
	struct log_stats stats;
	char *text = profile_of(
		"type=SECCOMP" STAMP(
			"000:1") "pid=7 arch=c000003e syscall=0 "
				 "subj=" LABEL "\x1dsubj=" LABEL "\n"
				 "type=SECCOMP" STAMP(
					 "000:2") "pid=8 "
						  "arch=c000003e "
						  "syscall=1 compat=0\x1d"
						  "subj=" LABEL "\n"
						  "type=SECCOMP" STAMP(
							  "000:3") "pid=9 "
								   "arch="
								   "c000003e "
								   "syscall=2 "
								   "subj=" LABEL
								   "\x1dsyscall"
								   "=3",
		true, NULL, &stats);

	(void)state;
	assert_int_equal(stats.results[RECORD_OK], 3);
	assert_non_null(strstr(text, "\"read\""));
	assert_null(strstr(text, "\"write\""));
	assert_non_null(strstr(text, "\"open\""));
	free(text);
}

/* The joiner has room for 512 bytes of each; the others are kept as well. */
static void a_long_record_is_kept_until_its_event_ends(void **state)
{
	char path[541], *log = NULL, *text;

	(void)state;
	memset(path, 'p', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	for (size_t length = 300; length < sizeof(path) - 1; length += 20) {
		assert_true(
			asprintf(
				&log,
				"type=AVC" STAMP(
					"000:1") "avc:  denied  { "
						 "read } for  pid=7 "
						 "path=\"%.*s\" "
						 "scontext=" LABEL
						 " tcontext=u:r:t:s0 "
						 "tclass=file permissive=1\n%s",
				(int)length, path, AVC("2", "8")) > 0);
		text = profile_of(log, true, NULL, NULL);
		path[length] = '\0';
		assert_non_null(strstr(text, path));
		path[length] = 'p';
		free(text);
		free(log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_differs_a_little_is_another_event),
		cmocka_unit_test(an_argument_that_nobody_reads_changes_nothing),
		cmocka_unit_test(a_label_that_differs_in_one_letter_is_another),
		cmocka_unit_test(stamps_of_one_second_are_told_apart),
		cmocka_unit_test(
			what_is_no_number_behind_a_usual_line_is_not_taken),
		cmocka_unit_test(a_chosen_process_is_not_told_by_the_text),
		cmocka_unit_test(calls_that_waited_are_all_counted),
		cmocka_unit_test(a_pid_within_quotes_is_part_of_the_name),
		cmocka_unit_test(a_type_is_not_the_start_of_another),
		cmocka_unit_test(a_type_is_all_of_its_name),
		cmocka_unit_test(what_auditd_appended_is_not_read),
		cmocka_unit_test(a_long_record_is_kept_until_its_event_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
