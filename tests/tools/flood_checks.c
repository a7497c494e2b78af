/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flood_checks - COUNT times, from four processes at once, ask for a
   capability: each is an AVC with its companions, which a full backlog drops. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 10000;
	int i;

	for (i = 0; i < 3 && fork() != 0; i++)
		;
	for (long n = 0; n < count / 4; n++)
		if (sethostname("lab", 3) != 0)
			return 1;
	while (i == 3 && wait(NULL) > 0)
		;
	return 0;
}
