/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/check_rows_system.inc: processes, namespaces,
   mounts, BPF and counters. */
#include "ask_sites.h"

#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#define OTHER 1234

/* ---- processes ----------------------------------------------------------- */

static int signal_to_other(void)
{
	int pid = spawn(OTHER);

	ready();
	return result(kill(pid, 0));
}

static int trace(void)
{
	int pid = spawn(OTHER);

	ready();
	return result(ptrace(PTRACE_SEIZE, pid, 0, 0));
}

static int suspended_filter(void)
{
	int pid = spawn(0);

	ready();
	return result(ptrace(PTRACE_SEIZE, pid, 0, 1 << 21));
}

static int memory_of_other(void)
{
	static char here[8];
	struct iovec iov = {here, sizeof(here)};
	int pid = spawn(OTHER);

	ready();
	return result(process_vm_readv(pid, &iov, 1, &iov, 1, 0));
}

static int descriptor_of_other(void)
{
	int fd = (int)syscall(SYS_pidfd_open, spawn(OTHER), 0);

	ready();
	return result(syscall(SYS_pidfd_getfd, fd, 1, 0));
}

static int comparison(void)
{
	int pid = spawn(OTHER);

	ready();
	return result(syscall(SYS_kcmp, getpid(), pid, 1, 0, 0));
}

static int look_into_process(void)
{
	char path[64], program[64];

	snprintf(path, sizeof(path), "/proc/%d/exe", spawn(OTHER));
	ready();
	return result(readlink(path, program, sizeof(program)));
}

static int drop_bounding(void)
{
	ready();
	return result(prctl(PR_CAPBSET_DROP, CAP_MAC_OVERRIDE, 0, 0, 0));
}

static int supplementary_groups(void)
{
	ready();
	return result(syscall(SYS_setgroups, 0, NULL));
}

static int make_key(void)
{
	return (int)syscall(SYS_add_key, "user", "ask", "x", 1,
			    KEY_SPEC_PROCESS_KEYRING);
}

static int key_owner(void)
{
	int key = make_key();

	ready();
	return result(syscall(SYS_keyctl, KEYCTL_CHOWN, key, OTHER, -1));
}

static int key_permissions(void)
{
	int key = make_key();

	become(OTHER);
	ready();
	return result(syscall(SYS_keyctl, KEYCTL_SETPERM, key, 0x3f3f3f3f));
}

static int kept_keys(void)
{
	ready();
	return result(syscall(SYS_keyctl, KEYCTL_GET_PERSISTENT, OTHER,
			      KEY_SPEC_PROCESS_KEYRING));
}

static int login_uid(void)
{
	int fd = open("/proc/self/loginuid", O_WRONLY);

	if (write(fd, "0", 1) != 1)
		return 125;
	ready();
	return result(pwrite(fd, "1", 1, 0) < 0 ? -1 : write(fd, "1", 1));
}

/* ---- namespaces and mounts ----------------------------------------------- */

static int unprivileged_userns(void)
{
	borrow("/proc/sys/kernel/unprivileged_userns_clone", "0");
	ready();
	return result(unshare(CLONE_NEWUSER));
}

static int new_namespace(void)
{
	ready();
	return result(unshare(CLONE_NEWUTS));
}

static int enter(const char *path)
{
	int fd = open(path, O_RDONLY);

	ready();
	return result(setns(fd, 0));
}

static int enter_namespace(void)
{
	return enter("/proc/self/ns/uts");
}

static int enter_mounts(void)
{
	return enter("/proc/self/ns/mnt");
}

static int change_root(void)
{
	ready();
	return result(chroot("/"));
}

static int pivot_root_nowhere(void)
{
	ready();
	return result(syscall(SYS_pivot_root, "/", "/"));
}

/* A tmpfs on "place" in a mount namespace of its own. */
static void prepare_mount(void)
{
	own_mounts();
	mkdir("place", 0755);
	mkdir("second", 0755);
	if (mount("ask", "place", "tmpfs", 0, NULL))
		_exit(125);
}

