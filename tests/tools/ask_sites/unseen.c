/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/unseen_checks.c: refused or not, without a record. */
#include "ask_sites.h"

#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sys/uio.h>
#include <sys/xattr.h>

#define OTHER 1234

static int seccomp_filter(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {1, &allow};

	ready();
	return result(
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

static int landlock_domain(void)
{
	uint64_t handled = 1;
	int fd = (int)syscall(444 /* landlock_create_ruleset */, &handled,
			      sizeof(handled), 0);

	if (fd < 0)
		return 124;
	ready();
	return result(syscall(446 /* landlock_restrict_self */, fd, 0));
}

static int securebits(void)
{
	ready();
	return result(
		prctl(PR_SET_SECUREBITS, 1 << SECURE_NO_SETUID_FIXUP, 0, 0, 0));
}

static int inheritable_set(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3,
						  0};
	struct __user_cap_data_struct sets[2];

	take_away(CAPS(LEASE));
	ready();
	if (syscall(SYS_capget, &header, sets))
		return 125;
	sets[0].inheritable |= 1u << CAP_LEASE;
	return result(syscall(SYS_capset, &header, sets));
}

static int user_namespace_root(void)
{
	ready();
	if (unshare(CLONE_NEWUSER))
		return 125;
	return put("/proc/self/uid_map", "0 0 1\n");
}

static int mounts_elsewhere(void)
{
	struct {
		uint32_t size, spare;
		uint64_t mnt_id, param, mnt_ns_id;
	} request = {32, 0, ~0ull, 0, 0};
	uint64_t ids[8];
	int fd = open("/proc/self/ns/mnt", O_RDONLY);

	if (ioctl(fd, 0x8008b705 /* NS_GET_MNTNS_ID */, &request.mnt_ns_id) ||
	    unshare(CLONE_NEWNS))
		return 125;
	ready();
	return result(syscall(458 /* listmount */, &request, ids, 8, 0));
}

static int io_uring_memory(void)
{
	static char pages[1 << 20] __attribute__((aligned(4096)));
	struct iovec buffer = {pages, sizeof(pages)};
	struct io_uring_params parameters;
	int ring;

	memset(&parameters, 0, sizeof(parameters));
	limit(RLIMIT_MEMLOCK, 65536);
	ready();
	ring = (int)syscall(SYS_io_uring_setup, 1, &parameters);
	if (ring < 0)
		return 124;
	return result(syscall(SYS_io_uring_register, ring,
			      IORING_REGISTER_BUFFERS, &buffer, 1));
}

static int trusted_names(void)
{
	char names[256];
	ssize_t length;

	own_mounts();
	mkdir("place", 0755);
	if (mount("ask", "place", "tmpfs", 0, NULL))
		return 125;
	make_file("place/file", 0, 0644);
	if (setxattr("place/file", "trusted.ask", "", 0, 0))
		return 125;
	ready();
	length = listxattr("place/file", names, sizeof(names));
	if (length < 0)
		return errno;
	return memmem(names, (size_t)length, "trusted.ask", 11) ? 0 : ENODATA;
}

static int kernel_addresses(void)
{
	unsigned long long address = 0;
	FILE *symbols;

	ready();
	symbols = fopen("/proc/kallsyms", "re");
	if (!symbols)
		return errno;
	while (!address && fscanf(symbols, "%llx%*[^\n]", &address) == 1)
		;
	return address ? 0 : EPERM;
}

static int network_sysctl(void)
{
	become(OTHER);
	ready();
	return result(open("/proc/sys/net/ipv4/ip_default_ttl", O_WRONLY));
}

static int limits_sysctl(void)
{
	ready();
	return result(open("/proc/sys/user/max_user_namespaces", O_WRONLY));
}

#define OP(cap) CAP_##cap, 0, 0

const struct op unseen_ops[] = {
	{"seccomp-filter", OP(SYS_ADMIN), 0, EACCES, seccomp_filter, NULL},
	{"landlock-domain", OP(SYS_ADMIN), 0, EPERM, landlock_domain, NULL},
	{"securebits", OP(SETPCAP), 0, EPERM, securebits, NULL},
	{"inheritable-set", OP(SETPCAP), 0, EPERM, inheritable_set, NULL},
	{"user-namespace-root", OP(SETFCAP), 0, EPERM, user_namespace_root,
	 NULL},
	{"mounts-elsewhere", OP(SYS_ADMIN), 0, ENOENT, mounts_elsewhere, NULL},
	{"io-uring-memory", OP(IPC_LOCK), 0, ENOMEM, io_uring_memory, NULL},
	{"trusted-names", OP(SYS_ADMIN), 0, ENODATA, trusted_names, NULL},
	{"kernel-addresses", OP(SYSLOG), 0, EPERM, kernel_addresses, NULL},
	{"network-sysctl", OP(NET_ADMIN), 0, EACCES, network_sysctl, NULL},
	{"limits-sysctl", OP(SYS_RESOURCE), 0, EACCES, limits_sysctl, NULL},
	{.id = NULL},
};
