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
	retry 120 0 test -e "$out/up"
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
retry 120 0 test -s "$out/up"
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

# Between two runs somebody else's begins, and whittle waits for it: it says so,
# though it is quiet of the runs, and can be told to end. The other one's turn
# is sure: it has the same processor, and comes first there once the lock is
# free.
one_processor='taskset -c 0'

hold_after() { # FILE: once it is there, the lock is held as soon as it is free
	retry 120 0 test -e "$1"
	$one_processor chrt -f 10 flock -o /run/whittle/lock sleep 600 &
	holder=$!
}

let_go() {
	pkill -P $holder
	wait $holder
}

end_waiting() { # PID LOG NAME: once it waits it is told to end
	local begun pid=$1 log=$2 status=0

	retry 120 "$pid" grep -q 'another run is under way' "$log"
	claim "$3: that it waits for another run is told" 0 $?
	begun=$(date +%s)
	kill "$pid"
	wait "$pid" || status=$?
	claim "$3: an order to end is obeyed while it waits" "143 soon" \
		"$status $([ $(($(date +%s) - begun)) -gt 60 ] || echo soon)"
	let_go
}

whittle run -q -o "$out/nap.json" -- sleep 0.2 2>"$out/run.log"
$one_processor whittle verify --minimize --syscalls \
	--setup "touch '$out/first'" "$out/nap.json" -- sleep 0.2 >"$out/search.log" 2>&1 &
search=$!
hold_after "$out/first"
end_waiting $search "$out/search.log" "a search"

# So it is before the second of two passes, and the first is not lost.
rm -f "$out/up" "$out/warm.json"
$one_processor whittle run --warmup 8s -o "$out/warm.json" -- \
	bash -c "echo >>'$out/up'; sleep 60" 2>"$out/run.log" &
warm=$!
hold_after "$out/up"
end_waiting $warm "$out/run.log" "two passes"
claim "what the first of two passes has seen is there" "1 true" \
	"$(wc -l <"$out/up") $(jq '.runs | length == 1' "$out/warm.json")"

# Its --setup is not run in the middle of another's run.
whittle run -q -o "$out/other.json" --exercise "test ! -e '$out/mine' && \
	sleep 5 && test ! -e '$out/mine'" -- sleep 60 2>"$out/other.log" &
other=$!
retry 60 0 pgrep -f '^sleep 5$'
whittle verify -q --setup "touch '$out/mine'" "$out/nap.json" -- sleep 0.2 \
	2>"$out/run.log"
claim "a --setup waits for the run that is under way" "0 yes" \
	"$? $([ -e "$out/mine" ] && echo yes)"
wait $other
claim "... which it does not meet" 0 $?
