/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/check_rows_limits.inc. */
#include "ask_sites.h"

#include <mqueue.h>
#include <netinet/in.h>
#include <linux/fs.h>
#include <linux/if_xdp.h>
#include <linux/sched.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/uio.h>

#define OTHER	      1234
#define MPOL_MOVE_ALL 4

static const struct rlimit low = {100, 100}, high = {200, 200};

static int prlimit_hard_limit(void)
{
	limit(RLIMIT_NOFILE, low.rlim_cur);
	ready();
	return result(prlimit(0, RLIMIT_NOFILE, &high, NULL));
}

static int limit_of_process(void)
{
	int pid = spawn(OTHER);
	struct rlimit old;

	ready();
	return result(prlimit(pid, RLIMIT_NOFILE, NULL, &old));
}

static int setrlimit_hard_limit(void)
{
	limit(RLIMIT_NOFILE, low.rlim_cur);
	ready();
	return result(syscall(SYS_setrlimit, RLIMIT_NOFILE, &high));
}

static int pipe_default_size(void)
{
	int ends[2];

	borrow("/proc/sys/fs/pipe-max-size", "4096");
	ready();
	return result(pipe(ends));
}

static int pipe_set_size(void)
{
	int ends[2];

	if (pipe(ends))
		return 125;
	ready();
	return result(fcntl(ends[0], F_SETPIPE_SZ, 4 << 20));
}

static int second_pipe_size(void)
{
	int ends[2];

	if (pipe(ends))
		return 125;
	borrow("/proc/sys/fs/pipe-user-pages-soft", "1");
	ready();
	return result(fcntl(ends[0], F_SETPIPE_SZ, 128 << 10));
}

static int mqueue_default(void)
{
	int got;

	ready();
	got = result(syscall(SYS_mq_open, "ask", O_CREAT | O_RDWR, 0600, NULL));
	mq_unlink("/ask");
	return got;
}

static int mqueue_limits(void)
{
	struct mq_attr attr = {.mq_maxmsg = 100, .mq_msgsize = 64};
	int got;

	ready();
	got = result(
		syscall(SYS_mq_open, "ask", O_CREAT | O_RDWR, 0600, &attr));
	mq_unlink("/ask");
	return got;
}

static int queue_bytes(void)
{
	struct msqid_ds data;
	int got, queue = msgget(IPC_PRIVATE, 0600);

	if (msgctl(queue, IPC_STAT, &data))
		return 125;
	data.msg_qbytes *= 2;
	ready();
	got = result(msgctl(queue, IPC_SET, &data));
	msgctl(queue, IPC_RMID, NULL);
	return got;
}

static int journal_flag(void)
{
	int flags, fd = open(make_file("small/flagged", 0, 0600), O_RDWR);

	if (ioctl(fd, FS_IOC_GETFLAGS, &flags))
		return 125;
	flags ^= FS_JOURNAL_DATA_FL;
	ready();
	return result(ioctl(fd, FS_IOC_SETFLAGS, &flags));
}

static int file_table(void)
{
	borrow("/proc/sys/fs/file-max", "1");
	ready();
	return result(syscall(SYS_eventfd2, 0, 0));
}

static int fork_by(long call)
{
	long pid;
	int got;

	become(OTHER);
	limit(RLIMIT_NPROC, 0);
	ready();
	pid = call == SYS_clone ? syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)
				: syscall(call);
	if (pid == 0)
		_exit(0);
	got = result(pid);
	return got;
}

static int process_limit(void)
{
	return fork_by(SYS_clone);
}

static int second_process_limit(void)
{
	return fork_by(SYS_fork);
}

static int send_descriptor(int socket, int fd)
{
	char byte = 0;
	struct iovec data = {&byte, 1};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof(control)};

	memset(&control, 0, sizeof(control));
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return result(sendmsg(socket, &message, 0));
}

static int inflight_descriptors(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 125;
	become(OTHER);
	limit(RLIMIT_NOFILE, 4);
	for (int i = 0; i < 6; i++)
		send_descriptor(pair[0], pair[0]);
	ready();
	return send_descriptor(pair[0], pair[0]);
}

