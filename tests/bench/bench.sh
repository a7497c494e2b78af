#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How fast is ingest, and beside what? usage: bench.sh BUILD SIZE SLOW
#
# Each tool reads a generated log from memory and writes to a pipe. Shown is
# processor time (of the user and of the kernel), as other work on the machine
# does not count in it. The slow tools read the first SLOW bytes only. A tool
# that is not installed is said to be missing.
set -eu
build=$1 size=$2 slow=$3
logs=tests/fixtures/logs
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
log=$scratch/audit.log part=$scratch/part.log

"$build/tests/bench/generate" "$size" $logs/program-raw.log \
	$logs/nginx-podman.log $logs/true-runc.log >"$log"
head -c "$slow" "$log" >"$part"
cat "$log" >/dev/null # into memory
# audit2allow wants a policy that knows the contexts of the log.
python3 tests/bench/compare.py --policy "$scratch/policy" \
	$logs/program-raw.log $logs/nginx-podman.log $logs/true-runc.log ||
	echo "no policy for audit2allow" >&2

# measure NAME FILE RUNS COMMAND...: "NAME MB SECONDS MB/S KB", of the best run
measure() {
	name=$1 file=$2 runs=$3
	shift 3
	if ! command -v "$1" >/dev/null 2>&1 && [ ! -x "$1" ]; then
		echo "$name: not installed" >&2
		return
	fi
	: >"$scratch/times"
	while [ "$runs" -gt 0 ]; do
		# Wanted are the figures; what the tool says and how it ends
		# is not.
		# bash's time tells milliseconds, time(1) hundredths and the
		# memory.
		{ bash -c 'TIMEFORMAT="%3U %3S"
			{ time /usr/bin/time -o "$0/memory" -f %M "$@" \
				2>"$0/errors"; } 2>"$0/seconds"' "$scratch" \
			"$@" || true; } | cat >/dev/null
		echo "$(cat "$scratch/seconds") $(tail -1 "$scratch/memory")" \
			>>"$scratch/times"
		runs=$((runs - 1))
	done
	! grep -q Traceback "$scratch/errors" || echo "$name: failed" >&2
	awk -v name="$name" -v bytes="$(stat -c %s "$file")" '
		NR == 1 || $1 + $2 < seconds { seconds = $1 + $2; memory = $3 }
		END {
			if (seconds < 0.001) seconds = 0.001
			printf "%s|%.0f|%.3f|%.0f|%.1f\n", name, bytes / 1e6,
				seconds, bytes / 1e6 / seconds, memory / 1024
		}' "$scratch/times"
}

{
	measure 'wc -l' "$log" 9 wc -l "$log"
	measure 'grep -c type=AVC' "$log" 9 grep -c type=AVC "$log"
	measure 'whittle ingest --type' "$log" 9 "$build/whittle" ingest \
		-q --type whittle_t "$log"
	measure 'whittle ingest --list' "$log" 9 "$build/whittle" ingest \
		-q --list "$log"
	measure 'ausearch --raw' "$part" 2 ausearch --raw -if "$part"
	measure 'aureport' "$part" 2 aureport -if "$part"
	measure 'audit2allow' "$part" 2 audit2allow -p "$scratch/policy" \
		-i "$part"
} >"$scratch/table"

awk -F'|' '
	{ row[NR] = $0; rate[$1] = $4 }
	END {
		printf "%-24s %8s %9s %8s %8s %12s %9s\n", "", "MB",
			"seconds", "MB/s", "MB RAM", "x ausearch", "of wc -l"
		for (i = 1; i <= NR; i++) {
			split(row[i], f, "|")
			printf "%-24s %8d %9.3f %8d %8.1f", f[1], f[2], f[3],
				f[4], f[5]
			if (rate["ausearch --raw"] > 0)
				printf " %12.1f", f[4] / rate["ausearch --raw"]
			else
				printf " %12s", "-"
			printf " %8.1f%%\n", 100 * f[4] / rate["wc -l"]
		}
	}' "$scratch/table"
