/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * idle_reader - run COMMAND under a filter that logs every call, as the owner
 * of the audit system that throws away what it reads: what the kernel's own
 * logging costs. The settings of audit are put back at the end.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <libaudit.h>
#include <poll.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH	64
#define RECORD	9000
#define BACKLOG 65536

static char buffers[BATCH][RECORD];

static void read_all(int fd)
{
	struct mmsghdr headers[BATCH] = {0};
	struct iovec vectors[BATCH];

	for (int i = 0; i < BATCH; i++) {
		vectors[i] = (struct iovec){buffers[i], RECORD};
		headers[i].msg_hdr.msg_iov = &vectors[i];
		headers[i].msg_hdr.msg_iovlen = 1;
	}
	while (recvmmsg(fd, headers, BATCH, MSG_DONTWAIT, NULL) == BATCH)
		;
}

static void run_child(char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_LOG);

	if (!filter || seccomp_load(filter) != 0)
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

/* The backlog limit as it is. */
static unsigned int get_backlog(int fd)
{
	struct audit_reply reply;

	if (audit_request_status(fd) <= 0)
		return 0;
	for (int i = 0; i < 20; i++) {
		if (audit_get_reply(fd, &reply, GET_REPLY_BLOCKING, 0) > 0 &&
		    reply.type == AUDIT_GET)
			return reply.status->backlog_limit;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int control = audit_open();
	int fd = audit_open();
	int size = 64 << 20, status = 0;
	unsigned int backlog;
	pid_t pid;

	if (argc < 2 || control < 0 || fd < 0)
		return 2;
	backlog = get_backlog(control);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	if (!backlog || audit_set_backlog_limit(control, BACKLOG) <= 0 ||
	    audit_set_pid(fd, (uint32_t)getpid(), WAIT_YES) <= 0) {
		perror("idle_reader: become owner of audit");
		return 1;
	}
	pid = fork();
	if (pid == 0)
		run_child(argv + 1);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

		poll(&poll_fd, 1, 100);
		read_all(fd);
	}
	audit_set_pid(fd, 0, WAIT_NO);
	audit_set_backlog_limit(control, backlog);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
