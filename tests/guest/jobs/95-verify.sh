# SPDX-License-Identifier: GPL-2.0-or-later
# whittle verify: some workloads with just what they were granted, with one item
# less, healed, minimized, killed; a bundle.
step verify.sh works ping redis -- \
	minimizes redis "CAP_SYS_RESOURCE unneeded" -- \
	takes_back -- demands -- leaves_off -- \
	minimizes insist "CAP_SYS_RESOURCE proven" -- \
	lacks ping CAP_NET_RAW \
	'del(.capabilities[] | select(.name == "CAP_NET_RAW"))' \
	'lacks CAP_NET_RAW: ping: socket' -- \
	lacks redis "the call bind" 'del(.syscalls[] | select(.name == "bind"))' \
	'denied by seccomp: redis-server: system call bind' -- \
	lacks log_reader "the type" \
	'del(.accesses[] | select(.target | contains("var_log_t")))' \
	'denied by SELinux: cat: .*var_log_t' -- \
	flaky -- \
	killed ping 1 3 -- \
	resumes ping "CAP_NET_RAW proven"
step verify.sh first_start -- no_login
step verify-bundle.sh
