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

# measure NAME FILE COMMAND...: "NAME MB SECONDS MB/S KB"
measure() {
	name=$1 file=$2
	shift 2
	if ! command -v "$1" >/dev/null 2>&1 && [ ! -x "$1" ]; then
		echo "$name: not installed" >&2
		return
	fi
	# Wanted are the figures; what the tool says and how it ends is not.
	{ /usr/bin/time -o "$scratch/time" -f '%U %S %M' "$@" \
		2>"$scratch/errors" || true; } | cat >/dev/null
	! grep -q Traceback "$scratch/errors" || echo "$name: failed" >&2
	tail -1 "$scratch/time" | awk -v name="$name" \
		-v bytes="$(stat -c %s "$file")" '{
		seconds = $1 + $2; if (seconds < 0.01) seconds = 0.01
		printf "%s|%.0f|%.2f|%.0f|%.1f\n", name, bytes / 1e6,
			seconds, bytes / 1e6 / seconds, $3 / 1024 }'
}

{
	measure 'wc -l' "$log" wc -l "$log"
	measure 'grep -c type=AVC' "$log" grep -c type=AVC "$log"
	measure 'whittle ingest --type' "$log" "$build/whittle" ingest \
		-q --type whittle_t "$log"
	measure 'whittle ingest --list' "$log" "$build/whittle" ingest \
		-q --list "$log"
	measure 'ausearch --raw' "$part" ausearch --raw -if "$part"
	measure 'aureport' "$part" aureport -if "$part"
	measure 'audit2allow' "$part" audit2allow -p "$scratch/policy" \
		-i "$part"
} >"$scratch/table"

awk -F'|' '
	{ row[NR] = $0; rate[$1] = $4 }
	END {
		printf "%-24s %8s %9s %8s %8s %12s %9s\n", "", "MB",
			"seconds", "MB/s", "MB RAM", "x ausearch", "of wc -l"
		for (i = 1; i <= NR; i++) {
			split(row[i], f, "|")
			printf "%-24s %8d %9.2f %8d %8.1f", f[1], f[2], f[3],
				f[4], f[5]
			if (rate["ausearch --raw"] > 0)
				printf " %12.1f", f[4] / rate["ausearch --raw"]
			else
				printf " %12s", "-"
			printf " %8.1f%%\n", 100 * f[4] / rate["wc -l"]
		}
	}' "$scratch/table"
