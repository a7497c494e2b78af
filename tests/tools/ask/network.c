/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <linux/audit.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int close_with(int fd, int result)
{
	int saved = errno;

	close(fd);
	errno = saved;
	return result;
}

/* CAP_NET_BIND_SERVICE */
int ask_low_port(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(87),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	return close_with(
		fd, bind(fd, (struct sockaddr *)&address, sizeof(address)));
}

/* CAP_NET_BROADCAST */
int ask_all_namespaces(void)
{
	const int yes = 1;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0)
		return -1;
	return close_with(fd,
			  setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID,
				     &yes, sizeof(yes)));
}

/* CAP_NET_ADMIN: sets the length of lo's queue to what it is */
int ask_queue_length(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (ioctl(fd, SIOCGIFTXQLEN, &request))
		return close_with(fd, -1);
	return close_with(fd, ioctl(fd, SIOCSIFTXQLEN, &request));
}

/* CAP_NET_RAW */
int ask_packet_socket(void)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	return fd < 0 ? -1 : close(fd);
}

/* Sends one request to the audit system; its answer is the result. */
static int audit_request(unsigned short type, const char *text)
{
	struct {
		struct nlmsghdr header;
		char text[64];
	} request = {.header = {.nlmsg_type = type,
				.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK}};
	union {
		struct nlmsghdr header;
		char bytes[8192];
	} answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd < 0)
		return -1;
	snprintf(request.text, sizeof(request.text), "%s", text);
	request.header.nlmsg_len = NLMSG_LENGTH(strlen(text) + 1);
	if (send(fd, &request, request.header.nlmsg_len, 0) < 0)
		return close_with(fd, -1);
	do {
		if (recv(fd, &answer, sizeof(answer), 0) < 0)
			return close_with(fd, -1);
	} while (answer.header.nlmsg_type != NLMSG_ERROR);
	errno = -((const struct nlmsgerr *)NLMSG_DATA(&answer.header))->error;
	return close_with(fd, errno ? -1 : 0);
}

/* CAP_AUDIT_WRITE; the message stays in the log, as any does */
int ask_audit_message(void)
{
	return audit_request(AUDIT_USER, "asked by ask");
}

/* CAP_AUDIT_CONTROL */
int ask_audit_status(void)
{
	return audit_request(AUDIT_GET, "");
}

/* CAP_AUDIT_READ */
int ask_audit_log(void)
{
	struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = 1u << (AUDIT_NLGRP_READLOG - 1),
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd < 0)
		return -1;
	return close_with(
		fd, bind(fd, (struct sockaddr *)&address, sizeof(address)));
}
