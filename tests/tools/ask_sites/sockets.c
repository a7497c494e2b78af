/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations of policies/check_rows_sockets.inc. */
#include "ask_sites.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <linux/audit.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/inet_diag.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>

static int option_int(int fd, int level, int option, int value)
{
	ready();
	return result(setsockopt(fd, level, option, &value, sizeof(value)));
}

static int udp6_socket(void)
{
	return socket(AF_INET6, SOCK_DGRAM, 0);
}

#define OPTION(name, fd, level, option, value)                                 \
	static int name(void)                                                  \
	{                                                                      \
		return option_int(fd, level, option, value);                   \
	}

OPTION(send_buffer, udp_socket(), SOL_SOCKET, SO_SNDBUFFORCE, 8192)
OPTION(receive_buffer, udp_socket(), SOL_SOCKET, SO_RCVBUFFORCE, 8192)
OPTION(socket_priority, udp_socket(), SOL_SOCKET, SO_PRIORITY, 7)
OPTION(socket_mark, udp_socket(), SOL_SOCKET, SO_MARK, 1)
OPTION(ip_transparent, udp_socket(), IPPROTO_IP, IP_TRANSPARENT, 1)
OPTION(ipv6_transparent, udp6_socket(), IPPROTO_IPV6, IPV6_TRANSPARENT, 1)
OPTION(socket_debug, udp_socket(), SOL_SOCKET, SO_DEBUG, 1)
OPTION(busy_poll, udp_socket(), SOL_SOCKET, 69, 1)
OPTION(poll_budget, udp_socket(), SOL_SOCKET, 70, 100)
OPTION(tcp_repair, tcp_socket(), IPPROTO_TCP, TCP_REPAIR, 1)
OPTION(ipsec_policy, udp_socket(), IPPROTO_IP, 17, 0)

static int route_netlink(int protocol)
{
	return socket(AF_NETLINK, SOCK_RAW, protocol);
}

OPTION(netlink_groups, route_netlink(NETLINK_XFRM), SOL_NETLINK,
       NETLINK_ADD_MEMBERSHIP, 1)
OPTION(all_namespaces, route_netlink(NETLINK_ROUTE), SOL_NETLINK,
       NETLINK_LISTEN_ALL_NSID, 1)

static int transmit_time(void)
{
	const struct sock_txtime time = {.clockid = 11 /* CLOCK_TAI */};
	int fd = udp_socket();

	ready();
	return result(
		setsockopt(fd, SOL_SOCKET, SO_TXTIME, &time, sizeof(time)));
}

static int attach_filter(int fd)
{
	struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, 0xffff);
	const struct sock_fprog filter = {1, &all};

	ready();
	return result(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
				 sizeof(filter)));
}

static int tcp_socket_filter(void)
{
	return attach_filter(tcp_socket());
}

static int filter_blinding(void)
{
	borrow("/proc/sys/net/core/bpf_jit_harden", "1");
	return attach_filter(udp_socket());
}

static int device_rebinding(void)
{
	int fd = udp_socket();

	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3))
		return 125;
	ready();
	return result(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3));
}

static int index_rebinding(void)
{
	int one = 1, fd = udp_socket();

	if (setsockopt(fd, SOL_SOCKET, 62, &one, sizeof(one)))
		return 125;
	return option_int(fd, SOL_SOCKET, 62, 1);
}

static int ip_options(void)
{
	const unsigned char security[4] = {130, 4, 0, 0};
	int fd = udp_socket();

	ready();
	return result(setsockopt(fd, IPPROTO_IP, IP_OPTIONS, security,
				 sizeof(security)));
}

static int ipv6_options(void)
{
	int fd = udp6_socket();

	ready();
	return result(setsockopt(fd, IPPROTO_IPV6, 54, NULL, 0));
}

/* To renew a label that nobody has: asked, and then told so. */
static int flow_label(void)
{
	struct {
		struct in6_addr destination;
		uint32_t label;
		uint8_t action, share;
		uint16_t flags, expires, linger;
		uint32_t pad;
	} request = {.label = htonl(4711), .action = 2, .share = 0};
	int fd = udp6_socket();

	ready();
	return result(
		setsockopt(fd, IPPROTO_IPV6, 32, &request, sizeof(request)));
}

