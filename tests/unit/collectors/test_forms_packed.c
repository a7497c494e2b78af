/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The journal's forms, ausearch -i, what stands around lines, packed files and
   the serials between them. */
#include "harvest_bench.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "collectors/log.h"

#define CALL(number)                                                           \
	"subj=" OWN " pid=7 comm=\\\"x\\\" arch=c000003e syscall=" #number     \
	" compat=0"
#define ENTRY(transport, more)                                                 \
	"{\"_TRANSPORT\":\"" transport "\",\"_AUDIT_TYPE\":\"1326\","          \
	"\"_AUDIT_ID\":\"9\",\"_SOURCE_REALTIME_TIMESTAMP\":\"100500000\","    \
	"\"MESSAGE\":\"SECCOMP " CALL(0) "\"" more "}\n"

struct outcome {
	struct bench bench;
	struct log_stats stats;
};

static void read_bytes(struct outcome *outcome, const void *data, size_t size)
{
	struct log_reader *reader;
	int fd AUTO_CLOSE = memfd_create("log", MFD_CLOEXEC);

	bench_own(&outcome->bench);
	assert_int_equal(write(fd, data, size), size);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(
		log_reader_new(outcome->bench.harvest, NULL, &reader, NULL),
		STATUS_OK);
	assert_int_equal(log_read_file(reader, fd, NULL), STATUS_OK);
	bench_finish(&outcome->bench);
	outcome->stats = *log_reader_stats(reader);
	log_note_losses(&outcome->stats, &outcome->bench.profile);
	log_reader_free(reader);
}

/* TEXT, read as a log: so many records count, so many of RESULT were met. */
static void expect(const char *text, uint64_t used, enum record_result result,
		   uint64_t count)
{
	struct outcome outcome;

	read_bytes(&outcome, text, strlen(text));
	if (outcome.bench.stats.used != used ||
	    outcome.stats.results[result] != count)
		print_error("%s\n", text);
	assert_int_equal(outcome.bench.stats.used, used);
	assert_int_equal(outcome.stats.results[result], count);
	bench_end(&outcome.bench);
}

static void only_the_kernels_transports_are_believed(void **state)
{
	(void)state;
	expect(ENTRY("audit", ""), 1, RECORD_OK, 1);
	expect(ENTRY("syslog", ""), 0, RECORD_OK, 0);
	expect(ENTRY("journal", ",\"_AUDIT_TYPE_NAME\":\"SECCOMP\""), 0,
	       RECORD_OK, 0);
	/* Which of the two would be true? */
	expect(ENTRY("audit", ",\"_TRANSPORT\":\"audit\""), 0, RECORD_TWICE, 1);
	expect("{\"_TRANSPORT\":\"kernel\",\"SYSLOG_FACILITY\":\"0\","
	       "\"MESSAGE\":\"audit: type=1326 audit(1.000:2): " CALL(
		       0) "\"}\n",
	       1, RECORD_OK, 1);
	/* Written to /dev/kmsg. */
	expect("{\"_TRANSPORT\":\"kernel\",\"SYSLOG_FACILITY\":\"1\","
	       "\"MESSAGE\":\"audit: type=1326 audit(1.000:2): " CALL(
		       0) "\"}\n",
	       0, RECORD_FOREIGN, 1);
	expect("{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":\"audit: type=1326 "
	       "audit(1.000:2): x\\naudit: type=1326 audit(1.000:3): " CALL(
		       0) "\"}\n",
	       0, RECORD_BAD_BYTES, 1);
}

static void json_that_is_cut_is_damage(void **state)
{
	(void)state;
	expect("{\"_TRANSPORT\":\"audit\",\"MESSAGE\":\"SECC\n", 0,
	       RECORD_BAD_JSON, 1);
	expect("{\"_TRANSPORT\":\"audit\",\"_AUDIT_TYPE\":\"1326\","
	       "\"MESSAGE\":null}\n",
	       0, RECORD_CUT, 1);
	expect("{\"level\":\"info\",\"x\":[[[[[[\n", 0, RECORD_BAD_JSON, 0);
	expect("{\"_TRANSPORT\":[[[[\"audit\"]]],\"x\":1}\n", 0,
	       RECORD_BAD_JSON, 1);
}

