/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "harvest_bench.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "collectors/log.h"

#define SECCOMP(serial, number)                                                \
	"type=SECCOMP msg=audit(100.500:" #serial "): ses=5 subj=" OWN         \
	" pid=7 comm=\"x\" arch=c000003e syscall=" #number " compat=0\n"

struct reading {
	struct bench bench;
	struct log_reader *reader;
	struct log_stats stats;
};

static void reading_begin(struct reading *reading,
			  const struct log_range *range)
{
	bench_own(&reading->bench);
	assert_int_equal(log_reader_new(reading->bench.harvest, range,
					&reading->reader, NULL),
			 STATUS_OK);
}

static void reading_finish(struct reading *reading)
{
	bench_finish(&reading->bench);
	reading->stats = *log_reader_stats(reading->reader);
	log_note_losses(&reading->stats, &reading->bench.profile);
}

static void reading_end(struct reading *reading)
{
	log_reader_free(reading->reader);
	bench_end(&reading->bench);
}

static void read_text(struct reading *reading, const char *text)
{
	reading_begin(reading, NULL);
	assert_int_equal(log_read(reading->reader, text, strlen(text), NULL),
			 STATUS_OK);
	reading_finish(reading);
}

static void lines_end_with_newline_or_crlf_or_the_file(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  SECCOMP(1, 0) "\r\n"
				"type=SECCOMP msg=audit(1.000:2): subj=" OWN
				" pid=1 arch=c000003e syscall=1 compat=0\r\n"
				"\n"
				"type=SECCOMP msg=audit(1.000:2): subj=" OWN
				" pid=1 arch=c000003e syscall=2 code=0x0");
	assert_int_equal(reading.bench.profile.syscall_count, 3);
	assert_int_equal(reading.stats.lines, 5);
	assert_true(reading.bench.profile.is_complete);
	reading_end(&reading);
}

/* "syscall=2" may be what is left of 269. */
static void a_last_line_without_an_end_may_be_cut(void **state)
{
	static const char *const lines[] = {
		"type=SECCOMP msg=audit(1.000:2): subj=" OWN
		" pid=1 arch=c000003e syscall=2",
		"2026-11-22T00:00:00.1Z stdout F type=SECCOMP msg=audit(1.000:"
		"2): subj=" OWN " pid=1 arch=c000003e syscall=2",
		"2026-11-22T00:00:00.1Z stdout P type=SECCOMP msg=audit(1.000:"
		"2): subj=" OWN " pid=1 arch=c000003e syscall=2\n",
		"avc:  denied  { search } for  pid=1 scontext=" OWN
		" tcontext=" OWN "\n  tclass=di",
		"type=AVC msg=au",
		"__CURSOR=s=1\n_TRANSPORT=audit\n_AUDIT_TYPE=1326\n_AUDIT_ID=9"
		"\n_SOURCE_REALTIME_TIMESTAMP=100500000\nMESSAGE=SECCOMP "
		"subj=" OWN " pid=7 arch=c000003e syscall=2",
	};
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		read_text(&reading, lines[i]);
		assert_int_equal(reading.bench.stats.used, 0);
		assert_int_equal(reading.stats.results[RECORD_UNENDED], 1);
		assert_false(reading.bench.profile.is_complete);
		reading_end(&reading);
	}
}

/* Said of the file's bytes, that none is zero says nothing of what they stand
   for. */
static void a_zero_byte_in_the_last_piece_is_seen(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  "{\"log\":\"type=SECCOMP msg=audit(1.000:2): "
		  "subj=" OWN " pid=1 \\u0000arch=c000003e syscall=1\","
		  "\"stream\":\"stdout\",\"time\":\"t\"}\n");
	assert_int_equal(reading.stats.results[RECORD_BAD_BYTES], 1);
	assert_int_equal(reading.bench.profile.syscall_count, 0);
	reading_end(&reading);
}

/* Also where nothing of the record is read but that it is there. */
static void a_line_past_the_limit_is_too_long_whatever_its_type(void **state)
{
	const size_t length = LOG_LINE_MAX + 1;
	char *text = malloc(length + 2);
	struct reading reading;
	int head;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', length);
	memcpy(text + length, "\n", 2);
	head = snprintf(text, 64, "type=PROCTITLE msg=audit(1.000:2): title=");
	text[head] = 'x';
	read_text(&reading, text);
	assert_int_equal(reading.stats.results[RECORD_TOO_LONG], 1);
	assert_int_equal(reading.stats.results[RECORD_OK], 0);
	reading_end(&reading);
	free(text);
}

