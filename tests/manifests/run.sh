#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What whittle prints for Kubernetes, held against the API's types as the
# package kubernetes-models has them (made from the API's own OpenAPI), strictly:
# each field called otherwise must fail. No package has the objects of the
# Security Profiles Operator: -f spo is not among them. Installs what is missing
# (nodejs and npm; root). Ends with "N passed, N failed, 0 skipped".
set -u
cd "$(dirname "$0")/../.." || exit 1
whittle=${1:-build/whittle}
work=build/manifests
profiles=tests/fixtures/profiles

need=()
command -v node >/dev/null || need+=(nodejs)
command -v npm >/dev/null || need+=(npm)
if [ ${#need[@]} -gt 0 ]; then
	echo "installing ${need[*]}"
	sh lab/install-dependencies.sh "${need[@]}" >/dev/null || exit 1
fi
mkdir -p $work/out
rm -f $work/out/*
[ -d $work/node_modules/typescript ] ||
	npm install --silent --no-audit --no-fund --prefix $work \
		kubernetes-models@5.1.0 typescript@5.9.3 yaml@2.9.1 \
		>/dev/null 2>&1

# A file a document, called KIND.NAME: what it is, and where it comes from.
for name in nginx rsyslogd hostile; do
	for platform in bottlerocket refpolicy; do
		"$whittle" report -q -f k8s --platform $platform \
			$profiles/$name.whittle.json \
			>$work/out/container."$name-$platform" 2>/dev/null
	done
	"$whittle" report -q -f helm --helm-path a.securityContext \
		--platform bottlerocket $profiles/$name.whittle.json \
		>$work/out/values."$name" 2>/dev/null
	"$whittle" report -q -f helm --chart datadog --container system-probe \
		--platform bottlerocket $profiles/$name.whittle.json \
		>$work/out/datadog."$name" 2>/dev/null
done
# The options that print whole objects and patches.
for name in nginx rsyslogd hostile; do
	"$whittle" report -q -f k8s --pod "$name" --image a/b:1 \
		--platform bottlerocket $profiles/$name.whittle.json \
		>$work/out/pod."$name" 2>/dev/null
	for kind in DaemonSet Deployment StatefulSet CronJob; do
		"$whittle" report -q -f k8s --patch tests/manifests/workloads.yaml \
			--container "${kind,,}/a/app" --platform bottlerocket \
			$profiles/$name.whittle.json \
			>$work/out/$kind."$name" 2>/dev/null
	done
done
level=(--level s0:c12,c700)
"$whittle" prepare -f pod "${level[@]}" --image a/b:1 >$work/out/pod.prepare
"$whittle" prepare -f pod "${level[@]}" --image '{x: y}' --name '- yes: "1"' \
	--node null >$work/out/pod.prepare-hostile
for kind in DaemonSet Deployment StatefulSet CronJob; do
	"$whittle" prepare -f patch "${level[@]}" --container app --node n1 \
		--kind $kind >$work/out/$kind.prepare
done
"$whittle" prepare -f helm "${level[@]}" --helm-path a.securityContext \
	>$work/out/values.prepare

node tests/manifests/check.mjs $work >$work/log 2>&1
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
