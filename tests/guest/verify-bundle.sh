# SPDX-License-Identifier: GPL-2.0-or-later
# whittle verify of an OCI bundle, by crun and by runc, all of it enforced:
# capabilities, system calls, the SELinux type. Without arguments.
. /opt/whittle/guest/lib.sh

# Makes the file it writes another user's.
make_bundle() {
	mkdir bundle /srv/bundle
	chcon -t container_file_t /srv/bundle
	(cd bundle && crun spec)
	jq '.root.path = "/var/lib/whittle-lab/rootfs" |
		.process.terminal = false |
		.process.args = ["sh", "-c",
			"echo a >/data/file &&
			chown 1:1 /data/file"] |
		.mounts += [{destination: "/data", type: "bind",
			source: "/srv/bundle", options: ["bind", "rw"]}]' \
		bundle/config.json >config.json
	mv config.json bundle/config.json
}

# claim_bundle NAME STATUS PATTERN PROFILE [OPTION...]: verify's status, and a
# line of what it said
claim_bundle() {
	local name=$1 wanted=$2 pattern=$3 status=0

	shift 3
	whittle verify -v --bundle bundle --engine "$engine" --timeout 300s \
		--setup "rm -f /srv/bundle/file" "$@" \
		>"$out/verify.log" 2>&1 </dev/null || status=$?
	if [ $status = "$wanted" ] && grep -q "$pattern" "$out/verify.log"; then
		ok "$engine: $name"
	else
		not_ok "$engine: $name" \
			"wanted $wanted and '$pattern', got $status" \
			"$out/verify.log"
	fi
}

# less FILTER: the profile but for what it takes away
less() {
	jq "$1" "$profile" >"$out/less.json"
	echo "$out/less.json"
}

# What an earlier container left has its categories. crun hands its own files
# on, and an open log is not for a container's type.
record() {
	rm -f /srv/bundle/file
	whittle run --bundle bundle --engine $engine -o "$profile" \
		>/dev/null 2>&1 </dev/null
}

# check_bundle ENGINE WORKS FAILS: the statuses of the one and the other
check_bundle() {
	local status=0

	engine=$1 profile=$out/$1.json
	record || status=$?
	claim "$1: profiled" 0 $status
	claim_bundle "it works with just that, a container's type" "$2" \
		'enforced: 1 capabilities, .* container_t' "$profile"
	claim "$1: ... and does its work" "1:1 a" \
		"$(stat -c %u:%g /srv/bundle/file) $(cat /srv/bundle/file)"
	claim_bundle "the missing capability is named" "$3" \
		'lacks CAP_CHOWN: chown: fchownat on ' \
		"$(less 'del(.capabilities[])')"
	claim_bundle "a missing call is refused" "$3" "$4" \
		"$(less 'del(.syscalls[] | select(.name == "fchownat"))')"
}

# What the profile has no access for, its type has not either.
check_type() {
	mkdir -p /var/log/whittle-lab
	echo note >/var/log/whittle-lab/note
	restorecon -R /var/log/whittle-lab
	jq '.process.args = ["cat", "/data/note"] |
		(.mounts[] | select(.destination == "/data")).source =
			"/var/log/whittle-lab"' bundle/config.json >config.json
	mv config.json bundle/config.json
	record
	claim_bundle "it works with a type that may read the host's logs" 0 \
		'enforced: 0 capabilities' "$profile"
	claim_bundle "under container_t it may not" 1 \
		'denied by SELinux: cat: file { read } .*var_log_t' \
		"$(less 'del(.accesses[] |
			select(.target | contains("var_log_t")))')"
}

make_bundle
# runc 1.1.15 takes no flag of a filter: what it refuses is not logged.
check_bundle runc 3 3 "cannot have seccomp's refusals logged"
check_bundle crun 0 1 'denied by seccomp: .* system call fchownat'
check_type