static int mount_with(const char *from, const char *at, unsigned long flags)
{
	prepare_mount();
	ready();
	return result(mount(from, at, "tmpfs", flags, NULL));
}

static int remount(void)
{
	return mount_with(NULL, "place", MS_REMOUNT | MS_NODEV);
}

static int bind_mount(void)
{
	return mount_with("place", "second", MS_BIND);
}

static int mount_propagation(void)
{
	return mount_with(NULL, "place", MS_SHARED);
}

static int moved_mount(void)
{
	return mount_with("place", "second", MS_MOVE);
}

static int new_mount(void)
{
	return mount_with("ask", "second", 0);
}

static int unmount(void)
{
	prepare_mount();
	ready();
	return result(umount2("place", MNT_DETACH));
}

static int mount_in_steps(void)
{
	ready();
	return result(syscall(SYS_fsopen, "tmpfs", 0));
}

static int io_uring(void)
{
	struct io_uring_params parameters;

	memset(&parameters, 0, sizeof(parameters));
	borrow("/proc/sys/kernel/io_uring_disabled", "1");
	ready();
	return result(syscall(SYS_io_uring_setup, 1, &parameters));
}

/* ---- BPF and performance counters ---------------------------------------- */

static int bpf_call(int command, union bpf_attr *attr)
{
	ready();
	return result(syscall(SYS_bpf, command, attr, sizeof(*attr)));
}

static int bpf_map(unsigned int type)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = 4;
	attr.value_size = 8;
	attr.max_entries = 1;
	return bpf_call(BPF_MAP_CREATE, &attr);
}

static int bpf_load(void)
{
	return bpf_map(BPF_MAP_TYPE_HASH);
}

static int bpf_program(unsigned int type)
{
	/* r0 = 0; exit */
	static const struct bpf_insn code[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K},
		{.code = BPF_JMP | BPF_EXIT},
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = type;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = 2;
	attr.license = (uintptr_t) "GPL";
	return bpf_call(BPF_PROG_LOAD, &attr);
}

static int bpf_tracing(void)
{
	return bpf_program(BPF_PROG_TYPE_TRACEPOINT);
}

static int bpf_network(void)
{
	return bpf_program(BPF_PROG_TYPE_XDP);
}

/* In the host's user namespace it is asked, and then not supported. */
static int bpf_token(void)
{
	union bpf_attr attr;
	uint32_t words[2] = {0, 0};

	own_mounts();
	mkdir("bpf", 0755);
	if (mount("bpf", "bpf", "bpf", 0, NULL))
		return 125;
	words[1] = (uint32_t)open("bpf", O_RDONLY | O_DIRECTORY);
	memset(&attr, 0, sizeof(attr));
	memcpy(&attr, words, sizeof(words));
	ready();
	return result(syscall(SYS_bpf, 36, &attr, sizeof(words)));
}

static int bpf_by_id(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	return bpf_call(BPF_PROG_GET_NEXT_ID, &attr);
}

static int count(const char *paranoid, bool of_kernel, bool signals, int pid)
{
	struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE,
				       .size = sizeof(attr),
				       .config = PERF_COUNT_SW_TASK_CLOCK,
				       .exclude_kernel = !of_kernel,
				       .sigtrap = signals,
				       .remove_on_exec = signals};

	borrow("/proc/sys/kernel/perf_event_paranoid", paranoid);
	ready();
	return result(syscall(SYS_perf_event_open, &attr, pid, -1, -1, 0));
}

static int counters_at_all(void)
{
	return count("3", false, false, 0);
}

static int kernel_counters(void)
{
	return count("2", true, false, 0);
}

static int counter_signals(void)
{
	return count("2", false, true, spawn(OTHER));
}

#define OP(cap)	  CAP_##cap, 0, 0
#define PAIR(cap) CAP_##cap, CAPS(SYS_ADMIN), 0

