/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ignoreterm - a stubborn workload: ignores every signal it can, leaves a
   child that does the same in a session of its own, and stays. */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_IGN);
	if (fork() == 0)
		setsid();
	for (;;)
		pause();
}
