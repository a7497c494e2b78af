#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Writes the table in docs/results/PAGE.md from the logs that make prove or make
# prove-verify left. Arguments: PAGE, capabilities or verify; the workloads that
# were proved, where the rows of the others are to stay; without any, the table
# is made anew.
set -u
cd "$(dirname "$0")/.." || exit 1
page=docs/results/$1.md
case $1 in
capabilities) head='asked | minimal | opportunistic | documented | seen' ;;
verify) head='granted | enforced | taken out | it is told | with --heal' ;;
esac
shift
rows=$(mktemp)
trap 'rm -f "$rows" "$rows.page"' EXIT

if [ $# -gt 0 ]; then
	sed -n '/table:begin/,/table:end/s/^| \([a-z_]* | .*\) |$/\1/p' "$page" |
		awk -v proved=" $* " '$1 != "workload" &&
			!index(proved, " " $1 " ")' >"$rows"
fi
sed -n 's/^row //p' build/guest-logs/prove-*.log >>"$rows"
LC_ALL=C sort -o "$rows" "$rows"
awk -v rows="$rows" -v head="$head" '
	/<!-- table:end/ { is_inside = 0 }
	!is_inside { print }
	/<!-- table:begin/ {
		is_inside = 1
		print "| workload | " head " |"
		print "| --- | --- | --- | --- | --- | --- |"
		while ((getline line <rows) > 0)
			print "| " line " |"
	}' "$page" >"$rows.page" && cat "$rows.page" >"$page"
