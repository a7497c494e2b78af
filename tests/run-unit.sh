#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run the unit tests, the replay tests and the kept fuzzing corpora.
# Usage: run-unit.sh BUILD-FOLDER; ends with "N passed, N failed, N skipped".
set -u
build=$1
passed=0
failed=0
skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"

# count NAME STATUS: from cmocka's own closing lines, or one for a crash
count() {
	good=$(grep -c '^\[       OK \]' "$log")
	bad=$(grep '^\[  FAILED  \] [a-z]' "$log" | sort -u | wc -l)
	if [ "$2" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
	[ "$2" -eq 0 ] || {
		echo "FAILED $1 (status $2)"
		grep -v '^\[ RUN  \|^\[       OK' "$log" | tail -40
	}
}

for test in "$build"/tests/unit/*/test_*; do
	case $test in *.[od]) continue ;; esac
	CMOCKA_MESSAGE_OUTPUT=stdout "$test" >"$log" 2>&1
	count "$test" $?
done

# Each line "ok NAME" or "not ok NAME: why".
for script in tests/replay/*.sh; do
	[ -e "$script" ] || continue
	bash "$script" "$build/whittle" >"$log" 2>&1
	status=$?
	good=$(grep -c '^ok ' "$log")
	bad=$(grep -c '^not ok ' "$log")
	[ "$status" -eq 0 ] || [ "$bad" -ne 0 ] || bad=1
	passed=$((passed + good))
	failed=$((failed + bad))
	skipped=$((skipped + $(grep -c '^skip ' "$log")))
	[ "$bad" -eq 0 ] || {
		echo "FAILED $script"
		grep -v '^ok ' "$log"
	}
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
