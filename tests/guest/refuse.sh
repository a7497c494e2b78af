# SPDX-License-Identifier: GPL-2.0-or-later
# What would spoil a run is recognised before it starts, and exit codes tell.
. /opt/whittle/guest/lib.sh

# claim_status NAME STATUS WORDS-IN-THE-MESSAGE COMMAND...
claim_status() {
	local name=$1 wanted=$2 words=$3 status=0

	shift 3
	"$@" >"$out/said" 2>&1 </dev/null || status=$?
	if [ $status != "$wanted" ]; then
		not_ok "$name" "status $status instead of $wanted" "$out/said"
	elif [ -n "$words" ] && ! grep -q "$words" "$out/said"; then
		not_ok "$name" "says nothing of '$words'" "$out/said"
	else
		ok "$name"
	fi
}

cd "$out" || exit 1
claim_status "doctor finds the guest ready" 0 'ready to profile' whittle doctor
claim_status "policy status says the module is as it must be" 0 installed \
	whittle policy status

setsebool whittle_audit_chown 0
claim_status "a boolean that is off stops the run and is named" 4 \
	'setsebool whittle_audit_chown 1' whittle run -- true
setsebool whittle_audit_chown 1

auditctl -a task,never >/dev/null
claim_status "the rule task,never stops the run" 4 'task,never' \
	whittle run -- true
auditctl -D >/dev/null
auditctl -a always,exclude -F msgtype=SECCOMP >/dev/null
claim_status "a rule that excludes SECCOMP records stops the run" 4 SECCOMP \
	whittle run -- true
auditctl -D >/dev/null

whittle run -o one.json -- sh -c 'touch up; exec sleep 600' >/dev/null 2>&1 &
retry 120 0 test -e up
claim_status "a second run that may not wait is refused" 4 'another whittle' \
	whittle run --wait 0s -- true
kill $!
wait

claim_status "a command that does not exist is wrong usage" 2 'execute' \
	whittle run -- /no/such/command
claim_status "a profile that could not be written is told before the run" 5 \
	'name another file' whittle run -o /no/such/folder/x.json -- true
claim_status "a failing exercise is status 1" 1 'exercise failed' \
	whittle run -o x.json --exercise 'exit 3' -- sleep 30
claim_status "its status is in the profile" 0 '^3$' \
	jq '.runs[0].exercise' x.json
claim_status "a workload that is never ready is status 1" 1 'never ready' \
	whittle run -o x.json --timeout 3s --ready false -- sleep 30
claim_status "a workload that ends before it was ready is one, too" 1 \
	'before it was ready' whittle run -o x.json --ready false -- true
claim_status "a workload that was ready may end by itself" 0 'profile in' \
	whittle run -o x.json --ready true -- sleep 5
claim_status "a run whose traces cannot be removed is status 6" 6 \
	'doctor --restore' whittle run -o left.json -- \
	sh -c 'mount -t tmpfs none /run/whittle/whittle-*'
claim_status "what it recorded is written all the same" 0 '^1$' \
	jq '.runs | length' left.json
umount /run/whittle/whittle-*
whittle doctor --restore >/dev/null 2>&1
claim_status "a deadline is no failure" 0 'profile in' \
	whittle run -o x.json --timeout 2s -- sleep 30
# claim_told NAME FILE LINE...: each LINE begins one of those of -v.
claim_told() {
	local name=$1 file=$2 line missing=

	shift 2
	for line; do
		grep -qE "^whittle: $line" "$file" || missing+="'$line' "
	done
	if [ -z "$missing" ]; then
		ok "$name"
	else
		not_ok "$name" "not told: $missing" "$file"
	fi
}

rm -f up
whittle run -v -o v.json --ready 'test -e up' --exercise true -- \
	sh -c 'nice -n -5 true; touch up; exec sleep 30' >/dev/null 2>v.told </dev/null
claim_told "run -v tells what is decided and done" v.told \
	"the subject is 'sh' \(another: --name\), its profile goes to v.json$" \
	'SELinux is enforcing, policy default; whose label is [^ ]*:whittle_t:s0:c[0-9]+,c[0-9]+ is' \
	'records are read by audit-unicast: nobody owns audit' \
	"audit's backlog_limit: 65536 instead of [0-9]+ until the end" \
	"audit rule '[a-z-]+' until the end" 'started: process [0-9]+' \
	'it is up after' 'running the exercise: true' \
	'the exercise ended with status 0' 'stopping it: the exercise has ended' \
	'it has ended \(status 143\)' \
	"CAP_SYS_NICE: needed, by 'raised-priority': .*; nice in setpriority"
