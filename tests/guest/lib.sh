# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the guest tests: claims, and the two ways to launch a workload,
# profiled and confined. Runs in the guest, by bash, as root, enforcing.
# A claim's line goes to standard output: "ok NAME" or "not ok NAME: why".

tools=/opt/whittle/tools
out=$(mktemp -d)
chmod 755 "$out" # the door in it is for every user
door=$out/enter
cp $tools/enter "$door"
chcon -t container_file_t "$door"

failures=0

ok() {
	printf 'ok %s\n' "$1"
}

# The output of what failed goes to standard error, for the reader.
not_ok() {
	failures=$((failures + 1))
	printf 'not ok %s: %s\n' "$1" "$2"
	[ -z "${3:-}" ] || sed 's/^/    /' "$3" >&2
}

# claim NAME WANTED GOT
claim() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "wanted '$2', got '$3'"
	fi
}

# retry SECONDS PID COMMAND...: until it succeeds, or PID (0: none) is gone.
# The seconds serve against hanging alone: a machine may be slow.
retry() {
	local end=$((SECONDS + $1)) pid=$2
	shift 2
	until timeout 60 "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		[ "$pid" = 0 ] || kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.2
	done
}

# auditd's log, from here on; and all of it is on disk, up to here.
start_auditd() {
	systemctl start auditd
	retry 120 0 sh -c 'auditctl -s | grep -q "^pid [1-9]"'
}

flush_auditd() {
	local mark="whittle mark $BASHPID.$SECONDS.$RANDOM"

	auditctl -m "$mark" >/dev/null
	retry 120 0 grep -qsF "$mark" /var/log/audit/audit.log
}

# The variables that describe a workload; tests/guest/workloads.sh sets them.
clear_workload() {
	launch=program command=() ready= exercise= image= engine_args=() user=
	setup=: stops=no patience=300 confined_patience=60 is_deterministic=no
	expect= opportunistic= covered= tolerated= documented=
}

load_workload() {
	clear_workload
	"workload_$1"
	$setup
}

# The present workload's launch, in launch_options: what run and verify share.
make_launch_options() {
	local arg

	launch_options=()
	[ -z "$ready" ] || launch_options+=(--ready "$ready")
	[ -z "$exercise" ] || launch_options+=(--exercise "$exercise")
	[ -z "$user" ] || launch_options+=(--user "$user")
	[ "$launch" = image ] || return 0
	launch_options+=(--image "$image")
	for arg in "${engine_args[@]}"; do
		launch_options+=(--engine-arg "$arg")
	done
}

# profile_workload FILE: whittle run on the present workload
profile_workload() {
	make_launch_options
	whittle run -o "$1" --timeout "${patience}s" "${launch_options[@]}" \
		"${run_options[@]}" -- "${command[@]}" \
		>"$out/run.log" 2>&1 </dev/null
}

# The command's status, or that of the exercise where there is one; then it
# may also have to stop when it is told to.
judge_confined() {
	local pid=$1 status=0

	if [ -n "$ready" ] &&
		! retry "$confined_patience" "$pid" sh -c "$ready"; then
		status=1
	elif [ -n "$exercise" ]; then
		timeout 120 sh -c "$exercise" || status=$?
	fi
	if [ -n "$exercise" ]; then
		kill "$pid" 2>/dev/null
		wait "$pid"
		# 137: it had to be killed
		[ $? != 137 ] || [ $stops = no ] || status=1
		return $status
	fi
	wait "$pid"
}

# A server is in a control group and a session of its own, so that nothing of it
# is left afterwards, and an order to stop goes to its first process alone.
proof_group=/sys/fs/cgroup/whittle-proof-$$

in_proof_group() {
	[ -z "$exercise" ] || echo $BASHPID >$proof_group/cgroup.procs
	exec setsid timeout --foreground -k 10 $((confined_patience + 120)) "$@"
}

# confine_program CAPS SECCOMP CONTEXT
confine_program() {
	local options=(--caps "$1" --seccomp "$2") status=0

	[ -z "$3" ] || options+=(--label "$3" --door "$door")
	[ -z "$user" ] || options+=(--user "$user")
	[ -z "$exercise" ] || mkdir -p $proof_group
	in_proof_group "$tools/confine" "${options[@]}" -- "${command[@]}" \
		>"$out/confined.log" 2>&1 </dev/null &
	WHITTLE_PID=$! judge_confined $! >>"$out/confined.log" 2>&1 ||
		status=$?
	if [ -n "$exercise" ]; then
		echo 1 >$proof_group/cgroup.kill
		retry 60 0 rmdir $proof_group
	fi
	return $status
}

# The status of an image's own run, where it ends by itself.
run_confined_image() {
	timeout -k 5 $((confined_patience + 120)) podman run --rm "$@" \
		>"$out/confined.log" 2>&1 </dev/null
}

# confine_image CAPS SECCOMP TYPE
confine_image() {
	local flags=(--cap-drop=ALL "--security-opt=seccomp=$2") name=proof-$$
	local status=0 granted

	for granted in $1; do
		flags+=("--cap-add=${granted#CAP_}")
	done
	[ -z "$3" ] || flags+=("--security-opt=label=type:$3")
	flags+=(--name $name "${engine_args[@]}" "$image" "${command[@]}")
	if [ -z "$exercise" ]; then
		run_confined_image "${flags[@]}"
		return
	fi
	podman run -d "${flags[@]}" >"$out/confined.log" 2>&1 || status=1
	export WHITTLE_CONTAINER=$name
	if [ $status = 0 ] && [ -n "$ready" ]; then
		await_container || status=1
	fi
	if [ $status = 0 ]; then
		timeout 120 sh -c "$exercise" >>"$out/confined.log" 2>&1 ||
			status=$?
	fi
	if [ $status = 0 ] && [ $stops = yes ]; then
		podman stop -t 10 $name >/dev/null 2>&1
		[ "$(podman inspect -f '{{.State.ExitCode}}' $name)" != 137 ] ||
			status=1
	fi
	podman rm -f -t 0 $name >/dev/null 2>&1
	unset WHITTLE_CONTAINER
	return $status
}

# Its ready command, while its first process is there.
await_container() {
	local pid

	pid=$(podman inspect -f '{{.State.Pid}}' "$WHITTLE_CONTAINER")
	[ "$pid" != 0 ] && retry "$confined_patience" "$pid" sh -c "$ready"
}

# seLinuxOptions' type that a report gives, empty where it gives none
report_type() {
	whittle report -f selinux "$1" 2>/dev/null |
		sed -n 's/^ *type: *//p'
}

# confine_workload PROFILE CAPS: with what the profile's reports say
confine_workload() {
	local type

	whittle report -f seccomp "$1" >"$out/seccomp.json" 2>"$out/report.log" ||
		return 99
	type=$(report_type "$1")
	if [ "$launch" = image ]; then
		confine_image "$2" "$out/seccomp.json" "$type"
	else
		confine_program "$2" "$out/seccomp.json" \
			"${type:+system_u:system_r:$type:s0}"
	fi
}

# A profile, for the log's reader; make prove puts it into build/prove.
hand_out() {
	printf 'artefact %s %s\n' "$1" "$(gzip -9n <"$2" | base64 -w 0)"
}
