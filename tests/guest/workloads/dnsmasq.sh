# SPDX-License-Identifier: GPL-2.0-or-later
# dnsmasq with Debian's configuration and the command line of Debian's unit: a
# name server, without DHCP.

workload_dnsmasq() {
	command=(dnsmasq -k -x /run/dnsmasq/dnsmasq.pid -u dnsmasq
		-7 /etc/dnsmasq.d --local-service)
	setup=make_dnsmasq_folder
	ready='dig +time=2 +tries=1 @127.0.0.1 localhost >/dev/null'
	exercise='[ "$(dig +short @127.0.0.1 localhost | head -n 1)" = 127.0.0.1 ]'
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID'
	# The file with its pid stays root's.
	tolerated=CHOWN
	documented='NET_ADMIN NET_BIND_SERVICE NET_RAW'
}

make_dnsmasq_folder() {
	rm -rf /run/dnsmasq
	install -d -o dnsmasq -g nogroup /run/dnsmasq
}

workload_dnsmasq_image() {
	launch=image image=localhost/base:lab
	command=(dnsmasq -k)
	ready="dig +time=2 +tries=1 @$container_address localhost >/dev/null"
	exercise="dig +short @$container_address localhost |
		grep -q '^127.0.0.1\$'"
	expect='CHOWN NET_BIND_SERVICE SETGID SETUID'
	# The file with its pid stays root's.
	tolerated=CHOWN
	documented='NET_ADMIN NET_BIND_SERVICE NET_RAW'
}
