/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/check_sites.h"

#include <string.h>
#include <linux/capability.h>
#include <linux/fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "profile/text.h"

#define BIT(capability) ((capset_t)1 << (CAP_##capability))
#define READ_ON		"6.12.107"
#define ANY		CHECK_SITE_ANY_ARGUMENT, 0, 0
/* An int argument: the upper half of the register means nothing. */
#define INT(n, value) n, 0xffffffff, value

/* setsockopt(fd, level, option): the option is the row's argument. */
static bool is_level_socket(const struct capability_check *check)
{
	return (int)check->args[1] == SOL_SOCKET;
}

static bool is_level_tcp(const struct capability_check *check)
{
	return (int)check->args[1] == IPPROTO_TCP;
}

static bool is_level_ip(const struct capability_check *check)
{
	return (int)check->args[1] == IPPROTO_IP;
}

static bool is_level_ipv6(const struct capability_check *check)
{
	return (int)check->args[1] == IPPROTO_IPV6;
}

/* The requests that only ask about an interface. */
static bool is_interface_query(const struct capability_check *check)
{
	static const unsigned int queries[] = {
		SIOCGIFNAME,	SIOCGIFFLAGS,	SIOCGIFADDR,   SIOCGIFDSTADDR,
		SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMETRIC, SIOCGIFMTU,
		SIOCGIFHWADDR,	SIOCGIFINDEX,	SIOCGIFTXQLEN, SIOCGIFMAP,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(queries); i++)
		if ((unsigned int)check->args[1] == queries[i])
			return true;
	return false;
}

#define FILE_MAKERS                                                            \
	"open openat openat2 creat mkdir mkdirat mknod mknodat symlink "       \
	"symlinkat link linkat rename renameat renameat2 fallocate "           \
	"truncate ftruncate copy_file_range"

/*
 * Opportunistic only where the kernel itself goes on without, or where
 * programs in general take the refusal and go on. A write(2) that asks
 * SYS_RESOURCE may be reserved blocks (goes on) or oom_score_adj (fails), and
 * the record does not tell which: no row.
 */
