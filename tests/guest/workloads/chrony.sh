# SPDX-License-Identifier: GPL-2.0-or-later
# chronyd -q: sets the clock once from a server on this host, and ends.

workload_chronyd() {
	command=(chronyd -q -t 60 -f /etc/chrony/whittle.conf)
	setup=start_time_server
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID SYS_TIME'
	# Searching /run/chrony, where DAC_OVERRIDE does as well.
	covered=DAC_READ_SEARCH
	documented='all but 19'
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

# On the host's network, where the server is.
workload_chronyd_image() {
	launch=image image=localhost/base:lab
	command=(chronyd -q -t 60 'server 127.0.0.1 port 11123 iburst'
		'driftfile /var/lib/chrony/chrony.drift')
	engine_args=(--network=host)
	setup=start_time_server
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID SYS_TIME'
	covered=DAC_READ_SEARCH
	documented='all but 19'
}