/* A field of /proc/self/stat, counted from 1 as in proc(5). */
static unsigned long stat_field(int wanted)
{
	char text[2048] = "", *rest, *word;
	int fd = open("/proc/self/stat", O_RDONLY), field = 2;

	if (read(fd, text, sizeof(text) - 1) <= 0)
		_exit(125);
	close(fd);
	rest = strrchr(text, ')') + 2;
	while ((word = strsep(&rest, " ")))
		if (++field == wanted)
			return strtoul(word, NULL, 10);
	_exit(125);
}

static int process_title(void)
{
	unsigned long start = stat_field(48);

	ready();
	return result(prctl(PR_SET_MM, PR_SET_MM_ARG_START, start, 0, 0));
}

static int memory_layout(void)
{
	unsigned long start = stat_field(28);

	ready();
	return result(prctl(PR_SET_MM, PR_SET_MM_START_STACK, start, 0, 0));
}

static int io_flusher(void)
{
	ready();
	return result(prctl(57 /* PR_SET_IO_FLUSHER */, 0, 0, 0, 0));
}

/* The same map as it has; the file is in use, so it is told to be busy. */
static int restored_program(void)
{
	struct prctl_mm_map map = {
		.start_code = stat_field(26),
		.end_code = stat_field(27),
		.start_stack = stat_field(28),
		.start_data = stat_field(45),
		.end_data = stat_field(46),
		.start_brk = stat_field(47),
		.brk = (unsigned long)sbrk(0),
		.arg_start = stat_field(48),
		.arg_end = stat_field(49),
		.env_start = stat_field(50),
		.env_end = stat_field(51),
		.exe_fd = (uint32_t)open("/proc/self/exe", O_RDONLY),
	};

	ready();
	return result(prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0));
}

static int chosen_pid(void)
{
	pid_t wanted = 4000 + getpid() % 100;
	struct clone_args args = {.exit_signal = SIGCHLD,
				  .set_tid = (uintptr_t)&wanted,
				  .set_tid_size = 1};
	long pid;

	ready();
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid == 0)
		_exit(0);
	return result(pid);
}

static int mapped_files(void)
{
	char range[64], path[96];
	FILE *maps = fopen("/proc/self/maps", "re");
	struct stat status;

	if (!maps || fscanf(maps, "%63s", range) != 1)
		return 125;
	snprintf(path, sizeof(path), "/proc/self/map_files/%s", range);
	ready();
	return result(stat(path, &status));
}

/* ---- memory -------------------------------------------------------------- */

static void *map(size_t size, int flags)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	return at;
}

static int zerocopy_pinning(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr =
					      htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int one = 1, listener = tcp_socket(), client = tcp_socket();

	if (bind(listener, (struct sockaddr *)&address, length) ||
	    listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&address, &length) ||
	    connect(client, (struct sockaddr *)&address, length) ||
	    setsockopt(client, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)))
		return 125;
	ready();
	return result(send(client, map(4096, 0), 4096, MSG_ZEROCOPY));
}

static int memory_lock(void)
{
	void *at = map(65536, 0);

	limit(RLIMIT_MEMLOCK, 4096);
	ready();
	return result(mlock(at, 65536));
}

static int locked_mapping(void)
{
	limit(RLIMIT_MEMLOCK, 4096);
	ready();
	return map(65536, MAP_LOCKED) == MAP_FAILED ? errno : 0;
}

static int segment_lock(void)
{
	int got, segment = shmget(IPC_PRIVATE, 4096, 0600);

	limit(RLIMIT_MEMLOCK, 0);
	ready();
	got = result(shmctl(segment, SHM_LOCK, NULL));
	shmctl(segment, IPC_RMID, NULL);
	return got;
}

static int huge_segment(void)
{
	int segment;

	limit(RLIMIT_MEMLOCK, 0);
	/* In the group 0 of vm.hugetlb_shm_group nobody would ask. */
	borrow("/proc/sys/vm/hugetlb_shm_group", "1234");
	ready();
	segment = shmget(IPC_PRIVATE, 2 << 20, 0600 | SHM_HUGETLB);
	if (segment >= 0)
		shmctl(segment, IPC_RMID, NULL);
	return result(segment);
}

