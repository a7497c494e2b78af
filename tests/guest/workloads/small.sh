# SPDX-License-Identifier: GPL-2.0-or-later
# Small programs that ask for one thing, or for nothing.

workload_nothing() {
	command=("$tools/nothing")
	is_deterministic=yes
}

workload_mount() {
	command=(mount -t tmpfs whittle /mnt)
	setup=unmount_all
	expect=SYS_ADMIN
	is_deterministic=yes
}

unmount_all() {
	while umount /mnt 2>/dev/null; do :; done
}

workload_read_secret() {
	command=(cat /srv/secret)
	setup=make_secret
	expect=DAC_READ_SEARCH
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
	expect=NET_RAW
}

# Where every group may open ICMP sockets, ping needs nothing.
forbid_ping_sockets() {
	sysctl -q net.ipv4.ping_group_range='1 0'
}
