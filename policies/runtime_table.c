/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/runtime_table.h"

#include <string.h>

#include "policies/syscall_family.h"
#include "profile/attributes.h"
#include "profile/text.h"

/*
 * How this was measured: podman with a filter that logs every call, SELinux
 * labels that tell the runtime's records from the container's, on Linux 6.12
 * (Debian 13: crun 1.21, runc 1.1.15, and the binaries of Debian 12, crun
 * 1.8.1 and runc 1.1.5, with their own libraries; crun 1.8.1 takes no
 * bundle that podman 5 makes, so it was given OCI bundles) and on Linux 7.2
 * (forky: crun 1.28, runc 1.3.6); x86_64; run and exec, several times each,
 * with and without a terminal, no_new_privs and a user. docs/decisions/0015 has
 * more.
 */
const struct runtime_row runtime_rows[] = {
	{"crun", "1.8.1", false, false, false,
	 "capset close execve prctl rt_sigaction rt_sigprocmask setresgid "
	 "setresuid write"},
	{"crun", "1.8.1", false, false, true,
	 "capset close execve prctl rt_sigaction rt_sigprocmask setresgid "
	 "setresuid write"},
	{"crun", "1.8.1", false, true, false,
	 "capset close execve ioctl openat prctl read setgroups setresgid "
	 "setresuid statx write"},
	{"crun", "1.8.1", false, true, true,
	 "capset close execve ioctl openat prctl read setgroups setresgid "
	 "setresuid statx write"},
	{"crun", "1.8.1", true, false, false, "close execve"},
	{"crun", "1.8.1", true, false, true, "close execve"},
	{"crun", "1.8.1", true, true, false,
	 "capset close execve ioctl openat prctl read setgroups setresgid "
	 "setresuid statx write"},
	{"crun", "1.8.1", true, true, true,
	 "capset close execve ioctl openat prctl read setgroups setresgid "
	 "setresuid statx write"},
	{"crun", "1.21", false, false, false,
	 "capset close close_range execve prctl pselect6 read rt_sigaction "
	 "rt_sigprocmask setresgid setresuid write"},
	{"crun", "1.21", false, false, true,
	 "capset close close_range execve prctl pselect6 read rt_sigaction "
	 "rt_sigprocmask setresgid setresuid write"},
	{"crun", "1.21", false, true, false,
	 "capset close close_range execve ioctl openat prctl read setgroups "
	 "setresgid setresuid statx umask write"},
	{"crun", "1.21", false, true, true,
	 "capset close close_range execve ioctl openat prctl read setgroups "
	 "setresgid setresuid statx umask write"},
	{"crun", "1.21", true, false, false, "close close_range execve"},
	{"crun", "1.21", true, false, true, "close close_range execve"},
	{"crun", "1.21", true, true, false,
	 "close close_range execve umask write"},
	{"crun", "1.21", true, true, true,
	 "close close_range execve umask write"},
	{"crun", "1.28", false, false, false,
	 "capset close close_range execve prctl pselect6 read rt_sigaction "
	 "rt_sigprocmask setresgid setresuid write"},
	{"crun", "1.28", false, false, true,
	 "capset close close_range execve prctl pselect6 read rt_sigaction "
	 "rt_sigprocmask setresgid setresuid write"},
	{"crun", "1.28", false, true, false,
	 "capset close close_range execve fstat ioctl openat prctl read "
	 "setgroups setresgid setresuid statx umask write"},
	{"crun", "1.28", false, true, true,
	 "capset close close_range execve fstat ioctl openat prctl read "
	 "setgroups setresgid setresuid statx umask write"},
	{"crun", "1.28", true, false, false, "close close_range execve"},
	{"crun", "1.28", true, false, true, "close close_range execve"},
	{"crun", "1.28", true, true, false,
	 "close close_range execve umask write"},
	{"crun", "1.28", true, true, true,
	 "close close_range execve umask write"},
	{"runc", "1.1.5", false, false, false,
	 "capget capset chdir close execve faccessat2 fcntl fstat fstatfs "
	 "getcwd getdents64 getppid newfstatat openat prctl read setgid "
	 "setgroups setuid write"},
	{"runc", "1.1.5", false, false, true,
	 "capget capset chdir close execve faccessat2 fchown fcntl fstat "
	 "fstatfs getcwd getdents64 getppid newfstatat openat prctl read "
	 "setgid setgroups setuid write"},
	{"runc", "1.1.5", false, true, false,
	 "capget capset chdir close execve faccessat2 fcntl fstat fstatfs "
	 "getcwd getdents64 newfstatat openat prctl read setgid setgroups "
	 "setuid"},
	{"runc", "1.1.5", false, true, true,
	 "capget capset chdir close execve faccessat2 fchown fcntl fstat "
	 "fstatfs getcwd getdents64 newfstatat openat prctl read setgid "
	 "setgroups setuid"},
	{"runc", "1.1.5", true, false, false,
	 "close execve fstatfs getdents64 openat write"},
	{"runc", "1.1.5", true, false, true,
	 "close execve fstatfs getdents64 openat write"},
	{"runc", "1.1.5", true, true, false,
	 "close execve fstatfs getdents64 openat"},
	{"runc", "1.1.5", true, true, true,
	 "close execve fstatfs getdents64 openat"},
	{"runc", "1.1.15", false, false, false,
	 "capget capset chdir close execve faccessat2 fcntl fstat fstatfs "
	 "getcwd getdents64 getppid newfstatat openat prctl read setgid "
	 "setgroups setuid write"},
	{"runc", "1.1.15", false, false, true,
	 "capget capset chdir close execve faccessat2 fchown fcntl fstat "
	 "fstatfs getcwd getdents64 getppid newfstatat openat prctl read "
	 "setgid setgroups setuid write"},
	{"runc", "1.1.15", false, true, false,
	 "capget capset chdir close execve faccessat2 fcntl fstat fstatfs "
	 "getcwd getdents64 newfstatat openat prctl read setgid setgroups "
	 "setuid"},
	{"runc", "1.1.15", false, true, true,
	 "capget capset chdir close execve faccessat2 fchown fcntl fstat "
	 "fstatfs getcwd getdents64 newfstatat openat prctl read setgid "
	 "setgroups setuid"},
	{"runc", "1.1.15", true, false, false,
	 "close execve fcntl fstatfs getdents64 openat write"},
	{"runc", "1.1.15", true, false, true,
	 "close execve fcntl fstatfs getdents64 openat write"},
	{"runc", "1.1.15", true, true, false,
	 "close execve fcntl fstatfs getdents64 openat"},
	{"runc", "1.1.15", true, true, true,
	 "close execve fcntl fstatfs getdents64 openat"},
	{"runc", "1.3.6", false, false, false,
	 "capget capset chdir close close_range execve faccessat2 fcntl fstat "
	 "fstatfs getcwd getdents64 getppid newfstatat openat openat2 prctl "
	 "read setgid setgroups setuid statx write"},
	{"runc", "1.3.6", false, false, true,
	 "capget capset chdir close close_range execve faccessat2 fchown fcntl "
	 "fstat fstatfs getcwd getdents64 getppid newfstatat openat openat2 "
	 "prctl read setgid setgroups setuid statx write"},
	{"runc", "1.3.6", false, true, false,
	 "capget capset chdir close close_range execve faccessat2 fcntl fstat "
	 "fstatfs getcwd getdents64 newfstatat openat openat2 prctl read "
	 "setgid setgroups setuid statx"},
	{"runc", "1.3.6", false, true, true,
	 "capget capset chdir close close_range execve faccessat2 fchown fcntl "
	 "fstat fstatfs getcwd getdents64 newfstatat openat openat2 prctl read "
	 "setgid setgroups setuid statx"},
	{"runc", "1.3.6", true, false, false,
	 "close execve fcntl fstat fstatfs getdents64 openat openat2 statx "
	 "write"},
	{"runc", "1.3.6", true, false, true,
	 "close execve fcntl fstat fstatfs getdents64 openat openat2 statx "
	 "write"},
	{"runc", "1.3.6", true, true, false,
	 "close execve fcntl fstat fstatfs getdents64 openat openat2 statx"},
	{"runc", "1.3.6", true, true, true,
	 "close execve fcntl fstat fstatfs getdents64 openat openat2 statx"},
	{NULL, NULL, false, false, false, NULL},
};

