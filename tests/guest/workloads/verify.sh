# SPDX-License-Identifier: GPL-2.0-or-later
# Small rows that whittle verify is tried on.

# Only its first start asks, as that of a server which makes its folders.
workload_first_start() {
	command=(sh -c '[ -e /root/made ] || chown 1:1 /root/folder || exit 1
		touch /root/made')
	setup=forget_start
}

forget_start() {
	mkdir -p /root/folder
	rm -f /root/made
}

# A program that gives up where its limit stays.
workload_insist() {
	command=("$tools/insist")
	setup=lower_file_limit
}

# A container that reads the host's logs, which the engine's type may not.
workload_log_reader() {
	launch=image image=localhost/nginx:lab
	engine_args=(-v /var/log/whittle-lab:/host:ro)
	command=(cat /host/note)
	setup=make_note
}

make_note() {
	mkdir -p /var/log/whittle-lab
	echo note >/var/log/whittle-lab/note
	restorecon -R /var/log/whittle-lab
}

# Started without a login uid, it has to find itself without one; and in a type
# of its own, for what it reads.
workload_no_login() {
	command=(sh -c 'cat /var/log/whittle-lab/note
		[ "$(cat /proc/self/loginuid)" = 4294967295 ]')
	setup=forget_login
}

forget_login() {
	make_note
	echo 4294967295 >/proc/self/loginuid
}

# An exercise that fails by itself, each third time.
workload_flaky() {
	command=(sleep 60)
	exercise='n=$(($(cat /root/flaky 2>/dev/null) + 1)); echo $n >/root/flaky
		[ $((n % 3)) -ne 0 ]'
}
