#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a report of a large profile takes in every format, against what jq
# takes to read the file. Usage: report.sh BUILD-FOLDER [PROFILES]; fails where
# a format takes longer than jq. Processor time, the mean of ten
# runs; the limit is a ratio within the run.
set -u
build=$1
count=${2:-500}
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'

ten_times() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"$@" >/dev/null 2>&1 || exit 1
	done
}

# cost COMMAND...: hundredths of milliseconds a run, the best of three times ten
cost() {
	local best=0 now
	for _ in 1 2 3; do
		now=$({ time ten_times "$@" 2>/dev/null; } 2>&1 |
			awk '{ printf "%d", ($1 + $2) * 10000 }')
		{ [ $best -eq 0 ] || [ "$now" -lt $best ]; } && best=$now
	done
	echo "$best"
}

# Of many runs, so that it is as large as profiles get.
"$build/tests/bench/bench_profiles" make tests/guest/releases/nginx-stream.json \
	"$folder" "$count" || exit 1
"$build/whittle" merge -q -o "$folder/large" "$folder"/*.json || exit 1
echo "a profile of $(($(wc -c <"$folder/large") / 1024)) KB"
jq=$(cost jq . "$folder/large")
printf '%-10s %9s %7s\n' format ms 'of jq'
printf '%-10s %9.2f\n' 'jq .' "$((jq))e-2"
status=0
for format in $("$build/whittle" report -f '?' "$folder/large" 2>&1 |
	sed -n 's/.*(\(.*\))$/\1/p' | tr -d ','); do
	time=$(cost "$build/whittle" report -q -f "$format" \
		--platform bottlerocket "$folder/large")
	printf '%-10s %9.2f %6d%%\n' "$format" "${time}e-2" \
		$((100 * time / jq))
	[ "$time" -le "$jq" ] || {
		echo "FAILED: $format takes longer than jq"
		status=1
	}
done
exit $status
