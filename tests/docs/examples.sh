#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs each command of the manual's EXAMPLES, in the guest, one by one, in a
# folder with what they name. usage: examples.sh ROOT
# tests/docs/examples.txt says which ends otherwise than with 0, and which
# cannot be run there and why.
set -u
root=$1
cd "$root" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Stand-ins for what this guest has not: another's cluster, another's name.
stage_examples() {
	local profiles=$root/tests/fixtures/profiles logs=$root/tests/fixtures/logs
	local name history=$root/tests/fixtures/history/datadog

	cd "$work" || exit 1
	mkdir -p tests node profiles web.container.d web.service.d bin
	for name in web.json web.whittle.json web-1.4.json run-1.json \
		run-2.json run-3.json nginx.json; do
		jq '.subject.name = "web"' "$profiles/nginx.whittle.json" >"$name"
	done
	cp "$profiles/rsyslogd.whittle.json" rsyslogd.whittle.json
	cp "$profiles/rsyslogd.whittle.json" rsyslogd.json
	cp "$history"/04-*.json old.json
	cp "$history"/06-*.json new.json
	cp new.json web-1.5.json
	cp new.json probe.json
	cp old.json profiles/1.4.json
	cp new.json profiles/1.5.json
	for name in 1.4 1.5; do
		whittle -q merge --store profiles \
			--as "registry.example/web:$name" "profiles/$name.json"
	done
	git -c init.defaultBranch=main init -q profiles 2>/dev/null
	awk 'BEGIN { RS = "---\n" } /kind: DaemonSet/' \
		"$root/tests/fixtures/manifests/agents.yaml" >daemonset.yaml
	cp "$root/tests/fixtures/charts/datadog.yaml" my-values.yaml
	whittle report -qf seccomp web.json >web.seccomp.json
	cat /sys/fs/selinux/policy >policy.33
	cp policy.33 node/policy.33
	cp "$logs/nginx-podman.log" audit.log
	printf '#!/bin/sh\nexit 0\n' >tests/all.sh
	chmod +x tests/all.sh
	mkdir -p /var/log/pods/ns_pod_uid/reader
	sed 's/^/2026-11-22T00:00:00.000000000Z stdout F /' audit.log |
		gzip >/var/log/pods/ns_pod_uid/reader/0.log.20261122.gz
	mkdir -p /var/log/audit
	sed 's/whittle_t/web_t/g' audit.log | split -n l/3 - part.
	mv part.aa /var/log/audit/audit.log.2
	mv part.ab /var/log/audit/audit.log.1
	sed 's/whittle_t/container_t/g' audit.log |
		cat part.ac - >/var/log/audit/audit.log
	sed -i 's/whittle_t/container_t/g' audit.log
	for name in nginx:1.27 web:1.4 app; do
		podman tag localhost/nginx:lab "localhost/$name"
	done
	ln -s "$(command -v podman)" bin/docker
	printf '#!/bin/sh\n%s\n' "printf 'kind: ConfigMap\napiVersion: v1\ndata:\n  p.json: |\n'
		sed 's/^/    /' $work/web.seccomp.json" >bin/kubectl
	chmod +x bin/kubectl
	PATH=$work/bin:$PATH
}

# The commands of a page, one a line; continued lines are joined.
commands_of() { # PAGE
	awk '/^# EXAMPLES/ { inside = 1; next } /^# / { inside = 0 }
		inside && /^```/ { block = !block; next }
		inside && block { sub(/\\\\$/, "\\"); print }' "$1" |
		sed -e ':a' -e '/\\$/{N;s/\\\n */ /;ta}' |
		awk '/^if / { joined = $0; next }
			joined && /^fi/ { print joined "; fi"; joined = ""; next }
			joined && / then$/ { joined = joined; next }
			joined { joined = joined (joined ~ /then$/ ? " " : "; ") $0
				next }
			{ print }'
}

# wanted_of COMMAND: an exit status, or "not run: WHY"
wanted_of() {
	local prefix wanted

	while IFS='|' read -r prefix wanted; do
		case $prefix in '' | '#'*) continue ;; esac
		if [[ $1 = "$prefix"* ]]; then
			echo "$wanted"
			return
		fi
	done <"$root/tests/docs/examples.txt"
	echo 0
}

stage_examples
for page in "$root"/man/*.scd; do
	[ "$(basename "$page")" != whittle-profile.5.scd ] || continue
	while IFS= read -r command; do
		wanted=$(wanted_of "$command")
		[[ $wanted != 'not run'* ]] || continue
		(cd "$work" && timeout 900 bash -c "$command") \
			>"$work.out" 2>&1 </dev/null
		got=$?
		if [ "$got" = "$wanted" ]; then
			echo "ok $(basename "$page" .scd): $command"
		else
			echo "not ok $(basename "$page" .scd): $command: exit $got, not $wanted"
			tail -n 5 "$work.out" >&2
		fi
	done < <(commands_of "$page")
done