static int ip_anycast(void)
{
	struct ipv6_mreq request = {.ipv6mr_interface = 1};
	int fd = udp6_socket();

	ready();
	return result(setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_ANYCAST, &request,
				 sizeof(request)));
}

static int packet_filter(void)
{
	char info[84] = "filter";
	socklen_t length = sizeof(info);
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	ready();
	return result(getsockopt(fd, IPPROTO_IP, 64, info, &length));
}

static int tcp_congestion(void)
{
	int fd = tcp_socket();

	ready();
	return result(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
}

static int tcp_ulp_module(void)
{
	int fd = tcp_socket();

	ready();
	return result(setsockopt(fd, IPPROTO_TCP, TCP_ULP, "nothing", 7));
}

/* ---- sockets ------------------------------------------------------------- */

static int make_socket(int family, int type, int protocol)
{
	ready();
	return result(socket(family, type, protocol));
}

static int packet_socket(void)
{
	return make_socket(AF_PACKET, SOCK_RAW, 0);
}

static int xdp_socket(void)
{
	return make_socket(44, SOCK_RAW, 0);
}

static int raw_socket(void)
{
	return make_socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
}

static int key_socket(void)
{
	return make_socket(15, SOCK_RAW, 2);
}

static int low_port(void)
{
	const struct sockaddr_in address = {.sin_family = AF_INET,
					    .sin_port = htons(81)};
	int fd = tcp_socket();

	ready();
	return result(
		bind(fd, (const struct sockaddr *)&address, sizeof(address)));
}

static int bind_netlink(int protocol, unsigned int groups)
{
	const struct sockaddr_nl address = {.nl_family = AF_NETLINK,
					    .nl_groups = groups};
	int fd = route_netlink(protocol);

	ready();
	return result(
		bind(fd, (const struct sockaddr *)&address, sizeof(address)));
}

static int audit_listener(void)
{
	return bind_netlink(NETLINK_AUDIT, 1);
}

static int netlink_listener(void)
{
	return bind_netlink(NETLINK_XFRM, 1);
}

/* Sends a request and waits for its answer, which is the result. */
static int request(int protocol, uint16_t type, const void *body, size_t size)
{
	union {
		struct nlmsghdr header;
		char bytes[4096];
	} message;
	int fd = route_netlink(protocol);
	const struct nlmsgerr *error = NLMSG_DATA(&message.header);

	memset(&message, 0, sizeof(message));
	message.header.nlmsg_len = NLMSG_LENGTH(size);
	message.header.nlmsg_type = type;
	message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	memcpy(NLMSG_DATA(&message.header), body, size);
	ready();
	if (send(fd, &message, message.header.nlmsg_len, 0) < 0)
		return errno;
	prctl(PR_SET_NAME, "ask_sites", 0, 0, 0);
	do {
		if (recv(fd, &message, sizeof(message), 0) < 0)
			return errno;
	} while (message.header.nlmsg_type != NLMSG_ERROR);
	return -error->error;
}

static int netlink_request(void)
{
	const struct ifinfomsg link = {.ifi_index = 99999};

	return request(NETLINK_ROUTE, RTM_DELLINK, &link, sizeof(link));
}

static int audit_message(void)
{
	return request(NETLINK_AUDIT, AUDIT_USER, "asked", 6);
}

static int audit_settings(void)
{
	return request(NETLINK_AUDIT, AUDIT_GET, "", 0);
}

static int socket_listing(void)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} message = {
		{sizeof(message), SOCK_DIAG_BY_FAMILY,
		 NLM_F_REQUEST | NLM_F_DUMP, 0, 0},
		{.sdiag_family = AF_INET,
		 .sdiag_protocol = IPPROTO_TCP,
		 .idiag_states = ~0u},
	};
	union {
		struct nlmsghdr header;
		char bytes[32768];
	} answer;
	int fd = route_netlink(NETLINK_SOCK_DIAG), listener = tcp_socket();

	if (listen(listener, 1) || send(fd, &message, sizeof(message), 0) < 0)
		return 125;
	ready();
	do {
		if (recv(fd, &answer, sizeof(answer), 0) < 0)
			return errno;
	} while (answer.header.nlmsg_type != NLMSG_DONE &&
		 answer.header.nlmsg_type != NLMSG_ERROR);
	return answer.header.nlmsg_type == NLMSG_DONE ? 0 : EPROTO;
}

