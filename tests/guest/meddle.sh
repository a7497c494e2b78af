# SPDX-License-Identifier: GPL-2.0-or-later
# Somebody else changes the audit system, or whittle's own files, while a run
# records: what is missing for it is told, what is theirs stays, and what is the
# run's is put back.
. /opt/whittle/guest/lib.sh

audit_state() {
	auditctl -s | grep -E '^(enabled|rate_limit|backlog_limit) '
	auditctl -l
}

# meddle COMMAND: in the middle of a run; sets status
meddle() {
	status=0
	whittle run -q -o "$out/meddled.json" --exercise "$1" -- sleep 60 \
		>"$out/run.log" 2>&1 || status=$?
}

# told NAME COMMAND WORDS
told() {
	meddle "$2"
	claim "$1 is told" "3 false 1" "$status $(jq .completeness.complete \
		"$out/meddled.json") $(jq -r '.completeness.notes[]' \
		"$out/meddled.json" | grep -c "$3")"
}

before=$(audit_state)
told "audit that was off for a while" \
	'auditctl -e 0; sleep 0.2; auditctl -e 1' 'audit was turned off'
told "rules that were removed" 'auditctl -D' 'rules were removed'
told "a rule that keeps who asked for what" \
	'auditctl -a task,never' "'task,never' was added"
auditctl -d task,never >/dev/null
told "a seccomp filter that could not log for a while" \
	'was=$(sysctl -n kernel.seccomp.actions_logged)
	sysctl -q kernel.seccomp.actions_logged="${was% log}"
	sysctl -q kernel.seccomp.actions_logged="$was"' 'actions_logged'
claim "after that the audit system is as before" "$before" "$(audit_state)"

meddle 'rm -rf /run/whittle'
claim "a journal that is removed is no harm" "0 $before" \
	"$status $(audit_state)"
claim "no group is left without it" '' "$(ls -d /sys/fs/cgroup/whittle* 2>&1 |
	grep -v 'No such')"

meddle 'auditctl -b 4096'
claim "a setting that somebody else made meanwhile stays" \
	"0 backlog_limit 4096" "$status $(auditctl -s | grep '^backlog_limit')"
auditctl -b "$(sed -n 's/^backlog_limit //p' <<<"$before")" >/dev/null

meddle '! whittle policy remove'
claim "the domain is not removed under a run" "0 1 0" "$status $(grep -c \
	'another whittle run' "$out/run.log") $(whittle policy status \
	>"$out/policy.log" 2>&1; echo $?)"

# What it does when it is told to end is of the shutdown, each time.
said=
for i in 1 2 3 4 5; do
	whittle run -q --exercise true --ready "test -e '$out/up'" \
		-o "$out/end.json" -- bash -c "trap 'cd /usr; exit' TERM
		echo >'$out/up'; while :; do sleep 0.1; done" 2>"$out/run.log"
	rm -f "$out/up"
	said="$said $(jq -r '.syscalls[] | select(.name == "chdir").phases[]' \
		"$out/end.json")"
done
claim "what is done at the order to stop is of the shutdown" \
	" shutdown shutdown shutdown shutdown shutdown" "$said"

# The client of an engine is not the container.
status=0
whittle run -q -o "$out/alone.json" --image localhost/base:lab \
	--exercise 'kill -9 $(pgrep -f "^podman run")' -- sleep 60 \
	>"$out/run.log" 2>&1 || status=$?
claim "a container that goes on without its client is told, and removed" \
	"3 1 0" "$status $(jq -r '.completeness.notes[]' "$out/alone.json" |
		grep -c 'the container went on') $(podman ps -aq | wc -l)"

# Where no process can be made for a mark, the profile is not lost.
group=/sys/fs/cgroup/meddle
mkdir $group
(
	retry 120 0 grep -qx 1 $group/pids.max
	sleep 4
	echo max >$group/pids.max
) &
opener=$!
status=0
timeout 600 bash -c "echo \$\$ >$group/cgroup.procs
	exec whittle run -q -o '$out/full.json' \
	--exercise 'echo 1 >$group/pids.max' -- sleep 60" 2>"$out/run.log" ||
	status=$?
wait $opener
claim "a host that is full of processes loses a mark, and that is told" \
	"3 1" "$status $(jq -r '.completeness.notes[]' "$out/full.json" |
		grep -c "begins the phase 'shutdown' was lost")"
retry 60 0 rmdir $group
claim "after all that the host is as before" "$before" "$(audit_state)"