whittle run -v -o v.json --refine v.json --timeout 1s -- \
	sh -c 'nice -n -5 true; exec sleep 30' >/dev/null 2>v.told </dev/null
claim_told "run -v tells what it does not log again" v.told \
	'known, and not logged again: [0-9]+ system calls and SYS_NICE$' \
	'stopping it: --timeout is over'
whittle verify -v --exercise true v.json -- \
	sh -c 'nice -n -5 true; exec sleep 30' >/dev/null 2>v.told </dev/null
claim_told "verify -v tells what it enforces, why, and what it judges by" \
	v.told "read 'v.json': sh \(program" 'enforced: 1 capabilit' \
	'  CAP_SYS_NICE: needed' 'seccomp: allow [0-9]+' 'SELinux: ' \
	'it works where the exercise ends with status 0'
claim_status "the workload's status is recorded" 0 '^7$' sh -c \
	'whittle run -q -o x.json -- sh -c "exit 7" && jq ".runs[0].exit" x.json'
claim_status "an image that does not exist is status 4" 4 'started nothing' \
	whittle run --image localhost/no-such:image
claim_status "without SELinux system calls alone are recorded: status 3" 3 \
	'INCOMPLETE' whittle run -o x.json --without selinux -- true
claim_status "they are recorded by audit session" 0 execve \
	jq -r '.syscalls[].name' x.json
claim_status "the workload's own output is untouched" 0 '^hello$' \
	whittle run -q -o x.json -- echo hello
claim_status "a profile on standard output is the result alone" 0 '^{$' \
	sh -c 'whittle run -q -o - -- true | head -1'

# A user's own arguments and environment come through.
claim_status "the environment is given on" 0 '^value$' \
	whittle run -q -o x.json --env KEY=value -- sh -c 'echo $KEY'

# no_new_privs, and both runtimes.
for runtime in crun runc; do
	claim_status "an image runs by $runtime under no_new_privs" 0 \
		'profile in' whittle run -o x.json --image localhost/base:lab \
		--engine-arg "--runtime=$runtime" \
		--engine-arg --security-opt=no-new-privileges -- true
	claim_status "$runtime and no_new_privs are in the profile" 0 \
		"^$runtime true$" jq -r '.environment |
		"\(.runtime.name) \(.no_new_privileges)"' x.json
done

# A terminal works, for a program and for a container. Its input stays open:
# at the end of it script(1) types an end of file, which the terminal may echo.
mkfifo open-end
on_terminal() {
	script -qec "$*" /dev/null <>open-end
}

claim_status "a program has the terminal" 0 '^/dev/pts/' \
	on_terminal whittle run -q -o x.json -- tty
claim_status "a container has a terminal" 0 '^/dev/pts/' \
	on_terminal whittle run -q -o x.json --image localhost/base:lab -- tty

# The engine's own verbs work on a container under profiling.
claim_status "podman exec, top and stop work on it" 0 'profile in' \
	whittle run -o x.json --image localhost/base:lab --exercise \
	'podman exec $WHITTLE_CONTAINER true && podman top $WHITTLE_CONTAINER &&
	podman stop -t 1 $WHITTLE_CONTAINER' -- sleep 300

# A bundle by both runtimes; the bundle itself is not touched.
mkdir bundle
(cd bundle && crun spec)
jq '.root.path = "/var/lib/whittle-lab/rootfs" | .process.terminal = false |
	.process.args = ["unshare", "--mount", "true"]' bundle/config.json >config
mv config bundle/config.json
sum=$(sha256sum bundle/config.json)
for runtime in crun runc; do
	claim_status "a bundle is profiled by $runtime" 0 'profile in' \
		whittle run -o x.json --bundle bundle --engine $runtime
	claim "its capabilities are known, by $runtime" CAP_SYS_ADMIN \
		"$(whittle report -f caps x.json 2>/dev/null)"
	claim "$runtime's own calls are told apart" yes "$(jq -r \
		'.syscalls[] | select(.phases == ["runtime"]) | .name' x.json |
		grep -q . && echo yes)"
done
claim "the bundle is as it was" "$sum" "$(sha256sum bundle/config.json)"

# The module comes and goes, by the program itself.
claim_status "the module can be removed" 0 '' whittle policy remove
claim_status "without it a run is refused with the cure" 4 \
	'whittle policy install' whittle run -- true
claim_status "the module can be installed" 0 '' whittle policy install
claim_status "and a run works again" 0 'profile in' whittle run -o x.json -- true

auditctl -b 64 -e 2 >/dev/null
claim_status "a locked audit system with a small backlog is refused" 4 locked \
	whittle run -- true