static void a_wrapped_avc_is_one_record(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  "avc:  denied  { signull } for  pid=1 comm=\"kill\" \n"
		  "  scontext=" OWN " \n"
		  "  tcontext=u:r:x_t:s0 \n"
		  "  tclass=process permissive=0\n"
		  "avc:  denied  { chown } for  pid=1 comm=\"y\"\r\n"
		  "scontext=" OWN "\r\n"
		  "tcontext=" OWN "\r\n"
		  "tclass=capability\r\n"
		  "type=AVC msg=audit(1.000:9): avc:  denied  { kill } for  "
		  "pid=2\n"
		  "\tcapability=5 scontext=" OWN "\n"
		  "\ttcontext=" OWN " tclass=capability permissive=1\n" //
		  SECCOMP(1, 0));
	assert_int_equal(reading.bench.stats.access, 1);
	assert_int_equal(reading.bench.stats.capability, 2);
	assert_int_equal(reading.bench.stats.seccomp, 1);
	assert_true(has_note(&reading.bench.profile, "was enforced"));
	assert_true(reading.bench.profile.is_complete);
	reading_end(&reading);
}

static void a_wrapped_avc_that_is_cut_is_damage(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  "avc:  denied  { signull } for  pid=1 comm=\"kill\" \n"
		  "  scontext=" OWN " \n"
		  "some other line tclass=process\n");
	assert_int_equal(reading.bench.stats.access, 0);
	assert_int_equal(reading.stats.results[RECORD_BAD_FIELDS], 1);
	assert_int_equal(reading.stats.first_line[RECORD_BAD_FIELDS], 1);
	assert_false(reading.bench.profile.is_complete);
	reading_end(&reading);
}

static void damage_is_counted_with_its_first_line(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading, SECCOMP(1, 0) "type=SECCOMP msg=audit(1.0\n" //
		  SECCOMP(2, 0) "type=SECCOMP msg=audit(1.0\n"
				"type=SECCOMP msg=audit(1.000:3): pid=1\n");
	assert_int_equal(reading.stats.results[RECORD_BAD_STAMP], 2);
	assert_int_equal(reading.stats.first_line[RECORD_BAD_STAMP], 2);
	assert_int_equal(reading.stats.results[RECORD_BAD_FIELDS], 1);
	assert_int_equal(reading.stats.first_line[RECORD_BAD_FIELDS], 5);
	assert_false(reading.bench.profile.is_complete);
	assert_true(has_note(&reading.bench.profile, "the first is line 2"));
	reading_end(&reading);
}

static void losses_in_the_logs_own_words_are_losses(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  "[ 1.0] audit: audit_lost=5 audit_rate_limit=0\n"
		  "[ 2.0] audit: audit_lost=3 audit_rate_limit=0\n" //
		  SECCOMP(1, 0));
	assert_int_equal(reading.stats.lost, 5);
	assert_int_equal(reading.bench.profile.lost, 5);
	assert_false(reading.bench.profile.is_complete);
	reading_end(&reading);

	read_text(&reading, "[ 1.0] audit: backlog limit exceeded\n");
	assert_false(reading.bench.profile.is_complete);
	reading_end(&reading);
}

static void words_of_user_space_never_become_records(void **state)
{
	struct reading reading;

	(void)state;
	read_text(&reading,
		  "type=USER_AVC msg=audit(1.000:1): pid=1 subj=" OWN
		  " msg='avc:  denied  { chown } for  capability=0 "
		  "scontext=" OWN " tcontext=" OWN " tclass=capability'\n"
		  "type=1107 msg=audit(1.000:1): type=AVC msg=audit(1.000:2): "
		  "avc:  denied  { chown } for  capability=0 scontext=" OWN
		  " tcontext=" OWN " tclass=capability\n"
		  "Nov 22 00:00:00 h evil: audit: type=1326 audit(1.000:3): "
		  "subj=" OWN " arch=c000003e syscall=1 compat=0\n");
	assert_int_equal(reading.bench.stats.seen, 0);
	assert_int_equal(reading.stats.results[RECORD_USER], 2);
	assert_int_equal(reading.stats.results[RECORD_FOREIGN], 1);
	assert_true(reading.bench.profile.is_complete);
	reading_end(&reading);
}

