#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads captured logs and compares with the stored profiles.
# usage: run.sh [--update] [WHITTLE]     (default build/whittle)
#
# --update writes the stored profiles anew: look at the difference.
set -u
here=$(cd "$(dirname "$0")" && pwd)
logs=$here/../fixtures/logs
update=
[ "${1:-}" = --update ] && { update=1; shift; }
whittle=$(realpath "${1:-build/whittle}") || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

check() { # EXPECTED EXIT OPTION...
	expected=$1 code=$2
	shift 2
	(cd "$logs" && "$whittle" ingest "$@") \
		>"$scratch/profile" 2>"$scratch/messages"
	got=$?
	if [ "$got" -ne "$code" ]; then
		echo "not ok: ingest $*: exit $got, expected $code"
		cat "$scratch/messages"
		return 1
	fi
	[ "$expected" = - ] && return 0
	[ -n "$update" ] && cp "$scratch/profile" "$here/$expected"
	if ! diff -u "$here/$expected" "$scratch/profile"; then
		echo "not ok: ingest $*: not as in $expected"
		return 1
	fi
}

while IFS='|' read -r expected code words; do
	case $expected in '' | '#'*) continue ;; esac
	# shellcheck disable=SC2086 # words are meant to be split
	if check $expected $code $words; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done <"$here/cases.txt"

# A line of a gigabyte, from a pipe and with little memory: counted, and what
# stands before and behind is read.
check_long_line() {
	log=$logs/program-raw.log
	head -n 100 "$log" >"$scratch/long"
	truncate -s +1G "$scratch/long"
	{
		echo
		tail -n +101 "$log"
	} >>"$scratch/long"
	# A sanitizer's shadow takes terabytes of addresses: no limit for it.
	limit=262144
	! nm -D "$whittle" | grep -q __asan_init || limit=unlimited
	whittle_long() { (ulimit -v $limit && "$whittle" ingest --all "$@"); }
	whittle_long - <"$log" >"$scratch/short" 2>/dev/null
	# shellcheck disable=SC2002 # not a file that could be mapped
	cat "$scratch/long" | whittle_long - >"$scratch/profile" \
		2>"$scratch/messages"
	[ $? -eq 3 ] || return 1
	rm "$scratch/long"
	jq -e '.completeness.notes | any(test("^1 lines were damaged, longer"
		+ " than any record of the kernel: the first is line 101$"))' \
		"$scratch/profile" >/dev/null || return 1
	jq 'del(.completeness, .runs)' "$scratch/short" >"$scratch/wanted"
	jq 'del(.completeness, .runs)' "$scratch/profile" |
		diff -u "$scratch/wanted" -
}

if [ -z "$update" ]; then
	if check_long_line; then
		passed=$((passed + 1))
	else
		echo "not ok: a line of a gigabyte"
		cat "$scratch/messages"
		failed=$((failed + 1))
	fi
fi

# What is read from a pipe, and cut in two, is read alike.
if [ -z "$update" ]; then
	"$whittle" ingest --name nginx <"$logs/nginx-podman.log" \
		>"$scratch/pipe" 2>/dev/null
	head -c 50000 "$logs/nginx-podman.log" >"$scratch/first"
	tail -c +50001 "$logs/nginx-podman.log" >"$scratch/second"
	cat "$scratch/first" "$scratch/second" |
		"$whittle" ingest --name nginx - >"$scratch/joined" 2>/dev/null
	if cmp -s "$scratch/pipe" "$scratch/joined" &&
		[ -s "$scratch/pipe" ]; then
		passed=$((passed + 1))
	else
		echo "not ok: a log from a pipe"
		failed=$((failed + 1))
	fi
fi
echo "replay: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
