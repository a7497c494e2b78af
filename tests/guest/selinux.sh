# SPDX-License-Identifier: GPL-2.0-or-later
# The SELinux answer, proved: each workload works with what the report says,
# and fails with the next nearer context. Where only a wide type fits, the
# module is installed: the workload works under its type, and what another one
# needs is refused to it. Runs in the guest, enforcing.
. /opt/whittle/guest/lib.sh

declare -A arguments commands

workload() {
	arguments[$1]=$2 commands[$1]=$3
}

prepare() {
	podman run -d --name neighbour localhost/base:lab sleep 10000 \
		>/dev/null
	neighbour=$(podman inspect -f '{{.State.Pid}}' neighbour)
	files=$(podman mount neighbour)
	pair=$(tr -d '\0' </proc/$neighbour/attr/current | cut -d: -f4-)
	mkdir /volume
	chcon -t default_t /volume
	echo hello >/volume/file
	chcon -t default_t /volume/file
	echo hello >/var/log/whittle.log
	restorecon /var/log/whittle.log
}

# NAME, options of podman, and the command
define_workloads() {
	workload signull --pid=host "kill -0 $neighbour"
	workload signal --pid=host "kill -CONT $neighbour"
	workload files "-v $files:/other" 'cat /other/etc/passwd'
	workload cgroup '-v /sys/fs/cgroup:/cg:rw' \
		'mkdir /cg/whittle-test && rmdir /cg/whittle-test'
	workload volume '-v /volume:/data' 'cat /data/file && echo x >/data/new'
	workload logs '-v /var/log:/hostlog:ro' 'cat /hostlog/whittle.log'
	workload device '--device /dev/nvme0n1 -v /dev/nvme0n1:/hostdisk' \
		'head -c 512 /hostdisk'
	workload mounts '-v /usr/bin/mount:/hostmount:ro' \
		'/hostmount -t tmpfs whittle /home'
	workload daemon --pid=host "kill -0 $(pidof systemd-journald)"
}

profile() {
	local name=$1 options=() argument

	for argument in ${arguments[$name]}; do
		options+=(--engine-arg "$argument")
	done
	whittle run --name "$name" --image localhost/base:lab -o "$name.json" \
		--timeout 300s "${options[@]}" -- sh -c "${commands[$name]}" \
		>"$out/run.log" 2>&1 </dev/null
	claim "$name is profiled" '0 0' \
		"$? $(jq -r '.runs[0].exit' "$name.json")"
	whittle report -f json "$name.json" >"$name.advice" 2>"$out/report.log"
	claim "$name gets an answer" fits "$(answer "$name" .state)"
}

answer() {
	jq -r ".selinux$2 // \"\"" "$1.advice"
}

# confined NAME TYPE LEVEL [OPTION...]: the workload's status, enforcing. The
# default's type is asked for by name: under --pid=host podman turns labels off
# where nobody asks for one.
confined() {
	local name=$1 options=(--cap-drop=ALL) cap

	for cap in $(jq -r '.capabilities.add[]' "$name.advice"); do
		options+=("--cap-add=${cap#CAP_}")
	done
	options+=("--security-opt=label=type:${2:-container_t}")
	[ -z "$3" ] || options+=("--security-opt=label=level:$3")
	shift 3
	# A container_t may not write to podman's pipes here.
	podman run -d --name proof ${arguments[$name]} "${options[@]}" "$@" \
		localhost/base:lab sh -c "{ ${commands[$name]}; } >/dev/null 2>&1" \
		>"$out/proof.log" 2>&1 || echo "podman: $(tail -1 "$out/proof.log")"
	podman wait proof 2>/dev/null
	podman rm -f -t 0 proof >/dev/null 2>&1
}

works() {
	claim "$1" 0 "$(confined "${@:2}")"
}

fails() {
	local status

	status=$(confined "${@:2}")
	case $status in
	[1-9] | [1-9][0-9]*) ok "$1" ;;
	*) not_ok "$1" "wanted a failure of its own, got '$status'" ;;
	esac
}

