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
