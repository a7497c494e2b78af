# SPDX-License-Identifier: GPL-2.0-or-later
# nginx with Debian's configuration, which is root's: the master opens the
# logs and port 80, and the workers become www-data.

workload_nginx() {
	command=(nginx -g 'daemon off;')
	setup=forget_nginx
	ready='curl -s -m 30 -o /dev/null http://127.0.0.1/'
	exercise='curl -sf -m 30 -o /dev/null http://127.0.0.1/'
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID'
	documented='CHOWN NET_BIND_SERVICE SETGID SETUID'
}

# A first start makes folders for the workers.
forget_nginx() {
	rm -rf /var/lib/nginx/*
}

workload_nginx_image() {
	launch=image image=localhost/nginx:lab
	ready=$container_get
	exercise=$container_get
	expect='CHOWN DAC_OVERRIDE NET_BIND_SERVICE SETGID SETUID'
	documented='CHOWN NET_BIND_SERVICE SETGID SETUID'
}