const struct op system_ops[] = {
	{"signal-to-other", OP(KILL), 0, EPERM, signal_to_other, NULL},
	{"trace", OP(SYS_PTRACE), 0, EPERM, trace, NULL},
	/* One that has a filter itself may not, and whittle gives it one. */
	{"suspended-filter", OP(SYS_ADMIN), ANY_RESULT, EPERM, suspended_filter,
	 "trace"},
	{"memory-of-other", OP(SYS_PTRACE), 0, EPERM, memory_of_other, NULL},
	{"descriptor-of-other", OP(SYS_PTRACE), 0, EPERM, descriptor_of_other,
	 NULL},
	{"comparison", OP(SYS_PTRACE), 0, EPERM, comparison, NULL},
	{"look-into-process", OP(SYS_PTRACE), 0, EACCES, look_into_process,
	 NULL},
	{"drop-bounding", OP(SETPCAP), 0, EPERM, drop_bounding, NULL},
	{"supplementary-groups", OP(SETGID), 0, EPERM, supplementary_groups,
	 NULL},
	{"key-owner", OP(SYS_ADMIN), 0, EACCES, key_owner, NULL},
	{"key-permissions", OP(SYS_ADMIN), 0, EACCES, key_permissions, NULL},
	{"kept-keys", OP(SETUID), 0, EPERM, kept_keys, NULL},
	{"login-uid", OP(AUDIT_CONTROL), 0, EPERM, login_uid, NULL},
	{"unprivileged-userns", OP(SYS_ADMIN), 0, EPERM, unprivileged_userns,
	 NULL},
	{"new-namespace", OP(SYS_ADMIN), 0, EPERM, new_namespace, NULL},
	{"enter-namespace", OP(SYS_ADMIN), 0, EPERM, enter_namespace, NULL},
	{"enter-mounts", OP(SYS_CHROOT), 0, EPERM, enter_mounts,
	 "enter-namespace"},
	{"change-root", OP(SYS_CHROOT), 0, EPERM, change_root, NULL},
	{"pivot-root", OP(SYS_ADMIN), ANY_RESULT, EPERM, pivot_root_nowhere,
	 NULL},
	{"remount", OP(SYS_ADMIN), 0, EPERM, remount, NULL},
	{"bind-mount", OP(SYS_ADMIN), 0, EPERM, bind_mount, NULL},
	{"mount-propagation", OP(SYS_ADMIN), 0, EPERM, mount_propagation, NULL},
	{"moved-mount", OP(SYS_ADMIN), 0, EPERM, moved_mount, NULL},
	{"new-mount", OP(SYS_ADMIN), 0, EPERM, new_mount, NULL},
	{"unmount", OP(SYS_ADMIN), 0, EPERM, unmount, NULL},
	{"mount-in-steps", OP(SYS_ADMIN), 0, EPERM, mount_in_steps, NULL},
	{"io-uring", OP(SYS_ADMIN), 0, EPERM, io_uring, NULL},
	{"bpf-tracing", PAIR(PERFMON), 0, EPERM, bpf_tracing, "bpf-load"},
	{"bpf-network", PAIR(NET_ADMIN), 0, EPERM, bpf_network,
	 "bpf-load bpf-tracing"},
	{"bpf-token", OP(BPF), EOPNOTSUPP, EPERM, bpf_token, NULL},
	{"bpf-load", PAIR(BPF), 0, EPERM, bpf_load, NULL},
	{"bpf-by-id", OP(SYS_ADMIN), ANY_RESULT, EPERM, bpf_by_id, NULL},
	{"counters-at-all", OP(SYS_ADMIN), 0, EACCES, counters_at_all,
	 "kernel-counters"},
	{"kernel-counters", PAIR(PERFMON), 0, EACCES, kernel_counters, NULL},
	{"counter-signals", CAP_KILL, CAPS(SYS_PTRACE), 0, 0, EACCES,
	 counter_signals, "kernel-counters"},
	{.id = NULL},
};