static void a_range_of_time_is_both_ends_included(void **state)
{
	const struct log_range range = {true, true, 100500, 100500};
	const char text[] = "type=SECCOMP msg=audit(100.499:1): subj=" OWN
			    " arch=c000003e syscall=0 compat=0\n" //
		SECCOMP(2, 1) "type=SECCOMP msg=audit(100.501:3): subj=" OWN
			      " arch=c000003e syscall=2 compat=0\n"
			      "type=SECCOMP msg=audit(18446744073709551615.999:"
			      "3): subj=" OWN
			      " arch=c000003e syscall=3 compat=0\n";
	struct reading reading;

	(void)state;
	reading_begin(&reading, &range);
	assert_int_equal(log_read(reading.reader, text, strlen(text), NULL),
			 STATUS_OK);
	reading_finish(&reading);
	assert_int_equal(reading.bench.profile.syscall_count, 1);
	assert_int_equal(phases_of(&reading.bench.profile, "write"),
			 IN(WORKLOAD));
	reading_end(&reading);
}

/* A file made of FILLER bytes without a newline between two good lines. */
static int file_with_a_long_line(size_t filler)
{
	int fd = memfd_create("log", MFD_CLOEXEC);
	char *junk = malloc(1u << 20);

	assert_true(fd >= 0);
	assert_non_null(junk);
	memset(junk, 'x', 1u << 20);
	assert_true(write(fd, SECCOMP(1, 0), strlen(SECCOMP(1, 0))) > 0);
	for (; filler; filler -= filler < (1u << 20) ? filler : (1u << 20))
		assert_true(write(fd, junk,
				  filler < (1u << 20) ? filler : 1u << 20) > 0);
	assert_true(write(fd, "\n" SECCOMP(2, 1), strlen("\n" SECCOMP(2, 1))) >
		    0);
	free(junk);
	assert_true(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static void a_giant_line_is_passed_over(void **state)
{
	static const size_t fillers[] = {(1u << 20) + 1, 5u << 20, 64u << 20};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(fillers); i++) {
		struct reading reading;
		int fd AUTO_CLOSE = file_with_a_long_line(fillers[i]);

		reading_begin(&reading, NULL);
		assert_int_equal(log_read_file(reading.reader, fd, NULL),
				 STATUS_OK);
		reading_finish(&reading);
		assert_int_equal(reading.stats.results[RECORD_TOO_LONG], 1);
		assert_int_equal(reading.stats.first_line[RECORD_TOO_LONG], 2);
		assert_int_equal(reading.stats.lines, 3);
		assert_int_equal(reading.bench.profile.syscall_count, 2);
		assert_false(reading.bench.profile.is_complete);
		reading_end(&reading);
	}
}

static void a_file_and_its_text_in_memory_are_read_alike(void **state)
{
	struct text text AUTO_TEXT = {0};
	struct reading reading;
	int fd AUTO_CLOSE = memfd_create("log", MFD_CLOEXEC);

	(void)state;
	/* More than the buffer, so that lines are cut at its end. */
	for (unsigned int i = 0; text.length < (9u << 20); i++)
		text_addf(&text,
			  "type=SECCOMP msg=audit(1.000:%u): subj=" OWN
			  " pid=%u arch=c000003e syscall=%u compat=0\n",
			  i, i % 7, i % 11);
	assert_int_equal(write(fd, text.data, text.length), text.length);
	lseek(fd, 0, SEEK_SET);
	reading_begin(&reading, NULL);
	assert_int_equal(log_read_file(reading.reader, fd, NULL), STATUS_OK);
	reading_finish(&reading);
	assert_int_equal(reading.stats.bytes, text.length);
	assert_int_equal(reading.bench.stats.used, reading.stats.lines);
	assert_int_equal(reading.bench.profile.syscall_count, 11);
	assert_true(reading.bench.profile.is_complete);
	reading_end(&reading);
}

static void what_cannot_be_read_is_an_error(void **state)
{
	struct reading reading;
	struct error err = {0};

	(void)state;
	reading_begin(&reading, NULL);
	assert_int_equal(log_read_file(reading.reader, -1, &err),
			 STATUS_MALFORMED);
	reading_finish(&reading);
	reading_end(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_with_newline_or_crlf_or_the_file),
		cmocka_unit_test(a_last_line_without_an_end_may_be_cut),
		cmocka_unit_test(a_zero_byte_in_the_last_piece_is_seen),
		cmocka_unit_test(
			a_line_past_the_limit_is_too_long_whatever_its_type),
		cmocka_unit_test(a_wrapped_avc_is_one_record),
		cmocka_unit_test(a_wrapped_avc_that_is_cut_is_damage),
		cmocka_unit_test(damage_is_counted_with_its_first_line),
		cmocka_unit_test(losses_in_the_logs_own_words_are_losses),
		cmocka_unit_test(words_of_user_space_never_become_records),
		cmocka_unit_test(a_range_of_time_is_both_ends_included),
		cmocka_unit_test(a_giant_line_is_passed_over),
		cmocka_unit_test(a_file_and_its_text_in_memory_are_read_alike),
		cmocka_unit_test(what_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