const struct check_site check_sites[] = {
	/* ---- resource limits and reserves ------------------------------- */
	{"prlimit-hard-limit", CAP_SYS_RESOURCE, "prlimit64", INT(0, 0), NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE, "raises a hard limit",
	 "the limit stays as it was given; set it from outside (ulimit)",
	 "kernel/sys.c do_prlimit()", READ_ON},
	{"setrlimit-hard-limit", CAP_SYS_RESOURCE, "setrlimit", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE, "raises a hard limit",
	 "the limit stays as it was given; set it from outside (ulimit)",
	 "kernel/sys.c do_prlimit()", READ_ON},
	{"pipe-default-size", CAP_SYS_RESOURCE, "pipe pipe2", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "makes a pipe beyond the user's share",
	 "pipes are made smaller once the user's share is used up",
	 "fs/pipe.c alloc_pipe_info()", READ_ON},
	{"pipe-set-size", CAP_SYS_RESOURCE, "fcntl fcntl64",
	 INT(1, F_SETPIPE_SZ), NULL, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "enlarges a pipe beyond fs.pipe-max-size", "the pipe keeps its size",
	 "fs/pipe.c pipe_set_size()", READ_ON},
	{"mqueue-limits", CAP_SYS_RESOURCE, "mq_open", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE, "opens a message queue",
	 "queues are held to the limits in /proc/sys/fs/mqueue",
	 "ipc/mqueue.c mqueue_get_inode()", READ_ON},
	{"filesystem-reserve", CAP_SYS_RESOURCE, FILE_MAKERS, ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "uses blocks reserved for root, or goes over quota",
	 "a full file system or quota is full for this workload too",
	 "fs/ext4/balloc.c ext4_has_free_clusters()", READ_ON},
	{"process-limit", CAP_SYS_RESOURCE, "clone clone3 fork vfork", ANY,
	 NULL, VERDICT_ONE_OF, BIT(SYS_ADMIN),
	 "starts a process beyond RLIMIT_NPROC", NULL,
	 "kernel/fork.c copy_process()", READ_ON},
	{"inflight-descriptors", CAP_SYS_RESOURCE, "sendmsg sendmmsg", ANY,
	 NULL, VERDICT_ONE_OF, BIT(SYS_ADMIN),
	 "sends more descriptors than RLIMIT_NOFILE", NULL,
	 "net/unix/af_unix.c too_many_unix_fds()", READ_ON},

	/* ---- memory ------------------------------------------------------ */
	{"zerocopy-pinning", CAP_IPC_LOCK, "sendto sendmsg sendmmsg", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "pins memory to send it without a copy",
	 "pinned memory counts against RLIMIT_MEMLOCK",
	 "net/core/skbuff.c mm_account_pinned_pages()", READ_ON},

	/* ---- scheduling and placement ------------------------------------ */
	{"mbind-move-all", CAP_SYS_NICE, "mbind", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "moves memory that other processes share",
	 "shared memory stays on the node where it is",
	 "mm/mempolicy.c do_mbind()", READ_ON},
	{"move-pages-all", CAP_SYS_NICE, "move_pages", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "moves memory that other processes share",
	 "shared memory stays on the node where it is",
	 "mm/migrate.c kernel_move_pages()", READ_ON},
	{"migrate-pages-all", CAP_SYS_NICE, "migrate_pages", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "moves memory that other processes share",
	 "shared memory stays on the node where it is",
	 "mm/mempolicy.c kernel_migrate_pages()", READ_ON},
	{"scheduler-class", CAP_SYS_NICE,
	 "sched_setscheduler sched_setparam sched_setattr", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "asks for a higher scheduling class or priority",
	 "it runs in the scheduling class it was started with",
	 "kernel/sched/syscalls.c user_check_sched_setscheduler()", READ_ON},
	/* Real-time class: SYS_ADMIN is asked first, SYS_NICE will do. */
	{"ioprio-realtime", CAP_SYS_ADMIN, "ioprio_set", ANY, NULL,
	 VERDICT_ONE_OF, BIT(SYS_NICE), "asks for the real-time I/O class",
	 NULL, "block/ioprio.c ioprio_check_cap()", READ_ON},

	/* ---- files ------------------------------------------------------- */
	{"setid-bits", CAP_FSETID, NULL, ANY, NULL, VERDICT_OPPORTUNISTIC,
	 CAPSET_NONE, "would keep set-id bits",
	 "set-user-id and set-group-id bits are cleared on such a change",
	 "fs/attr.c setattr_should_drop_suidgid()", READ_ON},
	{"open-by-handle", CAP_DAC_READ_SEARCH, "open_by_handle_at", ANY, NULL,
	 VERDICT_NEEDED, CAPSET_NONE, "opens a file by its handle", NULL,
	 "fs/fhandle.c handle_to_path()", READ_ON},
	/*
	 * AT_EMPTY_PATH takes DAC_READ_SEARCH alone. The flag is the fifth
	 * argument, which no record has: the cautious reading.
	 */
	{"link-by-descriptor", CAP_DAC_READ_SEARCH, "linkat", ANY, NULL,
	 VERDICT_NEEDED, CAPSET_NONE,
	 "searches a directory, or links by descriptor", NULL,
	 "fs/namei.c path_init()", READ_ON},

	/* ---- sockets ----------------------------------------------------- */
	{"socket-send-buffer", CAP_NET_ADMIN, "setsockopt",
	 INT(2, SO_SNDBUFFORCE), is_level_socket, VERDICT_OPPORTUNISTIC,
	 CAPSET_NONE, "sets SO_SNDBUFFORCE",
	 "send buffers are held to net.core.wmem_max",
	 "net/core/sock.c sk_setsockopt()", READ_ON},
	{"socket-receive-buffer", CAP_NET_ADMIN, "setsockopt",
	 INT(2, SO_RCVBUFFORCE), is_level_socket, VERDICT_OPPORTUNISTIC,
	 CAPSET_NONE, "sets SO_RCVBUFFORCE",
	 "receive buffers are held to net.core.rmem_max",
	 "net/core/sock.c sk_setsockopt()", READ_ON},
	{"socket-priority", CAP_NET_RAW, "setsockopt", INT(2, SO_PRIORITY),
	 is_level_socket, VERDICT_ONE_OF, BIT(NET_ADMIN),
	 "sets SO_PRIORITY beyond 6", NULL, "net/core/sock.c sk_setsockopt()",
	 READ_ON},
	{"socket-mark", CAP_NET_RAW, "setsockopt", INT(2, SO_MARK),
	 is_level_socket, VERDICT_ONE_OF, BIT(NET_ADMIN), "sets SO_MARK", NULL,
	 "net/core/sock.c sk_setsockopt()", READ_ON},
	{"ip-transparent", CAP_NET_RAW, "setsockopt", INT(2, IP_TRANSPARENT),
	 is_level_ip, VERDICT_ONE_OF, BIT(NET_ADMIN), "sets IP_TRANSPARENT",
	 NULL, "net/ipv4/ip_sockglue.c do_ip_setsockopt()", READ_ON},
	{"ipv6-transparent", CAP_NET_RAW, "setsockopt",
	 INT(2, IPV6_TRANSPARENT), is_level_ipv6, VERDICT_ONE_OF,
	 BIT(NET_ADMIN), "sets IPV6_TRANSPARENT", NULL,
	 "net/ipv6/ipv6_sockglue.c do_ipv6_setsockopt()", READ_ON},
	/* Asked whatever the algorithm; refused only for restricted ones. */
	{"tcp-congestion", CAP_NET_ADMIN, "setsockopt", INT(2, TCP_CONGESTION),
	 is_level_tcp, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "chooses a TCP congestion algorithm",
	 "only algorithms of net.ipv4.tcp_allowed_congestion_control",
	 "net/ipv4/tcp.c do_tcp_setsockopt()", READ_ON},
	{"tcp-ulp-module", CAP_NET_ADMIN, "setsockopt", INT(2, TCP_ULP),
	 is_level_tcp, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "would load the module of a TCP upper layer",
	 "the module must be loaded on the host beforehand",
	 "net/ipv4/tcp_ulp.c __tcp_ulp_find_autoload()", READ_ON},
	/* Asked for interfaces that do not exist, to load their module. */
	{"interface-module", CAP_NET_ADMIN, "ioctl", ANY, is_interface_query,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "asks about an interface that does not exist",
	 "the kernel loads no module for the name",
	 "net/core/dev_ioctl.c dev_load()", READ_ON},
	{"interface-module-any", CAP_SYS_MODULE, "ioctl", ANY,
	 is_interface_query, VERDICT_OPPORTUNISTIC, CAPSET_NONE,
	 "asks about an interface that does not exist",
	 "the kernel loads no module for the name",
	 "net/core/dev_ioctl.c dev_load()", READ_ON},

	/* ---- others ------------------------------------------------------ */
	{"epoll-wakeup", CAP_BLOCK_SUSPEND, "epoll_ctl", ANY, NULL,
	 VERDICT_OPPORTUNISTIC, CAPSET_NONE, "sets EPOLLWAKEUP",
	 "the flag is cleared; the host may sleep before the event is read",
	 "fs/eventpoll.c ep_take_care_of_epollwakeup()", READ_ON},
	{"bpf-network", CAP_NET_ADMIN, "bpf", ANY, NULL, VERDICT_ONE_OF,
	 BIT(SYS_ADMIN), "loads or attaches a networking program", NULL,
	 "kernel/bpf/token.c bpf_token_capable()", READ_ON},
	{"bpf-token", CAP_BPF, "bpf", INT(0, 36 /* BPF_TOKEN_CREATE */), NULL,
	 VERDICT_NEEDED, CAPSET_NONE, "makes a BPF token", NULL,
	 "kernel/bpf/token.c bpf_token_create()", READ_ON},
	{.id = NULL},
};

/* WORD stands in WORDS, which are separated by blanks. */
static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	if (!length)
		return false;
	for (const char *p = words; (p = strstr(p, word)); p += length)
		if ((p == words || p[-1] == ' ') &&
		    (p[length] == ' ' || p[length] == '\0'))
			return true;
	return false;
}

static bool site_fits(const struct check_site *site,
		      const struct capability_check *check)
{
	if (site->capability != check->capability)
		return false;
	if (!site->syscalls)
		return true;
	if (!check->has_syscall || !check->syscall ||
	    !has_word(site->syscalls, check->syscall))
		return false;
	if (site->argument < ARRAY_LENGTH(check->args) &&
	    (check->args[site->argument] & site->mask) != site->value)
		return false;
	return !site->fits || site->fits(check);
}

const struct check_site *check_site_match(const struct capability_check *check)
{
	for (const struct check_site *site = check_sites; site->id; site++)
		if (site_fits(site, check))
			return site;
	return NULL;
}

const struct check_site *check_site_of_reason(const char *reason)
{
	const char *rest;

	if (!reason)
		return NULL;
	for (const struct check_site *site = check_sites; site->id; site++)
		if (has_prefix(reason, site->id, &rest) && *rest == ':')
			return site;
	return NULL;
}
