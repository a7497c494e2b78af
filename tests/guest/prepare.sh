# SPDX-License-Identifier: GPL-2.0-or-later
# whittle prepare, start to end: the node's steps, podman kube play of the
# printed Pod, an exercise, ingest of auditd's log, and the node as it was. The
# profile is that of whittle run on the same image, save for the standard
# streams: kube play gives /dev/null, run its own.
# Argument "module": only the steps, with the module taken out before.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh
script=$out/whittle-node.sh
level=s0:c21,c1009
log=/var/log/audit/audit.log

# All that apply may change on this node.
node_state() {
	semodule -l | grep -x 'whittle.*'
	auditctl -l
	auditctl -s | grep -E '^(enabled|rate_limit|backlog_limit) '
	ls -d /var/lib/kubelet /var/lib/whittle-node 2>&1
}

# A permission a line: all but phases, what the streams are, and the SIGIO that
# nginx' master gets when a worker is the last to close its channel: who is the
# last is a race (one start in three, by close(2)).
accesses='[.accesses[] | select((.path // "") |
		test("^(/dev/null$|pipe:)") | not) |
	del(.phase) as $a | $a.permissions[] as $p |
	($a | del(.permissions)) + {permission: $p} |
	select([.class, .permission, .target] !=
		["process", "signal", "@self"])] | unique'

# What both must agree on; paths by themselves.
essence() {
	jq -S "[
		(.capabilities[] | [.name, .namespace, .verdict, .instead,
			([.evidence[] | del(.phase)] | unique)]),
		([.syscalls[] | [.arch, .name, .number, .comms,
			(.phases | index(\"runtime\") != null)]]),
		($accesses | map(del(.path)) | unique)
	]" "$1"
}

# A permissive domain is told of an access once, and then it is in the kernel's
# cache; where that forgets it, the next object of the same type is told, too.
# So the same access need only have one path in common. Prints those without.
other_paths() {
	jq -c -s "map($accesses) | add | group_by(del(.path)) | .[] |
		select(length > 1)" "$1" "$2" >"$out/both"
	jq -c "$accesses | .[]" "$1" | sort >"$out/one"
	jq -c "$accesses | .[]" "$2" | sort >"$out/two"
	comm -12 "$out/one" "$out/two" >"$out/common"
	jq -c -n --slurpfile common "$out/common" --slurpfile both "$out/both" '
		($common | map(del(.path) | tojson) | unique) as $known |
		$both[] | .[0] | del(.path) | tojson |
		select(. as $a | $known | index($a) | not)' -r
}

auditctl -r 5000 >/dev/null
whittle prepare -f node >"$script" 2>"$out/err"
claim "the script is made without a word" "" "$(cat "$out/err")"

if [ "${1-}" = module ]; then
	whittle policy remove 2>/dev/null
	node_state >"$out/before"
	sh "$script" apply -y >"$out/log" 2>&1 || not_ok "apply" "fails" "$out/log"
	claim "the module is there" whittle "$(semodule -l | grep -x whittle)"
	claim "the domain is as it must be" "domain whittle_t: loaded, permissive, grants no capability, audits every check" \
		"$(whittle policy status | grep ^domain)"
	sh "$script" undo >"$out/log" 2>&1 || not_ok "undo" "fails" "$out/log"
	node_state >"$out/after"
	claim "no module is left, nor anything else" "$(cat "$out/before")" \
		"$(cat "$out/after")"
	exit 0
fi

rm -f $log
start_auditd
node_state >"$out/before"

# ---- the node ---------------------------------------------------------------

sh "$script" apply </dev/null >"$out/log" 2>&1
claim "apply asks before" 4 $?
node_state >"$out/after"
claim "what is not agreed to changes nothing" "$(cat "$out/before")" \
	"$(cat "$out/after")"
sh "$script" apply -y >"$out/log" 2>&1
claim "apply works" 0 $?
sh "$script" status >"$out/log" 2>&1
claim "all of it is in force" 0 $?
claim "the backlog limit is raised, the rate limit gone" "65536 0" \
	"$(auditctl -s | awk '/^backlog_limit/ { b = $2 }
		/^rate_limit/ { r = $2 } END { print b, r }')"
sh "$script" apply -y >"$out/log" 2>&1
claim "applied twice is applied once" 0 $?

# ---- the container ----------------------------------------------------------

whittle prepare -q -f pod --image localhost/nginx:lab --level $level \
	>"$out/pod.yaml"
podman kube play "$out/pod.yaml" >"$out/log" 2>&1
claim "podman plays the Pod" 0 $?
pid=$(podman inspect nginx-nginx --format '{{.State.Pid}}')
claim "its label is the profiling's" "system_u:system_r:whittle_t:$level" \
	"$(tr -d '\0' <"/proc/$pid/attr/current")"
address=$(grep -B1 'host LOCAL' "/proc/$pid/net/fib_trie" |
	grep -o '10\.[.0-9]*' | head -n 1)
retry 120 0 curl -sf -m 30 -o /dev/null "http://$address/"
claim "it serves" 0 $?
curl -sf -m 30 -o /dev/null "http://$address/"
podman kube down "$out/pod.yaml" >"$out/log" 2>&1

# The printed command, as it stands.
flush_auditd
sh "$script" collect >node.log 2>"$out/log"
command=$(whittle prepare -q --name nginx --level $level |
	sed -n 's/^   \(whittle ingest .*\)/\1/p')
sh -c "$command" 2>"$out/log"
claim "the printed command makes a complete profile" 0 $?

# ---- and back ---------------------------------------------------------------

sh "$script" undo >"$out/log" 2>&1
claim "undo works" 0 $?
node_state >"$out/after"
claim "the node is as it was" "$(cat "$out/before")" "$(cat "$out/after")"
systemctl stop auditd

load_workload nginx_image
run_options=()
profile_workload "$out/live.json" || cat "$out/run.log" >&2
essence "$out/live.json" >"$out/live"
essence nginx.whittle.json >"$out/log"
if [ -s "$out/live" ] && cmp -s "$out/live" "$out/log"; then
	ok "the profile is the one that whittle run makes of the image"
else
	diff "$out/live" "$out/log" >"$out/diff"
	not_ok "the profile is the one that whittle run makes of the image" \
		"they differ" "$out/diff"
fi
claim "... and what was accessed is the same" "" \
	"$(other_paths "$out/live.json" nginx.whittle.json)"
