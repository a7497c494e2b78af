# SPDX-License-Identifier: GPL-2.0-or-later
# One operation for each capability that this kernel asks for: the verdict
# exact, proved under enforcement, and refused without. Then what it never
# asks for, and what it asks for without a record.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/asks.sh

# Every capability of PROFILE with its verdict.
verdicts() {
	jq -r '.capabilities[] | [.name, .namespace, .verdict,
		((.instead // []) | join(","))] | join(" ")' "$1"
}

expected_verdict() {
	local instead=

	[ "$3" = - ] || instead=CAP_$3
	echo "CAP_$1 host $2 $instead"
}

# matrix_row OPERATION CAPABILITY VERDICT INSTEAD
matrix_row() {
	local operation=$1 cap=$2 profile=$out/$1.json minimal=$2

	profile_ask "$profile" "$operation" || cat "$out/run.log" >&2
	claim "$operation asks for exactly $cap: $3" \
		"$(expected_verdict "$cap" "$3" "$4")" "$(verdicts "$profile")"
	[ "$3" != opportunistic ] || minimal=
	claim "$operation: the minimal set is exactly: ${minimal:-nothing}" \
		"$(name_caps "$minimal")" "$(reported_caps "$profile")"
	read_reports "$profile"
	claim "$operation works with exactly $cap, enforced" \
		"$operation " "$(prove_ask "$cap" "$operation")"
	claim "$operation fails without $cap" \
		"refused $operation" "$(prove_ask "" "$operation")"
	[ "$4" = - ] || claim "$operation works with $4 in its place" \
		"$operation " "$(prove_ask "$4" "$operation")"
}

# The report says which capability SELinux refuses to every container's type.
claim_lacking() {
	local report=$out/lacking.txt
	local name="$1: the report says that spc_t lacks $2"

	profile_ask "$out/$1.json" "$1"
	whittle report "$out/$1.json" >"$report" 2>/dev/null
	if sed -n '/^spc_t  lacks/,/^$/p' "$report" |
		grep -q "^  capabilities $2"; then
		ok "$name"
	else
		not_ok "$name" "it does not" "$report"
	fi
}

# A claim of its own for what no operation can reach.
never_asked() {
	profile_ask "$out/never.json" other-modules || cat "$out/run.log" >&2
	claim "MAC_OVERRIDE: the kernel has neither Smack nor AppArmor to ask" \
		"" "$(grep -oE 'smack|apparmor' /sys/kernel/security/lsm)"
	claim "MAC_OVERRIDE: a change of their labels asks for nothing" \
		"" "$(verdicts "$out/never.json")"
}

# unseen_row OPERATION CAPABILITY NOTE: the kernel's place is for the reader
unseen_row() {
	local operation=$1 cap=$2 profile=$out/$1.json

	profile_ask "$profile" "$operation" || cat "$out/run.log" >&2
	claim "$operation: nothing on record says $cap" "" \
		"$(verdicts "$profile" | grep ' host ')"
	[ "$3" = - ] || claim "$operation: the note $3 tells of CAP_$cap" 1 \
		"$(jq -r '.completeness.notes[]' "$profile" |
			grep -c "^$3: .* may need CAP_$cap ")"
	read_reports "$profile"
	claim "$operation works with $cap alone" \
		"$operation " "$(prove_ask "$cap" "$operation")"
	claim "$operation fails without $cap" \
		"refused $operation" "$(prove_ask "" "$operation")"
}

# Debian's setting of 3 asks for SYS_ADMIN first: the choice is made with it.
strict_events() {
	sysctl -q kernel.perf_event_paranoid=3
	profile_ask "$out/strict.json" count-events
	claim "where SYS_ADMIN is needed anyway, it does for PERFMON" \
		CAP_SYS_ADMIN "$(whittle report -f caps "$out/strict.json")"
	claim "PERFMON is still told as one of two" \
		"$(expected_verdict PERFMON one-of SYS_ADMIN)" \
		"$(verdicts "$out/strict.json" | grep PERFMON)"
	read_reports "$out/strict.json"
	claim "PERFMON alone would not do there" "refused count-events" \
		"$(prove_ask PERFMON count-events)"
	sysctl -q kernel.perf_event_paranoid=2
}

prepare_asks
claim "each capability of this kernel has a row, or is never asked for" \
	"$(($(cat /proc/sys/kernel/cap_last_cap) + 1))" \
	"$(printf '%s' "$asks" | awk 'NF { print $2 }
		END { print "MAC_OVERRIDE" }' | sort -u | wc -l)"
claim_lacking unknown-label MAC_ADMIN
semodule -i /opt/whittle/guest/lacks.cil >/dev/null 2>&1
while read -r operation cap verdict instead <&3; do
	[ -z "$operation" ] ||
		matrix_row "$operation" "$cap" "$verdict" "$instead"
done 3<<<"$asks"
claim "every verdict names the row or the rule that made it" 0 \
	"$(jq -r '.capabilities[]?.evidence[].reason' "$out"/*.json |
		grep -cv '^[a-z0-9-]*: ')"
never_asked
while read -r operation cap note place <&3; do
	[ -z "$operation" ] || unseen_row "$operation" "$cap" "$note"
done 3<<<"$unseen"
# The SELinux Notebook counts it among the never audited. ext4 does audit it
# (fs/ext4/xattr_trusted.c), tmpfs does not (fs/xattr.c simple_xattr_list()).
profile_ask "$out/trusted.json" trusted-names
claim "trusted-names: ext4 asks for SYS_ADMIN with a record" CAP_SYS_ADMIN \
	"$(jq -r '.capabilities[].name' "$out/trusted.json")"
strict_events
