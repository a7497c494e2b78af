# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by what tries whittle verify: it is run on the present workload, and
# its status and what it said are claims. Sourced after lib.sh.

guest=/opt/whittle/guest

# verify_workload PROFILE [OPTION...]: of the present workload
verify_workload() {
	local options=() margin=10

	# What is never ready takes all of it, twice for each trial.
	[ "$launch" = program ] || margin=60
	options+=(--timeout $((confined_patience + margin))s)
	make_launch_options
	$setup # what a process hands on, such as its limits
	[ "$setup" = : ] ||
		options+=(--setup "bash -c '. $guest/workloads.sh; $setup'")
	whittle verify "${launch_options[@]}" "${options[@]}" "$@" \
		-- "${command[@]}" \
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
