/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/unseen_checks.h"

#include <stdio.h>
#include <string.h>
#include <linux/capability.h>

#include "profile/text.h"

#define READ_ON "6.12.107"
#define TRY	"run it without the capability to find out"

static bool may_gain_privileges(const struct profile *profile)
{
	const struct profile_environment *environment = &profile->environment;

	return !environment->has_no_new_privileges ||
	       !environment->no_new_privileges;
}

/*
 * security_capable() with CAP_OPT_NOAUDIT, or cap_capable() called without
 * the other security modules, or a look at the credentials' bits.
 */
const struct unseen_check unseen_checks[] = {
	{"seccomp-filter", CAP_SYS_ADMIN, "seccomp prctl", NULL,
	 may_gain_privileges, "to load a filter without no_new_privs", TRY,
	 "kernel/seccomp.c seccomp_prepare_filter()", READ_ON},
	{"landlock-domain", CAP_SYS_ADMIN, "landlock_restrict_self", NULL,
	 may_gain_privileges, "to restrict itself without no_new_privs", TRY,
	 "security/landlock/syscalls.c SYSCALL landlock_restrict_self",
	 READ_ON},
	/* prctl() alone tells nothing; who sets securebits calls capset(). */
	{"securebits", CAP_SETPCAP, "prctl", "capset", NULL,
	 "to set securebits", TRY, "security/commoncap.c cap_task_prctl()",
	 READ_ON},
	{"inheritable-set", CAP_SETPCAP, "capset", NULL, NULL,
	 "to make capabilities inheritable that it is not permitted", TRY,
	 "security/commoncap.c cap_inh_is_capped()", READ_ON},
	{"user-namespace-root", CAP_SETFCAP, "unshare", NULL, NULL,
	 "to map user 0 into a user namespace", TRY,
	 "kernel/user_namespace.c create_user_ns(), verify_root_map()",
	 READ_ON},
	/* By number, for libraries that know no name yet: these are the same
	   on all architectures but Alpha and MIPS. */
	{"mounts-elsewhere", CAP_SYS_ADMIN,
	 "listmount statmount syscall_458 syscall_457", NULL, NULL,
	 "to see mounts that its root directory does not reach", TRY,
	 "fs/namespace.c do_statmount(), SYSCALL listmount", READ_ON},
	{"io-uring-memory", CAP_IPC_LOCK, "io_uring_setup", NULL, NULL,
	 "to register buffers beyond RLIMIT_MEMLOCK", TRY,
	 "io_uring/io_uring.c io_uring_create()", READ_ON},
	{"trusted-names", CAP_SYS_ADMIN, "listxattr llistxattr flistxattr",
	 NULL, NULL, "to be told trusted attributes on tmpfs or overlayfs", TRY,
	 "fs/xattr.c simple_xattr_list(), "
	 "fs/overlayfs/xattrs.c ovl_can_list()",
	 READ_ON},
	{"traced-program", CAP_SYS_PTRACE, "ptrace", NULL, NULL,
	 "to read a traced program that is not readable", TRY,
	 "kernel/capability.c ptracer_capable()", READ_ON},

	/* ---- no call tells them ------------------------------------------ */
	{"memory-reserve", CAP_SYS_ADMIN, NULL, NULL, NULL,
	 "with each mapping, to use the last 3 % of memory where "
	 "vm.overcommit_memory is 2",
	 "without it the host is out of memory a little sooner",
	 "security/selinux/hooks.c selinux_vm_enough_memory()", READ_ON},
	{"kernel-addresses", CAP_SYSLOG, NULL, NULL, NULL,
	 "to see addresses in /proc/kallsyms, /proc/modules and the like",
	 "without it they read as 0",
	 "kernel/ksyms_common.c kallsyms_show_value()", READ_ON},
	{"hidden-addresses", CAP_SYS_PTRACE, NULL, NULL, NULL,
	 "to see addresses in /proc/PID/stat of others",
	 "without it they read as 0", "fs/proc/array.c do_task_stat()",
	 READ_ON},
	{"network-sysctl", CAP_NET_ADMIN, NULL, NULL, NULL,
	 "to write below /proc/sys/net when not its owner",
	 "without it the file's mode decides",
	 "net/sysctl_net.c net_ctl_permissions()", READ_ON},
	{"limits-sysctl", CAP_SYS_RESOURCE, NULL, NULL, NULL,
	 "to write below /proc/sys/user",
	 "without it these files are read-only",
	 "kernel/ucount.c set_permissions()", READ_ON},
	{"ipc-sysctl", CAP_CHECKPOINT_RESTORE, NULL, NULL, NULL,
	 "to write /proc/sys/kernel/msg_next_id and its like",
	 "without it the file's mode decides",
	 "ipc/ipc_sysctl.c ipc_permissions()", READ_ON},
	{"lowest-oom-score", CAP_SYS_RESOURCE, NULL, NULL, NULL,
	 "when it sets oom_score_adj, to set the lowest allowed value too",
	 "without it that value stays", "fs/proc/base.c __set_oom_adj()",
	 READ_ON},
	{"low-address", CAP_SYS_RAWIO, NULL, NULL, NULL,
	 "to map memory below vm.mmap_min_addr",
	 "SELinux's own check of the same is recorded as an access",
	 "security/commoncap.c cap_mmap_addr()", READ_ON},
	{"mount-namespaces", CAP_SYS_ADMIN, NULL, NULL, NULL,
	 "to walk the mount namespaces of the host by ioctl",
	 "without it those of others are passed over",
	 "fs/nsfs.c may_see_all_namespaces()", READ_ON},
	{"foreign-label", CAP_MAC_ADMIN, NULL, NULL, NULL,
	 "to read a label that the loaded policy does not know",
	 "without it the file reads as unlabeled_t",
	 "security/selinux/hooks.c selinux_inode_getsecurity()", READ_ON},
	{.id = NULL},
};

