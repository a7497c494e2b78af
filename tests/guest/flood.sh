# SPDX-License-Identifier: GPL-2.0-or-later
# A program that makes 100,000 logged calls and exits at once: all counted, as
# owner of the audit system and beside auditd; and losses are told.
# Arguments: unicast ROUNDS | multicast ROUNDS | losses
. /opt/whittle/guest/lib.sh

calls=100000

# Calls of getppid that a profile counts, and whether it is complete.
counted() {
	jq -r '[(.syscalls[] | select(.name == "getppid") | .count),
		.completeness.complete, .completeness.lost] | join(" ")' "$1"
}

flood_rounds() {
	local name=$1 rounds=$2 good=0 status

	shift 2
	for ((i = 1; i <= rounds; i++)); do
		status=0
		whittle run --counts -o "$out/flood.json" "$@" -- \
			$tools/flood $calls >"$out/run.log" 2>&1 || status=$?
		if [ "$status $(counted "$out/flood.json")" = \
			"0 $calls true 0" ]; then
			good=$((good + 1))
		else
			echo "round $i: status $status:" \
				"$(counted "$out/flood.json")" >&2
			cat "$out/run.log" >&2
		fi
	done
	claim "$name counts all $calls calls of a flood, $rounds times" \
		$rounds $good
}

# What is lost is in the exit status and in the profile.
claim_loss() {
	local name=$1 status=0

	shift
	whittle run --counts -o "$out/loss.json" "$@" \
		>"$out/run.log" 2>&1 || status=$?
	claim "$name ends with status 3" 3 $status
	claim "$name is told in the profile" "false true" "$(jq -r \
		'[.completeness.complete, (.completeness.lost > 0)] |
		join(" ")' "$out/loss.json")"
}

# auditd's history stays, however much a workload logs.
budget() {
	local status=0

	start_auditd
	auditctl -m "whittle was here first" >/dev/null
	whittle run -o "$out/budget.json" -- $tools/flood 1000000 \
		>"$out/run.log" 2>&1 || status=$?
	claim "a run is stopped before it fills auditd's log" 3 $status
	claim "the reason is in the profile" 1 \
		"$(jq -r .completeness.notes[] "$out/budget.json" |
			grep -c 'rotate the host')"
	claim "it was said before the start" 1 \
		"$(grep -c 'auditd writes every record to disk' "$out/run.log")"
	claim "the host's history is still there" yes \
		"$(grep -qs 'whittle was here first' /var/log/audit/audit.log* &&
			echo yes)"
	claim "no process is left" '' "$(pgrep -x flood)"
	others_share
	systemctl stop auditd
}

# What others add to the log meanwhile is not the run's.
others_share() {
	local status=0

	auditctl -a always,exit -F arch=b64 -S getppid -k noise >/dev/null
	whittle run -o "$out/share.json" --log-budget 1M \
		--exercise "$tools/flood 6000" -- sleep 60 \
		>"$out/run.log" 2>&1 || status=$?
	auditctl -D -k noise >/dev/null
	claim "what others log does not use up a run's budget" "0 0 null" \
		"$status $(jq -r '.runs[0] | "\(.exercise) \(.stopped)"' \
			"$out/share.json")"
}

# What the group has given us the kernel may not be able to keep for an auditd.
kept_for_nobody() {
	local status=0

	whittle run --counts -o "$out/nobody.json" --collector multicast \
		--audit-backlog 2000 -- $tools/flood 6000 >"$out/run.log" \
		2>&1 || status=$?
	claim "what is kept for no auditd is not said to be lost" "6000 0" \
		"$(jq -r '.syscalls[] | select(.name == "getppid").count' \
			"$out/nobody.json") $(jq .completeness.lost \
			"$out/nobody.json")"
	claim "that more may be lost is told" "3 1" "$status $(jq -r \
		'.completeness.notes[]' "$out/nobody.json" |
		grep -c 'nobody owned the audit system')"
}

# Records of others, of which the kernel loses those that nobody waits for.
earlier_losses() {
	local good=0 lost noise

	auditctl -a always,exit -F arch=b64 -S getppid -k noise >/dev/null
	while :; do $tools/flood 100000; done &
	noise=$!
	lost=$(kernel_lost)
	for i in 1 2 3 4 5; do
		whittle run -o "$out/early.json" -- true >"$out/run.log" 2>&1 &&
			good=$((good + 1))
	done
	claim "what is lost before a run and after it, the run did not lose" \
		"5 yes" "$good $([ "$(kernel_lost)" -gt "$lost" ] && echo yes)"
	kill $noise
	pkill -x flood
	wait $noise
	auditctl -D -k noise >/dev/null
}

kernel_lost() {
	auditctl -s | sed -n 's/^lost //p'
}

# The count that losses are told by may be set back by anyone.
count_set_back() {
	local status=0

	whittle run -o "$out/reset.json" --exercise 'auditctl --reset-lost' -- \
		sleep 60 >"$out/run.log" 2>&1 || status=$?
	claim "a count of losses that is set back and hides none is no loss" \
		"0 0 true" "$status $(jq -r '.completeness |
			"\(.lost) \(.complete)"' "$out/reset.json")"
	status=0
	whittle run -o "$out/reset.json" --exercise 'auditctl -r 10; sleep 2
		auditctl -r 0; auditctl --reset-lost' -- \
		sh -c "while :; do $tools/flood 100; done" \
		>"$out/run.log" 2>&1 || status=$?
	claim "a loss is told whose count was set back" "3 true" \
		"$status $(jq '.completeness.lost > 0' "$out/reset.json")"
}

case $1 in
unicast)
	flood_rounds "the unicast owner" "$2"
	;;
multicast)
	start_auditd
	flood_rounds "the multicast reader beside auditd" "$2" \
		--log-budget none
	systemctl stop auditd
	;;
losses)
	claim_loss "a receive buffer made too small" --collector multicast \
		--audit-buffer 8K -- $tools/flood 20000
	claim_loss "a backlog made too small" --audit-backlog 8 -- \
		$tools/flood_checks 20000
	kept_for_nobody
	earlier_losses
	count_set_back
	budget
	;;
esac
