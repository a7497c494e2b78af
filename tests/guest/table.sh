# SPDX-License-Identifier: GPL-2.0-or-later
# For each workload of the table: the capabilities exactly, the same bytes
# twice where it is deterministic, the proof under enforcement, and that it
# fails without each of them. Where all of it holds, a row for
# docs/results/capabilities.md. Arguments: the workloads' names.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

# As init starts servers: no login uid. With one, PAM's pam_loginuid changes it,
# which asks for AUDIT_CONTROL.
echo 4294967295 >/proc/self/loginuid

# The names as `report -f caps` prints them: sorted, CAP_ before each.
wanted_caps() {
	printf 'CAP_%s\n' $1 | grep -v '^CAP_$' | sort | tr '\n' ' '
}

# Capabilities of PROFILE asked on the host, with VERDICT where given
asked_caps() {
	jq -r --arg v "${2:-}" '.capabilities[] |
		select(.namespace == "host" and ($v == "" or .verdict == $v)) |
		.name' "$1" | sort | tr '\n' ' '
}

check_profile() {
	local name=$1 profile=$out/$1.json status=0

	profile_workload "$profile" || status=$?
	claim "$name is profiled completely" 0 $status
	[ $status = 0 ] || cat "$out/run.log" >&2
	[ -e "$profile" ] || return 1
	claim "$name asks for exactly: ${expect:-nothing}, ${opportunistic:-nothing} in passing${covered:+, $covered}" \
		"$(wanted_caps "$expect $opportunistic $covered")" \
		"$(asked_caps "$profile")"
	claim "$name needs exactly: ${expect:-nothing}" \
		"$(wanted_caps "$expect")" \
		"$(whittle report -f caps "$profile" | sort | tr '\n' ' ')"
	claim "$name goes on without: ${opportunistic:-nothing}" \
		"$(wanted_caps "$opportunistic")" \
		"$(asked_caps "$profile" opportunistic)"
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

# with_caps NAME CAPS: does it work with just these?
with_caps() {
	$setup
	confine_workload "$out/$1.json" "$2"
}

prove() {
	local name=$1 status=0

	with_caps "$name" "$caps" || status=$?
	claim "$name works with just that, enforced" 0 $status
	[ $status = 0 ] && return
	tail -n 40 "$out/confined.log" >&2
	return 1
}

# Either way it must be as the row says; a wrong row is a failure.
leave_out() {
	local name=$1 cap=$2 wanted=fails got=fails

	[[ " $tolerated " != *" ${cap#CAP_} "* ]] || wanted=works
	! with_caps "$name" "${caps/$cap /}" || got=works
	claim "$name $wanted without ${cap#CAP_}" $wanted $got
	[ $wanted = $got ] || tail -n 20 "$out/confined.log" >&2
	if [ $got = works ]; then
		works_without+=" ${cap#CAP_}"
	else
		fails_without+=" ${cap#CAP_}"
	fi
}

# Names without CAP_, or a dash.
plain() {
	local names=${*//CAP_/}

	echo "${names:--}" | xargs
}

print_row() {
	local profile=$out/$1.json

	printf 'row %s | %s | %s | %s | %s | fails without: %s%s\n' \
		"$1" "$(plain $(asked_caps "$profile"))" "$(plain $caps)" \
		"$(plain $(asked_caps "$profile" opportunistic))" \
		"$(plain $documented)" "$(plain $fails_without)" \
		"${works_without:+; works without:$works_without}"
}

# The names that the report's seccomp file allows, and those without the
# additions for other runtimes, kernels and C libraries.
print_calls() {
	local profile=$out/$1.json

	printf 'allows %s %s\n' "$1" "$(whittle report -f seccomp "$profile" |
		allowed_names)"
	printf 'exactly %s %s\n' "$1" \
		"$(whittle report -f seccomp --exact "$profile" |
			allowed_names)"
}

allowed_names() {
	jq -r '[.syscalls[] | select(.action == "SCMP_ACT_ALLOW") | .names[]] |
		unique | join(" ")'
}

for name; do
	load_workload "$name"
	begin=$SECONDS fails_without= works_without= failures=0
	check_profile "$name" || continue
	check_twice "$name"
	caps=$(whittle report -f caps "$out/$name.json" | sort | tr '\n' ' ')
	prove "$name" || continue
	for cap in $caps; do
		leave_out "$name" "$cap"
	done
	if [ $failures = 0 ]; then
		print_row "$name"
		print_calls "$name"
		hand_out "$name.whittle.json" "$out/$name.json"
	fi
	echo "time $name $((SECONDS - begin))"
done
