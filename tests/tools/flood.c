/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flood - make COUNT calls of getppid as fast as possible, and exit at once. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 100000;

	for (long i = 0; i < count; i++)
		syscall(SYS_getppid);
	_exit(0);
}
