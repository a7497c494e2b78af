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

ok() {
	printf 'ok %s\n' "$1"
}

# The output of what failed goes to standard error, for the reader.
not_ok() {
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

# retry SECONDS PID COMMAND...: until it succeeds, or PID (0: none) is gone
retry() {
	local end=$((SECONDS + $1)) pid=$2
	shift 2
	until timeout 15 "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		[ "$pid" = 0 ] || kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.2
	done
}

# The variables that describe a workload; tests/guest/workloads.sh sets them.
clear_workload() {
	launch=program command=() ready= exercise= expect= leave= engine_args=()
	setup=: is_deterministic=no image= asked= user=
}

load_workload() {
	clear_workload
	"workload_$1"
	$setup
}

# profile_workload FILE: whittle run on the present workload
profile_workload() {
	local options=(-o "$1" --timeout 120s)

	[ -z "$ready" ] || options+=(--ready "$ready")
	[ -z "$exercise" ] || options+=(--exercise "$exercise")
	[ -z "$user" ] || options+=(--user "$user")
	if [ "$launch" = image ]; then
		options+=(--image "$image")
		for arg in "${engine_args[@]}"; do
			options+=(--engine-arg "$arg")
		done
	fi
	whittle run "${options[@]}" "${run_options[@]}" -- "${command[@]}" \
		>"$out/run.log" 2>&1 </dev/null
}

# The command's status, or that of the exercise where there is one.
judge_confined() {
	local pid=$1 status=0

	if [ -n "$ready" ] && ! retry 30 "$pid" sh -c "$ready"; then
		status=1
	elif [ -n "$exercise" ]; then
		timeout 60 sh -c "$exercise" || status=$?
	fi
	if [ -n "$exercise" ]; then
		kill "$pid" 2>/dev/null
		wait "$pid"
		return $status
	fi
	wait "$pid"
}

# confine_program CAPS SECCOMP CONTEXT
confine_program() {
	local options=(--caps "$1" --seccomp "$2")

	[ -z "$3" ] || options+=(--label "$3" --door "$door")
	[ -z "$user" ] || options+=(--user "$user")
	timeout -k 5 90 "$tools/confine" "${options[@]}" -- "${command[@]}" \
		>"$out/confined.log" 2>&1 </dev/null &
	WHITTLE_PID=$! judge_confined $! >>"$out/confined.log" 2>&1
}

# confine_image CAPS SECCOMP TYPE
confine_image() {
	local flags=(--cap-drop=ALL "--security-opt=seccomp=$2") name=proof-$$
	local status=0

	for cap in $1; do
		flags+=("--cap-add=${cap#CAP_}")
	done
	[ -z "$3" ] || flags+=("--security-opt=label=type:$3")
	podman run -d --name $name "${engine_args[@]}" "${flags[@]}" \
		"$image" "${command[@]}" >"$out/confined.log" 2>&1 || status=1
	export WHITTLE_CONTAINER=$name
	if [ $status = 0 ] && [ -n "$ready" ]; then
		retry 40 0 sh -c "$ready" || status=1
	fi
	if [ $status = 0 ]; then
		timeout 60 sh -c "$exercise" >>"$out/confined.log" 2>&1 ||
			status=$?
	fi
	podman rm -f -t 0 $name >/dev/null 2>&1
	unset WHITTLE_CONTAINER
	return $status
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
