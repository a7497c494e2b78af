/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * door - execute the file argv[0] with the arguments from argv[1] on, by that
 * one system call.
 *
 * A container's domain is entered through a file of the container's own type,
 * never through the host's programs. Labelled so, this is the door through
 * which whittle verify puts a program of the host into that domain. It has no
 * libc, so that it makes no call that the filter would have to allow.
 */
#include <sys/syscall.h>

#if defined(__x86_64__)
static long call3(long number, const void *a, const void *b, const void *c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

__asm__(".global _start\n_start:\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n"
	"\tcall enter\n");
#elif defined(__aarch64__)
static long call3(long number, const void *a, const void *b, const void *c)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = (long)a;
	register const void *x1 __asm__("x1") = b;
	register const void *x2 __asm__("x2") = c;

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2)
			 : "memory");
	return x0;
}

__asm__(".global _start\n_start:\n\tmov x0, sp\n\tbl enter\n");
#else
#error "this machine's system calls are not known to door.c"
#endif

__attribute__((used, noreturn)) void enter(const long *stack);

/* The kernel puts argc, argv and envp on the stack. */
void enter(const long *stack)
{
	const char *const *argv = (const char *const *)(stack + 1);

	call3(SYS_execve, argv[0], argv + 1, argv + stack[0] + 1);
	for (;;)
		call3(SYS_exit_group, (const void *)126, 0, 0);
}
