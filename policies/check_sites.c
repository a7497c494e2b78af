/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policies/check_sites.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <linux/capability.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
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
	return (int)check_argument(check, 1) == SOL_SOCKET;
}

static bool is_level_tcp(const struct capability_check *check)
{
	return (int)check_argument(check, 1) == IPPROTO_TCP;
}

static bool is_level_ip(const struct capability_check *check)
{
	return (int)check_argument(check, 1) == IPPROTO_IP;
}

static bool is_level_ipv6(const struct capability_check *check)
{
	return (int)check_argument(check, 1) == IPPROTO_IPV6;
}

static bool is_request(const struct capability_check *check,
		       const unsigned int *requests, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((unsigned int)check_argument(check, 1) == requests[i])
			return true;
	return false;
}

/* The requests that only ask about an interface. */
static bool is_interface_query(const struct capability_check *check)
{
	static const unsigned int queries[] = {
		SIOCGIFNAME,	SIOCGIFFLAGS,	SIOCGIFADDR,   SIOCGIFDSTADDR,
		SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMETRIC, SIOCGIFMTU,
		SIOCGIFHWADDR,	SIOCGIFINDEX,	SIOCGIFTXQLEN, SIOCGIFMAP,
	};

	return is_request(check, queries, ARRAY_LENGTH(queries));
}

/* Places of the arguments and the environment, from PR_SET_MM_ARG_START on. */
static bool is_title(const struct capability_check *check)
{
	return (int)check_argument(check, 1) >= PR_SET_MM_ARG_START &&
	       (int)check_argument(check, 1) <= PR_SET_MM_ENV_END;
}

static bool is_realtime_ioprio(const struct capability_check *check)
{
	return (((unsigned int)check_argument(check, 2) >> 13) & 7) == 1;
}

/* What an fanotify group without privileges may be: it reports handles, and
   asks for nothing of FANOTIFY_ADMIN_INIT_FLAGS. */
static bool is_handle_group(const struct capability_check *check)
{
	const unsigned int handles = 0x1e00; /* FAN_REPORT_FID to TARGET_FID */
	/* FAN_CLASS_CONTENT and PRE_CONTENT, UNLIMITED_QUEUE and _MARKS,
	   REPORT_PIDFD, REPORT_TID, REPORT_FD_ERROR */
	const unsigned int admin = 0x21bc;

	return (check_argument(check, 0) & handles) &&
	       !(check_argument(check, 0) & admin);
}

/* IPV6_HOPOPTS, IPV6_RTHDRDSTOPTS, IPV6_DSTOPTS */
static bool is_ipv6_header(const struct capability_check *check)
{
	int option = (int)check_argument(check, 2);

	return is_level_ipv6(check) &&
	       (option == 54 || option == 55 || option == 59);
}

/* The tables of IP, ARP, bridges and IPVS; 200 to 212 route multicasts. */
static bool is_netfilter_table(const struct capability_check *check)
{
	int option = (int)check_argument(check, 2);

	if (is_level_ipv6(check))
		return option >= 64 && option <= 69;
	return is_level_ip(check) && ((option >= 64 && option < 200) ||
				      (option >= 1152 && option < 1300));
}

static bool is_route_request(const struct capability_check *check)
{
	unsigned int request = (unsigned int)check_argument(check, 1);

	return request == SIOCADDRT || request == SIOCDELRT;
}

static bool is_interface_change(const struct capability_check *check)
{
	static const unsigned int changes[] = {
		SIOCSIFADDR,   SIOCSIFDSTADDR,	SIOCSIFBRDADDR,	 SIOCSIFNETMASK,
		SIOCSIFFLAGS,  SIOCSIFMETRIC,	SIOCSIFMTU,	 SIOCSIFHWADDR,
		SIOCSIFTXQLEN, SIOCSIFMAP,	SIOCSIFNAME,	 SIOCADDMULTI,
		SIOCDELMULTI,  SIOCDIFADDR,	SIOCSIFSLAVE,	 SIOCSIFPFLAGS,
		SIOCBRADDBR,   SIOCBRDELBR,	SIOCBRADDIF,	 SIOCBRDELIF,
		SIOCSHWTSTAMP, SIOCBONDENSLAVE, SIOCBONDRELEASE,
	};

	return is_request(check, changes, ARRAY_LENGTH(changes));
}

static bool is_neighbour_change(const struct capability_check *check)
{
	static const unsigned int changes[] = {SIOCSARP, SIOCDARP};

	return is_request(check, changes, ARRAY_LENGTH(changes));
}

/* RNDADDTOENTCNT, RNDADDENTROPY, RNDZAPENTCNT, RNDCLEARPOOL, RNDRESEEDCRNG */
static bool is_random_request(const struct capability_check *check)
{
	static const unsigned int requests[] = {0x40045201, 0x40085203, 0x5204,
						0x5206, 0x5207};

	return is_request(check, requests, ARRAY_LENGTH(requests));
}

static bool is_block_request(const struct capability_check *check)
{
	static const unsigned int requests[] = {BLKROSET, BLKFLSBUF, BLKRRPART,
						BLKRASET, BLKFRASET, BLKPG};

	return is_request(check, requests, ARRAY_LENGTH(requests));
}

static bool is_propagation(const struct capability_check *check)
{
	return check_argument(check, 3) &
	       (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE);
}

/* Commands that ask for SYS_ADMIN alone: *_GET_NEXT_ID, *_GET_FD_BY_ID,
   BPF_TASK_FD_QUERY, BPF_ENABLE_STATS. */
static bool is_bpf_by_id(const struct capability_check *check)
{
	static const unsigned char commands[] = {11, 12, 13, 14, 19,
						 20, 23, 30, 31, 32};

	for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
		if ((unsigned int)check_argument(check, 0) == commands[i])
			return true;
	return false;
}

#define FILE_MAKERS                                                            \
	"open openat openat2 creat mkdir mkdirat mknod mknodat symlink "       \
	"symlinkat link linkat rename renameat renameat2 fallocate "           \
	"truncate ftruncate copy_file_range sendfile splice setxattr "         \
	"lsetxattr fsetxattr chown lchown fchown fchownat"

#define NEEDED	       VERDICT_NEEDED, CAPSET_NONE
#define GOES_ON	       VERDICT_OPPORTUNISTIC, CAPSET_NONE
#define EITHER(other)  VERDICT_ONE_OF, BIT(other)
#define FLAG(n, flag)  n, flag, flag
#define POINTER(n, at) n, UINT64_MAX, at

/*
 * Opportunistic only where the kernel itself goes on without, or where
 * programs in general take the refusal and go on. Where a record fits both
 * such a place and one that fails, the row is the cautious one. A write(2)
 * that asks SYS_RESOURCE may be reserved blocks (goes on) or oom_score_adj
 * (fails), and the record does not tell which: no row.
 *
 * "A or B" in the kernel asks for A first, and for B only where A was refused.
 * Each such row is for what was asked first; a row "second-..." for the other
 * stands where no other check of the same call asks for it.
 */
const struct check_site check_sites[] = {
#include "policies/check_rows_files.inc"
#include "policies/check_rows_limits.inc"
#include "policies/check_rows_sockets.inc"
#include "policies/check_rows_system.inc"
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
	if (check->lacks_args &&
	    (site->argument < ARRAY_LENGTH(check->args) || site->fits))
		return false;
	if (site->argument < ARRAY_LENGTH(check->args) &&
	    (check_argument(check, site->argument) & site->mask) != site->value)
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
