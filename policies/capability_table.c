/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/capability_table.h"

#include <assert.h>
#include <linux/capability.h>

#define BIT(capability) ((capset_t)1 << (CAP_##capability))
#define READ_ON		"6.12.107"

/*
 * "instead" holds what the helper that asks accepts as well: perfmon_capable()
 * and its like ask the narrow one first, so that is the one on record. Sites
 * that differ from their capability's usual one are rows of check_sites.c.
 *
 * SYSLOG has none: check_syslog_permissions() took SYS_ADMIN too, with a
 * warning, on older kernels; 6.12 no longer does.
 */
static const struct capability_row rows[] = {
	[CAP_CHOWN] = {"CAP_CHOWN", 3,
		       "gives any file within reach to any user", CAPSET_NONE,
		       "fs/attr.c chown_ok()", READ_ON},
	[CAP_DAC_OVERRIDE] =
		{"CAP_DAC_OVERRIDE", 4,
		 "reads and writes any file within reach, whatever its mode",
		 CAPSET_NONE, "fs/namei.c generic_permission()", READ_ON},
	[CAP_DAC_READ_SEARCH] =
		{"CAP_DAC_READ_SEARCH", 3,
		 "reads any file within reach, and opens files by handle, also "
		 "outside its own mounts",
		 BIT(DAC_OVERRIDE), "fs/namei.c generic_permission()", READ_ON},
	[CAP_FOWNER] = {"CAP_FOWNER", 3,
			"changes mode, times and attributes of files of others",
			CAPSET_NONE, "fs/inode.c inode_owner_or_capable()",
			READ_ON},
	[CAP_FSETID] =
		{"CAP_FSETID", 2,
		 "keeps set-user-id and set-group-id bits on files it changes",
		 CAPSET_NONE, "fs/attr.c setattr_should_drop_suidgid()",
		 READ_ON},
	[CAP_KILL] = {"CAP_KILL", 2, "signals any process it can see",
		      CAPSET_NONE, "kernel/signal.c kill_ok_by_cred()",
		      READ_ON},
	[CAP_SETGID] = {"CAP_SETGID", 3, "becomes any group", CAPSET_NONE,
			"kernel/sys.c __sys_setresgid()", READ_ON},
	[CAP_SETUID] = {"CAP_SETUID", 3, "becomes any user", CAPSET_NONE,
			"kernel/sys.c __sys_setresuid()", READ_ON},
	[CAP_SETPCAP] = {"CAP_SETPCAP", 2,
			 "rearranges its own capability sets and securebits",
			 CAPSET_NONE, "security/commoncap.c cap_prctl_drop()",
			 READ_ON},
	[CAP_LINUX_IMMUTABLE] =
		{"CAP_LINUX_IMMUTABLE", 2,
		 "sets and clears the immutable and append-only flags",
		 CAPSET_NONE, "fs/ioctl.c fileattr_set_prepare()", READ_ON},
	[CAP_NET_BIND_SERVICE] = {"CAP_NET_BIND_SERVICE", 1,
				  "listens on ports below 1024", CAPSET_NONE,
				  "net/ipv4/af_inet.c __inet_bind()", READ_ON},
	[CAP_NET_BROADCAST] =
		{"CAP_NET_BROADCAST", 1,
		 "hears netlink broadcasts of other network namespaces",
		 CAPSET_NONE, "net/netlink/af_netlink.c do_one_broadcast()",
		 READ_ON},
	[CAP_NET_ADMIN] =
		{"CAP_NET_ADMIN", 3,
		 "reconfigures interfaces, routes and firewall of its network "
		 "namespace; with host network, the host's",
		 CAPSET_NONE, "net/core/rtnetlink.c rtnetlink_rcv_msg()",
		 READ_ON},
	[CAP_NET_RAW] =
		{"CAP_NET_RAW", 2,
		 "sends forged and reads foreign packets on its network",
		 CAPSET_NONE, "net/packet/af_packet.c packet_create()",
		 READ_ON},
	[CAP_IPC_LOCK] =
		{"CAP_IPC_LOCK", 2,
		 "pins memory beyond its limit, which can starve the host",
		 CAPSET_NONE, "mm/mlock.c do_mlock()", READ_ON},
	[CAP_IPC_OWNER] = {"CAP_IPC_OWNER", 2,
			   "uses any System V IPC object of its IPC namespace",
			   CAPSET_NONE, "ipc/util.c ipcperms()", READ_ON},
	[CAP_SYS_MODULE] = {"CAP_SYS_MODULE", 5,
			    "loads code into the host's kernel", CAPSET_NONE,
			    "kernel/module/main.c may_init_module()", READ_ON},
	[CAP_SYS_RAWIO] =
		{"CAP_SYS_RAWIO", 5,
		 "reaches I/O ports, kernel memory and raw device commands",
		 CAPSET_NONE, "fs/proc/kcore.c open_kcore()", READ_ON},
	[CAP_SYS_CHROOT] =
		{"CAP_SYS_CHROOT", 2,
		 "changes its root directory, and with it what set-user-id "
		 "programs trust",
		 CAPSET_NONE, "fs/open.c SYSCALL chroot", READ_ON},
	[CAP_SYS_PTRACE] =
		{"CAP_SYS_PTRACE", 4,
		 "reads and takes over every process it can see; with the "
		 "host's pid namespace, the host",
		 CAPSET_NONE, "kernel/ptrace.c __ptrace_may_access()", READ_ON},
	[CAP_SYS_PACCT] = {"CAP_SYS_PACCT", 2,
			   "switches process accounting on and off",
			   CAPSET_NONE, "kernel/acct.c SYSCALL acct", READ_ON},
	[CAP_SYS_ADMIN] =
		{"CAP_SYS_ADMIN", 5,
		 "mounts, enters namespaces and much more: as good as root on "
		 "the host",
		 CAPSET_NONE, "fs/namespace.c may_mount()", READ_ON},
	[CAP_SYS_BOOT] =
		{"CAP_SYS_BOOT", 4,
		 "reboots the host; with kexec, into a kernel of its choice",
		 CAPSET_NONE, "kernel/reboot.c SYSCALL reboot", READ_ON},
	[CAP_SYS_NICE] =
		{"CAP_SYS_NICE", 2,
		 "takes processor time from others, up to real-time classes",
		 CAPSET_NONE, "kernel/sched/syscalls.c can_nice()", READ_ON},
	[CAP_SYS_RESOURCE] =
		{"CAP_SYS_RESOURCE", 2,
		 "raises resource limits and uses reserves meant for root",
		 CAPSET_NONE, "kernel/sys.c do_prlimit()", READ_ON},
	[CAP_SYS_TIME] =
		{"CAP_SYS_TIME", 3,
		 "sets the host's clock, on which certificates and logs rely",
		 CAPSET_NONE, "security/commoncap.c cap_settime()", READ_ON},
	[CAP_SYS_TTY_CONFIG] =
		{"CAP_SYS_TTY_CONFIG", 2,
		 "reconfigures virtual terminals and hangs them up",
		 CAPSET_NONE, "fs/open.c SYSCALL vhangup", READ_ON},
	[CAP_MKNOD] =
		{"CAP_MKNOD", 3,
		 "makes device nodes; the device cgroup decides which open",
		 CAPSET_NONE, "fs/namei.c vfs_mknod()", READ_ON},
	[CAP_LEASE] = {"CAP_LEASE", 1, "takes leases on files of others",
		       CAPSET_NONE, "fs/locks.c vfs_setlease()", READ_ON},
	[CAP_AUDIT_WRITE] = {"CAP_AUDIT_WRITE", 2,
			     "writes messages of its own into the audit log",
			     CAPSET_NONE, "kernel/audit.c audit_netlink_ok()",
			     READ_ON},
	[CAP_AUDIT_CONTROL] =
		{"CAP_AUDIT_CONTROL", 4,
		 "changes audit rules, and can switch auditing off",
		 CAPSET_NONE, "kernel/audit.c audit_netlink_ok()", READ_ON},
	[CAP_SETFCAP] = {"CAP_SETFCAP", 3,
			 "puts capabilities on executable files", CAPSET_NONE,
			 "security/commoncap.c cap_convert_nscap()", READ_ON},
	[CAP_MAC_OVERRIDE] = {"CAP_MAC_OVERRIDE", 4, "is above Smack's rules",
			      CAPSET_NONE,
			      "security/smack/smack_access.c smk_tskacc()",
			      READ_ON},
	[CAP_MAC_ADMIN] =
		{"CAP_MAC_ADMIN", 4,
		 "changes Smack and AppArmor policy and sets labels SELinux "
		 "does not know",
		 CAPSET_NONE, "security/selinux/hooks.c has_cap_mac_admin()",
		 READ_ON},
	[CAP_SYSLOG] = {"CAP_SYSLOG", 2,
			"reads and clears the kernel log, and may see kernel "
			"addresses",
			CAPSET_NONE,
			"kernel/printk/printk.c check_syslog_permissions()",
			READ_ON},
	[CAP_WAKE_ALARM] = {"CAP_WAKE_ALARM", 1,
			    "sets timers that wake a sleeping host",
			    CAPSET_NONE, "fs/timerfd.c SYSCALL timerfd_create",
			    READ_ON},
	[CAP_BLOCK_SUSPEND] = {"CAP_BLOCK_SUSPEND", 1,
			       "keeps the host from sleeping", CAPSET_NONE,
			       "kernel/power/wakelock.c pm_wake_lock()",
			       READ_ON},
	[CAP_AUDIT_READ] = {"CAP_AUDIT_READ", 2,
			    "reads the host's audit log as it is written",
			    CAPSET_NONE,
			    "kernel/audit.c audit_multicast_bind()", READ_ON},
	[CAP_PERFMON] =
		{"CAP_PERFMON", 4,
		 "traces the whole host: other processes and kernel memory",
		 BIT(SYS_ADMIN), "include/linux/capability.h perfmon_capable()",
		 READ_ON},
	[CAP_BPF] = {"CAP_BPF", 4,
		     "loads BPF programs and maps into the host's kernel",
		     BIT(SYS_ADMIN), "include/linux/capability.h bpf_capable()",
		     READ_ON},
	[CAP_CHECKPOINT_RESTORE] =
		{"CAP_CHECKPOINT_RESTORE", 2,
		 "chooses pids and looks into mapped files, to restore "
		 "processes",
		 BIT(SYS_ADMIN),
		 "include/linux/capability.h checkpoint_restore_ns_capable()",
		 READ_ON},
};

/* One row for each that this kernel's header knows when the table was made. */
static_assert(sizeof(rows) / sizeof(rows[0]) == CAP_CHECKPOINT_RESTORE + 1,
	      "one row for each capability from 0 to 40");

const struct capability_row *capability_row(unsigned int capability)
{
	if (capability >= sizeof(rows) / sizeof(rows[0]))
		return NULL;
	return &rows[capability];
}

unsigned int capability_risk(unsigned int capability)
{
	const struct capability_row *row = capability_row(capability);

	return row ? row->risk : CAPABILITY_RISK_MAX;
}

unsigned int capability_least_risk(capset_t set)
{
	unsigned int best = CAPABILITY_MAX + 1;

	assert(set != CAPSET_NONE);
	for (unsigned int c = 0; c <= CAPABILITY_MAX; c++) {
		if (!capset_has(set, c))
			continue;
		if (best > CAPABILITY_MAX ||
		    capability_risk(c) < capability_risk(best))
			best = c;
	}
	return best;
}
