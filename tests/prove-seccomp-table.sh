#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Writes the table in docs/results/seccomp-starts.md. Arguments: the rows of
# Debian 13, those of the next release, and the workloads that were proved,
# where the rows of the others are to stay; without any, the table is made anew.
set -u
cd "$(dirname "$0")/.." || exit 1
page=docs/results/seccomp-starts.md
first=$1 next=$2
shift 2
rows=$(mktemp)
trap 'rm -f "$rows" "$rows.page"' EXIT

if [ $# -gt 0 ]; then
	sed -n '/table:begin/,/table:end/s/^| \([a-z].*\) |$/\1/p' "$page" |
		awk -v proved=" $* " '$1 != "workload" &&
			!index(proved, " " $1 " ")' >"$rows"
fi
while IFS= read -r row; do
	name=${row%% *}
	echo "$row | $(sed -n "s/^$name | //p" "$next")"
done <"$first" >>"$rows"
awk -v rows="$rows" '
	/<!-- table:end/ { is_inside = 0 }
	!is_inside { print }
	/<!-- table:begin/ {
		is_inside = 1
		print "| workload | 13: crun | crun, nnp | runc | runc, nnp | next: crun | crun, nnp | runc | runc, nnp | exact: runc | its own news |"
		print "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
		while ((getline line <rows) > 0)
			print "| " line " |"
	}' "$page" >"$rows.page" && cat "$rows.page" >"$page"
