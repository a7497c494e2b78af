/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * insist - raises its hard limit of open files by one, as redis-server does,
 * and unlike it gives up where that is refused.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

int main(void)
{
	struct rlimit limit;

	if (prlimit(0, RLIMIT_NOFILE, NULL, &limit) == 0) {
		limit.rlim_max++;
		if (prlimit(0, RLIMIT_NOFILE, &limit, NULL) == 0) {
			puts("raised");
			return 0;
		}
	}
	fprintf(stderr, "insist: raise the limit of open files to %llu: %s\n",
		(unsigned long long)limit.rlim_max, strerror(errno));
	return 1;
}
