# SPDX-License-Identifier: GPL-2.0-or-later
# Signals reach the workload, and the host is as before whichever ends a run.
. /opt/whittle/guest/lib.sh

audit_state() {
	auditctl -s | grep -E '^(enabled|rate_limit|backlog_limit) '
	auditctl -l
}

# The workload says with its status which signal it got.
script='for s in INT TERM HUP USR1; do trap "echo $s >'$out'/got; exit 9" $s
done; echo up >'$out'/up; while :; do sleep 0.1; done'

before=$(audit_state)
for signal in INT TERM HUP USR1; do
	rm -f "$out/got" "$out/up"
	# A background job of a script ignores INT; env gives it back.
	env --default-signal=INT whittle run -q -o "$out/s.json" -- \
		bash -c "$script" 2>"$out/run.log" &
	retry 20 0 test -e "$out/up"
	kill -$signal $!
	wait $!
	claim "SIG$signal reaches the workload" "$signal" \
		"$(cat "$out/got" 2>/dev/null)"
	claim "the status it ends with then is recorded" 9 \
		"$(jq '.runs[0].exit' "$out/s.json")"
	claim "it is told that a signal to end was what ended it" \
		"$([ $signal = USR1 ] && echo null || echo true)" \
		"$(jq '.runs[0].stopped' "$out/s.json")"
	claim "after SIG$signal the audit settings are as before" "$before" \
		"$(audit_state)"
done

# One that its exercise ends is none that was stopped, each time.
said=
for i in 1 2 3 4 5; do
	whittle run -q --exercise 'kill $WHITTLE_PID' -o "$out/end.json" -- \
		sleep 60 2>"$out/run.log"
	said="$said $(jq -c '.runs[0] | [.exit, .exercise, .stopped]' \
		"$out/end.json")"
done
claim "a workload that its exercise ends was not stopped" \
	"$(printf ' [143,0,null]%.0s' 1 2 3 4 5)" "$said"

# Two passes: whoever stops the first wants no second one.
rm -f "$out/up"
whittle run -q --warmup 30s -o "$out/warm.json" -- \
	bash -c "echo >>'$out/up'; sleep 60" 2>"$out/run.log" &
retry 20 0 test -s "$out/up"
sleep 1
kill $!
wait $!
claim "who is told to end in a warm-up ends, with what it has seen" \
	"0 1 1 true" "$? $(wc -l <"$out/up") $(jq -r \
		'"\(.runs | length) \(.runs[0].stopped)"' "$out/warm.json")"
rm -f "$out/warm.json"
whittle run -q --warmup 1s --ready false --timeout 2s -o "$out/warm.json" -- \
	sleep 60 2>"$out/run.log"
claim "one that is never ready in a warm-up is status 1, and has a profile" \
	"1 1" "$? $(jq '.runs | length' "$out/warm.json")"

# Between two runs of a search somebody else's begins, and whittle waits for it:
# it says so, though it is quiet of the runs, and can be told to end.
cat >"$out/between" <<-END
	if [ -e '$out/first' ]; then
		setsid sh -c 'echo \$\$ >$out/holder
			exec flock -o /run/whittle/lock sleep 60' >/dev/null 2>&1 &
		sleep 1
	fi
	touch '$out/first'
END
whittle run -q -o "$out/nap.json" -- sleep 0.2 2>"$out/run.log"
whittle verify --minimize --syscalls --setup "sh '$out/between'" \
	"$out/nap.json" -- sleep 0.2 >"$out/search.log" 2>&1 &
retry 60 0 grep -q 'another run is under way' "$out/search.log"
claim "that it waits for another run is told in a search as well" 0 $?
begun=$(date +%s)
kill $!
wait $!
claim "an order to end is obeyed while it waits" "143 soon" \
	"$? $([ $(($(date +%s) - begun)) -gt 20 ] || echo soon)"
kill "$(cat "$out/holder")"