static void an_export_entry_ends_with_an_empty_line(void **state)
{
	static const char forged[] =
		"__CURSOR=s=1\n_TRANSPORT=journal\nMESSAGE\n"
		"\x5f\0\0\0\0\0\0\0"
		"x\n\n__CURSOR=s=2\n_TRANSPORT=audit\n_AUDIT_TYPE=1326\n"
		"_AUDIT_ID=1\nMESSAGE=SECCOMP subj=u:r:t:s0 syscall=1 "
		"compat=0\n\n\n"
		"_PID=1\n\n";
	struct outcome outcome;

	(void)state;
	expect("__CURSOR=s=1\n_TRANSPORT=audit\n_AUDIT_TYPE=1326\n"
	       "_AUDIT_ID=9\n_SOURCE_REALTIME_TIMESTAMP=100500000\n"
	       "MESSAGE=SECCOMP subj=" OWN
	       " pid=7 arch=c000003e syscall=0 compat=0\n"
	       "\n",
	       1, RECORD_OK, 1);
	expect("__CURSOR=s=1\n_TRANSPORT=audit\n_AUDIT_TYPE=1326\n"
	       "type=EOE msg=audit(1.000:3): \n",
	       0, RECORD_CUT, 1);
	read_bytes(&outcome, forged, sizeof(forged) - 1);
	assert_int_equal(outcome.stats.results[RECORD_OK], 0);
	assert_int_equal(outcome.bench.stats.seen, 0);
	bench_end(&outcome.bench);
}

static void names_become_numbers_again(void **state)
{
	(void)state;
	expect("type=SECCOMP msg=audit(11/22/26 00:34:00.123:7) : auid=unset "
	       "ses=unset subj=" OWN " pid=7 comm=a b exe=/x y sig=SIG0 "
	       "arch=x86_64 syscall=openat compat=0 ip=0x7f code=log \n",
	       1, RECORD_OK, 1);
	expect("type=SECCOMP msg=audit(11/22/26 00:34:00.123:7) : ses=1 "
	       "subj=" OWN " pid=7 comm=x syscall=bpf exe=/x arch=x86_64 "
	       "syscall=openat code=log \n",
	       0, RECORD_TWICE, 1);
	expect("type=SECCOMP msg=audit(yesterday:7) : ses=1\n", 0,
	       RECORD_BAD_STAMP, 1);
	expect("node=a type=AVC msg=audit(22.11.2026 00:34:00.123:7) : avc:  "
	       "denied  { chown } for  pid=1 comm=x capability=chown  "
	       "scontext=system_u:system_r:whittle_t:s0:c1 c2 "
	       "tcontext=system_u:system_r:whittle_t:s0:c1 c2 "
	       "tclass=capability permissive=1 \n",
	       1, RECORD_OK, 1);
}

static void what_containers_print_is_unwrapped(void **state)
{
#define RAW(serial)                                                            \
	"type=SECCOMP msg=audit(100.500:" #serial "): subj=" OWN               \
	" pid=7 arch=c000003e syscall=0 compat=0"
	(void)state;
	expect("2026-11-22T00:00:00.1Z stdout F " RAW(1) "\n", 1, RECORD_OK, 1);
	/* In pieces, with another stream's line between. */
	expect("2026-11-22T00:00:00.1Z stdout P type=SECCOMP msg=audit(100.5\n"
	       "2026-11-22T00:00:00.1Z stderr F hello\n"
	       "2026-11-22T00:00:00.1Z stdout F 00:1): subj=" OWN
	       " pid=7 arch=c000003e syscall=0 compat=0\n",
	       1, RECORD_OK, 1);
	expect("{\"log\":\"type=SECCOMP msg=audit(100.5\",\"stream\":"
	       "\"stdout\",\"time\":\"x\"}\n"
	       "{\"log\":\"00:1): subj=" OWN
	       " pid=7 arch=c000003e syscall=0 compat=0"
	       "\\n\",\"stream\":\"stdout\",\"time\":\"x\"}\n",
	       1, RECORD_OK, 1);
	/* One line of Docker's is one line. */
	expect("{\"log\":\"x\\n" RAW(1) "\\n\",\"stream\":\"stdout\"}\n", 0,
	       RECORD_OK, 0);
}