/* Did SYSCALL occur in what the workload did itself? */
static bool has_called(const struct profile *profile, const char *syscall,
		       size_t length)
{
	const phaseset_t own = ~((phaseset_t)1 << PHASE_RUNTIME);

	for (size_t i = 0; i < profile->syscall_count; i++) {
		const struct syscall_use *use = &profile->syscalls[i];
		const char *name = use->name;
		char number[32];

		if (!name) {
			snprintf(number, sizeof(number), "syscall_%u",
				 use->number);
			name = number;
		}
		if ((use->phases & own) && strlen(name) == length &&
		    memcmp(name, syscall, length) == 0)
			return true;
	}
	return false;
}

/* The first of CALLS that occurred, and its length; NULL: none. */
static const char *first_called(const struct profile *profile,
				const char *calls, int *ret_length)
{
	while (*calls) {
		size_t length = strcspn(calls, " ");

		if (has_called(profile, calls, length)) {
			*ret_length = (int)length;
			return calls;
		}
		calls += length;
		calls += strspn(calls, " ");
	}
	return NULL;
}

/* Then there is nothing left to find out. */
static bool is_needed_anyway(const struct profile *profile,
			     unsigned int capability)
{
	const struct capability_need *need =
		profile_capability_find(profile, capability, NAMESPACE_HOST);

	return need && (need->verdict == VERDICT_NEEDED ||
			need->verdict == VERDICT_PROVEN);
}

static void note(struct profile *profile, const struct unseen_check *row)
{
	const char *call;
	int length = 0;

	if (!row->syscalls || (row->fits && !row->fits(profile)) ||
	    is_needed_anyway(profile, row->capability))
		return;
	call = first_called(profile, row->syscalls, &length);
	if (!call)
		return;
	if (row->besides) {
		int unused;

		if (!first_called(profile, row->besides, &unused))
			return;
	}
	profile_note(profile,
		     "%s: %.*s() may need %s %s, and no record shows it; %s",
		     row->id, length, call, capability_name(row->capability),
		     row->does, row->find);
}

enum status policy_note_unseen(struct profile *profile, struct error *err)
{
	for (const struct unseen_check *row = unseen_checks; row->id; row++)
		note(profile, row);
	return profile_check(profile, err);
}
