# SPDX-License-Identifier: GPL-2.0-or-later
# What no check tells: file capabilities, capset, users that are not root,
# modules, refused labels, free ports; and the phases of a reload.
. /opt/whittle/guest/lib.sh
cd "$out" || exit 1

# claim_note NAME WORDS PROFILE
claim_note() {
	if jq -r '.completeness.notes[]' "$3" | grep -qF -- "$2"; then
		ok "$1"
	else
		jq -r '.completeness.notes[]' "$3" >"$out/notes"
		not_ok "$1" "no note says '$2'" "$out/notes"
	fi
}

# A file with the effective bit does not even start without what it has,
# although the ping socket that everybody may open is all that it uses.
cp "$(command -v ping)" /usr/local/bin/capped-ping
setcap cap_net_raw+ep /usr/local/bin/capped-ping
sysctl -q net.ipv4.ping_group_range='0 2147483647'
whittle run -q -o f.json --user 65534:65534 -- capped-ping -c 1 127.0.0.1 \
	>/dev/null 2>&1
claim "a file's capabilities are needed" 'CAP_NET_RAW file-capability' \
	"$(jq -r '.capabilities[] | "\(.name) \(.evidence[].reason)"' f.json |
		cut -d: -f1 | sort -u)"
claim "the file is named" /usr/local/bin/capped-ping \
	"$(jq -r '.capabilities[].evidence[].path' f.json | sort -u)"
user=65534:65534 command=(capped-ping -c 1 127.0.0.1) ready= exercise=
whittle report -f seccomp f.json >seccomp.json
confine_program CAP_NET_RAW "$PWD/seccomp.json" ''
claim "with them it works" 0 $?
confine_program '' "$PWD/seccomp.json" ''
claim "without them it does not start" 126 $?
user=

# What a program keeps for itself by capset().
whittle run -q -o k.json -- $tools/keep
claim_note "what is kept and not used is told" \
	"'keep' keeps by capset() what it was not seen to use: CAP_CHOWN CAP_SYS_TIME" k.json

# Modules that the kernel loads on demand.
modprobe -r dummy 2>/dev/null
whittle run -q -o m.json -- ip link add whittle0 type dummy
ip link del whittle0
claim_note "a loaded module is named" "load module 'rtnl-link-dummy'" m.json
claim "and SYS_MODULE is not needed for it" CAP_NET_ADMIN \
	"$(whittle report -f caps m.json)"

# A refused change of domain: seen where the workload is enforced.
start_auditd
setpriv --no-new-privs runcon -u system_u -r system_r -t chronyd_t true \
	2>/dev/null
flush_auditd
systemctl stop auditd
whittle ingest -o s.json --type unconfined_t /var/log/audit/audit.log 2>/dev/null
claim_note "a refused change of domain is told with its remedy" \
	'bounded by it' s.json

# A port below 1024 that needs nothing here.
sysctl -q net.ipv4.ip_unprivileged_port_start=80
whittle run -q -o p.json --ready 'curl -s -m 30 -o /dev/null http://127.0.0.1/' \
	--exercise true -- nginx -g 'daemon off;'
sysctl -q net.ipv4.ip_unprivileged_port_start=1024
claim "a free port asks for nothing" '' \
	"$(jq -r '.capabilities[] | select(.name == "CAP_NET_BIND_SERVICE") | .name' p.json)"
claim_note "but a note says where it is needed" 'ports from 80 on' p.json
whittle run -q -o i.json --image localhost/nginx:lab \
	--engine-arg --sysctl=net.ipv4.ip_unprivileged_port_start=0 \
	--ready "curl -s -m 30 -o /dev/null http://\$(podman inspect \
		\$WHITTLE_CONTAINER -f '{{.NetworkSettings.IPAddress}}')/" \
	--exercise true -- nginx -g 'daemon off;'
claim_note "the container's own setting counts" 'ports from 0 on' i.json

# Phases: a file read at the start, one at a reload, one at the end.
cat >phases.sh <<'END'
trap 'chroot / true; touch reloaded' HUP
trap 'mount -t tmpfs none /mnt; umount /mnt; exit' TERM
nice -n -5 true
touch up
while :; do sleep 0.2; done
END
whittle run -q -o h.json --ready 'test -e up' \
	--exercise 'sleep 0.5; kill -HUP $WHITTLE_PID
		until test -e reloaded; do sleep 0.2; done' -- \
	bash phases.sh
claim "each capability has the phase it was asked in" \
	'CAP_SYS_ADMIN shutdown,CAP_SYS_CHROOT reload,CAP_SYS_NICE start,' \
	"$(jq -r '.capabilities[] | "\(.name) \(.evidence[].phase)"' h.json |
		sort -u | tr '\n' ,)"