static void packed_files_are_unpacked(void **state)
{
	static const char text[] = RAW(1) "\n" RAW(2) "\n";
	unsigned char packed[1024];
	uLongf length = sizeof(packed);
	struct outcome outcome;
	z_stream stream = {0};
	size_t size;

	(void)state;
	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, 0), Z_OK);
	stream.next_in = (unsigned char *)text;
	stream.avail_in = sizeof(text) - 1;
	stream.next_out = packed;
	stream.avail_out = (unsigned int)length;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	size = stream.total_out;
	deflateEnd(&stream);
	read_bytes(&outcome, packed, size);
	assert_int_equal(outcome.bench.stats.used, 2);
	assert_true(outcome.bench.profile.is_complete);
	bench_end(&outcome.bench);

	read_bytes(&outcome, packed, size - 9);
	assert_false(outcome.bench.profile.is_complete);
	assert_true(has_note(&outcome.bench.profile, "gzip data are cut off"));
	bench_end(&outcome.bench);

	/* One to be skipped, and two frames. */
	memcpy(packed, "\x50\x2a\x4d\x18\x02\0\0\0ab", 10);
	size = 10;
	for (size_t i = 0; i < 2; i++)
		size += ZSTD_compress(packed + size, sizeof(packed) - size,
				      i ? RAW(3) "\n" : text,
				      i ? sizeof(RAW(3)) : sizeof(text) - 1, 3);
	read_bytes(&outcome, packed, size);
	assert_int_equal(outcome.bench.stats.used, 3);
	assert_true(outcome.bench.profile.is_complete);
	bench_end(&outcome.bench);

	read_bytes(&outcome, packed, size - 5);
	assert_true(has_note(&outcome.bench.profile, "zstd data are cut off"));
	bench_end(&outcome.bench);

	size = ZSTD_compress(packed, sizeof(packed), text, sizeof(text) - 1, 3);
	read_bytes(&outcome, packed, size);
	assert_int_equal(outcome.bench.stats.used, 2);
	assert_true(outcome.bench.profile.is_complete);
	bench_end(&outcome.bench);

	packed[size / 2] ^= 0x55;
	read_bytes(&outcome, packed, size);
	assert_non_null(outcome.stats.damage);
	assert_false(outcome.bench.profile.is_complete);
	bench_end(&outcome.bench);
}

/* Every third event of a log. */
static void read_choice(struct outcome *outcome)
{
	struct text text AUTO_TEXT = {0};

	for (unsigned int i = 1; i <= 4000; i += 3)
		text_addf(&text,
			  "type=SECCOMP msg=audit(100.500:%u): subj=" OWN
			  " pid=7 arch=c000003e syscall=0 compat=0\n",
			  i);
	read_bytes(outcome, text.data, text.length);
}

static void missing_serials_are_losses(void **state)
{
	struct text text AUTO_TEXT = {0};
	struct outcome outcome;

	(void)state;
	for (unsigned int i = 2; i < 4000; i++)
		if (i < 1000 || i > 1002)
			text_addf(&text,
				  "type=%s msg=audit(100.500:%u): subj=" OWN
				  " pid=7 arch=c000003e syscall=0 compat=0\n",
				  i % 3 ? "SECCOMP" : "USER_ACCT", i ^ 1);
	read_bytes(&outcome, text.data, text.length);
	assert_int_equal(outcome.stats.serials.missing, 3);
	assert_false(outcome.bench.profile.is_complete);
	assert_true(has_note(&outcome.bench.profile, "3 events are missing"));
	bench_end(&outcome.bench);

	/* What grep left is a choice, and says so. */
	read_choice(&outcome);
	assert_true(outcome.stats.serials.is_picked);
	assert_true(outcome.bench.profile.is_complete);
	assert_true(has_note(&outcome.bench.profile, "choice of events"));
	bench_end(&outcome.bench);
}

static void a_cut_head_is_a_loss(void **state)
{
	struct outcome outcome;
	static const char text[] =
		"type=PATH msg=audit(1.000:1): item=0\n" RAW(2) "\n";

	(void)state;
	read_bytes(&outcome, text, sizeof(text) - 1);
	assert_true(has_note(&outcome.bench.profile, "middle of an event"));
	assert_false(outcome.bench.profile.is_complete);
	bench_end(&outcome.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_kernels_transports_are_believed),
		cmocka_unit_test(json_that_is_cut_is_damage),
		cmocka_unit_test(an_export_entry_ends_with_an_empty_line),
		cmocka_unit_test(names_become_numbers_again),
		cmocka_unit_test(what_containers_print_is_unwrapped),
		cmocka_unit_test(packed_files_are_unpacked),
		cmocka_unit_test(missing_serials_are_losses),
		cmocka_unit_test(a_cut_head_is_a_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
