/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * news - always the same: gives the file FILE away and takes it back. With
 * "more" it also sets the host's name (SYS_ADMIN); with "old" it also asks for
 * its pid by the 32-bit way in.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long old_getpid(void)
{
	long result = 20; /* getpid in arch/x86/entry/syscalls/syscall_32.tbl */

	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	return result;
}

int main(int argc, char **argv)
{
	const char *more = argc > 2 ? argv[2] : "";

	if (argc < 2 || chown(argv[1], 1, 1) != 0 || chown(argv[1], 0, 0) != 0)
		return 1;
	if (syscall(SYS_getpid) <= 0)
		return 1;
	if (strcmp(more, "more") == 0 && sethostname("lab", 3) != 0)
		return 1;
	if (strcmp(more, "old") == 0 && old_getpid() != getpid())
		return 1;
	return 0;
}
