# SPDX-License-Identifier: GPL-2.0-or-later
# make prove: profiles of images, recorded with runc, and whether the seccomp
# files made of them start their containers here. Arguments: the workloads'
# names.
. /opt/whittle/guest/seccomp.sh

for name; do
	begin=$SECONDS
	load_workload "$name"
	use_runtime runc
	status=0
	profile_workload "$out/$name.json" || status=$?
	claim "$name is profiled" 0 $status
	[ $status = 0 ] || cat "$out/run.log" >&2
	whittle report -f seccomp "$out/$name.json" 2>"$out/notes" \
		>"$out/$name.seccomp.json"
	claim "$name: its runtime did what the table says" "" \
		"$(grep 'table of measured\|was measured to\|none of the measured' \
			"$out/notes")"
	starts "$name" "$out/$name.seccomp.json" \
		"$(whittle report -q -f caps "$out/$name.json" | tr '\n' ' ')" \
		"$(report_type "$out/$name.json")"
	echo "row $name | $cells"
	hand_out "$name.whittle.json" "$out/$name.json"
	echo "time $name $((SECONDS - begin))"
done
