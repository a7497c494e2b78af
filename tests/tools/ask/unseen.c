/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What needs a capability, or shows more with it, and leaves no record. */
#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

static int load_filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {.len = 1, .filter = &allow};

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* CAP_SYS_ADMIN, where no_new_privs is not set */
int ask_filter(void)
{
	return in_child(load_filter);
}

/* CAP_SYSLOG: without, each address reads as 0 */
int ask_kernel_addresses(void)
{
	unsigned long long address = 0;
	FILE *symbols = fopen("/proc/kallsyms", "re");

	if (!symbols)
		return -1;
	/* The first ones are per-CPU offsets, the very first of them 0. */
	while (address == 0 && fscanf(symbols, "%llx%*[^\n]", &address) == 1)
		;
	fclose(symbols);
	errno = EPERM;
	return address ? 0 : -1;
}

static int pin(int ring)
{
	static char pages[16384] __attribute__((aligned(4096)));
	struct iovec buffer = {pages, sizeof(pages)};

	return (int)syscall(SYS_io_uring_register, ring,
			    IORING_REGISTER_BUFFERS, &buffer, 1);
}

/* CAP_IPC_LOCK: registers a buffer with a limit of nothing */
int ask_ring_memory(void)
{
	struct io_uring_params parameters;
	struct rlimit old, none;
	int ring, result, saved;

	memset(&parameters, 0, sizeof(parameters));
	if (getrlimit(RLIMIT_MEMLOCK, &old))
		return -1;
	none = old;
	none.rlim_cur = 0;
	if (setrlimit(RLIMIT_MEMLOCK, &none))
		return -1;
	ring = (int)syscall(SYS_io_uring_setup, 1, &parameters);
	result = ring < 0 ? -1 : pin(ring);
	saved = errno;
	close(ring);
	setrlimit(RLIMIT_MEMLOCK, &old);
	errno = saved;
	return result;
}

/* CAP_SYS_ADMIN: without, trusted.* names are left out of a list */
int ask_trusted_names(void)
{
	char names[1024];
	ssize_t length = listxattr(SHARED, names, sizeof(names));

	if (length < 0)
		return -1;
	errno = ENODATA;
	return memmem(names, (size_t)length, "trusted.ask", 11) ? 0 : -1;
}

static int map_root(void)
{
	static const char map[] = "0 0 1\n";
	int fd, result;

	if (unshare(CLONE_NEWUSER))
		return -1;
	fd = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = write(fd, map, sizeof(map) - 1) < 0 ? -1 : 0;
	close(fd);
	return result;
}

/* CAP_SETFCAP: a user namespace whose root is the host's */
int ask_map_root(void)
{
	return in_child(map_root);
}
