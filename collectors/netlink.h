/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/netlink.h - reading audit records from a netlink socket, in
 * batches. The socket is opened by profiler/audit_control.h.
 *
 * Source: kernel/audit.c kauditd_send_multicast_skb(), kauditd_send_queue();
 * netlink(7).
 */

#ifndef WHITTLE_COLLECTORS_NETLINK_H
#define WHITTLE_COLLECTORS_NETLINK_H

#include <stddef.h>
#include <stdint.h>

#include "profile/error.h"

struct netlink_reader;

/* One message from the kernel: TYPE is nlmsg_type, TEXT is not terminated. */
typedef void (*netlink_handler)(void *context, uint16_t type, const char *text,
				size_t length);

/* FD is borrowed and must be non-blocking. */
MUST_CHECK enum status netlink_reader_new(int fd, struct netlink_reader **ret,
					  struct error *err);
void netlink_reader_free(struct netlink_reader *reader);

/*
 * Read what is there, up to some thousands of messages, and hand each to
 * HANDLER. Messages of other processes than the kernel are dropped. Fails
 * with STATUS_INTERNAL when the socket is broken; an overrun is no failure.
 */
MUST_CHECK enum status netlink_reader_read(struct netlink_reader *reader,
					   netlink_handler handler,
					   void *context, struct error *err);

/* How often the socket's buffer was full and messages were dropped. */
uint64_t netlink_reader_overruns(const struct netlink_reader *reader);
/* Messages read so far, and how many of them were longer than is read. */
uint64_t netlink_reader_messages(const struct netlink_reader *reader);
uint64_t netlink_reader_cut(const struct netlink_reader *reader);

#endif
