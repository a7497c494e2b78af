#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The HTML comparison in Debian's Chromium, headless, driven by playwright-core
# from npm (both are installed where they are missing; root). Ends with
# "N passed, N failed, 0 skipped". Screenshots: build/browser/*.png.
set -u
cd "$(dirname "$0")/../.." || exit 1
whittle=${1:-build/whittle}
work=build/browser
log=$work/log

need=()
command -v chromium >/dev/null || need+=(chromium)
command -v node >/dev/null || need+=(nodejs)
command -v npm >/dev/null || need+=(npm)
if [ ${#need[@]} -gt 0 ]; then
	echo "installing ${need[*]}"
	sh lab/install-dependencies.sh "${need[@]}" >/dev/null || exit 1
fi
mkdir -p $work
[ -d $work/node_modules/playwright-core ] ||
	npm install --silent --no-audit --no-fund --prefix $work \
		playwright-core@1.65.1 >/dev/null 2>&1

# Each is compared: what a workload may choose is in the second one.
"$whittle" diff -q -f html tests/fixtures/history/datadog/*.json \
	>$work/history.html
"$whittle" diff -q -f html tests/fixtures/profiles/nginx.whittle.json \
	tests/browser/hostile.json >$work/hostile.html 2>/dev/null

node tests/browser/check.mjs "$(command -v chromium)" $work/history.html \
	$work/hostile.html $work >$log 2>&1
status=$?
passed=$(grep -c '^ok ' $log)
failed=$(grep -c '^not ok ' $log)
if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then
	failed=1
	tail -20 $log
fi
grep '^not ok ' $log
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