static int packet_ring_memory(void)
{
	struct xdp_umem_reg reg = {.addr = (uintptr_t)map(65536, 0),
				   .len = 65536,
				   .chunk_size = 4096};
	int fd = socket(44 /* AF_XDP */, SOCK_RAW, 0);

	limit(RLIMIT_MEMLOCK, 0);
	ready();
	return result(setsockopt(fd, 283, XDP_UMEM_REG, &reg, sizeof(reg)));
}

static int mbind_move_all(void)
{
	void *at = map(4096, 0);

	ready();
	return result(syscall(SYS_mbind, at, 4096, 0, NULL, 0, MPOL_MOVE_ALL));
}

static int move_pages_all(void)
{
	ready();
	return result(
		syscall(SYS_move_pages, 0, 0, NULL, NULL, NULL, MPOL_MOVE_ALL));
}

static int migrate_pages_all(void)
{
	unsigned long node = 1;

	ready();
	return result(syscall(SYS_migrate_pages, 0, 64, &node, &node));
}

static int advise_process(void)
{
	struct iovec where = {map(4096, 0), 4096};
	int fd = (int)syscall(SYS_pidfd_open, spawn(0), 0);

	ready();
	return result(
		syscall(SYS_process_madvise, fd, &where, 1, 20 /* COLD */, 0));
}

static int memory_failure(void)
{
	char *at = map(4096, 0);

	*at = 1;
	ready();
	return result(madvise(at, 4096, 101 /* MADV_SOFT_OFFLINE */));
}

static int kernel_faults(void)
{
	ready();
	return result(syscall(SYS_userfaultfd, 0));
}

/* ---- scheduling ---------------------------------------------------------- */

static int become_realtime(int pid)
{
	const struct sched_param priority = {.sched_priority = 1};

	limit(RLIMIT_RTPRIO, 0);
	ready();
	return result(sched_setscheduler(pid, SCHED_RR, &priority));
}

static int scheduler_class(void)
{
	return become_realtime(0);
}

static int scheduler_of_other(void)
{
	return become_realtime(spawn(OTHER));
}

static int affinity_of_other(void)
{
	cpu_set_t processors;
	int pid = spawn(OTHER);

	CPU_ZERO(&processors);
	CPU_SET(0, &processors);
	ready();
	return result(sched_setaffinity(pid, sizeof(processors), &processors));
}

static int raised_priority(void)
{
	ready();
	return result(setpriority(PRIO_PROCESS, 0, -5));
}

static int ioprio(int pid, int class)
{
	ready();
	return result(syscall(SYS_ioprio_set, 1, pid, class << 13 | 4));
}

static int ioprio_realtime(void)
{
	return ioprio(0, 1);
}

static int ioprio_of_other(void)
{
	return ioprio(spawn(OTHER), 2);
}

#define OP(cap) CAP_##cap, 0, 0

