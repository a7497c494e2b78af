/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/avoid_table.h"

#include <linux/capability.h>
#include <string.h>

#include "policies/avoid_evidence.h"

#define ANY AVOID_ANY_CAPABILITY
#define MOUNTS                                                                 \
	"mount umount2 fsopen fsconfig fsmount fspick move_mount open_tree "   \
	"mount_setattr pivot_root"
#define ON_THE_NODE "the node must be set up for it"

const struct avoid_row avoid_rows[] = {
	/* ---- files ------------------------------------------------------- */
	{"mode-of-file", CAP_DAC_READ_SEARCH, NULL, evidence_names_file,
	 "let its user or group read the file: by mode, owner, or a "
	 "supplementary group",
	 avoid_describe_mode, "who else is in that group reads it too",
	 "fs/namei.c acl_permission_check()"},
	{"mode-of-file", CAP_DAC_OVERRIDE, NULL, evidence_names_file,
	 "let its user or group use the file: by mode, owner, or a "
	 "supplementary group",
	 avoid_describe_mode, "who else is in that group may use it too",
	 "fs/namei.c acl_permission_check()"},
	{"mode-of-folder", CAP_DAC_READ_SEARCH, NULL, evidence_blames_folder,
	 "let its user search the folders on the way", avoid_describe_folder,
	 "others may then see what these folders hold",
	 "fs/namei.c may_lookup()"},
	{"mode-of-folder", CAP_DAC_OVERRIDE, NULL, evidence_blames_folder,
	 "let its user search and write the folders on the way",
	 avoid_describe_folder, "others may then see what these folders hold",
	 "fs/namei.c may_lookup(), may_create()"},
	{"run-as-owner", CAP_DAC_READ_SEARCH, NULL, evidence_has_owner,
	 "run as the user who owns the file", avoid_describe_owner,
	 "files of the other user are then out of reach",
	 "fs/namei.c acl_permission_check()"},
	{"run-as-owner", CAP_DAC_OVERRIDE, NULL, evidence_has_owner,
	 "run as the user who owns the file", avoid_describe_owner,
	 "files of the other user are then out of reach",
	 "fs/namei.c acl_permission_check()"},
	{"run-as-owner", CAP_FOWNER, NULL, evidence_has_owner,
	 "run as the user who owns the file", avoid_describe_owner,
	 "files of the other user are then out of reach",
	 "fs/inode.c inode_owner_or_capable()"},
	{"own-from-the-start", CAP_FOWNER, NULL, NULL,
	 "give mode and times when the image is built, or make the file as the "
	 "user who changes it",
	 NULL, "the image must be built for it",
	 "fs/inode.c inode_owner_or_capable()"},
	{"owner-in-image", CAP_CHOWN, NULL, NULL,
	 "give files their owner when the image is built, volumes by fsGroup",
	 avoid_describe_chown, "the image must be built for it",
	 "fs/attr.c chown_ok()"},
	{"bits-in-image", CAP_FSETID, NULL, NULL,
	 "set set-id bits when the image is built", NULL,
	 "a change clears them again",
	 "fs/attr.c setattr_should_drop_suidgid()"},
	{"flag-from-host", CAP_LINUX_IMMUTABLE, NULL, NULL,
	 "set the flag from the host (chattr)", NULL, ON_THE_NODE,
	 "fs/ioctl.c fileattr_set_prepare()"},
	{"run-as-owner", CAP_LEASE, NULL, evidence_has_owner,
	 "run as the user who owns the file", avoid_describe_owner,
	 "files of the other user are then out of reach",
	 "fs/locks.c vfs_setlease()"},
	{"lease-of-own", CAP_LEASE, NULL, NULL,
	 "take leases on files of its own only", NULL,
	 "it must do without on others", "fs/locks.c vfs_setlease()"},
	{"fcap-in-image", CAP_SETFCAP, NULL, NULL,
	 "set file capabilities when the image is built", NULL,
	 "the image must be built for it",
	 "security/commoncap.c cap_convert_nscap()"},

	/* ---- users and groups -------------------------------------------- */
	{"start-as-user", CAP_SETUID, NULL, NULL,
	 "start it as the user that it changes to (runAsUser, USER of the "
	 "image)",
	 NULL, "that user must get at what root did before: ports, logs, pids",
	 "setuid(2)"},
	{"start-as-user", CAP_SETGID, NULL, NULL,
	 "start it with the groups that it changes to (runAsGroup, "
	 "supplementalGroups)",
	 NULL, "that group must get at what root did before",
	 "setgid(2), setgroups(2)"},
	{"drop-outside", CAP_SETPCAP, NULL, NULL,
	 "leave the dropping to the engine: started with less there is less to "
	 "drop",
	 NULL, "a program that insists on dropping itself may give up",
	 "capabilities(7)"},
	{"same-user", CAP_KILL, NULL, NULL,
	 "run who signals as the user of who is signalled", NULL,
	 "the two then share all that user has",
	 "kernel/signal.c kill_ok_by_cred()"},
	{"same-user", CAP_IPC_OWNER, NULL, NULL,
	 "run all users of the IPC object as its owner, or make its mode wider",
	 NULL, "the two then share all that user has", "ipc/util.c ipcperms()"},
	{"same-user", CAP_SYS_PTRACE, NULL, NULL,
	 "trace as the user of the traced, with no more capabilities than it "
	 "has",
	 NULL, "kernel.yama.ptrace_scope may allow children only",
	 "kernel/ptrace.c __ptrace_may_access()"},

	/* ---- network ----------------------------------------------------- */
	{"unprivileged-port", CAP_NET_BIND_SERVICE, NULL, NULL,
	 "set the sysctl net.ipv4.ip_unprivileged_port_start=0 (pod: "
	 "securityContext.sysctls; engine: --sysctl)",
	 NULL, "all in the pod may bind low ports; not with the host's network",
	 "include/net/ip.h inet_port_requires_bind_service()"},
	{"other-port", CAP_NET_BIND_SERVICE, NULL, NULL,
	 "listen on a port from 1024 up and map it (targetPort, -p 80:8080)",
	 NULL, "a line of its configuration", "ip(7)"},
	{"network-from-outside", CAP_NET_ADMIN,
	 "ioctl sendto sendmsg sendmmsg write writev", NULL,
	 "have interfaces, routes and rules made from outside: by the network "
	 "plugin, or an init container that alone holds it",
	 NULL, "it cannot change them later",
	 "net/core/rtnetlink.c rtnetlink_rcv_msg()"},
	{"network-sysctl", CAP_NET_ADMIN, "open openat openat2",
	 evidence_is_sysctl, "have the sysctl set from outside",
	 avoid_describe_sysctl, "it cannot change it later",
	 "net/sysctl_net.c net_ctl_permissions()"},
	{"network-agent", CAP_NET_ADMIN, NULL, NULL,
	 "leave it to one pod of the node that holds it for all", NULL,
	 ON_THE_NODE, "capabilities(7)"},
	{"ping-group", CAP_NET_RAW, "socket", evidence_may_be_icmp,
	 "if it only pings: the sysctl net.ipv4.ping_group_range=\"0 "
	 "2147483647\" gives ICMP sockets to everybody",
	 NULL, "no raw socket of another protocol, and no packet socket",
	 "net/ipv4/ping.c ping_init_sock()"},
	{"debug-container", CAP_NET_RAW, "socket", NULL,
	 "capture from a container of its own, for as long as it takes "
	 "(kubectl debug, --network container:NAME)",
	 NULL, "one more step for who looks", "packet(7)"},
	{"same-network", CAP_NET_RAW, NULL, NULL,
	 "have a proxy or the network plugin do it", NULL, ON_THE_NODE,
	 "raw(7), packet(7)"},
	{"ask-itself", CAP_NET_BROADCAST, NULL, NULL,
	 "listen to netlink in its own network namespace only", NULL,
	 "it hears nothing of the others",
	 "net/netlink/af_netlink.c do_one_broadcast()"},

	/* ---- limits, priorities, clocks -----------------------------------
	 */
	{"memlock-limit", CAP_IPC_LOCK, NULL, NULL,
	 "raise RLIMIT_MEMLOCK from outside (--ulimit memlock=-1:-1; "
	 "Kubernetes: LimitMEMLOCK of the container runtime's unit)",
	 NULL, "locked memory is counted to nobody but the memory limit",
	 "mm/mlock.c can_do_mlock()"},
	{"oom-from-outside", CAP_SYS_RESOURCE, NULL, evidence_is_oom_score,
	 "set it from outside (--oom-score-adj; Kubernetes: by the pod's QoS "
	 "class)",
	 NULL, "it cannot lower it later", "fs/proc/base.c __set_oom_adj()"},
	{"limit-from-outside", CAP_SYS_RESOURCE, "prlimit64 setrlimit", NULL,
	 "set the limit from outside (--ulimit nofile=65536:65536; Kubernetes: "
	 "LimitNOFILE of the container runtime's unit)",
	 NULL, "it cannot raise it later", "kernel/sys.c do_prlimit()"},
	{"wider-limit", CAP_SYS_RESOURCE, NULL, NULL,
	 "widen the limit it meets: RLIMIT_NPROC, a quota, fs.pipe-max-size, "
	 "fs.mqueue",
	 NULL, ON_THE_NODE, "getrlimit(2), pipe(7), mq_overview(7)"},
	{"priority-limit", CAP_SYS_NICE,
	 "setpriority nice sched_setscheduler sched_setparam sched_setattr",
	 NULL,
	 "raise RLIMIT_NICE or RLIMIT_RTPRIO from outside (--ulimit "
	 "rtprio=99), or give it the weight by cgroup (cpu requests)",
	 NULL, "real-time classes can starve others all the same",
	 "kernel/sched/syscalls.c can_nice(), user_check_sched_setscheduler()"},
	{"memory-nodes", CAP_SYS_NICE, "mbind move_pages migrate_pages", NULL,
	 "place its memory from outside (--cpuset-mems)", NULL,
	 "it cannot move memory that others share",
	 "mm/mempolicy.c kernel_migrate_pages()"},
	{"same-user", CAP_SYS_NICE, NULL, NULL,
	 "run who sets it as the user of the process that it sets it for", NULL,
	 "the two then share all that user has",
	 "kernel/sys.c set_one_prio_perm()"},
	{"clock-on-node", CAP_SYS_TIME, NULL, NULL,
	 "keep the time on the node (chrony, ntpd there): containers share its "
	 "clock",
	 NULL, ON_THE_NODE, "security/commoncap.c cap_settime()"},
	{"ordinary-timer", CAP_WAKE_ALARM, NULL, NULL,
	 "use a clock that does not wake the host (CLOCK_MONOTONIC)", NULL,
	 "a sleeping host wakes late", "timerfd_create(2)"},
	{"no-sleep", CAP_BLOCK_SUSPEND, NULL, NULL,
	 "keep the node from sleeping on the node (systemd-inhibit)", NULL,
	 ON_THE_NODE, "fs/eventpoll.c ep_take_care_of_epollwakeup()"},

	/* ---- mounts, devices, the kernel ----------------------------------
	 */
	{"mount-from-outside", CAP_SYS_ADMIN, MOUNTS, NULL,
	 "have the engine mount it: a volume, emptyDir (medium: Memory), "
	 "--mount, --tmpfs",
	 NULL, "what is mounted must be known before", "mount(2)"},
	{"agent-for-mount", CAP_SYS_ADMIN, "mount umount2", NULL,
	 "hand mount to a seccomp agent on the node (SCMP_ACT_NOTIFY, "
	 "listenerPath)",
	 NULL, "the agent holds the right, and must read arguments with care",
	 "seccomp_unotify(2)"},
	{"name-from-outside", CAP_SYS_ADMIN, "sethostname setdomainname", NULL,
	 "have the engine set it (spec.hostname, --hostname)", NULL,
	 "it cannot change it later", "kernel/sys.c SYSCALL sethostname"},
	{"namespaces-inside", CAP_SYS_ADMIN,
	 MOUNTS " unshare setns clone clone3", NULL,
	 "give it a user namespace (hostUsers: false, --userns=auto): it then "
	 "makes and mounts in namespaces of its own",
	 NULL, "no disks; ids of volumes are mapped; needs idmapped mounts",
	 "user_namespaces(7)"},
	{"helper-on-node", CAP_SYS_ADMIN, NULL, NULL,
	 "have a service of the node do this one thing, and talk to it", NULL,
	 ON_THE_NODE, "capabilities(7)"},
	{"device-from-outside", CAP_MKNOD, "mknod mknodat", NULL,
	 "have the engine make the device (--device, a device plugin)", NULL,
	 "devices must be known before", "mknod(2)"},
	{"agent-for-mknod", CAP_MKNOD, "mknod mknodat", NULL,
	 "hand mknod to a seccomp agent on the node (SCMP_ACT_NOTIFY, "
	 "listenerPath)",
	 NULL, "the agent holds the right, and must read arguments with care",
	 "seccomp_unotify(2)"},
	{"module-on-host", CAP_SYS_MODULE, NULL, NULL,
	 "load the module on the host (/etc/modules-load.d)", NULL, ON_THE_NODE,
	 "modules-load.d(5)"},
	{"device-service", CAP_SYS_RAWIO, NULL, NULL,
	 "have a service of the host reach the device", NULL, ON_THE_NODE,
	 "capabilities(7)"},
	{"no-chroot", CAP_SYS_CHROOT, "chroot", NULL,
	 "switch its chroot off: a container has a root of its own", NULL,
	 "one wall less between parts of the program", "chroot(2)"},
	{"namespaces-from-outside", CAP_SYS_CHROOT, NULL, NULL,
	 "have the engine put it into the namespaces it enters", NULL,
	 "they must be known before", "setns(2)"},
	{"accounting-on-host", CAP_SYS_PACCT, NULL, NULL,
	 "switch accounting on from the host", NULL, ON_THE_NODE, "acct(2)"},
	{"reboot-on-request", CAP_SYS_BOOT, NULL, NULL,
	 "have a service of the node reboot it on request", NULL, ON_THE_NODE,
	 "reboot(2)"},
	{"terminal-on-host", CAP_SYS_TTY_CONFIG, NULL, NULL,
	 "set up the terminal on the host, or do without vhangup", NULL,
	 ON_THE_NODE, "fs/open.c SYSCALL vhangup"},

	/* ---- logs, policy, tracing ----------------------------------------
	 */
	{"dmesg-for-all", CAP_SYSLOG, NULL, evidence_is_dmesg,
	 "set the sysctl kernel.dmesg_restrict=0 on the node", NULL,
	 "every process of the node may read the kernel's log",
	 "kernel/printk/printk.c syslog_action_restricted()"},
	{"kernel-log-on-node", CAP_SYSLOG, NULL, NULL,
	 "leave the kernel's log to the node's own logger (rsyslog: do not "
	 "load "
	 "imklog)",
	 NULL, "it no longer sees kernel messages",
	 "kernel/printk/printk.c check_syslog_permissions()"},
	{"audit-in-userns", CAP_AUDIT_WRITE, NULL, NULL,
	 "run it in a user namespace (hostUsers: false): the kernel answers as "
	 "if it had no audit, and logins go on",
	 NULL, "logins are not in the host's audit log",
	 "kernel/audit.c audit_netlink_ok()"},
	{"audit-on-node", CAP_AUDIT_CONTROL, NULL, NULL,
	 "set audit rules on the node (auditctl, augenrules)", NULL,
	 ON_THE_NODE, "kernel/audit.c audit_netlink_ok()"},
	{"audit-log-file", CAP_AUDIT_READ, NULL, NULL,
	 "read what the node's auditd writes, or have it sent (audisp)", NULL,
	 ON_THE_NODE, "auditd(8)"},
	{"smack-on-host", CAP_MAC_OVERRIDE, NULL, NULL,
	 "give it a Smack label that may", NULL, ON_THE_NODE,
	 "security/smack/smack_access.c smk_tskacc()"},
	{"policy-on-host", CAP_MAC_ADMIN, NULL, NULL,
	 "load policy and set labels on the host", NULL, ON_THE_NODE,
	 "security/selinux/hooks.c has_cap_mac_admin()"},
	{"perf-for-all", CAP_PERFMON, "perf_event_open", NULL,
	 "lower the sysctl kernel.perf_event_paranoid on the node", NULL,
	 "every process of the node may measure as much",
	 "include/linux/perf_event.h perf_allow_cpu()"},
	{"bpf-on-node", CAP_PERFMON, NULL, NULL,
	 "have a loader on the node load and pin the program", NULL,
	 ON_THE_NODE, "bpf(2)"},
	{"bpf-on-node", CAP_BPF, NULL, NULL,
	 "have a loader on the node load and pin the program", NULL,
	 ON_THE_NODE, "bpf(2)"},
	{"restore-by-runtime", CAP_CHECKPOINT_RESTORE, NULL, NULL,
	 "have the runtime restore it (podman container restore)", NULL,
	 ON_THE_NODE, "criu(8)"},

	/* ---- for all that it serves ---------------------------------------
	 */
	{"user-namespace", ANY, NULL, need_works_in_userns,
	 "give it a user namespace (hostUsers: false, --userns=auto): the "
	 "grant "
	 "then counts nothing on the host",
	 NULL, "ids of volumes are mapped; needs idmapped mounts",
	 "user_namespaces(7)"},
	{"file-capability", ANY, NULL, need_is_of_one_program,
	 "run it as a user, and put the capability on its file alone (setcap)",
	 avoid_describe_setcap,
	 "it stays in the list to add, and no_new_privs switches it off",
	 "capabilities(7)"},
	{.id = NULL},
};

