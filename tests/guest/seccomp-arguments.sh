# SPDX-License-Identifier: GPL-2.0-or-later
# Rules on arguments: recorded, in force, and the audit rule for it is gone
# afterwards, also when whittle is killed.
. /opt/whittle/guest/seccomp.sh

# auditctl may not write to files of a shell's under Debian's policy.
audit_rules() {
	auditctl -l | cat
}

# rules_on CALL FILE: "0:2 0:10", index and value of each rule on arguments
rules_on() {
	jq -r --arg name "$1" '[.syscalls[] | select(.names == [$name])
		| .args[]? | "\(.index):\(.value)"] | join(" ")' "$2"
}

before=$(audit_rules)
load_workload redis_image
use_runtime crun
run_options=(--arg-rules)
status=0
profile_workload "$out/redis.json" || status=$?
claim "redis_image is profiled with its arguments" 0 $status
[ $status = 0 ] || cat "$out/run.log" >&2
claim "the audit rules are what they were" "$before" "$(audit_rules)"
seccomp_of "$out/redis.json" "$out/redis.seccomp.json" --arg-rules
claim "redis: sockets of IPv4 and IPv6 alone" "0:2 0:10" \
	"$(rules_on socket "$out/redis.seccomp.json")"
claim "redis: a clone that makes no namespace" 2114060288,0 \
	"$(jq -r '.syscalls[] | select(.names == ["clone"]) | .args[]
		| "\(.value),\(.valueTwo)"' "$out/redis.seccomp.json")"
status=0
whittle lint --against "$out/redis.json" "$out/redis.seccomp.json" \
	>"$out/lint" || status=$?
claim "redis: lint has nothing to say to rules on arguments" 0 $status
[ $status = 0 ] || cat "$out/lint" >&2
caps=$(whittle report -q -f caps "$out/redis.json" | tr '\n' ' ')
for runtime in crun runc; do
	status=0
	start_with $runtime no "$out/redis.seccomp.json" "$caps" || status=$?
	claim "redis starts with $runtime under rules on arguments" 0 $status
	[ $status = 0 ] || cat "$out/start.log" >&2
done

# profile_program NAME COMMAND...
profile_program() {
	local name=$1
	shift
	whittle run "${run_options[@]}" -o "$out/$name.json" -- "$@" \
		>"$out/run.log" 2>&1 </dev/null
	claim "$name is profiled" 0 $?
}

# may SECCOMP COMMAND...: with SYS_ADMIN, under the file
may() {
	local seccomp=$1
	shift
	timeout 300 $tools/confine --caps CAP_SYS_ADMIN --seccomp "$seccomp" \
		-- "$@" >"$out/confined.log" 2>&1 </dev/null
}

profile_program unshare unshare --uts true
seccomp_of "$out/unshare.json" "$out/wide.json"
seccomp_of "$out/unshare.json" "$out/narrow.json" --arg-rules
may "$out/narrow.json" unshare --uts true
claim "the namespace that was made may be made" 0 $?
may "$out/wide.json" unshare --ipc true
claim "any other one may be, too, without rules on arguments" 0 $?
may "$out/narrow.json" unshare --ipc true
claim "and not with them" 1 $?

whittle run --arg-rules --timeout 2s -o "$out/cut.json" -- sh -c \
	'kill -0 $$; exec sleep 60' >"$out/run.log" 2>&1 </dev/null
seccomp_of "$out/cut.json" "$out/cut.seccomp.json" --arg-rules
claim "stopped without an exercise: no rule" '' \
	"$(rules_on kill "$out/cut.seccomp.json")"

# No need for --arg-rules: SELinux tells signals.
run_options=()
profile_program kill sh -c 'kill -0 $$; true'
seccomp_of "$out/kill.json" "$out/kill.seccomp.json" --arg-rules
claim "a kill that only asked whether it is there: signal 0" 1:0 \
	"$(rules_on kill "$out/kill.seccomp.json")"

whittle run --arg-rules -o "$out/killed.json" -- sleep 60 \
	>"$out/run.log" 2>&1 </dev/null &
killed=$!
retry 120 $killed sh -c 'auditctl -l | grep -q whittle-arguments'
claim "there is an audit rule while it runs" 0 $?
kill -9 $killed
wait $killed 2>/dev/null
retry 120 0 sh -c "[ \"\$(auditctl -l | cat)\" = '$before' ]"
claim "killed, the audit rules are what they were" "$before" "$(audit_rules)"
