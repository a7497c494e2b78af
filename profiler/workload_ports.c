/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From which port on a workload may bind without NET_BIND_SERVICE. */
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "profile/file.h"
#include "profile/text.h"
#include "profiler/workload.h"

#define PORT_START "/proc/sys/net/ipv4/ip_unprivileged_port_start"

static bool read_own(uint32_t *ret)
{
	char line[32];
	uint64_t number;

	if (!file_read_line(PORT_START, line, sizeof(line)) ||
	    !parse_decimal(line, UINT16_MAX + 1, &number))
		return false;
	*ret = (uint32_t)number;
	return true;
}

/* A child of ours goes there: /proc/sys/net is that of who opens it. */
static void child_read(int namespace_fd, int result_fd)
{
	uint32_t number;

	if (setns(namespace_fd, CLONE_NEWNET) == 0 && read_own(&number) &&
	    write(result_fd, &number, sizeof(number)) == sizeof(number))
		_exit(0);
	_exit(1);
}

static bool read_there(int namespace_fd, uint32_t *ret)
{
	int pipe_fds[2];
	pid_t child;
	bool is_read;

	if (pipe2(pipe_fds, O_CLOEXEC) != 0)
		return false;
	child = fork();
	if (child == 0)
		child_read(namespace_fd, pipe_fds[1]);
	close(pipe_fds[1]);
	is_read = child > 0 &&
		  read(pipe_fds[0], ret, sizeof(*ret)) == sizeof(*ret);
	close(pipe_fds[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	return is_read;
}

void workload_read_port_start(struct workload *workload)
{
	int fd AUTO_CLOSE = -1;
	char path[64];

	/* A program begins where this process is, and may have ended. */
	if (workload->ops == &launch_program) {
		workload->has_port_start = read_own(&workload->port_start);
		return;
	}
	snprintf(path, sizeof(path), "/proc/%d/ns/net", workload->inner_pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		workload->has_port_start =
			read_there(fd, &workload->port_start);
}