/*
 * Go's scheduler: a thread is woken, put to sleep or interrupted as it comes.
 * Source: the runtime's os_linux.go, netpoll_epoll.go, signal_unix.go.
 */
#define GO_SCHEDULER                                                           \
	"epoll_ctl epoll_pwait futex getpid madvise mmap munmap nanosleep "    \
	"rt_sigprocmask rt_sigreturn sched_yield tgkill write"

const struct runtime_chance runtime_chances[] = {
	{"crun", "fchown", "an exec with a terminal gives it to the user"},
	{"runc", GO_SCHEDULER, "Go's scheduler and garbage collector"},
	{NULL, NULL, NULL},
};

/* PR_GET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAPBSET_DROP, PR_CAP_AMBIENT */
static const uint64_t prctl_options[] = {2, 8, 24, 47};
/* TCGETS, TIOCSCTTY, TIOCGWINSZ, TIOCSWINSZ: is it a terminal, and make it
   the process's own. */
static const uint64_t ioctl_requests[] = {0x5401, 0x540e, 0x5413, 0x5414};

/* Seen with strace, behind the call that loads the filter. */
const struct runtime_argument runtime_arguments[] = {
	{"crun", "prctl", 0, prctl_options, ARRAY_LENGTH(prctl_options)},
	{"crun", "ioctl", 1, ioctl_requests, ARRAY_LENGTH(ioctl_requests)},
	{"runc", "prctl", 0, prctl_options, ARRAY_LENGTH(prctl_options)},
	{NULL, NULL, 0, NULL, 0},
};

