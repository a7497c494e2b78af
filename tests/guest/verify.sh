# SPDX-License-Identifier: GPL-2.0-or-later
# whittle verify: a workload works with just what its profile grants; with one
# item less it fails and names the item; --heal brings it back; --minimize
# finds what is not needed. Arguments: one of the functions below and its
# arguments; "--" and a further one.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh
. /opt/whittle/guest/verify-lib.sh

works() {
	for name; do
		record "$name"
		claim_verify "$name works with just that" 0 "$profile"
		claim "$name: the profile says under what" "$exercise" \
			"$(jq -r '.verifications[0].exercise // ""' "$profile")"
	done
}

# lacks NAME ITEM FILTER PATTERN: without what FILTER takes away it fails
lacks() {
	local less=$out/less.json before

	record "$1"
	jq "$3" "$profile" >"$less"
	before=$(sha256sum <"$less")
	claim_verify "$1 fails without $2" 1 "$less"
	claim_told "$1: ... and $2 is named" "$4"
	claim "$1: ... and the profile stays as it was" "$before" \
		"$(sha256sum <"$less")"
	claim_verify "$1: --heal brings $2 back" 0 --heal "$less"
	claim "$1: ... and what it grants is what it was" \
		"$(whittle report -f caps "$profile" | sort)" \
		"$(whittle report -f caps "$less" | sort)"
}

# verdict_of NAME PROFILE: and whether it was healed
verdict_of() {
	jq -r --arg name "$1" '.capabilities[] | select(.name == $name) |
		"\(.verdict) \(.healed // false)"' "$2"
}

# An unneeded capability that this exercise needs after all; a merge with the
# profile that was minimized does not forget that.
takes_back() {
	local old=$out/minimized.json new=$out/taken-back.json

	record ping
	jq '(.capabilities[] | select(.name == "CAP_NET_RAW")).verdict =
		"unneeded"' "$profile" >"$old"
	claim_verify "ping: --heal takes an unneeded one back" 0 --heal \
		-o "$new" "$old"
	claim_told "... and names it" 'lacks CAP_NET_RAW: ping: socket'
	claim "... after one recording" 1 \
		"$(grep -c 'recording it once' "$out/verify.log")"
	claim "... so it is needed" "needed true" "$(verdict_of CAP_NET_RAW "$new")"
	whittle merge -q -o "$out/both.json" "$new" "$old"
	claim "... and stays so in a merge" "needed true" \
		"$(verdict_of CAP_NET_RAW "$out/both.json")"
}

# What the table calls opportunistic, and the workload insists on.
demands() {
	local old=$out/insists.json new=$out/insisted.json

	record insist
	cp "$profile" "$old"
	claim_verify "insist fails without what is opportunistic" 1 "$old"
	claim_told "... and that is named" \
		'lacks CAP_SYS_RESOURCE: .*mostly go on without'
	claim_verify "insist: --heal grants it" 0 --heal -o "$new" "$old"
	claim "... so it is needed" "needed true" \
		"$(verdict_of CAP_SYS_RESOURCE "$new")"
}

# Interrupted while it records what is lacking, it keeps that and starts
# nothing more; where it cannot be recorded, that is told.
leaves_off() {
	local old=$out/slow.json new=$out/left.json pid
	local slow=(sh -c 'echo x >>/root/starts
		chown 1 /root/starts || exit 1; exec sleep 30')

	: >/root/starts
	whittle run -q --timeout 10s -o "$old" -- "${slow[@]}" 2>"$out/run.log"
	jq '(.capabilities[] | select(.name == "CAP_CHOWN")).verdict =
		"unneeded"' "$old" >"$new"
	: >/root/starts
	chown 0 /root/starts
	whittle verify --heal "$new" -- "${slow[@]}" >"$out/verify.log" 2>&1 &
	pid=$!
	for _ in $(seq 900); do
		[ "$(stat -c %u /root/starts)" != 1 ] || break
		sleep 0.2
	done
	kill -TERM $pid
	wait $pid
	claim "interrupted in its recording, heal ends" 1 $?
	claim "... starts nothing more" 2 "$(wc -l </root/starts)"
	claim "... and keeps what it found" "needed true" \
		"$(verdict_of CAP_CHOWN "$new")"
	jq '(.capabilities[] | select(.name == "CAP_CHOWN")).verdict =
		"unneeded"' "$old" >"$new"
	chown 0 /root/starts
	whittle verify --heal --setup 'mkdir /root/once' "$new" \
		-- "${slow[@]}" >"$out/verify.log" 2>&1
	claim "a recording that cannot begin ends it" 1 $?
	claim_told "... and says why" 'the --setup failed with status'
}

# verdicts PROFILE: "NAME verdict" a line, of what is proven or unneeded
verdicts() {
	jq -r '.capabilities[] |
		select(.verdict == "proven" or .verdict == "unneeded") |
		.name + " " + .verdict' "$1" | sort
}

# minimizes NAME VERDICTS
minimizes() {
	record "$1"
	claim_verify "$1 is minimized" 0 --minimize "$profile"
	claim "$1: each verdict" "$2" "$(verdicts "$profile")"
	claim "$1: nothing is left of it" '' "$(ls "$profile".minimize 2>&1 |
		grep -v 'No such file')"
}