const struct op limit_ops[] = {
	{"prlimit-hard-limit", OP(SYS_RESOURCE), 0, EPERM, prlimit_hard_limit,
	 NULL},
	{"limit-of-process", OP(SYS_RESOURCE), 0, EPERM, limit_of_process,
	 NULL},
	{"setrlimit-hard-limit", OP(SYS_RESOURCE), 0, EPERM,
	 setrlimit_hard_limit, NULL},
	{"pipe-default-size", OP(SYS_RESOURCE), 0, 0, pipe_default_size, NULL},
	{"pipe-set-size", OP(SYS_RESOURCE), 0, EPERM, pipe_set_size, NULL},
	{"second-pipe-size", CAP_SYS_ADMIN, 0, CAPS(SYS_RESOURCE), 0, EPERM,
	 second_pipe_size, NULL},
	{"mqueue-default", OP(SYS_RESOURCE), 0, 0, mqueue_default, NULL},
	{"mqueue-limits", OP(SYS_RESOURCE), 0, EINVAL, mqueue_limits, NULL},
	{"queue-bytes", OP(SYS_RESOURCE), 0, EPERM, queue_bytes, NULL},
	{"journal-flag", OP(SYS_RESOURCE), ANY_RESULT, EPERM, journal_flag,
	 NULL},
	{"file-table", OP(SYS_ADMIN), 0, ENFILE, file_table, NULL},
	{"process-limit", CAP_SYS_RESOURCE, CAPS(SYS_ADMIN), 0, 0, EAGAIN,
	 process_limit, NULL},
	{"second-process-limit", CAP_SYS_ADMIN, 0, CAPS(SYS_RESOURCE), 0,
	 EAGAIN, second_process_limit, NULL},
	{"inflight-descriptors", CAP_SYS_RESOURCE, CAPS(SYS_ADMIN), 0, 0,
	 ETOOMANYREFS, inflight_descriptors, NULL},
	{"process-title", OP(SYS_RESOURCE), 0, EPERM, process_title, NULL},
	{"memory-layout", OP(SYS_RESOURCE), 0, EPERM, memory_layout, NULL},
	{"io-flusher", OP(SYS_RESOURCE), 0, EPERM, io_flusher, NULL},
	{"restored-program", CAP_CHECKPOINT_RESTORE, CAPS(SYS_ADMIN), 0,
	 ANY_RESULT, EPERM, restored_program, NULL},
	{"chosen-pid", CAP_CHECKPOINT_RESTORE, CAPS(SYS_ADMIN), 0, 0, EPERM,
	 chosen_pid, NULL},
	{"mapped-files", CAP_CHECKPOINT_RESTORE, CAPS(SYS_ADMIN), 0, 0, EPERM,
	 mapped_files, NULL},
	{"zerocopy-pinning", OP(IPC_LOCK), 0, 0, zerocopy_pinning, NULL},
	{"memory-lock", OP(IPC_LOCK), 0, ENOMEM, memory_lock, NULL},
	{"locked-mapping", OP(IPC_LOCK), 0, EAGAIN, locked_mapping, NULL},
	{"segment-lock", OP(IPC_LOCK), 0, EPERM, segment_lock, NULL},
	{"huge-segment", OP(IPC_LOCK), ANY_RESULT, EPERM, huge_segment, NULL},
	{"packet-ring-memory", OP(IPC_LOCK), 0, ENOBUFS, packet_ring_memory,
	 NULL},
	{"mbind-move-all", OP(SYS_NICE), 0, EPERM, mbind_move_all, NULL},
	{"move-pages-all", OP(SYS_NICE), 0, EPERM, move_pages_all, NULL},
	{"migrate-pages-all", OP(SYS_NICE), 0, 0, migrate_pages_all, NULL},
	{"advise-process", OP(SYS_NICE), ANY_RESULT, EPERM, advise_process,
	 "memory-of-other"},
	{"memory-failure", OP(SYS_ADMIN), ANY_RESULT, EPERM, memory_failure,
	 NULL},
	{"kernel-faults", OP(SYS_PTRACE), 0, EPERM, kernel_faults, NULL},
	{"scheduler-class", OP(SYS_NICE), 0, EPERM, scheduler_class, NULL},
	{"scheduler-of-other", OP(SYS_NICE), 0, EPERM, scheduler_of_other,
	 NULL},
	{"affinity-of-other", OP(SYS_NICE), 0, EPERM, affinity_of_other, NULL},
	{"raised-priority", OP(SYS_NICE), 0, EACCES, raised_priority, NULL},
	{"ioprio-realtime", CAP_SYS_ADMIN, CAPS(SYS_NICE), 0, 0, EPERM,
	 ioprio_realtime, NULL},
	{"second-ioprio", CAP_SYS_NICE, 0, CAPS(SYS_ADMIN), 0, EPERM,
	 ioprio_realtime, NULL},
	{"ioprio-of-other", OP(SYS_NICE), 0, EPERM, ioprio_of_other, NULL},
	{.id = NULL},
};
