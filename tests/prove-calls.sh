#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Writes the table in docs/results/seccomp.md from the logs that make prove
# left. Arguments: as those of tests/prove-table.sh.
set -u
cd "$(dirname "$0")/.." || exit 1
page=docs/results/seccomp.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Risk 4 and 5 of the table; the rest is ordinary, or one of another machine.
sed -n 's/^	{"\([a-z0-9_]*\)", [45],.*/\1/p' policies/syscall_risk.c \
	>"$work/dangerous"
if [ $# -gt 0 ]; then
	sed -n '/table:begin/,/table:end/s/^| \([a-z_]* | .*\) |$/\1/p' "$page" |
		awk -v proved=" $* " '$1 != "workload" &&
			!index(proved, " " $1 " ")' >"$work/rows"
fi
grep -hE '^(allows|exactly|default) ' build/guest-logs/prove-*.log |
	awk -f tests/prove-calls.awk "$work/dangerous" - >>"$work/rows"
LC_ALL=C sort -o "$work/rows" "$work/rows" # ( is before all letters
awk -v rows="$work/rows" '
	/<!-- table:end/ { is_inside = 0 }
	!is_inside { print }
	/<!-- table:begin/ {
		is_inside = 1
		print "| workload | called | allowed | taken from Docker\047s | taken from podman\047s | dangerous ones left |"
		print "| --- | --- | --- | --- | --- | --- |"
		while ((getline line <rows) > 0)
			print "| " line " |"
	}' "$page" >"$work/page" && cat "$work/page" >"$page"
