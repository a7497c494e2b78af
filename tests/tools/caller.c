/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * caller CALL... - make a few system calls and no other, in their order: a
 * name of the table below, and behind it "!" where it gives up (status 1) when
 * the call is refused, or "~" where it hangs then. It has no libc.
 */
#include <stdbool.h>
#include <sys/syscall.h>

#define REFUSED (-1L) /* -EPERM */

static char buffer[4096];

/* Whoever may call them at all needs no right to these. */
static const struct {
	char name[24];
	long number, first;
	bool has_buffer; /* its second argument */
} calls[] = {
	{"getitimer", SYS_getitimer, 0, true},
	{"getpriority", SYS_getpriority, 0, false},
	{"getsid", SYS_getsid, 0, false},
	{"msgget", SYS_msgget, 12345, false},
	{"personality", SYS_personality, 0xffffffff, false},
	{"sched_getscheduler", SYS_sched_getscheduler, 0, false},
	{"sync", SYS_sync, 0, false},
	{"sysinfo", SYS_sysinfo, (long)buffer, false},
	{"times", SYS_times, (long)buffer, false},
};

static long call2(long number, long a, long b)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b)
			 : "rcx", "r11", "memory");
	return result;
}

__attribute__((noreturn)) static void leave(int status)
{
	for (;;)
		call2(SYS_exit_group, status, 0);
}

/* WORD is NAME; *RET_MARK is what stands behind it. */
static bool is_word(const char *word, const char *name, char *ret_mark)
{
	while (*name && *word == *name) {
		word++;
		name++;
	}
	*ret_mark = *word;
	return !*name &&
	       (!*word || ((*word == '!' || *word == '~') && !word[1]));
}

static void make(const char *word)
{
	for (unsigned int i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		char mark;
		long result;

		if (!is_word(word, calls[i].name, &mark))
			continue;
		result = call2(calls[i].number, calls[i].first,
			       calls[i].has_buffer ? (long)buffer : 0);
		while (result == REFUSED && mark == '~')
			;
		if (result == REFUSED && mark == '!')
			leave(1);
		return;
	}
	leave(2);
}

__attribute__((used, noreturn)) void run(const long *stack)
{
	const char *const *words = (const char *const *)(stack + 2);

	for (; *words; words++)
		make(*words);
	leave(0);
}

__asm__(".globl _start\n"
	"_start:\n"
	"	mov %rsp, %rdi\n"
	"	xor %ebp, %ebp\n"
	"	and $-16, %rsp\n"
	"	call run\n");
