/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/syscall_family.h"

#include <string.h>

/* Why the calls of a row differ from machine to machine. */
#define LIBC   "C libraries moved from one to the other"
#define ARCHES "newer architectures, arm64 among them, have only the last"
#define WORDS  "32-bit architectures have another for wider values"
#define TIME64 "32-bit architectures have another for times after 2038"

/*
 * Sources: the kernel's tables of calls (arch/x86/entry/syscalls,
 * arch/arm/tools, scripts/syscall.tbl, Linux 6.12), syscalls(2), and which of
 * them glibc 2.36 to 2.42 and musl call. A row never joins calls of different
 * effect: what a member can do, some other one can.
 */
const struct syscall_family syscall_families[] = {
	{"open", "open openat openat2 creat",
	 LIBC ", and tools to openat2; " ARCHES, false},
	{"clone", "fork vfork clone clone3",
	 "libc starts threads and programs with clone3 and falls back to "
	 "clone where that is not there",
	 false},
	{"stat",
	 "stat lstat fstat stat64 lstat64 fstat64 "
	 "fstatat64 newfstatat statx",
	 LIBC "; " ARCHES, false},
	{"statfs", "statfs statfs64", WORDS, false},
	{"fstatfs", "fstatfs fstatfs64", WORDS, false},
	{"access", "access faccessat faccessat2",
	 "libc and Go moved to faccessat2; " ARCHES, false},
	{"epoll-create", "epoll_create epoll_create1", LIBC "; " ARCHES, false},
	{"epoll-wait", "epoll_wait epoll_pwait epoll_pwait2", LIBC "; " ARCHES,
	 false},
	{"poll",
	 "poll ppoll ppoll_time64 select _newselect pselect6 "
	 "pselect6_time64 pause",
	 LIBC "; " ARCHES "; " TIME64, false},
	{"futex",
	 "futex futex_time64 futex_waitv futex_wait futex_wake "
	 "futex_requeue",
	 "a lock that nobody contends makes no call; " TIME64, false},
	{"dup", "dup dup2 dup3", LIBC "; " ARCHES, false},
	{"pipe", "pipe pipe2", LIBC "; " ARCHES, false},
	{"close", "close close_range",
	 "libc and runtimes close many descriptors with close_range", false},
	{"signal-handling",
	 "signal sigaction rt_sigaction sigprocmask "
	 "rt_sigprocmask sigpending rt_sigpending sigsuspend rt_sigsuspend "
	 "sigaltstack",
	 "a process's own handlers and masks; which ones libc uses differs",
	 false},
	{"signal-wait", "rt_sigtimedwait rt_sigtimedwait_time64", TIME64,
	 false},
	{"signal-return", "sigreturn rt_sigreturn",
	 "made when a handler returns, and whether a signal came is chance",
	 true},
	{"signal-thread", "tkill tgkill", LIBC, false},
	{"signal-queue", "rt_sigqueueinfo rt_tgsigqueueinfo", LIBC, false},
	{"signalfd", "signalfd signalfd4", LIBC "; " ARCHES, false},
	{"clock",
	 "clock_gettime clock_gettime64 gettimeofday time clock_getres "
	 "clock_getres_time64 getcpu",
	 "the vDSO answers without a call, but not on every machine's clock",
	 true},
	{"sleep", "nanosleep clock_nanosleep clock_nanosleep_time64",
	 LIBC "; " TIME64, false},
	{"timer-set", "timer_settime timer_settime64", TIME64, false},
	{"timer-get", "timer_gettime timer_gettime64", TIME64, false},
	{"timerfd-set", "timerfd_settime timerfd_settime64", TIME64, false},
	{"timerfd-get", "timerfd_gettime timerfd_gettime64", TIME64, false},
	{"alarm", "alarm setitimer", ARCHES, false},
	{"clock-set", "stime settimeofday clock_settime clock_settime64",
	 LIBC "; " TIME64, false},
	{"clock-adjust", "adjtimex clock_adjtime clock_adjtime64",
	 LIBC "; " TIME64, false},
	{"thread-start", "set_tid_address set_robust_list rseq getrandom",
	 "libc's own start: rseq since glibc 2.35, getrandom since 2.36", true},
	{"thread-pointer", "arch_prctl set_thread_area set_tls",
	 "each architecture has its own call for it", false},
	{"restart", "restart_syscall",
	 "the kernel has a sleep resumed with it after a stop", true},
	{"exit", "exit exit_group",
	 "a thread's end and the program's; a killed run shows neither", true},
	{"cache-flush", "cacheflush riscv_flush_icache",
	 "programs that make code call it, on these architectures only", false},
	{"wait", "waitpid wait4 waitid", LIBC "; " ARCHES, false},
	{"unlink", "unlink rmdir unlinkat", ARCHES, false},
	{"mkdir", "mkdir mkdirat", ARCHES, false},
	{"mknod", "mknod mknodat", LIBC "; " ARCHES, false},
	{"rename", "rename renameat renameat2", LIBC "; " ARCHES, false},
	{"link", "link linkat", ARCHES, false},
	{"symlink", "symlink symlinkat", ARCHES, false},
	{"readlink", "readlink readlinkat", LIBC "; " ARCHES, false},
	{"chmod", "chmod fchmodat fchmodat2",
	 "libc moved to fchmodat2; " ARCHES, false},
	{"chown", "chown chown32 lchown lchown32 fchownat", ARCHES, false},
	{"fchown", "fchown fchown32", WORDS, false},
	{"utime", "utime utimes futimesat utimensat utimensat_time64",
	 LIBC "; " ARCHES "; " TIME64, false},
	{"getdents", "getdents getdents64", LIBC "; " ARCHES, false},
	{"inotify", "inotify_init inotify_init1", LIBC "; " ARCHES, false},
	{"eventfd", "eventfd eventfd2", LIBC "; " ARCHES, false},
	{"accept", "accept accept4", LIBC, false},
	{"send", "send sendto", LIBC, false},
	{"recv", "recv recvfrom", LIBC, false},
	{"recvmmsg", "recvmmsg recvmmsg_time64", TIME64, false},
	{"preadv", "preadv preadv2", LIBC, false},
	{"pwritev", "pwritev pwritev2", LIBC, false},
	{"mmap", "mmap mmap2", WORDS, false},
	{"lseek", "lseek _llseek", WORDS, false},
	{"fcntl", "fcntl fcntl64", WORDS, false},
	{"truncate", "truncate truncate64", WORDS, false},
	{"ftruncate", "ftruncate ftruncate64", WORDS, false},
	{"sendfile", "sendfile sendfile64", WORDS, false},
	{"fadvise", "fadvise64 fadvise64_64 arm_fadvise64_64", WORDS, false},
	{"sync-range", "sync_file_range sync_file_range2 arm_sync_file_range",
	 WORDS, false},
	{"rlimit", "getrlimit ugetrlimit setrlimit prlimit64",
	 "libc moved to prlimit64; " WORDS, false},
	{"getpgrp", "getpgrp getpgid", ARCHES, false},
	{"uname", "olduname uname", LIBC, false},
	{"umount", "umount umount2", LIBC "; " ARCHES, false},
	{"getuid", "getuid getuid32", WORDS, false},
	{"geteuid", "geteuid geteuid32", WORDS, false},
	{"getgid", "getgid getgid32", WORDS, false},
	{"getegid", "getegid getegid32", WORDS, false},
	{"getresuid", "getresuid getresuid32", WORDS, false},
	{"getresgid", "getresgid getresgid32", WORDS, false},
	{"getgroups", "getgroups getgroups32", WORDS, false},
	{"setuid", "setuid setuid32", WORDS, false},
	{"setgid", "setgid setgid32", WORDS, false},
	{"setreuid", "setreuid setreuid32", WORDS, false},
	{"setregid", "setregid setregid32", WORDS, false},
	{"setresuid", "setresuid setresuid32", WORDS, false},
	{"setresgid", "setresgid setresgid32", WORDS, false},
	{"setfsuid", "setfsuid setfsuid32", WORDS, false},
	{"setfsgid", "setfsgid setfsgid32", WORDS, false},
	{"setgroups", "setgroups setgroups32", WORDS, false},
	{"sched-interval", "sched_rr_get_interval sched_rr_get_interval_time64",
	 TIME64, false},
	{"semop", "semop semtimedop semtimedop_time64", LIBC "; " TIME64,
	 false},
	{"mq-send", "mq_timedsend mq_timedsend_time64", TIME64, false},
	{"mq-receive", "mq_timedreceive mq_timedreceive_time64", TIME64, false},
	{"aio-events", "io_getevents io_pgetevents io_pgetevents_time64",
	 TIME64, false},
	{NULL, NULL, NULL, false},
};

bool syscall_family_next(const char **position, char *word, size_t size)
{
	size_t length;

	*position += strspn(*position, " ");
	length = strcspn(*position, " ");
	if (!length || length >= size)
		return false;
	memcpy(word, *position, length);
	word[length] = '\0';
	*position += length;
	return true;
}

static bool has_member(const struct syscall_family *family, const char *name)
{
	const char *position = family->members;
	char word[64];

	while (syscall_family_next(&position, word, sizeof(word)))
		if (strcmp(word, name) == 0)
			return true;
	return false;
}

const struct syscall_family *syscall_family_of(const char *name)
{
	for (const struct syscall_family *row = syscall_families; row->id;
	     row++)
		if (has_member(row, name))
			return row;
	return NULL;
}
