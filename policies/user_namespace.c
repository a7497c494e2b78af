/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/user_namespace.h"

#include <assert.h>
#include <stddef.h>
#include <linux/capability.h>

#define WORKS	    USERNS_WORKS
#define PARTLY	    USERNS_PARTLY
#define NEVER	    USERNS_NEVER
#define MAPPED	    "on files whose owner is mapped there"
#define OWN_NETWORK "in a network namespace that it owns, not the host's"
#define HOST_ONLY   "the kernel asks for it on the host only"

/*
 * ns_capable() and capable_wrt_inode_uidgid() take the namespace's own,
 * capable() and netlink_capable() the host's.
 */
static const struct userns_row rows[] = {
	[CAP_CHOWN] = {WORKS, MAPPED, "fs/attr.c chown_ok()"},
	[CAP_DAC_OVERRIDE] = {WORKS, MAPPED, "fs/namei.c generic_permission()"},
	[CAP_DAC_READ_SEARCH] =
		{PARTLY, MAPPED "; of handles those of folders only",
		 "fs/namei.c generic_permission(), fs/fhandle.c "
		 "may_decode_fh()"},
	[CAP_FOWNER] = {WORKS, MAPPED, "fs/inode.c inode_owner_or_capable()"},
	[CAP_FSETID] = {PARTLY,
			"keeps the set-group-id bit on chmod, " MAPPED
			"; on writing never",
			"fs/inode.c in_group_or_capable(), fs/attr.c "
			"setattr_should_drop_suidgid()"},
	[CAP_KILL] = {WORKS, "for processes of the namespace",
		      "kernel/signal.c kill_ok_by_cred()"},
	[CAP_SETGID] = {WORKS, "to groups that are mapped there",
			"kernel/sys.c __sys_setresgid()"},
	[CAP_SETUID] = {WORKS, "to users that are mapped there",
			"kernel/sys.c __sys_setresuid()"},
	[CAP_SETPCAP] = {WORKS, "for its own sets",
			 "security/commoncap.c cap_prctl_drop()"},
	[CAP_LINUX_IMMUTABLE] = {NEVER, HOST_ONLY,
				 "fs/ioctl.c fileattr_set_prepare()"},
	[CAP_NET_BIND_SERVICE] = {WORKS, OWN_NETWORK,
				  "net/ipv4/af_inet.c __inet_bind()"},
	[CAP_NET_BROADCAST] = {WORKS, OWN_NETWORK,
			       "net/netlink/af_netlink.c do_one_broadcast()"},
	[CAP_NET_ADMIN] = {WORKS, OWN_NETWORK,
			   "net/core/rtnetlink.c rtnetlink_rcv_msg()"},
	[CAP_NET_RAW] = {WORKS, OWN_NETWORK,
			 "net/packet/af_packet.c packet_create()"},
	[CAP_IPC_LOCK] = {PARTLY, "only to lock System V shared memory",
			  "ipc/shm.c shmctl_do_lock(), mm/mlock.c do_mlock()"},
	[CAP_IPC_OWNER] = {WORKS, "in an IPC namespace that it owns",
			   "ipc/util.c ipcperms()"},
	[CAP_SYS_MODULE] = {NEVER, HOST_ONLY,
			    "kernel/module/main.c may_init_module()"},
	[CAP_SYS_RAWIO] = {NEVER, HOST_ONLY, "fs/proc/kcore.c open_kcore()"},
	[CAP_SYS_CHROOT] = {WORKS, "always", "fs/open.c SYSCALL chroot"},
	[CAP_SYS_PTRACE] = {WORKS, "for processes of the namespace",
			    "kernel/ptrace.c ptrace_has_cap()"},
	[CAP_SYS_PACCT] = {NEVER, HOST_ONLY, "kernel/acct.c SYSCALL acct"},
	[CAP_SYS_ADMIN] =
		{PARTLY,
		 "mounts tmpfs, proc, overlay and bind mounts, makes "
		 "namespaces, sets the host name; no disks, no quotas, no "
		 "devices",
		 "fs/namespace.c may_mount(), fs/super.c mount_capable()"},
	[CAP_SYS_BOOT] = {PARTLY, "only ends a pid namespace that it owns",
			  "kernel/reboot.c SYSCALL reboot"},
	[CAP_SYS_NICE] = {PARTLY,
			  "only on the affinity and timer slack of others; "
			  "priorities never",
			  "kernel/sched/syscalls.c can_nice()"},
	[CAP_SYS_RESOURCE] = {PARTLY,
			      "only to reach the limits of other processes; "
			      "raising one never",
			      "kernel/sys.c do_prlimit()"},
	[CAP_SYS_TIME] = {NEVER, "the clock is the host's",
			  "security/commoncap.c cap_settime()"},
	[CAP_SYS_TTY_CONFIG] = {NEVER, HOST_ONLY, "fs/open.c SYSCALL vhangup"},
	[CAP_MKNOD] = {NEVER, HOST_ONLY, "fs/namei.c vfs_mknod()"},
	[CAP_LEASE] = {NEVER, HOST_ONLY, "fs/locks.c vfs_setlease()"},
	[CAP_AUDIT_WRITE] = {NEVER,
			     "the kernel answers there as if it had no audit",
			     "kernel/audit.c audit_netlink_ok()"},
	[CAP_AUDIT_CONTROL] = {NEVER, HOST_ONLY,
			       "kernel/audit.c audit_netlink_ok()"},
	[CAP_SETFCAP] = {WORKS, MAPPED "; it counts in that namespace only",
			 "security/commoncap.c cap_convert_nscap()"},
	[CAP_MAC_OVERRIDE] = {NEVER, HOST_ONLY,
			      "security/smack/smack_access.c "
			      "smack_privileged_cred()"},
	[CAP_MAC_ADMIN] = {NEVER, HOST_ONLY,
			   "security/selinux/hooks.c has_cap_mac_admin()"},
	[CAP_SYSLOG] = {NEVER, HOST_ONLY,
			"kernel/printk/printk.c check_syslog_permissions()"},
	[CAP_WAKE_ALARM] = {NEVER, HOST_ONLY,
			    "kernel/time/alarmtimer.c alarm_timer_create()"},
	[CAP_BLOCK_SUSPEND] = {NEVER, HOST_ONLY,
			       "fs/eventpoll.c ep_take_care_of_epollwakeup()"},
	[CAP_AUDIT_READ] = {NEVER, HOST_ONLY,
			    "kernel/audit.c audit_multicast_bind()"},
	[CAP_PERFMON] = {NEVER, HOST_ONLY,
			 "include/linux/capability.h perfmon_capable()"},
	[CAP_BPF] = {PARTLY, "only with a BPF token that the host gave it",
		     "kernel/bpf/token.c bpf_token_capable()"},
	[CAP_CHECKPOINT_RESTORE] =
		{WORKS, "in namespaces that it owns",
		 "include/linux/capability.h checkpoint_restore_ns_capable()"},
};

static_assert(sizeof(rows) / sizeof(rows[0]) == CAP_CHECKPOINT_RESTORE + 1,
	      "one row for each capability from 0 to 40");

const struct userns_row *userns_row(unsigned int capability)
{
	if (capability >= sizeof(rows) / sizeof(rows[0]))
		return NULL;
	return &rows[capability];
}

const char *userns_reach_name(enum userns_reach reach)
{
	static const char *const names[] = {
		[USERNS_WORKS] = "works",
		[USERNS_PARTLY] = "partly",
		[USERNS_NEVER] = "never",
	};

	return names[reach];
}
