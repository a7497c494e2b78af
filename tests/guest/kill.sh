# SPDX-License-Identifier: GPL-2.0-or-later
# Killed with -9 at each step, whittle leaves no workload alive, and after
# doctor --restore the host is as it was. Arguments: program | image | bundle
. /opt/whittle/guest/lib.sh

# Everything that a run may touch.
host_state() {
	auditctl -s | grep -E '^(enabled|failure|rate_limit|backlog_limit) '
	auditctl -l
	getsebool -a | grep whittle | sha256sum
	ls -d /sys/fs/cgroup/whittle* /run/whittle/* 2>/dev/null |
		grep -v '/lock$'
	podman ps -aq
}

make_bundle() {
	mkdir -p "$out/bundle"
	cp $tools/ignoreterm "$out/bundle/"
	(cd "$out/bundle" && crun spec)
	jq '.root.path = "/var/lib/whittle-lab/rootfs" |
		.process.terminal = false |
		.process.args = ["/tool/ignoreterm"] |
		.mounts += [{destination: "/tool", type: "bind",
			source: "'"$out/bundle"'", options: ["bind", "ro"]}]' \
		"$out/bundle/config.json" >"$out/config.json"
	mv "$out/config.json" "$out/bundle/config.json"
}

start_run() {
	case $1 in
	program)
		exec whittle run -o "$out/k.json" -- $tools/ignoreterm
		;;
	image)
		exec whittle run -o "$out/k.json" --image localhost/base:lab \
			--engine-arg "-v=$tools:/tool:ro" -- /tool/ignoreterm
		;;
	bundle)
		exec whittle run -o "$out/k.json" --bundle "$out/bundle" --engine \
			"${2:-crun}"
		;;
	esac >"$out/run.log" 2>&1 </dev/null &
}

# Leaves only when nothing runs any more, or after two minutes.
wait_gone() {
	retry 120 0 sh -c '! pgrep -x ignoreterm && ! pgrep -x whittle-watch'
}

# kill_after KIND SECONDS [both]
kill_after() {
	local kind=$1 seconds=$2 who=$3 pid

	start_run "$kind"
	pid=$!
	sleep "$seconds"
	if [ -n "$who" ]; then
		pkill -9 -x whittle-watch
	fi
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ -z "$who" ] || whittle doctor --restore >/dev/null
	wait_gone || echo "still there: $(pgrep -la ignoreterm)" >&2
	whittle doctor --restore >"$out/restore.log" 2>&1 ||
		cat "$out/restore.log" >&2
}

signal_after() {
	local kind=$1 signal=$2 pid

	start_run "$kind"
	pid=$!
	sleep 4
	# The workload ignores the first; two at once would be one.
	while kill -"$signal" $pid 2>/dev/null; do
		sleep 1
	done
	wait $pid
	wait_gone
}

[ "$1" != bundle ] || make_bundle
before=$(host_state)
for moment in $2; do
	kill_after "$1" "$moment"
	claim "$1: killed after $moment s, nothing of it is left" "$before" \
		"$(host_state)"
	claim "$1: killed after $moment s, no process outlives it" '' \
		"$(pgrep -x ignoreterm)"
done
for moment in $3; do
	kill_after "$1" "$moment" both
	claim "$1: killed with its watchdog after $moment s, restore undoes it" \
		"$before" "$(host_state)"
	claim "$1: ... and no process outlives it" '' "$(pgrep -x ignoreterm)"
done
signal_after "$1" TERM
claim "$1: ended by SIGTERM, the host is as before" "$before" "$(host_state)"
claim "$1: ended by SIGTERM, no process outlives it" '' "$(pgrep -x ignoreterm)"