# The default's type and level, as the answer has them
as_answered() {
	works "$1 works as answered" "$1" "$(answer "$1" .options.type)" \
		"$(answer "$1" .options.level)"
}

same_offline() {
	whittle report -f json --policy "$2" "$1.json" >"$out/offline" \
		2>>"$out/report.log"
	if cmp -s "$1.advice" "$out/offline"; then
		ok "$1 gets the same answer from $2"
	else
		diff "$1.advice" "$out/offline" >"$out/diff"
		not_ok "$1 gets the same answer from $2" differs "$out/diff"
	fi
}

check_levels() {
	claim 'signull of a neighbour needs nothing by this policy' '' \
		"$(answer signull .options.type)$(answer signull .options.level)"
	as_answered signull
	for name in signal files; do
		claim "$name needs the neighbour's pair" "/$pair" \
			"$(answer $name .options.type)/$(answer $name .options.level)"
		as_answered $name
		fails "$name fails at a pair of its own" $name '' ''
	done
	same_offline signal /sys/fs/selinux/policy
	same_offline signal /etc/selinux/default/policy/policy.*
}

check_boolean() {
	claim 'a manager of control groups needs a boolean' \
		'{"container_manage_cgroup":true}' "$(jq -c '.selinux |
		.alternatives[] | select(.chosen) | .booleans' cgroup.advice)"
	fails 'cgroup fails without it' cgroup '' ''
	setsebool container_manage_cgroup on
	works 'cgroup works with it' cgroup '' ''
	setsebool container_manage_cgroup off
	same_offline cgroup /sys/fs/selinux/policy
	claim 'with --boolean it is no more told' null "$(whittle report \
		-f json --boolean container_manage_cgroup=1 cgroup.json \
		2>/dev/null | jq -c '.selinux.alternatives[] |
		select(.chosen) | .booleans')"
}

check_volume() {
	claim 'a volume with a wrong label is told as that' 'default_t true /' \
		"$(answer volume .relabel.type) $(answer volume \
			.relabel.answer) /$(answer volume .options.type)"
	fails 'volume fails with its label' volume '' ''
	arguments[volume]='-v /volume:/data:Z'
	works 'volume works when it is relabelled' volume '' ''
}

install_modules() {
	local name

	for name; do
		claim "$name fits nothing but spc_t" 'spc_t s0' \
			"$(answer $name .options.type) $(answer $name .options.level)"
		whittle report -f cil $name.json >whittle_$name.cil \
			2>>"$out/report.log"
		works "$name works as spc_t" $name spc_t s0
		fails "$name fails as container_t" $name '' ''
	done
	same_offline logs /sys/fs/selinux/policy
	semodule -i whittle_*.cil >"$out/semodule.log" 2>&1
	claim 'the modules are installed' 0 $?
	cat "$out/semodule.log" >&2
}

# check_module NAME OTHER: works; and what OTHER does is refused to it
check_module() {
	local type level

	type=$(answer "$1" .module.type) level=$(answer "$1" .module.level)
	works "$1 works under its own type" "$1" "$type" "$level"
	fails "what $2 does is refused to $type" "$2" "$type" "$level"
}

check_no_new_privileges() {
	claim 'the policy lets a launcher change the label under no_new_privs' \
		'true true' "$(jq -r '.selinux.launchers[] |
		select(.type == "unconfined_t") |
		"\(.transition) \(.noNewPrivileges)"' logs.advice)"
	works 'and so it does' logs whittle_logs_t '' \
		--security-opt=no-new-privileges
}

prepare
define_workloads
for name in signull signal files cgroup volume logs device mounts daemon; do
	profile $name
done
check_levels
check_boolean
check_volume
install_modules logs device mounts daemon
check_module logs device
check_module device logs
check_module mounts logs
check_module daemon mounts
check_no_new_privileges
