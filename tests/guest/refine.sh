# SPDX-License-Identifier: GPL-2.0-or-later
# Passes that log only what is not known yet, floods that are muted, two runs
# at once, and what a kill leaves of all that. Argument: a part, or nothing for
# all: known, warmup, flood, together, kills
. /opt/whittle/guest/lib.sh

# All that these runs change on the host.
host_state() {
	getsebool -a
	auditctl -s | grep -E '^(enabled|failure|rate_limit|backlog_limit) '
	auditctl -l
	ls -d /sys/fs/cgroup/whittle* /run/whittle/* 2>/dev/null |
		grep -v '/lock$'
	podman ps -aq
}

# record NAME [OPTION...] -- COMMAND...: into NAME.json; sets status
record() {
	local name=$1

	shift
	status=0
	timeout 600 whittle run -o "$out/$name.json" "$@" \
		>"$out/$name.log" 2>&1 </dev/null || status=$?
	[ $status = 0 ] || cat "$out/$name.log" >&2
}

capabilities() {
	jq -r '.capabilities[] | .name + " " + .verdict' "$out/$1.json"
}

calls() {
	jq -r '.syscalls[] | .arch + " " + .name' "$out/$1.json"
}

# What a run said was new.
news() {
	sed -n 's/^whittle: new: //p' "$out/$1.log"
}

known() {
	local file=$out/given

	touch "$file"
	record base -- $tools/news "$file"
	record same --refine "$out/base.json" -- $tools/news "$file"
	claim "a known program brings no news" 0 "$status$(news same)"
	claim "the merged profile has the items of the first" \
		"$(capabilities base; calls base)" \
		"$(capabilities same; calls same)"
	claim "it is complete, of two runs, one of them refined" 'true 2 1' \
		"$(jq -r '"\(.completeness.complete) \(.runs | length) \(
			[.runs[] | select(.refined)] | length)"' \
			"$out/same.json")"
	claim "what is known is not said to be of the refined run" 1 \
		"$(jq '[.capabilities[].runs] | unique | length' \
			"$out/same.json")"
	record more --refine "$out/base.json" -- $tools/news "$file" more
	claim "exactly one capability and one call are new" \
		"CAP_SYS_ADMIN (needed), asked for by news
system call x86_64 170 sethostname, made by news" "$(news more)"
	record full -- $tools/news "$file" more
	claim "the merged profile has the items of a full run" \
		"$(capabilities full; calls full)" \
		"$(capabilities more; calls more)"
	cp "$out/base.json" "$out/shared.json"
	record shared --refine "$out/shared.json" \
		--exercise "cp '$out/more.json' '$out/shared.json'" -- \
		sh -c "'$tools/news' '$file' && sleep 60"
	claim "what others added to the file meanwhile is not lost" '1 1' \
		"$(grep -c 'was changed meanwhile' "$out/shared.log") $(
			calls shared | grep -c 'x86_64 sethostname')"
	record old --refine "$out/base.json" -- $tools/news "$file" old
	claim "a known name by another architecture is news" \
		'system call x86 20 getpid, made by news' "$(news old)"
	record container --image localhost/base:lab -- /bin/true
	record again --image localhost/base:lab --refine \
		"$out/container.json" -- /bin/true
	claim "a known image brings no news" 0 "$status$(news again)"
	claim "it is complete all the same" true \
		"$(jq .completeness.complete "$out/again.json")"
	whittle report "$out/more.json" >"$out/report.txt" 2>&1
	claim "a report of both passes has both capabilities" 2 \
		"$(whittle report -f caps "$out/more.json" | grep -c .)"
}

warmup() {
	local up=$out/warm.up loaded=$out/warm.loaded

	record warm --warmup 2s --ready "test -e '$up'.\$WHITTLE_PID" \
		--exercise "kill -USR1 \$WHITTLE_PID
			until test -e '$loaded'; do sleep 0.2; done" -- \
		sh -c 'trap "hostname lab; : >$2" USR1; : >"$1.$$"
			while :; do sleep 0.2; done' sh "$up" "$loaded"
	claim "a warm-up is two runs, the second one refined" '0 2 1' \
		"$(jq -r '"'$status' \(.runs | length) \(
			[.runs[] | select(.refined)] | length)"' \
			"$out/warm.json")"
	claim "only the load is new in it" 'CAP_SYS_ADMIN exercise' \
		"$(jq -r '.capabilities[] | "\(.name) \(.evidence[0].phase)"' \
			"$out/warm.json")"
	claim "what the start did is the first pass' word" start \
		"$(jq -r '.syscalls[] | select(.name == "brk") | .phases[]' \
			"$out/warm.json" | head -1)"
}

flood() {
	local checks

	record flood --counts -- $tools/flood_checks 40000
	checks=$(jq '.capabilities[] | select(.name == "CAP_SYS_ADMIN").count' \
		"$out/flood.json")
	claim "of a flood of 40000 checks 1000 to 20000 are logged" yes \
		"$([ "$checks" -ge 1000 ] && [ "$checks" -le 20000 ] &&
			echo yes || echo "$checks")"
	claim "its calls are counted all the same" 40000 \
		"$(jq '.syscalls[] | select(.name == "sethostname").count' \
			"$out/flood.json")"
	claim "its evidence is kept" 'CAP_SYS_ADMIN needed' \
		"$(capabilities flood)"
	claim "that it was muted is noted" 1 "$(jq -r \
		'.completeness.notes[]' "$out/flood.json" |
		grep -c 'CAP_SYS_ADMIN was asked for in a flood')"
	claim "and the profile is complete" '0 true' \
		"$status $(jq .completeness.complete "$out/flood.json")"
	claim "the boolean is on again" "$before" "$(host_state)"
}

together() {
	local first second status=0

	rm -f "$out/up" "$out/done"
	record first -- sh -c ': >"$1"; until [ -e "$2" ]; do sleep 0.2; done' \
		sh "$out/up" "$out/done" &
	first=$!
	retry 120 0 test -e "$out/up"
	timeout 600 whittle run -o "$out/refused.json" --wait 1s -- true \
		>"$out/refused.log" 2>&1 || status=$?
	claim "a run that may not wait is refused" '4 1' \
		"$status $(grep -c 'another whittle' "$out/refused.log")"
	(
		retry 120 0 grep -q 'waiting for it' "$out/second.log"
		: >"$out/done"
	) &
	record second -- true
	claim "another run waits for the first, and says so" '0 1 0' \
		"$status $(grep -c 'waiting for it' "$out/second.log") $(
			grep -c 'another whittle run' "$out/second.log")"
	wait $first
	claim "the first was not disturbed" true \
		"$(jq .completeness.complete "$out/first.json")"
	rm -f "$out/up" "$out/second.log"
	whittle run -q -o "$out/killed.json" -- \
		sh -c ': >"$1"; exec sleep 600' sh "$out/up" &
	first=$!
	retry 120 0 test -e "$out/up"
	record second -- true &
	second=$!
	retry 120 0 grep -q 'waiting for it' "$out/second.log"
	kill -9 $first
	wait $second
	claim "a kill of the first lets the second one go on" true \
		"$(jq .completeness.complete "$out/second.json")"
	claim "after that the host is as before" "$before" "$(host_state)"
	record given -- hostname lab
	whittle run -q --refine "$out/given.json" -o "$out/muted.json" -- \
		sleep 5 &
	first=$!
	retry 30 0 sh -c 'getsebool whittle_audit_sys_admin | grep -q off'
	record second -- true
	wait $first
	claim "another run waits for one that mutes what is known" '0 1' \
		"$status $(grep -c 'waiting for it' "$out/second.log")"
}

kills() {
	local moment pid

	for moment in 1 2 3 4 5 6 7 8 9 10; do
		whittle run -q -o "$out/k.json" --refine "$out/base.json" -- \
			$tools/flood_checks 400000 >/dev/null 2>&1 &
		pid=$!
		sleep "$(awk -v s=$moment$RANDOM 'BEGIN {
			srand(s); printf "%.2f", 0.05 + 2.5 * rand() }')"
		# Every other time with its watchdog.
		[ $((moment % 2)) = 0 ] || pkill -9 -x whittle-watch
		kill -9 $pid
		wait $pid 2>/dev/null
		retry 120 0 sh -c '! pgrep -x whittle-watch'
		whittle doctor --restore >"$out/restore.log" 2>&1 ||
			cat "$out/restore.log" >&2
		claim "killed at a random moment ($moment), nothing is left" \
			"$before" "$(host_state)"
	done
	claim "no process outlives it" '' "$(pgrep -x flood_checks)"
}

before=$(host_state)
modules=$(semodule -l | sha256sum)
for part in ${1:-known warmup flood together kills}; do
	$part
done
claim "the host's booleans, rules and modules are as before" \
	"$before $modules" "$(host_state) $(semodule -l | sha256sum)"
