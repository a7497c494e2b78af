# SPDX-License-Identifier: GPL-2.0-or-later
# The table of workloads: what to launch, how to exercise it, and which
# capabilities it needs. expect: exactly those to grant; asked: further ones
# that it asks for and goes on without; leave: one without which it fails.
# Every server is Debian's own, with Debian's own configuration.

workload_nothing() {
	command=("$tools/nothing")
	is_deterministic=yes
}

workload_mount() {
	command=(mount -t tmpfs whittle /mnt)
	setup=unmount_all
	expect=SYS_ADMIN leave=SYS_ADMIN
	is_deterministic=yes
}

unmount_all() {
	while umount /mnt 2>/dev/null; do :; done
}

workload_read_secret() {
	command=(cat /srv/secret)
	setup=make_secret
	expect=DAC_READ_SEARCH leave=DAC_READ_SEARCH
	is_deterministic=yes
}

make_secret() {
	echo secret >/srv/secret
	chown 1234:1234 /srv/secret
	chmod 0600 /srv/secret
}

# mount needs a mount namespace of the user namespace's own
# As nobody: a namespace that maps id 0 of the host needs SETFCAP there, which
# the kernel asks without any record (create_user_ns, parent_could_setfcap).
workload_own_namespace() {
	command=(unshare --user --map-root-user --mount
		mount -t tmpfs whittle /mnt)
	user=65534:65534
	is_deterministic=yes
}

workload_ping() {
	command=(ping -c 1 127.0.0.1)
	setup=forbid_ping_sockets
	expect=NET_RAW leave=NET_RAW
}

# Where every group may open ICMP sockets, ping needs nothing.
forbid_ping_sockets() {
	sysctl -q net.ipv4.ping_group_range='1 0'
}

workload_tcpdump() {
	command=(tcpdump -n -i lo -c 2)
	ready='grep -q . /proc/net/packet && sleep 0.5 &&
		[ $(wc -l </proc/net/packet) -gt 1 ]'
	exercise='ping -c 3 -i 0.3 127.0.0.1 >/dev/null; sleep 1;
		! kill -0 $WHITTLE_PID 2>/dev/null ||
		grep -q "State:.Z" /proc/$WHITTLE_PID/status'
	expect='NET_RAW SETGID SETUID' leave=NET_RAW
}

workload_rsyslogd() {
	command=(rsyslogd -n -iNONE)
	setup=forget_logs
	ready='test -e /var/log/syslog'
	# The kernel must say something itself: imklog drops what user space
	# writes into the kernel's log.
	exercise='echo h >/proc/sysrq-trigger; n=0;
		until grep -q "sysrq: HELP" /var/log/kern.log; do
			n=$((n + 1)); [ $n -lt 40 ] || exit 1; sleep 0.2;
		done'
	expect='CHOWN SYSLOG' leave=SYSLOG
}

forget_logs() {
	rm -f /var/log/syslog /var/log/kern.log
	dmesg --clear
	echo h >/proc/sysrq-trigger
}

workload_nginx() {
	command=(nginx -g 'daemon off;')
	ready='curl -s -m 5 -o /dev/null http://127.0.0.1/'
	exercise='curl -sf -m 5 -o /dev/null http://127.0.0.1/'
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID'
	leave=NET_BIND_SERVICE
}

workload_chronyd() {
	command=(chronyd -q -t 30 -f /etc/chrony/whittle.conf)
	setup=start_time_server
	# It asks for DAC_READ_SEARCH as well, where DAC_OVERRIDE would do.
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID SYS_TIME'
	leave=SYS_TIME
}

# Debian's configuration, with a server of our own in place of the pool.
start_time_server() {
	{
		grep -v '^pool' /etc/chrony/chrony.conf
		echo 'server 127.0.0.1 port 11123 iburst'
	} >/etc/chrony/whittle.conf
	rm -rf /run/chrony
	[ ! -e /run/time-server.pid ] || return 0
	chronyd -x 'port 11123' 'cmdport 0' 'local stratum 8' 'allow' \
		'pidfile /run/time-server.pid' 'bindcmdaddress /'
}

workload_redis() {
	command=(redis-server --save '' --port 7777)
	setup=lower_file_limit
	ready='redis-cli -p 7777 ping'
	exercise='[ "$(redis-cli -p 7777 ping)" = PONG ]'
	asked=SYS_RESOURCE
}

# A soft and hard limit low enough that redis-server wants to raise it.
lower_file_limit() {
	ulimit -n 1024
}

# A container_t may not write to the pipes of Debian's podman, so what an exec
# in it prints is lost: it is asked from outside.
container_address='$(podman inspect -f "{{.NetworkSettings.IPAddress}}"'
container_address+=' $WHITTLE_CONTAINER)'
container_get="curl -sf -m 5 -o /dev/null http://$container_address/"

workload_redis_image() {
	launch=image image=localhost/redis:lab
	engine_args=(--ulimit=nofile=1024:1024)
	ready="redis-cli -h $container_address ping | grep -q PONG"
	exercise=$ready
	asked=SYS_RESOURCE
}

workload_nginx_image() {
	launch=image image=localhost/nginx:lab
	ready=$container_get
	exercise=$container_get
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID'
	leave=SETUID
}
