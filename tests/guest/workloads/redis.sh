# SPDX-License-Identifier: GPL-2.0-or-later
# redis-server as root. It raises the file limit where that is low, and goes
# on with the lower one where it may not.

workload_redis() {
	command=(redis-server --save '' --port 7777)
	setup=lower_file_limit
	ready='redis-cli -p 7777 ping'
	exercise='[ "$(redis-cli -p 7777 ping)" = PONG ]'
	opportunistic=SYS_RESOURCE
	documented='CHOWN SETGID SETUID'
}

# A soft and hard limit low enough that redis-server wants to raise it.
lower_file_limit() {
	ulimit -n 1024
}

workload_redis_image() {
	launch=image image=localhost/redis:lab
	engine_args=(--ulimit=nofile=1024:1024)
	ready="redis-cli -h $container_address ping | grep -q PONG"
	exercise=$ready
	opportunistic=SYS_RESOURCE
	documented='CHOWN SETGID SETUID'
}
