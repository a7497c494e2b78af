/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/check_rows_files.inc. Runs in an ext4 directory. */
#include "ask_sites.h"

#include <linux/fs.h>
#include <sys/fanotify.h>
#include <sys/quota.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#define OTHER 1234

static int setid_bits(void)
{
	make_file("setid", 0, 0644);
	if (chown("setid", 0, OTHER))
		return 125;
	ready();
	return result(chmod("setid", 02755));
}

static int open_by_handle(void)
{
	union {
		struct file_handle handle;
		char bytes[sizeof(struct file_handle) + MAX_HANDLE_SZ];
	} u;
	int mount_id, directory = open(".", O_RDONLY | O_DIRECTORY);

	u.handle.handle_bytes = MAX_HANDLE_SZ;
	make_file("handle", 0, 0644);
	if (name_to_handle_at(AT_FDCWD, "handle", &u.handle, &mount_id, 0))
		return 125;
	ready();
	return result(open_by_handle_at(directory, &u.handle, O_RDONLY));
}

static int link_by_descriptor(void)
{
	int fd = open(make_file("linked", 0, 0644), O_RDONLY);

	unlink("link");
	/* Another set of credentials than the one it was opened with. */
	take_away(CAPS(MAC_OVERRIDE));
	ready();
	return result(linkat(fd, "", AT_FDCWD, "link", AT_EMPTY_PATH));
}

static int noatime_open(void)
{
	make_file("theirs", OTHER, 0644);
	ready();
	return result(syscall(SYS_open, "theirs", O_RDONLY | O_NOATIME, 0));
}

static int noatime_openat(void)
{
	make_file("theirs", OTHER, 0644);
	ready();
	return result(openat(AT_FDCWD, "theirs", O_RDONLY | O_NOATIME));
}

static int noatime_flag(void)
{
	int fd = open(make_file("theirs", OTHER, 0644), O_RDONLY);

	ready();
	return result(fcntl(fd, F_SETFL, O_NOATIME));
}

static int touched_at(void)
{
	make_file("theirs", OTHER, 0644);
	ready();
	return result(utimensat(AT_FDCWD, "theirs", NULL, 0));
}

static int touched(void)
{
	make_file("theirs", OTHER, 0644);
	ready();
	return result(syscall(SYS_utime, "theirs", NULL));
}

static int file_times(void)
{
	const struct timespec times[2] = {{1, 0}, {1, 0}};

	make_file("theirs", OTHER, 0644);
	ready();
	return result(utimensat(AT_FDCWD, "theirs", times, 0));
}

static int file_mode(void)
{
	make_file("theirs", OTHER, 0644);
	ready();
	return result(chmod("theirs", 0600));
}

static int sticky_directory(void)
{
	mkdir("sticky", 0700);
	make_file("sticky/theirs", OTHER, 0644);
	if (chown("sticky", OTHER + 1, OTHER + 1) || chmod("sticky", 01777))
		return 125;
	ready();
	return result(unlink("sticky/theirs"));
}

static int protected_link(void)
{
	borrow("/proc/sys/fs/protected_hardlinks", "1");
	make_file("theirs", OTHER, 04755);
	unlink("link");
	ready();
	return result(link("theirs", "link"));
}

static int set_flags(const char *name, int flags)
{
	int old, fd = open(name, O_RDONLY);

	if (fd < 0 || ioctl(fd, FS_IOC_GETFLAGS, &old))
		return 125;
	old |= flags;
	ready();
	return result(ioctl(fd, FS_IOC_SETFLAGS, &old));
}

static int inode_flags(void)
{
	return set_flags(make_file("theirs", OTHER, 0644), FS_NODUMP_FL);
}

static int immutable_flag(void)
{
	int flags, got = set_flags(make_file("fixed", 0, 0644), FS_APPEND_FL);
	int fd = open("fixed", O_RDONLY);

	prctl(PR_SET_NAME, "ask_sites", 0, 0, 0);
	if (got == 0 && ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
		flags &= ~FS_APPEND_FL;
		ioctl(fd, FS_IOC_SETFLAGS, &flags);
	}
	return got;
}

static int other_attributes(void)
{
	char label[256];
	ssize_t length;

	make_file("theirs", OTHER, 0644);
	length = getxattr("theirs", "security.selinux", label, sizeof(label));
	if (length <= 0)
		return 125;
	ready();
	return result(setxattr("theirs", "security.selinux", label,
			       (size_t)length, 0));
}

