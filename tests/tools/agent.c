/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * agent SOCKET - a seccomp agent for the tests: takes the listener that a
 * container runtime hands over at SOCKET, and answers every call with success
 * without making it. Prints the number of each.
 * Source: seccomp_unotify(2); runtime-spec, "The Seccomp Notify Listener".
 */
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, 8) != 0) {
		perror(path);
		exit(1);
	}
	return fd;
}

/* The first descriptor that comes with the container's state; -1: none. */
static int take_listener(int connection)
{
	char state[65536], control[CMSG_SPACE(8 * sizeof(int))];
	struct iovec part = {state, sizeof(state)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header;
	int fd = -1;

	if (recvmsg(connection, &message, 0) <= 0)
		return -1;
	header = CMSG_FIRSTHDR(&message);
	if (header && header->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

static void answer(int listener)
{
	struct seccomp_notif call;
	struct seccomp_notif_resp response;

	for (;;) {
		memset(&call, 0, sizeof(call));
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0)
			return;
		printf("%d\n", call.data.nr);
		fflush(stdout);
		memset(&response, 0, sizeof(response));
		response.id = call.id;
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
	}
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? listen_at(argv[1]) : 2;

	for (;;) {
		int connection = accept(fd, NULL, NULL);
		int listener = connection < 0 ? -1 : take_listener(connection);

		if (connection < 0)
			return 1;
		if (listener >= 0 && fork() == 0) {
			answer(listener);
			_exit(0);
		}
		close(connection);
		if (listener >= 0)
			close(listener);
	}
}