static bool row_fits(const struct avoid_row *row,
		     const struct capability_need *need,
		     const struct evidence *evidence)
{
	struct reason reason;

	if (row->syscalls && !(evidence->syscall &&
			       words_have(row->syscalls, evidence->syscall)))
		return false;
	reason_parse(&reason, evidence->reason);
	return !row->fits || row->fits(need, evidence, &reason);
}

/* Before those that fit fewer; behind those that fit as many. */
static size_t put_way(struct avoid_way *ways, size_t count,
		      const struct avoid_way *way)
{
	size_t place = count;

	while (place > 0 && ways[place - 1].fitting < way->fitting)
		place--;
	if (place == AVOID_WAYS_MAX)
		return count;
	if (count == AVOID_WAYS_MAX)
		count--;
	memmove(&ways[place + 1], &ways[place],
		(count - place) * sizeof(*ways));
	ways[place] = *way;
	return count + 1;
}

bool avoid_row_concerns(const struct avoid_row *row, unsigned int capability)
{
	const struct capability_need need = {.capability = capability};

	if (row->capability != AVOID_ANY_CAPABILITY)
		return row->capability == capability;
	return row->fits != need_works_in_userns ||
	       need_works_in_userns(&need, NULL, NULL);
}

size_t avoid_ways_find(const struct capability_need *need,
		       struct avoid_way *ways)
{
	size_t count = 0;

	for (const struct avoid_row *row = avoid_rows; row->id; row++) {
		struct avoid_way way = {.row = row};

		if (!avoid_row_concerns(row, need->capability))
			continue;
		for (size_t i = 0; i < need->evidence_count; i++) {
			const struct evidence *evidence = &need->evidence[i];

			if (!row_fits(row, need, evidence))
				continue;
			if (!way.fitting++)
				way.first = evidence;
		}
		if (way.fitting)
			count = put_way(ways, count, &way);
	}
	return count;
}

void avoid_way_describe(struct text *text, const struct avoid_way *way)
{
	size_t before = text->length;
	struct reason reason;

	reason_parse(&reason, way->first->reason);
	if (way->row->describe)
		way->row->describe(text, way->first, &reason);
	if (text->length == before)
		text_add(text, way->row->way);
}