static int trusted_list(void)
{
	char names[1024];

	make_file("trusted", 0, 0644);
	if (setxattr("trusted", "trusted.ask", "", 0, 0))
		return 125;
	ready();
	return result(listxattr("trusted", names, sizeof(names)));
}

static int trusted_read(void)
{
	char value[16];

	make_file("trusted", 0, 0644);
	if (setxattr("trusted", "trusted.ask", "1", 1, 0))
		return 125;
	ready();
	return result(getxattr("trusted", "trusted.ask", value, sizeof(value)));
}

static int trusted_write(void)
{
	make_file("trusted", 0, 0644);
	ready();
	return result(setxattr("trusted", "trusted.ask", "1", 1, 0));
}

static int file_capability(void)
{
	const struct vfs_cap_data data = {.magic_etc = VFS_CAP_REVISION_2,
					  .data[0].permitted = 1u
							       << CAP_NET_RAW};

	make_file("capable", 0, 0755);
	ready();
	return result(setxattr("capable", "security.capability", &data,
			       sizeof(data), 0));
}

static int unknown_label(void)
{
	static const char label[] = "system_u:object_r:no_such_thing_t:s0";

	make_file("labelled", 0, 0644);
	ready();
	return result(setxattr("labelled", "security.selinux", label,
			       sizeof(label), 0));
}

static int lease_of_other(void)
{
	int fd = open(make_file("theirs", OTHER, 0644), O_RDONLY);

	ready();
	return result(fcntl(fd, F_SETLEASE, F_RDLCK));
}

static int device_node(void)
{
	unlink("null");
	ready();
	return result(mknod("null", S_IFCHR | 0600, makedev(1, 3)));
}

static int block_map(void)
{
	int block = 0, fd = open(make_file("mapped", 0, 0644), O_RDWR);

	if (write(fd, "x", 1) != 1 || fsync(fd))
		return 125;
	ready();
	return result(ioctl(fd, FIBMAP, &block));
}

/* For a moment all writing to the file system of the test stops. */
static int freeze(void)
{
	int got, fd = open("small", O_RDONLY | O_DIRECTORY);

	ready();
	got = result(ioctl(fd, FIFREEZE, 0));
	prctl(PR_SET_NAME, "ask_sites", 0, 0, 0);
	ioctl(fd, FITHAW, 0);
	return got;
}

static int thaw(void)
{
	int fd = open("small", O_RDONLY | O_DIRECTORY), done[2], got;

	if (pipe(done) || ioctl(fd, FIFREEZE, 0))
		return 125;
	if (fork() == 0) { /* or nobody could, where it is refused */
		await_end(done);
		ioctl(fd, FITHAW, 0);
		_exit(0);
	}
	ready();
	got = result(ioctl(fd, FITHAW, 0));
	close(done[1]);
	return got;
}

static int trim(void)
{
	struct fstrim_range range = {.len = UINT64_MAX};
	int fd = open("small", O_RDONLY | O_DIRECTORY);

	ready();
	return result(ioctl(fd, FITRIM, &range));
}

static int deduplication(void)
{
	/* The range, and behind it its one info. */
	union {
		struct file_dedupe_range range;
		char room[sizeof(struct file_dedupe_range) +
			  sizeof(struct file_dedupe_range_info)];
	} arg;
	struct file_dedupe_range_info *info = arg.range.info;
	int one, two;

	mkdir("lower", 0755);
	mkdir("upper", 0755);
	mkdir("work", 0755);
	mkdir("over", 0755);
	own_mounts();
	if (mount("o", "over", "overlay", 0,
		  "lowerdir=lower,upperdir=upper,workdir=work"))
		return 125;
	one = open(make_file("over/one", 0, 0644), O_RDWR);
	two = open(make_file("over/two", 0, 0644), O_RDWR);
	if (write(one, "x", 1) != 1 || write(two, "x", 1) != 1)
		return 125;
	memset(&arg, 0, sizeof(arg));
	arg.range.src_length = 1;
	arg.range.dest_count = 1;
	info->dest_fd = two;
	ready();
	if (ioctl(one, FIDEDUPERANGE, &arg))
		return errno;
	/* ext4 below cannot; what counts is that it is not refused. */
	return info->status == -EPERM ? EPERM : 0;
}

