# SPDX-License-Identifier: GPL-2.0-or-later
# Each format is used by the client it is for: podman's flags, a drop-in for
# Quadlet, a Pod, a drop-in for systemd, a fragment for crun. The workload then
# works with exactly what is printed, under enforcing. Runs in the guest.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh
seccomp_root=/var/lib/kubelet/seccomp

# What a process has: its bounding set, whether a filter is on, its type.
confinement_of() {
	local pid=$1

	sed -n 's/^CapBnd:\t0*\(..*\)/\1/p; s/^Seccomp:\t//p' \
		"/proc/$pid/status" | tr '\n' ' '
	tr -d '\0' <"/proc/$pid/attr/current" | cut -d: -f3
}

# confined NAME PID BOUNDING: the capabilities, a filter, the type
confined() {
	claim "$1 confines it" "$3 2 container_t" "$(confinement_of "$2")"
}

answers() {
	retry 120 0 curl -sf -m 30 -o /dev/null "http://$1/"
	echo $?
}

pid_of() {
	podman inspect -f '{{.State.Pid}}' "$1"
}

# CHOWN DAC_OVERRIDE SETGID SETUID NET_BIND_SERVICE
nginx_bounding=4c3

use_docker_flags() {
	cp nginx.seccomp.json "$out"
	(cd "$out" && podman run -d --name flags \
		$(whittle report -qf docker --no-comments /root/nginx.json) \
		localhost/nginx:lab >/dev/null 2>&1)
	claim 'docker: the flags start it' 0 "$(answers \
		"$(podman inspect -f '{{.NetworkSettings.IPAddress}}' flags)")"
	confined docker "$(pid_of flags)" $nginx_bounding
	podman rm -f -t 0 flags >/dev/null 2>&1
}

use_pod() {
	local infra

	# podman takes the file by an annotation of its own, not by the field.
	whittle report -qf k8s --pod web --kubernetes 1.32 nginx.json |
		sed 's|^  name: web|&\n  annotations:\n    io.podman.annotations.seccomp/web: localhost/nginx.seccomp.json|' \
			>pod.yaml
	timeout 300 podman kube play pod.yaml >"$out/play" 2>&1
	claim 'k8s: podman plays the Pod' 0 $?
	infra=$(podman pod inspect -f '{{.InfraContainerID}}' web)
	claim 'k8s: the Pod works' 0 "$(answers "$(podman inspect -f \
		'{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \
		"$infra")")"
	confined k8s "$(pid_of web-web)" $nginx_bounding
	claim 'k8s: by the file that is beside' '["seccomp=localhost/nginx.seccomp.json"]' \
		"$(podman inspect web-web |
			jq -c '.[0].HostConfig.SecurityOpt')"
	podman kube down pod.yaml >/dev/null 2>&1
}

# A unit that adds more than is needed, and the drop-in beside it. It is not
# started: in the domain that Debian's policy gives to systemd's podman, podman
# may not use what the engine made here in the test's own.
use_quadlet() {
	local units=/etc/containers/systemd

	mkdir -p $units/web.container.d
	cp nginx.seccomp.json $units/
	printf '%s\n' '[Container]' Image=localhost/nginx:lab \
		AddCapability=CAP_SYS_TIME \
		>$units/web.container
	whittle report -qf quadlet --service web nginx.json \
		>$units/web.container.d/50-whittle.conf
	/usr/lib/systemd/system-generators/podman-system-generator --dryrun \
		>"$out/generated" 2>&1
	claim 'quadlet: the generator takes it' 1 \
		"$(grep -c '^ExecStart=.*--cap-drop all --cap-add cap_chown' \
			"$out/generated")"
	claim 'quadlet: what the unit adds is forgotten' 0 \
		"$(grep -c '^ExecStart=.*sys_time' "$out/generated")"
}

