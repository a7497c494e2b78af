# SPDX-License-Identifier: GPL-2.0-or-later
# haproxy with Debian's configuration (chroot, user haproxy, a socket for the
# administrator), which has no frontend: one on port 80 is added.

# The worker answers before the master is ready to be told to stop.
ask_haproxy() {
	printf '[ "$(curl -sf -m 30 %s)" = whittle ] && sleep 4' "$1"
}

workload_haproxy() {
	command=(haproxy -W -db -f /etc/haproxy/haproxy.cfg
		-f /srv/haproxy/frontend.cfg)
	setup=add_frontend
	ready='curl -s -m 30 -o /dev/null http://127.0.0.1/'
	exercise=$(ask_haproxy http://127.0.0.1/)
	stops=yes # the master is root, and its worker is not
	expect='KILL NET_BIND_SERVICE SETGID SETUID SYS_CHROOT'
	documented='none, as a user'
}

# /run/haproxy as systemd's RuntimeDirectory= makes it.
add_frontend() {
	container_folder /srv/haproxy
	printf '%s\n' 'frontend whittle' '	bind :80' \
		'	http-request return status 200 content-type text/plain string whittle' \
		>/srv/haproxy/frontend.cfg
	rm -rf /run/haproxy
	mkdir -m 755 /run/haproxy
}

workload_haproxy_image() {
	launch=image image=localhost/base:lab
	command=(sh -c 'mkdir -p /run/haproxy && exec haproxy -W -db
		-f /etc/haproxy/haproxy.cfg -f /srv/haproxy/frontend.cfg')
	command[2]=${command[2]//$'\n'/ }
	engine_args=(--volume=/srv/haproxy:/srv/haproxy)
	setup=add_frontend
	ready=$container_get
	exercise=$(ask_haproxy "http://$container_address/")
	stops=yes
	expect='KILL NET_BIND_SERVICE SETGID SETUID SYS_CHROOT'
	documented='none, as a user'
}
