/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <mntent.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "profile/file.h"
#include "profile/text.h"

#define KILL_ROUNDS   200
#define KILL_PAUSE_NS 20000000L /* 20 ms: 4 s in all */

static bool find_hierarchy(char *buffer, size_t size)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	struct mntent *entry;
	bool is_found = false;

	if (!mounts)
		return false;
	while (!is_found && (entry = getmntent(mounts))) {
		if (strcmp(entry->mnt_type, "cgroup2") == 0) {
			snprintf(buffer, size, "%s", entry->mnt_dir);
			is_found = true;
		}
	}
	endmntent(mounts);
	return is_found;
}

enum status cgroup_path(const char *name, char *buffer, size_t size,
			struct error *err)
{
	char top[256];

	if (!find_hierarchy(top, sizeof(top)))
		return error_set(err, STATUS_UNSUPPORTED,
				 "mount -t cgroup2 none /sys/fs/cgroup",
				 "no cgroup v2 hierarchy is mounted");
	snprintf(buffer, size, "%s/%s", top, name);
	return STATUS_OK;
}

enum status cgroup_make(const char *path, struct error *err)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno,
			       "run as root, outside a container",
			       "make control group '%s'", printable(path));
}

static bool write_control(const char *path, const char *file, const char *value)
{
	char name[512];
	int fd AUTO_CLOSE = -1;

	snprintf(name, sizeof(name), "%s/%s", path, file);
	fd = open(name, O_WRONLY | O_CLOEXEC);
	return fd >= 0 && write(fd, value, strlen(value)) > 0;
}

enum status cgroup_add(const char *path, pid_t pid, struct error *err)
{
	char text[32];

	snprintf(text, sizeof(text), "%d", pid);
	if (write_control(path, "cgroup.procs", text))
		return STATUS_OK;
	return error_set_errno(err, STATUS_UNSUPPORTED, errno, NULL,
			       "put process %d into '%s'", pid,
			       printable(path));
}

bool cgroup_is_populated(const char *path)
{
	char name[512], line[64];
	FILE *events AUTO_FCLOSE = NULL;

	snprintf(name, sizeof(name), "%s/cgroup.events", path);
	events = fopen(name, "re");
	while (events && fgets(line, sizeof(line), events))
		if (strcmp(line, "populated 1\n") == 0)
			return true;
	return false;
}

bool cgroup_freeze(const char *path, bool is_frozen)
{
	return write_control(path, "cgroup.freeze", is_frozen ? "1" : "0");
}

unsigned int cgroup_signal(const char *path, int signal_number)
{
	char name[512], line[32];
	FILE *processes AUTO_FCLOSE = NULL;
	unsigned int count = 0;
	uint64_t pid;

	snprintf(name, sizeof(name), "%s/cgroup.procs", path);
	processes = fopen(name, "re");
	while (processes && fgets(line, sizeof(line), processes)) {
		line[strcspn(line, "\n")] = '\0';
		/* 0 is a process of another pid namespace. */
		if (parse_decimal(line, INT32_MAX, &pid) && pid > 0) {
			kill((pid_t)pid, signal_number);
			count++;
		}
	}
	return count;
}

static int kill_group(const char *path, const struct stat *st, int type,
		      struct FTW *where)
{
	(void)st;
	(void)where;
	if (type == FTW_D)
		cgroup_signal(path, SIGKILL);
	return 0;
}

void cgroup_kill(const char *path)
{
	if (!write_control(path, "cgroup.kill", "1"))
		nftw(path, kill_group, 16, FTW_PHYS | FTW_MOUNT);
}

bool cgroup_of_process(pid_t pid, char *buffer, size_t size)
{
	char name[64], line[1024], top[256];
	FILE *file AUTO_FCLOSE = NULL;
	const char *path;

	snprintf(name, sizeof(name), "/proc/%d/cgroup", pid);
	file = fopen(name, "re");
	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		/* "0::/path" is the v2 hierarchy. */
		if (!has_prefix(line, "0::", &path) || strcmp(path, "/") == 0)
			continue;
		if (!find_hierarchy(top, sizeof(top)))
			return false;
		/* Half a path would be another group. */
		return (size_t)snprintf(buffer, size, "%s%s", top, path) < size;
	}
	return false;
}

/* Groups that the workload made in its own are ours to remove too. */
static int remove_group(const char *path, const struct stat *st, int type,
			struct FTW *where)
{
	(void)st;
	(void)where;
	if (type == FTW_DP)
		rmdir(path);
	return 0;
}

bool cgroup_destroy(const char *path)
{
	const struct timespec pause = {.tv_nsec = KILL_PAUSE_NS};

	for (int round = 0; round < KILL_ROUNDS; round++) {
		cgroup_kill(path);
		nftw(path, remove_group, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
		if (access(path, F_OK) != 0 && errno == ENOENT)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}
