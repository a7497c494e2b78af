# SPDX-License-Identifier: GPL-2.0-or-later
# whittle verify: a workload works with just what its profile grants; with one
# item less it fails and names the item; --heal brings it back; --minimize
# finds what is not needed. Arguments: one of the functions below and its
# arguments; "--" and a further one.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

# verify_workload PROFILE [OPTION...]: of the present workload
verify_workload() {
	local options=(--timeout 60s)

	[ -z "$ready" ] || options+=(--ready "$ready")
	[ -z "$exercise" ] || options+=(--exercise "$exercise")
	[ -z "$user" ] || options+=(--user "$user")
	if [ "$launch" = image ]; then
		options+=(--image "$image")
		for arg in "${engine_args[@]}"; do
			options+=(--engine-arg "$arg")
		done
	fi
	$setup
	whittle verify "${options[@]}" "$@" -- "${command[@]}" \
		>"$out/verify.log" 2>&1 </dev/null
}

# record NAME: the workload's profile, in $profile
record() {
	local status=0

	load_workload "$1"
	profile=$out/$1.json
	[ ! -e "$profile" ] || return 0
	profile_workload "$profile" || status=$?
	[ $status = 0 ] || not_ok "$1 is profiled" "status $status" "$out/run.log"
}

# claim_verify NAME STATUS OPTION...
claim_verify() {
	local name=$1 wanted=$2 status=0

	shift 2
	verify_workload "$@" || status=$?
	if [ $status = "$wanted" ]; then
		ok "$name"
	else
		not_ok "$name" "wanted $wanted, got $status" "$out/verify.log"
	fi
}

# claim_told NAME PATTERN: a line of what verify said
claim_told() {
	if grep -q "$2" "$out/verify.log"; then
		ok "$1"
	else
		not_ok "$1" "no line '$2'" "$out/verify.log"
	fi
}

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

# verdicts PROFILE: "NAME verdict" a line, of what is proven or unneeded
verdicts() {
	jq -r '.capabilities[] |
		select(.verdict == "proven" or .verdict == "unneeded") |
		.name + " " + .verdict' "$1"
}

# minimizes NAME VERDICTS
minimizes() {
	record "$1"
	claim_verify "$1 is minimized" 0 --minimize "$profile"
	claim "$1: each verdict" "$2" "$(verdicts "$profile")"
	claim "$1: nothing is left of it" '' "$(ls "$profile".minimize 2>&1 |
		grep -v 'No such file')"
}

# A program that gives up where its limit stays.
workload_insist() {
	command=("$tools/insist")
	setup=lower_file_limit
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

# killed NAME SECONDS...: with its watchdog at each moment of a minimization;
# what it learned stays, and in the end it is all the same
killed() {
	local name=$1 before seconds pid

	record "$name"
	shift
	# Loaded without a flag, the errno of a filter would not be logged.
	echo 'kill_process kill_thread trap user_notif trace log' \
		>/proc/sys/kernel/seccomp/actions_logged
	before=$(host_state)
	for seconds; do
		verify_workload --minimize "$profile" &
		sleep "$seconds"
		pkill -9 -x whittle-watch
		pkill -9 -x whittle
		wait
		whittle doctor --restore >"$out/restore.log" 2>&1 ||
			cat "$out/restore.log" >&2
		claim "$name: killed after $seconds s, nothing is left" \
			"$before" "$(host_state)"
	done
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
	} | sort)" "$(verdicts "$profile" | sort)"
}

# A container that reads the host's logs, which the engine's type may not.
workload_log_reader() {
	launch=image image=localhost/nginx:lab
	engine_args=(-v /var/log/whittle-lab:/host:ro)
	command=(cat /host/note)
	setup=make_note
}

make_note() {
	mkdir -p /var/log/whittle-lab
	echo note >/var/log/whittle-lab/note
	restorecon -R /var/log/whittle-lab
}

# An exercise that fails by itself, each third time.
workload_flaky() {
	command=(sleep 60)
	exercise='n=$(($(cat /root/flaky 2>/dev/null) + 1)); echo $n >/root/flaky
		[ $((n % 3)) -ne 0 ]'
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