bool runtime_calls_have(const char *calls, const char *name)
{
	char word[64];

	while (syscall_family_next(&calls, word, sizeof(word)))
		if (strcmp(word, name) == 0)
			return true;
	return false;
}

bool runtime_calls_by_chance(const char *runtime, const char *name)
{
	for (const struct runtime_chance *row = runtime_chances; row->runtime;
	     row++)
		if ((!runtime || strcmp(row->runtime, runtime) == 0) &&
		    runtime_calls_have(row->calls, name))
			return true;
	return false;
}

bool runtime_may_call(const char *runtime, const char *name)
{
	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if ((!runtime || strcmp(row->runtime, runtime) == 0) &&
		    runtime_calls_have(row->calls, name))
			return true;
	return runtime_calls_by_chance(runtime, name);
}

bool runtime_is_known(const char *runtime)
{
	return runtime_oldest(runtime) != NULL;
}

const char *runtime_oldest(const char *runtime)
{
	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0)
			return row->version;
	return NULL;
}

const char *runtime_newest(const char *runtime)
{
	const char *newest = NULL;

	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0)
			newest = row->version;
	return newest;
}

bool runtime_is_measured(const char *runtime, const char *version)
{
	for (const struct runtime_row *row = runtime_rows; row->runtime; row++)
		if (strcmp(row->runtime, runtime) == 0 && version &&
		    runtime_is_version(row->version, version))
			return true;
	return false;
}

bool runtime_is_version(const char *known, const char *version)
{
	const char *rest;

	if (!has_prefix(version, known, &rest))
		return false;
	while (rest[0] == '.' && rest[1] == '0' &&
	       !(rest[2] >= '0' && rest[2] <= '9'))
		rest += 2;
	return rest[0] != '.' && !(rest[0] >= '0' && rest[0] <= '9');
}
