# SPDX-License-Identifier: GPL-2.0-or-later
# A program that, unlike redis-server, gives up where its limit stays: what is
# left out as opportunistic is told, with how to find out whether it matters.
. /opt/whittle/guest/lib.sh

clear_workload
command=("$tools/insist")
profile=$out/insist.json
ulimit -n 1024
profile_workload "$profile" || cat "$out/run.log" >&2
claim "insist: SYS_RESOURCE is opportunistic" \
	"CAP_SYS_RESOURCE host opportunistic" \
	"$(jq -r '.capabilities[] |
		[.name, .namespace, .verdict] | join(" ")' "$profile")"
claim "insist: the minimal set is empty" "" \
	"$(whittle report -f caps "$profile" 2>/dev/null)"
whittle report "$profile" >"$out/report.txt" 2>/dev/null
claim "insist: the report says what is lost" yes \
	"$(grep -A 1 '^ *SYS_RESOURCE  *goes on without: the limit stays' \
		"$out/report.txt" | grep -q . && echo yes)"
claim "insist: the report says how to find out" yes \
	"$(tr -s ' \n' ' ' <"$out/report.txt" | grep -q \
		'run it with exactly this list; what insists fails then' &&
		echo yes)"

# prove_insist CAPS: prints what became of it
prove_insist() {
	local status=0

	confine_workload "$profile" "$1" || status=$?
	echo "$status $(cut -d : -f 1,2 "$out/confined.log")"
}

claim "insist: with exactly that list it fails, and says why" \
	"1 insist: raise the limit of open files to 1025" "$(prove_insist "")"
claim "insist: with SYS_RESOURCE it works" "0 raised" \
	"$(prove_insist CAP_SYS_RESOURCE)"
