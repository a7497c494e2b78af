# SPDX-License-Identifier: GPL-2.0-or-later
# The oracle: for each seed some of the operations of tests/tools/ask, drawn
# from the seed. The reported set is what they ask for, exactly; it is enough
# under enforcement, and one less is too little.
# Arguments: the first seed, the last one.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/asks.sh

declare -A cap_of verdict_of instead_of risk_of
operations=()

# What SELinux refuses to every container's type stays with the matrix, and so
# does what goes on without.
read_table() {
	local operation cap verdict instead

	while read -r operation cap verdict instead; do
		case $operation:$verdict in
		:* | *:opportunistic | unknown-label:* | audit-log:*) continue ;;
		esac
		operations+=("$operation")
		cap_of[$operation]=$cap
		verdict_of[$operation]=$verdict
		instead_of[$operation]=$instead
	done <<<"$asks"
	for risk in $risks; do
		risk_of[${risk%=*}]=${risk#*=}
	done
}

# A generator as in the C standard's example; sets $drawn below $1.
draw() {
	state=$(((state * 1103515245 + 12345) & 0x7fffffff))
	drawn=$(((state >> 16) % $1))
}

# Sets $chosen to 1 to 12 different operations, in their drawn order.
draw_operations() {
	local rest=("${operations[@]}") count

	state=$1 chosen=()
	draw 12
	count=$((drawn + 1))
	while [ ${#chosen[@]} -lt $count ]; do
		draw ${#rest[@]}
		chosen+=("${rest[drawn]}")
		unset "rest[drawn]"
		rest=("${rest[@]}")
	done
}

# Sets $expected: what is needed; then, of each choice of which neither is in
# it, that of less risk.
expect_caps() {
	local operation cap other

	expected=' '
	for operation; do
		[ "${verdict_of[$operation]}" != needed ] ||
			expected+="${cap_of[$operation]} "
	done
	local needed=$expected
	for operation; do
		[ "${verdict_of[$operation]}" = one-of ] || continue
		cap=${cap_of[$operation]} other=${instead_of[$operation]}
		[[ $needed != *" $cap "* && $needed != *" $other "* ]] ||
			continue
		[ "${risk_of[$cap]}" -le "${risk_of[$other]}" ] || cap=$other
		expected+="$cap "
	done
}

ask_oracle() {
	local seed=$1 profile=$out/seed.json status=0 caps left

	draw_operations "$seed"
	expect_caps "${chosen[@]}"
	profile_ask "$profile" "${chosen[@]}" || status=$?
	claim "seed $seed: all of ${chosen[*]} are done" "0 ${chosen[*]} " \
		"$status $(tr '\n' ' ' <"$out/run.log")"
	claim "seed $seed: exactly their capabilities are reported" \
		"$(name_caps "$expected")" "$(reported_caps "$profile")"
	read_reports "$profile"
	caps=$(reported_caps "$profile")
	claim "seed $seed: it works with just that, enforced" \
		"${chosen[*]} " "$(prove_ask "$caps" "${chosen[@]}")"
	left=($caps)
	draw ${#left[@]}
	unset "left[drawn]"
	claim "seed $seed: it fails with one less" refused \
		"$(prove_ask "${left[*]}" "${chosen[@]}" | cut -d ' ' -f 1)"
}

read_table
claim "the oracle draws from at least 30 operations" yes \
	"$([ ${#operations[@]} -ge 30 ] && echo yes)"
prepare_asks
for ((seed = $1; seed <= $2; seed++)); do
	ask_oracle $seed
done
