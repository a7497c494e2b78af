# SPDX-License-Identifier: GPL-2.0-or-later
# tcpdump opens its packet socket and becomes the user tcpdump.

workload_tcpdump() {
	command=(tcpdump -n -i lo -c 2)
	# It has what it wanted as root.
	ready='[ $(wc -l </proc/net/packet) -gt 1 ] &&
		pgrep -x -u tcpdump tcpdump >/dev/null'
	# It need not have got the first of them.
	exercise='n=0; while kill -0 $WHITTLE_PID 2>/dev/null &&
			! grep -q "State:.Z" /proc/$WHITTLE_PID/status; do
			n=$((n + 1)); [ $n -lt 60 ] || exit 1
			ping -c 1 127.0.0.1 >/dev/null; sleep 0.3;
		done'
	expect='NET_RAW SETGID SETUID'
	documented='NET_ADMIN NET_RAW'
}

# Two packets are proof enough: it counts them, and then ends by itself.
workload_tcpdump_image() {
	launch=image image=localhost/base:lab
	command=(tcpdump -n -i eth0 -c 2 icmp)
	ready="[ \$(wc -l </proc/$container_pid/net/packet) -gt 1 ]"
	exercise="ping -c 30 -i 0.3 $container_address >/dev/null;
		$container_has_ended"
	expect='NET_RAW SETGID SETUID'
	documented='NET_ADMIN NET_RAW'
}
