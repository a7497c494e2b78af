# SPDX-License-Identifier: GPL-2.0-or-later
# tcpdump opens its packet socket and becomes the user tcpdump.

workload_tcpdump() {
	command=(tcpdump -n -i lo -c 2)
	ready='grep -q . /proc/net/packet && sleep 0.5 &&
		[ $(wc -l </proc/net/packet) -gt 1 ]'
	exercise='ping -c 3 -i 0.3 127.0.0.1 >/dev/null; sleep 1;
		! kill -0 $WHITTLE_PID 2>/dev/null ||
		grep -q "State:.Z" /proc/$WHITTLE_PID/status'
	expect='NET_RAW SETGID SETUID'
	documented='NET_ADMIN NET_RAW'
}

# Two packets are proof enough: it counts them, and then ends by itself.
workload_tcpdump_image() {
	launch=image image=localhost/base:lab
	command=(tcpdump -n -i eth0 -c 2 icmp)
	ready="[ \$(wc -l </proc/$container_pid/net/packet) -gt 1 ]"
	exercise="ping -c 3 -i 0.3 $container_address >/dev/null;
		$container_has_ended"
	expect='NET_RAW SETGID SETUID'
	documented='NET_ADMIN NET_RAW'
}
