/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader on an ordinary pair of sockets, which keeps datagrams apart as
   netlink does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collectors/netlink.h"

static size_t lengths[8];
static size_t count;

static void note_length(void *context, uint16_t type, const char *text,
			size_t length)
{
	(void)context;
	(void)type;
	(void)text;
	lengths[count++] = length;
}

static void put_record(int fd, size_t length)
{
	static char message[16384];
	const struct nlmsghdr header = {
		.nlmsg_len = (uint32_t)(NLMSG_HDRLEN + length),
		.nlmsg_type = 1400};

	memcpy(message, &header, sizeof(header));
	memset(message + NLMSG_HDRLEN, 'x', length);
	assert_int_equal(send(fd, message, NLMSG_HDRLEN + length, 0),
			 NLMSG_HDRLEN + length);
}

static void a_record_that_is_cut_is_counted(void **state)
{
	struct netlink_reader *reader = NULL;
	int ends[2];

	(void)state;
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends), 0);
	assert_int_equal(netlink_reader_new(ends[0], &reader, NULL), STATUS_OK);
	put_record(ends[1], 100);
	put_record(ends[1], 8970);
	assert_int_equal(netlink_reader_read(reader, note_length, NULL, NULL),
			 STATUS_OK);
	assert_int_equal(netlink_reader_cut(reader), 0);
	put_record(ends[1], 12000);
	put_record(ends[1], 200);
	assert_int_equal(netlink_reader_read(reader, note_length, NULL, NULL),
			 STATUS_OK);
	assert_int_equal(netlink_reader_cut(reader), 1);
	assert_int_equal(netlink_reader_messages(reader), 4);
	assert_int_equal(lengths[1], 8970);
	assert_int_equal(lengths[3], 200);
	netlink_reader_free(reader);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_that_is_cut_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
