/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls - make COUNT calls that do nothing (getppid) and write to FILE:
 * nanoseconds per call, and of the process that started it the processor time
 * since then in nanoseconds per call and the highest memory in KiB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Of the parent, by proc_pid_stat(5). */
static double parent_cpu_ns(void)
{
	unsigned long user = 0, system = 0;
	char path[64], line[1024] = "";
	const char *end;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", getppid());
	file = fopen(path, "r");
	if (file && fgets(line, sizeof(line), file)) {
		end = strrchr(line, ')');
		if (end)
			sscanf(end + 1,
			       " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
			       "%lu %lu",
			       &user, &system);
	}
	if (file)
		fclose(file);
	return (double)(user + system) * 1e9 / (double)sysconf(_SC_CLK_TCK);
}

static long parent_memory_kb(void)
{
	char path[64], line[256];
	long kilobytes = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", getppid());
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmHWM: %ld", &kilobytes);
	if (file)
		fclose(file);
	return kilobytes;
}

int main(int argc, char **argv)
{
	long count = argc > 2 ? atol(argv[1]) : 0;
	double begin, end, cpu;
	FILE *file;

	if (count <= 0) {
		fprintf(stderr, "usage: calls COUNT FILE\n");
		return 2;
	}
	cpu = parent_cpu_ns();
	begin = now_ns();
	for (long i = 0; i < count; i++)
		syscall(SYS_getppid);
	end = now_ns();
	cpu = parent_cpu_ns() - cpu;
	file = fopen(argv[2], "w");
	if (!file)
		return 1;
	fprintf(file, "%.1f %.1f %ld\n", (end - begin) / (double)count,
		cpu / (double)count, parent_memory_kb());
	return fclose(file) ? 1 : 0;
}
