# SPDX-License-Identifier: GPL-2.0-or-later
# bind9's named with Debian's configuration and the command line of Debian's
# unit; and one zone, to have something to say.

workload_named() {
	command=(named -f -u bind)
	setup=make_zone
	exercise='[ "$(dig +short @127.0.0.1 www.whittle.test)" = 192.0.2.1 ]'
	ready=$exercise # not before the zone is loaded
	expect='NET_BIND_SERVICE SETGID SETUID'
	documented='NET_BIND_SERVICE SYS_RESOURCE'
}

# /run/named is as Debian's tmpfiles.d entry has it.
make_zone() {
	rm -rf /run/named
	install -d -o bind -g bind -m 775 /run/named
	container_folder /srv/named
	echo 'zone "whittle.test" { type primary; file "/srv/named/zone"; };' \
		>/srv/named/named.conf.local
	printf '%s\n' '$TTL 60' '@ SOA ns root 1 60 60 60 60' '@ NS ns' \
		'ns A 192.0.2.2' 'www A 192.0.2.1' >/srv/named/zone
	cp /srv/named/named.conf.local /etc/bind/named.conf.local
}

workload_named_image() {
	launch=image image=localhost/base:lab
	command=(named -f -u bind)
	engine_args=(--volume=/srv/named:/srv/named
		--volume=/srv/named/named.conf.local:/etc/bind/named.conf.local)
	setup=make_zone
	exercise="dig +short @$container_address www.whittle.test |
		grep -qx 192.0.2.1"
	ready=$exercise
	expect='NET_BIND_SERVICE SETGID SETUID'
	documented='NET_BIND_SERVICE SYS_RESOURCE'
}
