/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/syscall_fallback.h"

#include <stddef.h>
#include <string.h>

/*
 * Source: glibc 2.36 to 2.42 (sysdeps/unix/sysv/linux: clone-internal.c,
 * faccessat.c, fchmodat.c, closefrom.c, getrandom), Go (os, internal/poll),
 * util-linux libmount 2.39 and later, libuv 1.45 and later, systemd.
 */
const struct syscall_fallback syscall_fallbacks[] = {
	{"clone3", "clone", "glibc, for threads and posix_spawn"},
	{"faccessat2", "faccessat", "glibc and Go"},
	{"openat2", "openat", "Go, runc, systemd"},
	{"statx", "newfstatat", "glibc and coreutils"},
	{"close_range", "close, one by one", "glibc, Go, Python"},
	{"epoll_pwait2", "epoll_pwait", "glibc, systemd"},
	{"fchmodat2", "fchmodat and /proc/self/fd", "glibc 2.39 and later"},
	{"renameat2", "renameat", "glibc, coreutils"},
	{"copy_file_range", "read and write", "Go, coreutils"},
	{"preadv2", "preadv", "glibc"},
	{"pwritev2", "pwritev", "glibc"},
	{"pidfd_open", "waiting by pid", "Go, systemd"},
	{"pidfd_send_signal", "kill", "Go, systemd"},
	{"membarrier", "barriers of its own", "Go, .NET, liburcu"},
	{"memfd_create", "a file in /tmp", "libraries for shared memory"},
	{"mseal", "nothing", "glibc 2.42 and later"},
	{"map_shadow_stack", "no shadow stack", "glibc 2.40 and later"},
	{"futex_waitv", "futex", "Wine and others"},
	{"futex_wait", "futex", "later C libraries"},
	{"futex_wake", "futex", "later C libraries"},
	{"futex_requeue", "futex", "later C libraries"},
	{"cachestat", "mincore", "databases"},
	{"statmount", "/proc/self/mountinfo", "libmount"},
	{"listmount", "/proc/self/mountinfo", "libmount"},
	{"open_tree", "mount", "libmount"},
	{"fsopen", "mount", "libmount"},
	{"fsconfig", "mount", "libmount"},
	{"fsmount", "mount", "libmount"},
	{"move_mount", "mount", "libmount"},
	{"mount_setattr", "mount", "libmount, runc, crun"},
	{"io_uring_setup", "threads, epoll", "libuv, databases"},
	{"landlock_create_ruleset", "no sandbox of its own",
	 "programs that "
	 "have one"},
	{"getxattrat", "getxattr", "later C libraries"},
	{"setxattrat", "setxattr", "later C libraries"},
	{NULL, NULL, NULL},
};

const struct syscall_fallback *syscall_fallback_of(const char *name)
{
	for (const struct syscall_fallback *row = syscall_fallbacks; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