/* The root's device: nothing is changed, quotas are not on. */
static int quota(void)
{
	const char *device = getenv("ROOT_DEVICE");

	ready();
	return result(quotactl(QCMD(Q_QUOTAOFF, USRQUOTA),
			       device ? device : "/dev/nvme0n1", 0, NULL));
}

static int watch_by_handle(void)
{
	ready();
	return result(fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, 0));
}

static int watch(void)
{
	ready();
	return result(fanotify_init(FAN_CLASS_NOTIF, O_RDONLY));
}

static int watch_one_inode(void)
{
	int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, 0);

	ready();
	return result(fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN, AT_FDCWD, "."));
}

static int watch_mount(void)
{
	int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, 0);

	ready();
	return result(fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_FILESYSTEM,
				    FAN_OPEN, AT_FDCWD, "."));
}

static int watch_with_audit(void)
{
	ready();
	return result(
		fanotify_init(FAN_CLASS_CONTENT | FAN_ENABLE_AUDIT, O_RDONLY));
}

#define OP(cap) CAP_##cap, 0, 0

const struct op file_ops[] = {
	{"setid-bits", OP(FSETID), 0, 0, setid_bits, NULL},
	{"open-by-handle", OP(DAC_READ_SEARCH), 0, EPERM, open_by_handle, NULL},
	{"link-by-descriptor", OP(DAC_READ_SEARCH), 0, ENOENT,
	 link_by_descriptor, NULL},
	{"noatime-open", OP(FOWNER), 0, EPERM, noatime_open, NULL},
	{"noatime-openat", OP(FOWNER), 0, EPERM, noatime_openat, NULL},
	{"noatime-flag", OP(FOWNER), 0, EPERM, noatime_flag, NULL},
	{"touched-at", CAP_FOWNER, CAPS(DAC_OVERRIDE), 0, 0, EACCES, touched_at,
	 NULL},
	{"touched", CAP_FOWNER, CAPS(DAC_OVERRIDE), 0, 0, EACCES, touched,
	 NULL},
	{"file-times", OP(FOWNER), 0, EPERM, file_times, NULL},
	{"file-mode", OP(FOWNER), 0, EPERM, file_mode, "setid-bits"},
	{"sticky-directory", OP(FOWNER), 0, EPERM, sticky_directory, NULL},
	{"protected-link", OP(FOWNER), 0, EPERM, protected_link, NULL},
	{"inode-flags", OP(FOWNER), 0, EPERM, inode_flags, NULL},
	{"other-attributes", OP(FOWNER), 0, EPERM, other_attributes, NULL},
	{"immutable-flag", OP(LINUX_IMMUTABLE), 0, EPERM, immutable_flag, NULL},
	{"trusted-list", OP(SYS_ADMIN), 0, 0, trusted_list, NULL},
	{"trusted-read", OP(SYS_ADMIN), 0, ENODATA, trusted_read, NULL},
	{"trusted-write", OP(SYS_ADMIN), 0, EPERM, trusted_write, NULL},
	{"file-capability", OP(SETFCAP), 0, EPERM, file_capability, NULL},
	{"unknown-label", OP(MAC_ADMIN), 0, EINVAL, unknown_label, NULL},
	{"lease-of-other", OP(LEASE), 0, EACCES, lease_of_other, NULL},
	{"device-node", OP(MKNOD), 0, EPERM, device_node, NULL},
	{"block-map", OP(SYS_RAWIO), 0, EPERM, block_map, NULL},
	{"freeze", OP(SYS_ADMIN), 0, EPERM, freeze, NULL},
	{"thaw", OP(SYS_ADMIN), 0, EPERM, thaw, NULL},
	{"trim", OP(SYS_ADMIN), ANY_RESULT, EPERM, trim, NULL},
	{"deduplication", OP(SYS_ADMIN), 0, 0, deduplication, NULL},
	{"quota", OP(SYS_ADMIN), ANY_RESULT, EPERM, quota, NULL},
	{"watch-by-handle", OP(SYS_ADMIN), 0, 0, watch_by_handle, NULL},
	{"watch", OP(SYS_ADMIN), 0, EPERM, watch, NULL},
	{"watch-one-inode", OP(SYS_ADMIN), 0, 0, watch_one_inode, NULL},
	{"watch-mount", OP(SYS_ADMIN), 0, EPERM, watch_mount, NULL},
	{"watch-with-audit", OP(AUDIT_WRITE), 0, EPERM, watch_with_audit,
	 "watch"},
	{.id = NULL},
};