write_service() {
	mkdir -p /etc/systemd/system/redis-lab.service.d
	printf '%s\n' '[Service]' AmbientCapabilities=CAP_SYS_TIME \
		SystemCallFilter=reboot \
		"ExecStart=/usr/bin/redis-server --save '' --port 6379" \
		>/etc/systemd/system/redis-lab.service
	cat >$1
	systemctl daemon-reload
}

# start_service [SECONDS]: does it answer?
start_service() {
	local status=1

	systemctl start redis-lab
	retry "${1:-120}" 0 sh -c 'redis-cli ping | grep -q PONG' && status=0
	echo $status
}

use_systemd() {
	local drop_in=/etc/systemd/system/redis-lab.service.d/50-whittle.conf

	whittle report -qf systemd redis.json | write_service $drop_in
	claim 'systemd: verify has nothing to say' '0 ' \
		"$(systemd-analyze verify redis-lab.service >"$out/verify" 2>&1
		echo $? "$(cat "$out/verify")")"
	claim 'systemd: security sees the bounding set' true \
		"$(systemd-analyze security --json=short redis-lab.service |
			jq '.[] | select(.json_field ==
				"CapabilityBoundingSet_CAP_SYS_ADMIN") | .set')"
	claim 'systemd: the service works' 0 "$(start_service)"
	claim 'systemd: it has no capability, and a filter' '0 2' \
		"$(confinement_of "$(systemctl show -P MainPID redis-lab)" |
			cut -d' ' -f1,2)"
	systemctl stop redis-lab
	whittle report -qf systemd redis.json | sed 's/ listen / /' |
		write_service $drop_in
	claim 'systemd: without one call of its list it fails' 1 \
		"$(start_service 6 2>/dev/null)"
	systemctl stop redis-lab
}

use_oci() {
	mkdir -p bundle
	(
		cd bundle || exit 1
		crun spec
		jq '.root = {path: "/var/lib/whittle-lab/rootfs"} |
			.process.terminal = false | .process.args = ["nginx",
			"-g", "daemon off;"]' config.json >bare.json
		whittle report -qf oci ../nginx.json >fragment.json
		jq -s '.[0] * .[1]' bare.json fragment.json >config.json
		crun run --detach fragment
	) >"$out/crun" 2>&1
	pid=$(crun state fragment | jq .pid)
	retry 120 "$pid" nsenter -t "$pid" -n curl -sf -m 30 -o /dev/null \
		http://127.0.0.1/
	claim 'oci: crun starts it, and it works' 0 $?
	confined oci "$pid" $nginx_bounding
	claim 'oci: nothing is inheritable or ambient' 2 \
		"$(grep -c '^Cap\(Inh\|Amb\):.0*$' "/proc/$pid/status")"
	crun delete -f fragment
}

# The table is that of the systemd that it names.
check_groups() {
	local version

	version=$(systemctl --version | sed -n 1p)
	systemd-analyze syscall-filter --no-pager 2>/dev/null |
		awk -v version="$version" -v date="$(sed -n \
			's/.* on \(....-..-..\);.*/\1/p' \
			/opt/whittle/policies/systemd_groups.inc)" \
			-f /opt/whittle/policies/systemd_groups.awk \
			>"$out/groups"
	claim "systemd: the groups are those of $version" '' \
		"$(diff "$out/groups" /opt/whittle/policies/systemd_groups.inc)"
}

cd /root || exit 1
load_workload nginx_image
profile_workload nginx.json || cat "$out/run.log" >&2
load_workload redis
command=(redis-server --save '' --port 6379)
ready='redis-cli ping' exercise='[ "$(redis-cli ping)" = PONG ]'
profile_workload redis.json || cat "$out/run.log" >&2
mkdir -p $seccomp_root
whittle report -qf seccomp nginx.json | tee nginx.seccomp.json \
	>$seccomp_root/nginx.seccomp.json
check_groups
use_docker_flags
use_oci
use_systemd
use_pod
use_quadlet