static int send_control(int fd, int level, int type, const void *value,
			size_t size, const struct sockaddr_in *to)
{
	char byte = 0;
	struct iovec data = {&byte, 1};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(64)];
	} control;
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_name = (void *)to,
				 .msg_namelen = to ? sizeof(*to) : 0,
				 .msg_control = &control,
				 .msg_controllen = CMSG_SPACE(size)};

	memset(&control, 0, sizeof(control));
	control.header.cmsg_level = level;
	control.header.cmsg_type = type;
	control.header.cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(&control.header), value, size);
	ready();
	return result(sendmsg(fd, &message, 0));
}

static int packet_extras(void)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
				       .sin_port = htons(9),
				       .sin_addr.s_addr =
					       htonl(INADDR_LOOPBACK)};
	uint32_t mark = 1;

	return send_control(udp_socket(), SOL_SOCKET, SO_MARK, &mark,
			    sizeof(mark), &to);
}

static int claim(pid_t pid, uid_t user, gid_t group)
{
	const struct ucred credentials = {pid, user, group};
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		return 125;
	return send_control(pair[0], SOL_SOCKET, SCM_CREDENTIALS, &credentials,
			    sizeof(credentials), NULL);
}

static int claimed_pid(void)
{
	return claim(1, 0, 0);
}

static int claimed_user(void)
{
	return claim(getpid(), 1234, 0);
}

static int claimed_group(void)
{
	return claim(getpid(), 0, 1234);
}

/* ---- interfaces ---------------------------------------------------------- */

static int interface_module(void)
{
	struct ifreq request = {.ifr_name = "nothing0"};
	int fd = udp_socket();

	ready();
	return result(ioctl(fd, SIOCGIFINDEX, &request));
}

static int route(void)
{
	struct rtentry entry;
	int fd = udp_socket();

	memset(&entry, 0, sizeof(entry));
	ready();
	return result(ioctl(fd, SIOCADDRT, &entry));
}

static int interface_settings(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = udp_socket();

	if (ioctl(fd, SIOCGIFMTU, &request))
		return 125;
	ready();
	return result(ioctl(fd, SIOCSIFMTU, &request));
}

static int neighbour(void)
{
	struct arpreq entry;
	int fd = udp_socket();

	memset(&entry, 0, sizeof(entry));
	entry.arp_pa.sa_family = AF_INET;
	ready();
	return result(ioctl(fd, SIOCSARP, &entry));
}

static int network_driver(void)
{
	struct ethtool_value value = {.cmd = ETHTOOL_SMSGLVL};
	struct ifreq request = {.ifr_name = "lo"};
	int fd = udp_socket();

	request.ifr_data = (void *)&value;
	ready();
	return result(ioctl(fd, SIOCETHTOOL, &request));
}

static int tunnel_device(void)
{
	struct ifreq request = {.ifr_name = "ask%d"};
	int fd = open("/dev/net/tun", O_RDWR);

	request.ifr_flags = IFF_TUN | IFF_NO_PI;
	ready();
	return result(ioctl(fd, TUNSETIFF, &request));
}

#define OP(cap)	 CAP_##cap, 0, 0
#define RAW_PAIR CAP_NET_RAW, CAPS(NET_ADMIN), 0
#define SECOND	 CAP_NET_ADMIN, 0, CAPS(NET_RAW)

