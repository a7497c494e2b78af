#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What does recording cost? usage: overhead.sh BUILD CALLS ROUNDS MANY
#
# On this machine, without SELinux: nanoseconds per system call bare, logged
# for a reader that throws all away, in whittle's first and second pass, and
# under strace -f; each ROUNDS times, taken in turns, as other work on the
# machine comes and goes; then MANY records in one run: are any lost, what do
# they cost whittle in processor time and memory; and how long a run of true
# takes. Exit 1 when a bound is exceeded.
set -eu
build=$1 calls=$2 rounds=$3 many=$4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
run=("$build/whittle" run -q --without selinux)
failed=0

# one NAME COUNT COMMAND...: adds "ns cpu memory" to the figures of NAME
one() {
	local name=$1 count=$2 status=0

	shift 2
	"$@" "$build/tests/bench/calls" "$count" "$scratch/one" \
		2>"$scratch/errors" || status=$?
	# Without SELinux a run is incomplete: status 3.
	if [ $status != 0 ] && [ $status != 3 ]; then
		cat "$scratch/errors" >&2
		return 1
	fi
	cat "$scratch/one" >>"$scratch/$name"
}

# middle NAME [COLUMN]: the median
middle() {
	sort -n -k "${2:-1},${2:-1}" "$scratch/$1" |
		awk -v c="${2:-1}" '{ v[NR] = $c } END {
			print v[int((NR + 1) / 2)] }'
}

spread() {
	sort -n "$scratch/$1" | awk '{ v[NR] = $1 } END {
		printf "%.0f to %.0f", v[1], v[NR] }'
}

# ratio NAME OTHER: the median of the ratios of each round
ratio() {
	paste "$scratch/$1" "$scratch/$2" | awk '{ print $1 / $4 }' |
		sort -n | awk '{ v[NR] = $1 } END {
			printf "%.2f", v[int((NR + 1) / 2)] }'
}

# bound WHAT VALUE LIMIT
bound() {
	if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a <= b) }'; then
		echo "ok: $1 is $2 (at most $3)"
	else
		echo "EXCEEDED: $1 is $2 (at most $3)"
		failed=1
	fi
}

# What a first pass finds is what the second one allows.
"${run[@]}" -o "$scratch/known.json" -- "$build/tests/bench/calls" 10 \
	"$scratch/one" || [ $? = 3 ]

for ((i = 0; i < rounds; i++)); do
	one bare "$((calls * 10))" env
	one idle "$calls" "$build/tests/bench/idle_reader"
	one first "$calls" "${run[@]}" -o "$scratch/first.json" --
	one second "$((calls * 10))" "${run[@]}" -o "$scratch/second.json" \
		--refine "$scratch/known.json" --
	one strace "$((calls / 20))" strace -f -o /dev/null
done

printf '%-34s %10s %16s\n' '' 'ns a call' 'lowest, highest'
while read -r name text; do
	printf '%-34s %10.0f %16s\n' "$text" "$(middle $name)" \
		"$(spread $name)"
done <<-END
	bare bare
	idle logged, an idle reader
	first whittle, first pass
	second whittle, second pass
	strace strace -f
END
bound 'the first pass beside an idle reader' "$(ratio first idle)" 1.15
bound 'the second pass beside bare' "$(ratio second bare)" 1.35
echo "strace -f beside the first pass: $(ratio strace first)"

one many "$many" "${run[@]}" --counts -o "$scratch/many.json" --
jq -r '"\(.syscalls[] | select(.name == "getppid") | .count) \(.completeness.lost)"' \
	"$scratch/many.json" >"$scratch/counted"
read -r counted lost <"$scratch/counted"
# It asks for its parent's pid a few times more, to look at it.
bound "lost of $many records" "$((many > counted ? many - counted : 0))" 0
bound 'told as lost' "$lost" 0
echo "whittle's processor time: $(middle many 2) ns a record;" \
	"its memory: $(middle many 3) KiB after $many records"

# microseconds COMMAND...: how long it takes
microseconds() {
	local begin=${EPOCHREALTIME//[.,]/} end

	"$@" >/dev/null 2>&1 || [ $? = 3 ]
	end=${EPOCHREALTIME//[.,]/}
	echo $((end - begin))
}

# At real-time priority, so that it does not stand in line behind other work.
for ((i = 0; i < 30; i++)); do
	microseconds chrt -f 1 true >>"$scratch/true"
	microseconds chrt -f 1 "${run[@]}" -o "$scratch/true.json" -- true \
		>>"$scratch/whittle"
done
sort -n "$scratch/true" >"$scratch/start-true"
sort -n "$scratch/whittle" >"$scratch/start-whittle"
start=$(awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] / 1000 }' \
	"$scratch/start-whittle")
echo "a run of true: $start ms (lowest" \
	"$(awk 'NR == 1 { print $1 / 1000 }' "$scratch/start-whittle")); true:" \
	"$(awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] / 1000 }' \
		"$scratch/start-true") ms"
bound 'milliseconds of a run of true' "$start" 30
exit $failed
