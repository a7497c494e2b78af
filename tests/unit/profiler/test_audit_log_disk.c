/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files are those of Debian 12 (auditd 3.0.9, Linux 6.1), made small:
 * /etc/audit/auditd.conf as installed, /proc/net/netlink with journald.
 */
#include "support.h"

#include "profiler/audit_log_disk.h"

#define MIB   (UINT64_C(1) << 20)
#define OWNER 812

static const char debian_conf[] =
	"#\n"
	"# This file controls the configuration of the audit daemon\n"
	"#\n"
	"\n"
	"local_events = yes\n"
	"write_logs = yes\n"
	"log_file = /var/log/audit/audit.log\n"
	"max_log_file = 8\n"
	"num_logs = 5\n"
	"priority_boost = 4\n"
	"max_log_file_action = ROTATE\n"
	"space_left_action = SYSLOG\n"
	"admin_space_left_action = SUSPEND\n"
	"disk_full_action = SUSPEND\n"
	"disk_error_action = SUSPEND\n";

#define NETLINK_HEAD                                                           \
	"sk               Eth Pid        Groups   Rmem     Wmem     Dump  "    \
	"Locks    Drops    Inode\n"
#define NETLINK_ROUTE_ROW                                                      \
	"0000000000000000 0   512        00000551 0        0        0     2 "  \
	"       0        15501\n"

static struct audit_log_disk read_machine(uint32_t owner, const char *conf,
					  const char *netlink)
{
	struct audit_log_disk disk;

	if (!is_there("etc")) {
		put_folder("etc");
		put_folder("etc/audit");
		put_folder("proc");
		put_folder("proc/net");
	}
	if (conf)
		put_file("etc/audit/auditd.conf", conf, 0644);
	if (netlink)
		put_file("proc/net/netlink", netlink, 0644);
	memset(&disk, 0xff, sizeof(disk));
	audit_log_disk_read(".", owner, &disk);
	return disk;
}

static void auditds_files_are_counted(void **state)
{
	struct audit_log_disk disk = read_machine(OWNER, debian_conf, NULL);

	(void)state;
	assert_true(disk.is_written);
	assert_string_equal(disk.writer, "auditd");
	assert_int_equal(disk.capacity_bytes, 40 * MIB);
	assert_int_equal(disk.safe_bytes, 20 * MIB);
	assert_true(disk.stops_host);
}

static void spelling_and_spaces_do_not_matter(void **state)
{
	struct audit_log_disk disk = read_machine(
		OWNER,
		"  MAX_LOG_FILE=50  \r\n\tnum_logs\t=\t4\t\n"
		"max_log_file_action = rotate\ndisk_full_action = syslog",
		NULL);

	(void)state;
	assert_int_equal(disk.capacity_bytes, 200 * MIB);
	assert_false(disk.stops_host);
}

static void comments_and_noise_are_passed_over(void **state)
{
	char conf[3000];
	struct audit_log_disk disk;

	(void)state;
	memset(conf, 'x', sizeof(conf));
	snprintf(conf, sizeof(conf),
		 "#max_log_file = 1\n=\n = 3\nmax_log_file\nnum_logs = many\n"
		 "max_log_file = -4\nmax_log_file = 99999999999999999999\n"
		 "num_logs = 1000\nwrite_logs\n%01500d\n\n",
		 7);
	disk = read_machine(OWNER, conf, NULL);
	assert_int_equal(disk.capacity_bytes, 40 * MIB);
	assert_true(disk.is_written);
}

static void the_last_word_counts(void **state)
{
	struct audit_log_disk disk = read_machine(
		OWNER, "max_log_file = 8\nmax_log_file = 6\nnum_logs = 3\n",
		NULL);

	(void)state;
	assert_int_equal(disk.capacity_bytes, 18 * MIB);
}

/* Nothing is pushed out of files that stay, but a disk fills. */
static void logs_that_do_not_rotate_have_the_cautious_size(void **state)
{
	static const char *const actions[] = {"keep_logs", "ignore", "suspend",
					      "syslog"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(actions); i++) {
		char conf[128];

		snprintf(conf, sizeof(conf),
			 "max_log_file = 4000\nmax_log_file_action = %s\n",
			 actions[i]);
		assert_int_equal(read_machine(OWNER, conf, NULL).capacity_bytes,
				 40 * MIB);
	}
	assert_int_equal(
		read_machine(OWNER, "num_logs = 0\n", NULL).capacity_bytes,
		40 * MIB);
}

static void an_auditd_that_writes_nothing_is_told(void **state)
{
	(void)state;
	assert_false(read_machine(OWNER, "write_logs = no\n", NULL).is_written);
	assert_false(read_machine(OWNER, "write_logs = NO\n", NULL).is_written);
}

static void actions_that_stop_the_host_are_told(void **state)
{
	static const char *const stopping[] = {
		"disk_full_action = halt\n",
		"disk_full_action = SINGLE\n",
		"admin_space_left_action = halt\ndisk_full_action = ignore\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(stopping); i++)
		assert_true(read_machine(OWNER, stopping[i], NULL).stops_host);
	assert_false(read_machine(OWNER, "space_left_action = email\n", NULL)
			     .stops_host);
}

static void an_owner_without_settings_counts_as_writing(void **state)
{
	struct audit_log_disk disk = read_machine(OWNER, NULL, NULL);

	(void)state;
	assert_true(disk.is_written);
	assert_int_equal(disk.capacity_bytes, 40 * MIB);
}

static void the_journal_reads_the_multicast_group(void **state)
{
	struct audit_log_disk disk = read_machine(
		0, debian_conf,
		NETLINK_HEAD NETLINK_ROUTE_ROW
		"0000000000000000 9   2871       00000001 0        0        "
		"0     2        0        12893\n");

	(void)state;
	assert_true(disk.is_written);
	assert_string_equal(disk.writer, "systemd-journald");
	assert_true(disk.capacity_bytes > disk.safe_bytes);
	assert_true(disk.safe_bytes > 0);
	assert_false(disk.stops_host);
}

static void sockets_that_read_no_records_do_not_count(void **state)
{
	struct audit_log_disk disk = read_machine(
		0, debian_conf,
		NETLINK_HEAD NETLINK_ROUTE_ROW
		"0000000000000000 9   4294965248 00000000 0        0        "
		"0     2        0        12893\n"
		"0000000000000000 9   0          00000002 0        0        "
		"0     2        0        10253\n"
		"garbage\n9\n\n");

	(void)state;
	assert_false(disk.is_written);
	assert_string_equal(disk.writer, "");
	assert_int_equal(disk.capacity_bytes, 0);
}

static void a_host_that_cannot_be_asked_writes_nothing(void **state)
{
	struct audit_log_disk disk = read_machine(0, NULL, NULL);

	(void)state;
	assert_false(disk.is_written);
	assert_false(disk.stops_host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(auditds_files_are_counted),
		FOLDER_TEST(spelling_and_spaces_do_not_matter),
		FOLDER_TEST(comments_and_noise_are_passed_over),
		FOLDER_TEST(the_last_word_counts),
		FOLDER_TEST(logs_that_do_not_rotate_have_the_cautious_size),
		FOLDER_TEST(an_auditd_that_writes_nothing_is_told),
		FOLDER_TEST(actions_that_stop_the_host_are_told),
		FOLDER_TEST(an_owner_without_settings_counts_as_writing),
		FOLDER_TEST(the_journal_reads_the_multicast_group),
		FOLDER_TEST(sockets_that_read_no_records_do_not_count),
		FOLDER_TEST(a_host_that_cannot_be_asked_writes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
