# SPDX-License-Identifier: GPL-2.0-or-later
# memcached, started as Debian's unit does. A value is stored and read back.

# store_and_get ADDRESS: bash has its own way to a TCP port
store_and_get() {
	printf 'timeout 30 bash -c %s %s\n' "'"'exec 3<>/dev/tcp/$0/11211 &&
		printf "set k 0 0 7\r\nwhittle\r\nget k\r\n" >&3 &&
		read -r line <&3 && [ "$line" = "STORED"$(printf "\r") ] &&
		read -r line <&3 && read -r line <&3 &&
		[ "$line" = "whittle"$(printf "\r") ]'"'" "$1"
}

workload_memcached() {
	command=(/usr/share/memcached/scripts/systemd-memcached-wrapper
		/etc/memcached.conf)
	setup=forget_memcached
	ready=$(store_and_get 127.0.0.1)
	exercise=$ready
	expect='SETGID SETUID'
	documented='SETGID SETUID SYS_RESOURCE'
}

forget_memcached() {
	rm -rf /run/memcached
	install -d -o memcache -g memcache -m 755 /run/memcached
}

workload_memcached_image() {
	launch=image image=localhost/base:lab
	command=(memcached -u memcache)
	ready=$(store_and_get "$container_address")
	exercise=$ready
	expect='SETGID SETUID'
	documented='SETGID SETUID SYS_RESOURCE'
}
