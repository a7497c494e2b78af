/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

/* CAP_CHOWN */
int ask_chown(void)
{
	int fd = make_file();

	return fd < 0 ? -1 : drop_file(fd, fchown(fd, OTHER, OTHER));
}

static int open_theirs(int flags)
{
	int fd = open(THEIRS, flags | O_CLOEXEC);

	return fd < 0 ? -1 : close(fd);
}

/* CAP_DAC_READ_SEARCH, or CAP_DAC_OVERRIDE */
int ask_read_theirs(void)
{
	return open_theirs(O_RDONLY);
}

/* CAP_DAC_OVERRIDE */
int ask_write_theirs(void)
{
	return open_theirs(O_WRONLY);
}

/* CAP_FOWNER */
int ask_chmod_theirs(void)
{
	return chmod(LENT, 0640) ? -1 : chmod(LENT, 0644);
}

/* CAP_FSETID: chmod goes on without and drops the bit; this insists. */
int ask_keep_setgid(void)
{
	struct stat status;

	if (chmod(SHARED, 02755) || stat(SHARED, &status) ||
	    chmod(SHARED, 0644))
		return -1;
	errno = EPERM;
	return status.st_mode & S_ISGID ? 0 : -1;
}

/* CAP_LINUX_IMMUTABLE */
int ask_immutable(void)
{
	int fd = make_file();
	int flags, result;

	if (fd < 0 || ioctl(fd, FS_IOC_GETFLAGS, &flags))
		return -1;
	flags |= FS_IMMUTABLE_FL;
	result = ioctl(fd, FS_IOC_SETFLAGS, &flags);
	flags &= ~FS_IMMUTABLE_FL;
	if (result == 0)
		result = ioctl(fd, FS_IOC_SETFLAGS, &flags);
	return drop_file(fd, result);
}

/* CAP_MKNOD */
int ask_mknod(void)
{
	if (mknod(WORK "/null", S_IFCHR | 0600, makedev(1, 3)))
		return -1;
	return unlink(WORK "/null");
}

/* CAP_LEASE */
int ask_lease(void)
{
	int fd = open(LENT, O_RDONLY | O_CLOEXEC);
	int result;

	if (fd < 0)
		return -1;
	result = fcntl(fd, F_SETLEASE, F_RDLCK);
	if (result == 0)
		result = fcntl(fd, F_SETLEASE, F_UNLCK);
	close(fd);
	return result;
}

/* CAP_SETFCAP */
int ask_file_capability(void)
{
	const struct vfs_cap_data data = {
		.magic_etc = VFS_CAP_REVISION_2,
		.data[0].permitted = 1u << CAP_NET_RAW,
	};
	int fd = make_file();

	return fd < 0 ? -1
		      : drop_file(fd, fsetxattr(fd, "security.capability",
						&data, sizeof(data), 0));
}

/* CAP_MAC_ADMIN: a label that the loaded policy does not know */
int ask_unknown_label(void)
{
	static const char label[] = "system_u:object_r:whittle_no_such_t:s0";
	int fd = make_file();
	int result;

	if (fd < 0)
		return -1;
	result = fsetxattr(fd, "security.selinux", label, sizeof(label), 0);
	/* Where it is refused, the kernel says: invalid. */
	return drop_file(fd, result);
}

/* CAP_CHECKPOINT_RESTORE, or CAP_SYS_ADMIN: follow a link of map_files */
int ask_map_files(void)
{
	char range[64], path[96];
	FILE *maps = fopen("/proc/self/maps", "re");
	int fd;

	if (!maps || fscanf(maps, "%63s", range) != 1)
		return -1;
	fclose(maps);
	snprintf(path, sizeof(path), "/proc/self/map_files/%s", range);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -1 : close(fd);
}
