#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# -v of each verb: what is decided and why, on standard error alone.
# usage: verbose.sh [WHITTLE]     (default build/whittle)
#
# What needs root or a guest is in tests/guest/refuse.sh.

set -u
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../fixtures" || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
nginx=profiles/nginx.whittle.json rsyslogd=profiles/rsyslogd.whittle.json
failed=0

# tells NAME ARGUMENT... -- LINE...: each LINE begins a line of what -v adds,
# and standard output and the exit status are the same without -v.
tells() {
	local name=$1 words=() wrong='' plain verbose

	shift
	while [[ $1 != -- ]]; do
		words+=("$1")
		shift
	done
	shift
	"$whittle" "${words[@]}" >"$scratch/plain" 2>"$scratch/less" </dev/null
	plain=$?
	"$whittle" -v "${words[@]}" >"$scratch/out" 2>"$scratch/more" </dev/null
	verbose=$?
	((plain == verbose)) || wrong+="exit $plain without -v, $verbose with; "
	# The host itself may have changed meanwhile: what doctor tells of.
	cmp -s "$scratch/plain" "$scratch/out" || {
		"$whittle" "${words[@]}" >"$scratch/plain" 2>/dev/null </dev/null
		cmp -s "$scratch/plain" "$scratch/out"
	} || wrong+='standard output differs; '
	for line; do
		! grep -qF -- "whittle: $line" "$scratch/less" ||
			wrong+="'$line' is told without -v; "
		grep -qF -- "whittle: $line" "$scratch/more" ||
			wrong+="not told: '$line'; "
	done
	if [[ $wrong ]]; then
		echo "not ok $name: $wrong$(head -c 2000 "$scratch/more" |
			tr '\n' '|')"
		failed=1
	else
		echo "ok $name"
	fi
}

tells "ingest: who was profiled, and each verdict's row" \
	ingest logs/nginx-podman.log -- \
	"401 lines, 400 records of the kernel, 207 of them used" \
	"1 line: written by user space, not believed (first: line 1)" \
	"the subject is 'whittle_t' (otherwise: --name): the only one in the log, system_u:system_r:whittle_t:s0:c52,c298" \
	"CAP_CHOWN: needed; nginx in chown (the first of 5 places)" \
	"CAP_NET_BIND_SERVICE: needed, by 'low-port': binds a port" \
	"note: the log is a choice of events"
tells "ingest: a selection's own name" \
	ingest --type whittle_t --name x logs/program-raw.log -- \
	"the subject is 'x': what was selected; 4 capabilities" \
	"CAP_DAC_READ_SEARCH: one-of, or instead DAC_OVERRIDE, by 'one-of'"
tells "report: what is granted, chosen and left out" \
	report -f k8s --platform rhel $rsyslogd -- \
	"read '$rsyslogd': rsyslogd (program, Linux" \
	"it holds 4 capabilities, 8 system calls, 6 accesses and is complete" \
	"capabilities: drop all, add 3" \
	"  CAP_SYS_RESOURCE is left out: goes on without: the limit stays" \
	"seccomp: allow 79 system calls, 8 of them called" \
	"  8 that were called; 37 for other container runtimes; 34 that"
tells "report: why this one of several" report -f caps $rsyslogd -- \
	"  CAP_DAC_READ_SEARCH: one-of, or instead DAC_OVERRIDE, by 'dac-mode': neither group nor others may read; rsyslogd in openat (the first of 2 places); DAC_READ_SEARCH chosen over DAC_OVERRIDE: it has the least risk of them"
tells "report: which policy was asked" \
	report -f selinux --platform bottlerocket $nginx -- \
	"the SELinux policy asked: what is known of Bottlerocket's" \
	"SELinux: container_t fits, the engine's default: nothing to set"
tells "merge: what each file brought" \
	merge -o "$scratch/merged" $nginx $rsyslogd $nginx -- \
	"'$nginx': 2 runs" "'$rsyslogd': 1 run, of another subject" \
	"'$nginx': 0 runs, and one or more that were given before" \
	"CAP_SYS_ADMIN: runtime, by 'runtime'"
tells "diff: why the exit status is 1" diff $nginx $rsyslogd -- \
	"nothing is allowed beforehand: no --allow, and no 'whittle.allow'" \
	"nginx to rsyslogd: 38 differences that nobody allowed, the worst of risk 3; the exit status is 1 with any"
tells "diff: why it is 0" diff --fail-on critical $nginx $rsyslogd -- \
	"nginx to rsyslogd: 38 differences that nobody allowed, the worst of risk 3; the exit status is 1 from risk 5 on"
tells "explain: without a profile it is of the tables" explain SETUID -- \
	"no profile is given: what the tables know"
tells "explain: which profile" explain SETUID $nginx -- \
	"read '$nginx': nginx (podman, localhost/nginx:lab"
tells "lint: what of the file was judged" lint seccomp/chart-configmap.yaml -- \
	"judged, of ConfigMap agent-security: system-probe-seccomp.json: 3 rules, else SCMP_ACT_ERRNO; architectures: none named"
tells "doctor: which findings decide" doctor -- "$(
	if "$whittle" doctor >/dev/null 2>&1; then
		echo "ready: nothing is missing"
	else
		echo "not ready, for what is missing:"
	fi)"
tells "policy: whose" policy status -- "SELinux is " \
	"this program's module is 'whittle', "
tells "prepare: what was chosen" prepare --chart datadog \
	--container system-probe -f helm --level s0:c1,c2 -- \
	"the workload is called 'system-probe' (otherwise: --name)" \
	"label whittle_t:s0:c1,c2, the level as given" \
	"chart datadog, container system-probe: its securityContext stands at agents.containers.systemProbe.securityContext (DataDog/helm-charts: "
# The lab is looked for beside the folder that the program is in.
mkdir -p "$scratch/tree/build"
cp -- "$whittle" "$scratch/tree/build/whittle"
ln -s -- "$(realpath ../../lab)" "$scratch/tree/lab"
whittle=$scratch/tree/build/whittle
export WHITTLE_LAB_CACHE=$scratch/cache # where there is no HOME, too
tells "lab: where it is" lab status -- "the lab's files: "
exit $failed
