/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * asker - ask the kernel for a few things, each by one system call, and
 * nothing else: a workload whose log is short and always the same. It has no
 * libc. /srv/secret is opened, the host's name set to itself, process 1
 * looked at with signal 0, and a path with a space and a quote looked for.
 */
#include <fcntl.h>
#include <sys/syscall.h>

static long call3(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

__attribute__((used, noreturn)) void ask(void)
{
	call3(SYS_sethostname, (long)"lab", 3, 0);
	call3(SYS_open, (long)"/srv/secret", O_RDONLY, 0);
	call3(SYS_open, (long)"/srv/odd \"name\"", O_RDONLY, 0);
	call3(SYS_kill, 1, 0, 0);
	for (;;)
		call3(SYS_exit_group, 0, 0, 0);
}

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	and $-16, %rsp\n"
	"	call ask\n");