first_start() {
	local status=0

	minimizes first_start "CAP_CHOWN proven"
	claim_verify "a --setup that fails ends it" 1 --setup 'exit 3' \
		--minimize "$profile"
	claim_told "a --setup that fails: that is told" \
		'the --setup failed with status 3'
}

no_login() {
	record no_login
	claim "no_login: recorded, it has no login uid" 0 \
		"$(jq '.runs[0].exit' "$profile")"
	claim_verify "no_login: nor has it when it is verified" 0 -v "$profile"
	claim_told "no_login: ... in a type of its own" 'enforced: .* spc_t'
}

# What was seen of the host, but the journal's lock.
host_state() {
	auditctl -s | grep -E '^(enabled|failure|rate_limit|backlog_limit) '
	auditctl -l
	getsebool -a | sha256sum
	cat /proc/sys/kernel/seccomp/actions_logged
	ls -d /sys/fs/cgroup/whittle* /run/whittle/* /var/lib/whittle/* \
		2>/dev/null | grep -v '/lock$'
	podman ps -aq
}

# killed NAME SECONDS...: with its watchdog, after each of them, in turns of a
# minimization and of a verification; what the former learned stays
killed() {
	local name=$1 before seconds errand=--minimize

	record "$name"
	shift
	# Loaded without a flag, the errno of a filter would not be logged.
	echo 'kill_process kill_thread trap user_notif trace log' \
		>/proc/sys/kernel/seccomp/actions_logged
	before=$(host_state)
	for seconds; do
		# On a quick machine it may have ended by then.
		until kill_errand $errand "$seconds"; do
			seconds=$(awk "BEGIN { print $seconds / 2 }")
		done
		[ $errand = -v ] && errand=--minimize || errand=-v
	done
}

# kill_errand OPTION SECONDS: false where it had ended by then
kill_errand() {
	verify_workload "$1" "$profile" &
	sleep "$2"
	pkill -9 -x whittle-watch
	pkill -9 -x whittle
	local has_hit=$?
	wait
	[ $has_hit = 0 ] || return
	whittle doctor --restore >"$out/restore.log" 2>&1 ||
		cat "$out/restore.log" >&2
	claim "$name: $1 killed after $2 s, nothing is left" "$before" \
		"$(host_state)"
}

# killed_at_random NAME TIMES SHORT LONG: a verification within SHORT seconds, a
# minimization within LONG
killed_at_random() {
	local moments=() i longest

	RANDOM=${SEED:=$$}
	echo "random seed: $SEED"
	for ((i = 0; i < $2; i++)); do
		longest=$((i % 2 ? $3 : $4))
		moments+=("$((RANDOM % longest)).$((RANDOM % 10))")
	done
	killed "$1" "${moments[@]}"
}

# resumes NAME VERDICTS: killed once it has learned something, the same command
# goes on there
resumes() {
	record "$1"
	cp "$profile" "$profile.recorded"
	# On a quick machine it may have ended by then.
	for _ in $(seq 10); do
		[ ! -s "$profile.minimize" ] || break
		cp "$profile.recorded" "$profile"
		verify_workload --minimize "$profile" &
		until [ -s "$profile.minimize" ] || ! kill -0 $! 2>/dev/null; do
			sleep 0.02
		done
		pkill -9 -x whittle
		wait
	done
	minimizes "$@"
	claim_told "$1: it goes on with what was learned" \
		'going on: [0-9]* runs are known already'
}

# tolerant FIRST LAST: seeds of the oracle, of whose operations some may fail.
# What only these ask for is unneeded, all else proven.
tolerant() {
	local seed operation cap verdict rest

	. /opt/whittle/guest/asks.sh
	while read -r operation cap verdict rest; do
		# Those with a choice, and what SELinux refuses, stay with the
		# oracle and the matrix.
		case $operation:$verdict in
		unknown-label:* | audit-log:*) ;;
		*:needed) operations+=("$operation:$cap") ;;
		esac
	done <<<"$asks"
	prepare_asks
	for ((seed = $1; seed <= $2; seed++)); do
		tolerate "$seed"
	done
}

# Draw below $1, as tests/guest/oracle.sh does; sets $drawn.
draw() {
	state=$(((state * 1103515245 + 12345) & 0x7fffffff))
	drawn=$(((state >> 16) % $1))
}

tolerate() {
	local rest=("${operations[@]}") count i one status=0
	local -A must=() may=()

	state=$1
	draw 6
	count=$((drawn + 2))
	clear_workload
	command=(sh -c 'must=$1 may=$2
		'"$ask"' $must || exit 1
		for one in $may; do '"$ask"' $one; done; :' sh '' '')
	for ((i = 0; i < count; i++)); do
		draw ${#rest[@]}
		one=${rest[drawn]}
		unset "rest[drawn]"
		rest=("${rest[@]}")
		if ((i % 2)); then
			may[${one#*:}]=1 command[5]+=" ${one%:*}"
		else
			must[${one#*:}]=1 command[4]+=" ${one%:*}"
		fi
	done
	profile=$out/seed.json
	rm -f "$profile"
	profile_workload "$profile" || status=$?
	claim "seed $1 is profiled" 0 $status
	claim_verify "seed $1 is minimized" 0 --minimize "$profile"
	claim "seed $1:${command[4]} must,${command[5]} may" "$({
		for cap in "${!must[@]}"; do echo "CAP_$cap proven"; done
		for cap in "${!may[@]}"; do
			[ -n "${must[$cap]:-}" ] || echo "CAP_$cap unneeded"
		done
	} | sort)" "$(verdicts "$profile")"
}

flaky() {
	record flaky
	jq '.capabilities = [{name: "CAP_NET_RAW", namespace: "host",
		verdict: "needed", instead: [], evidence: [{phase: "start"}]}]' \
		"$profile" >"$out/flaky2.json"
	echo 2 >/root/flaky # the first run fails
	claim_verify "an exercise that is flaky: minimized" 0 --minimize \
		"$out/flaky2.json"
	claim_told "an exercise that is flaky: that is told" 'exercise is flaky'
	claim "an exercise that is flaky: two of three decide" \
		"CAP_NET_RAW unneeded" "$(verdicts "$out/flaky2.json")"
	claim_verify "the runs are used up" 1 --minimize --max-runs 1 \
		-o "$out/flaky3.json" "$out/flaky2.json"
	claim_told "the runs are used up: that is told" 'runs of --max-runs'
}

# calls_of PROFILE VERDICT: their names, on a line
calls_of() {
	jq -r --arg v "$2" '[.syscalls[] | select(.verdict == $v) | .name] |
		unique | join(" ")' "$1"
}

allowed_by() {
	whittle report -f seccomp "$1" | jq -r '[.syscalls[] |
		select(.action == "SCMP_ACT_ALLOW") | .names[]] | .[]'
}

# finds WORD...: of a program that makes these calls (tests/tools/caller.c)
# just those with a mark are proven, the others unneeded; stopped after two
# runs it goes on. A profile that was minimized works, and the list that its
# report writes has none of the others.
finds() {
	local proven unneeded runs

	clear_workload
	command=("$tools/caller" "$@")
	profile=$out/caller.json
	rm -f "$profile"
	profile_workload "$profile" || not_ok "caller is profiled" "status $?"
	proven=$(printf '%s\n' "$@" | sed -n 's/[!~]$//p' | sort | xargs)
	unneeded=$(printf '%s\n' "$@" | grep -v '[!~]$' | sort | xargs)
	claim_verify "caller: two runs are not enough" 1 --minimize --syscalls \
		--timeout 20s --max-runs 2 "$profile"
	claim_told "caller: ... and that is told" 'runs of --max-runs'
	claim_verify "caller: minimized" 0 --minimize --syscalls --timeout 20s \
		"$profile"
	claim_told "caller: ... from where it was" 'going on: 2 runs'
	runs=$(sed -n 's/^whittle: \([0-9]*\) runs$/\1/p' "$out/verify.log")
	claim "caller $*: proven" "$proven" "$(calls_of "$profile" proven)"
	claim "caller $*: unneeded" "$unneeded" \
		"$(calls_of "$profile" unneeded)"
	claim "caller: two runs for each that is needed, and a few ($runs)" \
		yes "$([ "$runs" -le $((2 * $(wc -w <<<"$proven") + 2)) ] &&
			echo yes)"
	claim "caller: the list has none of the others" '' \
		"$(allowed_by "$profile" | grep -xF "${unneeded// /$'\n'}")"
	claim_verify "caller: what is left works" 0 "$profile"
}

# comes_back: a call that was found to be unneeded is healed where the next
# exercise needs it
comes_back() {
	command=("${command[@]/%times/times!}")
	claim_verify "caller: a call that is needed now fails" 1 "$profile"
	claim_told "caller: ... and is named" \
		'denied by seccomp: caller: system call times'
	claim_verify "caller: ... and healed" 0 --heal "$profile"
	claim "caller: ... so it is unneeded no more" '' \
		"$(calls_of "$profile" unneeded | grep -w times)"
}

# calls_go NAME...: minimized with its calls, each works and needs fewer; a row
# of docs/results/minimize.md
calls_go() {
	local name begin before runs

	for name; do
		record "$name"
		before=$(allowed_by "$profile" | sort -u | wc -l)
		begin=$SECONDS
		claim_verify "$name is minimized with its calls" 0 --minimize \
			--syscalls --max-runs 300 "$profile"
		begin=$((SECONDS - begin))
		runs=$(sed -n 's/^whittle: \([0-9]*\) runs$/\1/p' \
			"$out/verify.log")
		claim_verify "$name works with what is left" 0 "$profile"
		printf 'row %s | %s | %s | %s | %s | %s | %s\n' "$name" \
			"$(jq '.syscalls | length' "$profile")" \
			"$(calls_of "$profile" proven | wc -w)" \
			"$(calls_of "$profile" unneeded | wc -w)" "$runs" \
			"$begin" "$before to $(allowed_by "$profile" |
				sort -u | wc -l)"
		sed -n 's/^whittle: calls /calls /p' "$out/verify.log"
	done
}

# A container that reads the host's logs if it may, and goes on without.
workload_soft_reader() {
	workload_log_reader
	command=(sh -c 'cat /host/note; exit 0')
}

# nearer: what a type refuses and nobody misses is unneeded
nearer() {
	record soft_reader
	claim "a reader of logs is advised another type" spc_t \
		"$(report_type "$profile")"
	claim_verify "one that goes on without is minimized" 0 --minimize \
		--selinux "$profile"
	claim_told "... and the engine's type does" 'type: container_t does'
	claim "... so nothing else is advised" '' "$(report_type "$profile")"
	claim "... for what is unneeded: the logs alone" var_log_t "$(jq -r '
		.accesses[] | select(.verdict == "unneeded") |
		.target | split(":")[2]' "$profile" | sort -u)"
}

# insists: where it does not work in a nearer type, the advised one stays
insists() {
	record log_reader
	claim_verify "one that insists is minimized" 0 --minimize --selinux \
		"$profile"
	claim_told "... and it does not work in a nearer type" \
		'type: spc_t; it does not work in container_t'
	claim "... so its type stays" spc_t "$(report_type "$profile")"
}

# with_module: the type that the report's module has, for a run; nothing of it
# is left, also after a kill of all
with_module() {
	local before type module

	record log_reader
	before=$(semodule -l; host_state)
	module=$(whittle report -f json "$profile" |
		jq -r .selinux.module.name)
	type=$(whittle report -f cil "$profile" |
		sed -n 's/^(type \(.*\))$/\1/p')
	claim_verify "it works in its module's type" 0 --module "$profile"
	claim "... which is enforced" "$type" \
		"$(jq -r '.verifications[].environment.selinux.type' \
			"$profile")"
	claim "... and is gone then" "$before" "$(semodule -l; host_state)"
	jq 'del(.accesses[] | select(.permissions | index("open")))' \
		"$profile" >"$out/less.json"
	claim_verify "with a rule less it fails" 1 --module --confined-only \
		"$out/less.json"
	claim_told "... and what it lacks is named" \
		'denied by SELinux: cat: file .*var_log_t'
	command=(sh -c 'while :; do :; done') # until it is killed
	verify_workload --module "$profile" &
	retry 300 0 sh -c 'semodule -l | grep -qx '"$module"
	pkill -9 -x whittle-watch
	pkill -9 -x whittle
	wait
	claim "killed, the module is there" "$module" \
		"$(semodule -l | grep '^whittle_')"
	rm -f /run/whittle/journal # as a reboot would
	whittle doctor --restore >"$out/restore.log" 2>&1
	claim "... until doctor --restore" '' "$(semodule -l | grep '^whittle_')"
}

while [ $# -gt 0 ]; do
	errand=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		errand+=("$1")
		shift
	done
	[ $# = 0 ] || shift
	begin=$SECONDS
	"${errand[@]}"
	echo "time ${errand[0]} ${errand[1]:-}: $((SECONDS - begin)) s"
done
