/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collectors/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

/* What the kernel takes as its limit for one record, with its header; long
   labels beside a long path in hex make more. */
#define MESSAGE_SIZE (8970u + NLMSG_HDRLEN)
#define BATCH	     64u
#define BATCHES	     64u /* read before the caller's other work is due */

struct netlink_reader {
	int fd;
	uint64_t overruns;
	uint64_t messages;
	uint64_t cut;
	struct sockaddr_nl senders[BATCH];
	struct iovec vectors[BATCH];
	struct mmsghdr headers[BATCH];
	/* Aligned for struct nlmsghdr. */
	_Alignas(16) char buffers[BATCH][NLMSG_ALIGN(MESSAGE_SIZE) + 16];
};

enum status netlink_reader_new(int fd, struct netlink_reader **ret,
			       struct error *err)
{
	struct netlink_reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return error_no_memory(err);
	reader->fd = fd;
	for (unsigned int i = 0; i < BATCH; i++) {
		reader->vectors[i].iov_base = reader->buffers[i];
		reader->vectors[i].iov_len = sizeof(reader->buffers[i]);
		reader->headers[i].msg_hdr.msg_iov = &reader->vectors[i];
		reader->headers[i].msg_hdr.msg_iovlen = 1;
		reader->headers[i].msg_hdr.msg_name = &reader->senders[i];
	}
	*ret = reader;
	return STATUS_OK;
}

void netlink_reader_free(struct netlink_reader *reader)
{
	free(reader);
}

static void handle_message(struct netlink_reader *reader, unsigned int slot,
			   netlink_handler handler, void *context)
{
	const struct nlmsghdr *header = (const void *)reader->buffers[slot];
	size_t length = reader->headers[slot].msg_len;

	/* Anybody may send to a netlink port; port 0 is the kernel. */
	if (length < NLMSG_HDRLEN || reader->senders[slot].nl_pid != 0)
		return;
	/* A datagram is one record: nlmsg_len was wrong in old kernels. */
	length -= NLMSG_HDRLEN;
	reader->messages++;
	reader->cut += !!(reader->headers[slot].msg_hdr.msg_flags & MSG_TRUNC);
	handler(context, header->nlmsg_type,
		(const char *)header + NLMSG_HDRLEN, length);
}

enum status netlink_reader_read(struct netlink_reader *reader,
				netlink_handler handler, void *context,
				struct error *err)
{
	for (unsigned int batch = 0; batch < BATCHES; batch++) {
		int got;

		for (unsigned int i = 0; i < BATCH; i++)
			reader->headers[i].msg_hdr.msg_namelen =
				sizeof(reader->senders[i]);
		got = recvmmsg(reader->fd, reader->headers, BATCH, MSG_DONTWAIT,
			       NULL);
		if (got < 0 && errno == ENOBUFS) {
			reader->overruns++;
			continue;
		}
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return STATUS_OK;
		if (got < 0)
			return error_set_errno(err, STATUS_INTERNAL, errno,
					       NULL, "read audit socket");
		for (unsigned int i = 0; i < (unsigned int)got; i++)
			handle_message(reader, i, handler, context);
		if ((unsigned int)got < BATCH)
			return STATUS_OK;
	}
	return STATUS_OK;
}

uint64_t netlink_reader_overruns(const struct netlink_reader *reader)
{
	return reader->overruns;
}

uint64_t netlink_reader_messages(const struct netlink_reader *reader)
{
	return reader->messages;
}

uint64_t netlink_reader_cut(const struct netlink_reader *reader)
{
	return reader->cut;
}
