# SPDX-License-Identifier: GPL-2.0-or-later
# For each workload of the table: the capabilities exactly, the same bytes
# twice where it is deterministic, and the proof under enforcement.
# Arguments: the workloads' names.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

# The names as `report -f caps` prints them: sorted, CAP_ before each.
wanted_caps() {
	printf 'CAP_%s\n' $1 | grep -v '^CAP_$' | sort | tr '\n' ' '
}

# Capabilities with VERDICT in PROFILE
caps_of_verdict() {
	jq -r --arg v "$2" '.capabilities[] | select(.verdict == $v) |
		.name' "$1" | sort | tr '\n' ' '
}

check_profile() {
	local name=$1 profile=$out/$1.json status=0

	profile_workload "$profile" || status=$?
	claim "$name is profiled completely" 0 $status
	[ $status = 0 ] || cat "$out/run.log" >&2
	[ -e "$profile" ] || return 1
	claim "$name needs exactly: ${expect:-nothing}" \
		"$(wanted_caps "$expect")" \
		"$(whittle report -f caps "$profile" | sort | tr '\n' ' ')"
	claim "$name goes on without: ${asked:-nothing}" \
		"$(wanted_caps "$asked")" \
		"$(caps_of_verdict "$profile" opportunistic)"
}

check_twice() {
	local name=$1

	[ $is_deterministic = yes ] || return 0
	$setup
	profile_workload "$out/$name.second.json"
	if cmp -s "$out/$name.json" "$out/$name.second.json"; then
		ok "$name gives the same bytes twice"
	else
		diff "$out/$name.json" "$out/$name.second.json" >"$out/diff"
		not_ok "$name gives the same bytes twice" differs "$out/diff"
	fi
}

prove() {
	local name=$1 caps status=0

	caps=$(whittle report -f caps "$out/$name.json" | tr '\n' ' ')
	$setup
	confine_workload "$out/$name.json" "$caps" || status=$?
	claim "$name works with just that, enforced" 0 $status
	[ $status = 0 ] || cat "$out/confined.log" >&2
	[ -n "$leave" ] || return 0
	$setup
	if confine_workload "$out/$name.json" "${caps/CAP_$leave /}"; then
		not_ok "$name fails without $leave" "it works"
	else
		ok "$name fails without $leave"
	fi
}

for name; do
	load_workload "$name"
	check_profile "$name" || continue
	check_twice "$name"
	prove "$name"
done
