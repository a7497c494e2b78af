/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/syscall_risk.h"

#include <stddef.h>
#include <string.h>

#define MODULE "loads code into the kernel"
#define REBOOT "starts another kernel in the place of this one"
#define MOUNT  "changes what is mounted where, which hides or shows files"
#define MEMORY "reads or writes another process's memory"
#define CLOCK  "sets the clock of the whole machine"
#define URING  "does file and socket work that no seccomp filter sees"
#define KEYS   "reaches the kernel's keyrings, which namespaces do not part"
#define PAGES  "moves another process's memory between nodes"
#define HANDLE "opens files by handle, past every directory's permissions"
#define DEVICE "makes device files"
#define PORTS  "reads and writes the machine's ports"

/*
 * Which calls are worth a row: those that Docker's and Podman's defaults keep
 * behind a capability or refuse, and those whose faults were used to leave
 * containers. 5: the host at once; 4: a known way out or a large attack
 * surface; 3: harm to others on the host; 2: more than one's own process.
 */
const struct syscall_risk syscall_risks[] = {
	{"init_module", 5, MODULE},
	{"finit_module", 5, MODULE},
	{"create_module", 5, MODULE},
	{"delete_module", 5, "removes code from the kernel"},
	{"kexec_load", 5, REBOOT},
	{"kexec_file_load", 5, REBOOT},
	{"open_by_handle_at", 5, HANDLE},
	{"iopl", 5, PORTS},
	{"ioperm", 5, PORTS},
	{"bpf", 4,
	 "loads programs into the kernel that see and change other processes"},
	{"mount", 4, MOUNT},
	{"mount_setattr", 4, MOUNT},
	{"move_mount", 4, MOUNT},
	{"open_tree", 4, MOUNT},
	{"open_tree_attr", 4, MOUNT},
	{"fsopen", 4, MOUNT},
	{"fsconfig", 4, MOUNT},
	{"fsmount", 4, MOUNT},
	{"fspick", 4, MOUNT},
	{"umount", 4, MOUNT},
	{"umount2", 4, MOUNT},
	{"pivot_root", 4, "changes the root of the whole namespace"},
	{"setns", 4, "enters another process's namespaces"},
	{"unshare", 4,
	 "makes namespaces, in a user namespace with every capability there"},
	{"clone3", 4,
	 "makes namespaces like unshare; its flags lie in memory, where no "
	 "filter can look"},
	{"ptrace", 4, MEMORY ", and drives it"},
	{"process_vm_readv", 4, MEMORY},
	{"process_vm_writev", 4, MEMORY},
	{"pidfd_getfd", 4, "takes open files out of another process"},
	{"userfaultfd", 4,
	 "stops the kernel at a page of one's choice, which makes races in it "
	 "easy to win"},
	{"io_uring_setup", 4, URING},
	{"io_uring_enter", 4, URING},
	{"io_uring_register", 4, URING},
	{"keyctl", 4, KEYS},
	{"add_key", 4, KEYS},
	{"request_key", 4, KEYS},
	{"perf_event_open", 4,
	 "measures other processes and the kernel; a large part of it to "
	 "attack"},
	{"fanotify_init", 4, "watches every access to a file system"},
	{"reboot", 4, "stops the machine"},
	{"swapon", 4, "gives the kernel memory from a file"},
	{"swapoff", 3, "takes the kernel's swap away"},
	{"modify_ldt", 4,
	 "makes processor segments, where faults were found more than once"},
	{"vm86", 4, "runs 16-bit code, a rarely tested part of the kernel"},
	{"vm86old", 4, "runs 16-bit code, a rarely tested part of the kernel"},
	{"mknod", 3, DEVICE},
	{"mknodat", 3, DEVICE},
	{"chroot", 3, "changes the root directory, and with rights leaves it"},
	{"clone", 3,
	 "makes processes; with flags, namespaces like unshare, unless a rule "
	 "looks at them"},
	{"settimeofday", 3, CLOCK},
	{"stime", 3, CLOCK},
	{"clock_settime", 3, CLOCK},
	{"clock_settime64", 3, CLOCK},
	{"adjtimex", 3, CLOCK},
	{"clock_adjtime", 3, CLOCK},
	{"clock_adjtime64", 3, CLOCK},
	{"acct", 3, "has the kernel write a record of every process"},
	{"quotactl", 3, "changes users' quotas"},
	{"quotactl_fd", 3, "changes users' quotas"},
	{"nfsservctl", 3, "drives the kernel's NFS server"},
	{"syslog", 3, "reads the kernel's log, which shows its addresses"},
	{"lookup_dcookie", 3, "finds paths for a profiler of the kernel"},
	{"kcmp", 3, "compares the kernel's objects of two processes"},
	{"move_pages", 3, PAGES},
	{"migrate_pages", 3, PAGES},
	{"process_madvise", 3, "has another process's memory paged out"},
	{"mbind", 2, "chooses the memory nodes of its pages"},
	{"set_mempolicy", 2, "chooses the memory nodes of its pages"},
	{"get_mempolicy", 2, "asks for the memory node of a page"},
	{"name_to_handle_at", 2,
	 "makes the handles that open_by_handle_at opens"},
	{"sethostname", 3, "changes the host's name"},
	{"setdomainname", 3, "changes the domain's name"},
	{"vhangup", 3, "hangs up a terminal"},
	{"personality", 2,
	 "changes how programs are run; can switch off address randomisation"},
	{"seccomp", 2, "loads filters, or answers those of its children"},
	{"memfd_secret", 2, "hides memory from the kernel"},
	{"ioctl", 2, "speaks to drivers; what it can do is in its request"},
	{"socket", 2,
	 "opens every protocol that the kernel has, unless a rule names "
	 "families"},
	{"socketcall", 2, "all of the socket calls behind one number"},
	{"kill", 2, "signals any process within reach"},
	{"prctl", 2, "changes many properties of the process"},
	{"setuid", 2, "changes the user"},
	{"setgid", 2, "changes the group"},
	{NULL, 0, NULL},
};

const struct syscall_risk *syscall_risk_of(const char *name)
{
	for (const struct syscall_risk *row = syscall_risks; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

unsigned int syscall_risk_level(const char *name)
{
	const struct syscall_risk *row = syscall_risk_of(name);

	return row ? row->risk : SYSCALL_RISK_MIN;
}
