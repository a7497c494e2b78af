#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How merge grows with the number of profiles, against what the JSON library
# takes to read them; and how long diff of two large ones takes.
# Usage: merge.sh BUILD-FOLDER [COUNT]; fails beyond 1.3 times, or when memory
# grows with the profiles, or when diff takes more than 3 times what the
# library takes to read its two profiles. The limits of time are ratios within the run,
# of processor time.
set -u
build=$1
count=${2:-10000}
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'

# cost COMMAND...: processor time in milliseconds, the best of three
cost() {
	local best=0 now
	for _ in 1 2 3; do
		now=$({ time "$@" >/dev/null 2>&1; } 2>&1 |
			awk '{ printf "%d", ($1 + $2) * 1000 }')
		{ [ $best -eq 0 ] || [ "$now" -lt $best ]; } && best=$now
	done
	echo "$best"
}

# kilobytes COMMAND...: the most memory it had
kilobytes() {
	python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}

"$build/tests/bench/bench_profiles" make tests/guest/releases/nginx-stream.json \
	"$folder" "$count" || exit 1
files=("$folder"/*.json)
echo "$count profiles of $(($(cat "${files[@]:0:10}" | wc -c) / 10240)) KB"
echo "profiles  library ms  merge ms  ratio  memory KB"
status=0
for part in 10 4 2 1; do
	some=("${files[@]:0:count / part}")
	library=$(cost "$build/tests/bench/bench_profiles" read "${some[@]}")
	merge=$(cost "$build/whittle" merge -q -o "$folder/merged" "${some[@]}")
	memory=$(kilobytes "$build/whittle" merge -q -o "$folder/merged" "${some[@]}")
	printf '%8d  %10d  %8d  %s  %9d\n' ${#some[@]} "$library" "$merge" \
		"$(awk "BEGIN { printf \"%5.2f\", $merge / $library }")" "$memory"
done
[ $((merge * 10)) -le $((library * 13)) ] || {
	echo "FAILED: more than 1.3 times the library's time"
	status=1
}
[ "$memory" -le 65536 ] || { echo "FAILED: more than 64 MB"; status=1; }

"$build/whittle" merge -q -o "$folder/other" "${files[@]:0:count / 2}"

# Ten pairs a time, for what is small is measured badly.
pairs() { # COMMAND [ARGUMENT...]
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"$@" "$folder/other" "$folder/merged"
	done
}
library=$(cost pairs "$build/tests/bench/bench_profiles" read)
diff=$(cost pairs "$build/whittle" diff -q)
echo "diff of two of $(($(wc -c <"$folder/merged") / 1024)) KB, ten times:" \
	"$diff ms, reading them included; the library reads them in $library ms"
[ "$diff" -le $((library * 3)) ] || {
	echo "FAILED: diff takes more than 3 times the library's time"
	status=1
}
exit $status