const struct op socket_ops[] = {
	{"socket-send-buffer", OP(NET_ADMIN), 0, EPERM, send_buffer, NULL},
	{"socket-receive-buffer", OP(NET_ADMIN), 0, EPERM, receive_buffer,
	 NULL},
	{"socket-priority", RAW_PAIR, 0, EPERM, socket_priority, NULL},
	{"socket-mark", RAW_PAIR, 0, EPERM, socket_mark, NULL},
	{"ip-transparent", RAW_PAIR, 0, EPERM, ip_transparent, NULL},
	{"ipv6-transparent", RAW_PAIR, 0, EPERM, ipv6_transparent, NULL},
	{"second-priority", SECOND, 0, EPERM, socket_priority, NULL},
	{"second-mark", SECOND, 0, EPERM, socket_mark, NULL},
	{"second-transparent", SECOND, 0, EPERM, ip_transparent, NULL},
	{"second-ipv6-transparent", SECOND, 0, EPERM, ipv6_transparent, NULL},
	{"socket-debug", OP(NET_ADMIN), 0, EACCES, socket_debug, NULL},
	{"busy-poll", OP(NET_ADMIN), 0, EPERM, busy_poll, NULL},
	{"poll-budget", OP(NET_ADMIN), 0, EPERM, poll_budget, NULL},
	{"transmit-time", OP(NET_ADMIN), 0, EPERM, transmit_time, NULL},
	{"tcp-socket-filter", OP(NET_ADMIN), 0, EPERM, tcp_socket_filter, NULL},
	{"filter-blinding", CAP_BPF, CAPS(SYS_ADMIN), 0, 0, 0, filter_blinding,
	 NULL},
	{"device-rebinding", OP(NET_RAW), 0, EPERM, device_rebinding, NULL},
	{"index-rebinding", OP(NET_RAW), 0, EPERM, index_rebinding, NULL},
	{"ip-options", OP(NET_RAW), 0, EINVAL, ip_options, NULL},
	{"ipv6-options", OP(NET_RAW), 0, EPERM, ipv6_options, NULL},
	{"flow-label", OP(NET_ADMIN), ESRCH, ESRCH, flow_label, NULL},
	{"ip-anycast", OP(NET_ADMIN), ANY_RESULT, EPERM, ip_anycast, NULL},
	{"ipsec-policy", OP(NET_ADMIN), ANY_RESULT, EPERM, ipsec_policy, NULL},
	{"packet-filter", OP(NET_ADMIN), ANY_RESULT, EPERM, packet_filter,
	 NULL},
	{"tcp-congestion", OP(NET_ADMIN), 0, 0, tcp_congestion, NULL},
	{"tcp-ulp-module", OP(NET_ADMIN), ENOENT, ENOENT, tcp_ulp_module, NULL},
	{"tcp-repair", OP(NET_ADMIN), 0, EPERM, tcp_repair, NULL},
	{"netlink-groups", OP(NET_ADMIN), 0, EPERM, netlink_groups, NULL},
	{"all-namespaces", OP(NET_BROADCAST), 0, EPERM, all_namespaces, NULL},
	{"packet-socket", OP(NET_RAW), 0, EPERM, packet_socket, NULL},
	{"xdp-socket", OP(NET_RAW), 0, EPERM, xdp_socket, NULL},
	{"raw-socket", OP(NET_RAW), 0, EPERM, raw_socket, NULL},
	{"key-socket", OP(NET_ADMIN), 0, EPERM, key_socket, NULL},
	{"low-port", OP(NET_BIND_SERVICE), 0, EACCES, low_port, NULL},
	{"audit-listener", OP(AUDIT_READ), 0, EPERM, audit_listener, NULL},
	{"netlink-listener", OP(NET_ADMIN), 0, EPERM, netlink_listener, NULL},
	{"netlink-request", OP(NET_ADMIN), ANY_RESULT, EPERM, netlink_request,
	 NULL},
	{"socket-listing", OP(NET_ADMIN), 0, 0, socket_listing, NULL},
	{"audit-message", OP(AUDIT_WRITE), 0, EPERM, audit_message, NULL},
	{"audit-settings", OP(AUDIT_CONTROL), 0, EPERM, audit_settings, NULL},
	{"packet-extras", RAW_PAIR, 0, EPERM, packet_extras, NULL},
	{"claimed-pid", OP(SYS_ADMIN), 0, EPERM, claimed_pid, NULL},
	{"claimed-user", OP(SETUID), 0, EPERM, claimed_user, NULL},
	{"claimed-group", OP(SETGID), 0, EPERM, claimed_group, NULL},
	{"interface-module", OP(NET_ADMIN), ENODEV, ENODEV, interface_module,
	 "module-by-interface"},
	{"module-by-interface", OP(SYS_MODULE), ENODEV, ENODEV,
	 interface_module, "interface-module"},
	{"route", OP(NET_ADMIN), ANY_RESULT, EPERM, route, NULL},
	{"interface-settings", OP(NET_ADMIN), 0, EPERM, interface_settings,
	 NULL},
	{"neighbour", OP(NET_ADMIN), ANY_RESULT, EPERM, neighbour, NULL},
	{"network-driver", OP(NET_ADMIN), ANY_RESULT, EPERM, network_driver,
	 NULL},
	{"tunnel-device", OP(NET_ADMIN), 0, EPERM, tunnel_device, NULL},
	{.id = NULL},
};
