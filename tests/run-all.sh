#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# All tests, on a machine where nothing was run before.
set -u
cd "$(dirname "$0")/.." || exit 1
export HOME="${HOME:-/root}" # a service's environment may have none
make -s deps || exit 1
unit=$(mktemp)
guest=$(mktemp)
browser=$(mktemp)
compose=$(mktemp)
manifests=$(mktemp)
trap 'rm -f "$unit" "$guest" "$browser" "$compose" "$manifests"' EXIT

echo "== unit and replay tests"
make -s -j2 check-unit WERROR=1 2>&1 | tee "$unit"
echo "== the same under address and undefined behaviour sanitizers"
make -s -j2 BUILD=build/sanitized SANITIZE=address,undefined CFLAGS='-O1 -g' \
	check-unit check-corpus >"$unit.san" 2>&1
sanitized=$?
tail -15 "$unit.san"
rm -f "$unit.san"
echo "== the HTML comparison in a browser"
bash tests/browser/run.sh 2>&1 | tee "$browser"
echo "== what is printed for compose, by its schema"
bash tests/compose/run.sh 2>&1 | tee "$compose"
echo "== what is printed for Kubernetes, by the types of its API"
bash tests/manifests/run.sh 2>&1 | tee "$manifests"
echo "== guest tests (two guests side by side, emulated)"
sh tests/run-guest.sh 2>&1 | tee "$guest"

# The last line of each that counts; none is a failure.
sum() {
	awk -v field="$1" '
		/^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ {
			split($0, n, /[^0-9]+/); last = n[field]; seen = 1
		}
		END { print seen ? last : (field == 2 ? 1 : 0) }' "$2"
}
sum_of_all() {
	total=0
	for part in "$unit" "$browser" "$compose" "$manifests" "$guest"; do
		total=$((total + $(sum "$1" "$part")))
	done
	echo $total
}
passed=$(sum_of_all 1)
failed=$(sum_of_all 2)
skipped=$(sum_of_all 3)
if [ "$sanitized" -ne 0 ]; then
	failed=$((failed + 1))
	echo "FAILED under sanitizers"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
