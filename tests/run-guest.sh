#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The guest tests: two guests side by side. Prints what failed and a line
# "N passed, N failed, N skipped". A suite that did not come to its end is a
# failure of its own.
set -u
cd "$(dirname "$0")/.." || exit 1
make -s deps && make -s -j2 all helpers || exit 1
build/whittle lab build || exit 1
logs=build/guest-logs
rm -rf "$logs"
mkdir -p "$logs"

run_suite() {
	build/whittle lab run --timeout 40m --console "$logs/$1.console" \
		--carry tests/guest --carry build/tests/tools -- \
		bash /opt/whittle/guest/suite.sh "$1" \
		>"$logs/$1.log" 2>"$logs/$1.err" </dev/null
}

run_suite a &
first=$!
run_suite b
wait "$first"

failed=0
for suite in a b; do
	if ! grep -q "^end of suite $suite$" "$logs/$suite.log"; then
		failed=$((failed + 1))
		echo "FAILED suite $suite did not come to its end"
		tail -5 "$logs/$suite.err"
	fi
	if grep '^not ok ' "$logs/$suite.log"; then
		echo "--- what suite $suite said meanwhile:"
		tail -150 "$logs/$suite.err"
	fi
done
passed=$(cat "$logs"/[ab].log | grep -c '^ok ')
failed=$((failed + $(cat "$logs"/[ab].log | grep -c '^not ok ')))
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
