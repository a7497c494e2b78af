#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# lint and report -f seccomp on stored files: what is found, exit codes, and
# what each option does to the file. usage: seccomp.sh [WHITTLE]
# Prints "ok NAME" or "not ok NAME: why" for each claim.

set -u
export LC_ALL=C
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../.." || exit 1
fixtures=tests/fixtures/seccomp
logs=tests/fixtures/logs
nginx=tests/guest/profiles/nginx-crun.json
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
failed=0

claim() { # NAME WANTED GOT
	if [[ $2 == "$3" ]]; then
		echo "ok $1"
	else
		echo "not ok $1: wanted '${2//$'\n'/; }', got '${3//$'\n'/; }'"
		failed=1
	fi
}

code() { # ARGUMENT...
	"$whittle" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
	echo $?
}

# ---- lint: each kind of fault -----------------------------------------------

# found FILE: the ids of findings with their calls, the runtimes' aside
found() {
	"$whittle" lint -f json "$1" | jq -r '.profiles[].findings[]
		| select(.id != "runtime-needs")
		| "\(.id)\(if .names == [] then "" else ":" + (.names | join(",")) end)"' |
		xargs
}

claim "lint: the two known faults of a chart, and what else is wrong" \
	"unknown-name:setsidaccept4 missing-architecture void-rule:setns clone3-without-fallback:clone3" \
	"$(found $fixtures/chart-configmap.yaml)"
claim "lint: the operator's object" \
	"missing-name:umount missing-name:umount repeated-entry:getpid shadowed-entry:mount shadowed-entry:brk" \
	"$(found $fixtures/operator.yaml)"
claim "lint: Docker's form" "missing-name:stat" \
	"$(found $fixtures/docker-form.json)"
claim "lint: a profile with a listener" \
	"missing-name:umount missing-architecture" \
	"$(found $fixtures/listener.json)"
claim "lint: names" \
	"unknown-name:no_such_call missing-name:umount missing-architecture missing-architecture repeated-entry:read shadowed-entry:mount" \
	"$(found $fixtures/names.json)"
claim "lint: what runtimes need" crun,runc \
	"$("$whittle" lint $fixtures/names.json | grep -F '[runtime-needs]' |
		sed 's/^[^:]*: \([a-z]*\) .*/\1/' | paste -sd,)"
claim "lint: a finding is 1" 1 "$(code lint $fixtures/names.json)"
claim "lint: a file that is none is 5" 5 "$(code lint /dev/null)"
claim "lint: no file is 2" 2 "$(code lint)"
claim "lint: a listener and its metadata are kept" \
	'["/run/agent/seccomp.sock","mounts=cifs\nadmin=true","SCMP_ACT_NOTIFY",true]' \
	"$("$whittle" lint -f seccomp $fixtures/listener.json | jq -c '[
		.listenerPath, .listenerMetadata, .syscalls[0].action,
		."x-unknown".kept]')"

# ---- lint: its own reports, and a workload against them ---------------------

"$whittle" report -q -f seccomp $nginx >"$scratch/nginx.json"
claim "lint has nothing to say to a report" 0 \
	"$(code lint --against $nginx "$scratch/nginx.json")"
claim "and nothing to one with rules on arguments" 0 "$(
	"$whittle" report -q -f seccomp --arg-rules $nginx >"$scratch/narrow.json"
	code lint --against $nginx "$scratch/narrow.json")"
jq '.syscalls[0].names += ["bpf", "unshare", "mkdir"]
	| .syscalls[0].names -= ["bind"]' "$scratch/nginx.json" >"$scratch/edited.json"
claim "lint --against: what it lacks" bind \
	"$("$whittle" lint -f json --against $nginx "$scratch/edited.json" |
		jq -r '.profiles[].findings[] | select(.id == "lacks") | .names[]')"
claim "lint --against: what is too much, the worst first" "bpf unshare" \
	"$("$whittle" lint -f json --against $nginx "$scratch/edited.json" |
		jq -r '.profiles[].findings[] | select(.id == "too-much") |
			.names[]' | xargs)"

# ---- report: whose calls they are -------------------------------------------

"$whittle" ingest -q --all $logs/node-syslog-seccomp.txt >"$scratch/node.json" \
	2>/dev/null
"$whittle" report -q -f seccomp --exact "$scratch/node.json" \
	>"$scratch/node.seccomp.json"
of() { # COMMENT: names of the group whose comment begins so
	jq -r --arg c "$1" '.syscalls[] | select(.comment | startswith($c)) |
		.names | join(" ")' "$2"
}
claim "the node's log: the program's calls" "clone3 rseq" \
	"$(of 'called by the workload' "$scratch/node.seccomp.json")"
claim "the node's log: the runtime's" faccessat \
	"$(of 'called only by what starts' "$scratch/node.seccomp.json")"

# ---- report: options --------------------------------------------------------

# seccomp OPTION...: the file of nginx, through a jq filter
seccomp() {
	local filter=$1
	shift
	"$whittle" report -q -f seccomp "$@" $nginx | jq -c "$filter"
}

claim "refused with EPERM, but clone3 as if it were not there" \
	'["SCMP_ACT_ERRNO",1,true]' \
	"$(seccomp '[.defaultAction, .defaultErrnoRet,
		any(.syscalls[]; .errnoRet == 38 and (.names | index("clone3")) != null)]')"
claim "--errno ENOSYS needs no such exception" '["SCMP_ACT_ERRNO",38,false]' \
	"$(seccomp '[.defaultAction, .defaultErrnoRet,
		any(.syscalls[]; .errnoRet != null)]' --errno ENOSYS)"
claim "--errno takes a number" 13 "$(seccomp .defaultErrnoRet --errno 13)"
claim "--default-action kill-process has none" \
	'["SCMP_ACT_KILL_PROCESS",null]' \
	"$(seccomp '[.defaultAction, .defaultErrnoRet]' --default-action kill-process)"
runtimes='[.syscalls[].comment | capture("^what (?<r>[a-z]+) ").r]'
claim "both runtimes are in" '["crun","runc"]' "$(seccomp "$runtimes")"
claim "--runtime takes one" '["runc"]' "$(seccomp "$runtimes" --runtime runc)"
claim "--exact has none, and no family" '[[],false]' \
	"$(seccomp "[$runtimes, any(.syscalls[]; .comment | startswith(\"family\"))]" \
		--exact)"
for words in '--errno ENONE' '--errno 0' '--errno 5000' '--default-action none' \
	'--runtime youki' '--runtime runc --exact' '--errno 1 --default-action kill' \
	'--notify mount' '--listener /x' '--notify mount --listener x' \
	'--notify nothing --listener /x'; do
	# shellcheck disable=SC2086 # words are meant to be split
	claim "refused: $words" 2 "$(code report -f seccomp $words $nginx)"
done
claim "--notify hands calls and their like to the agent" \
	'["/run/a.sock",["mknod","mknodat","mount"]]' \
	"$(seccomp '[.listenerPath, (.syscalls[] |
		select(.action == "SCMP_ACT_NOTIFY") | .names)]' \
		--notify mount,mknod --listener /run/a.sock)"

# ---- report: rules on arguments ---------------------------------------------

claim "sockets of the families that were seen" "1 2 10" \
	"$(seccomp '.syscalls[] | select(.names == ["socket"]) | .args[0].value' \
		--arg-rules | xargs)"
claim "a clone that may make no namespace" \
	'[{"index":0,"value":2114060288,"valueTwo":0,"op":"SCMP_CMP_MASKED_EQ"}]' \
	"$(seccomp '.syscalls[] | select(.names == ["clone"]) | .args' --arg-rules)"
claim "and people are told them in one line" 1 \
	"$("$whittle" report -q --arg-rules $nginx |
		grep -cx '  socket: argument 0 is 0x1, 0x2, 0xa')"
claim "a clone's flags under their mask" 1 \
	"$("$whittle" report -q --arg-rules $nginx |
		grep -cx '  clone: argument 0 & 0x7e020000 is 0')"
claim "no rule without being asked" false \
	"$(seccomp 'any(.syscalls[]; .args != null)')"
claim "a log makes no rule" false \
	"$("$whittle" report -q -f seccomp --arg-rules "$scratch/node.json" |
		jq 'any(.syscalls[]; .args != null)')"
"$whittle" report -f seccomp --arg-rules "$scratch/node.json" 2>"$scratch/err" \
	>"$scratch/out"
claim "and it is told what would" 1 \
	"$(grep -c 'whittle run --arg-rules, with an --exercise' "$scratch/err")"
"$whittle" ingest -q --all $logs/bottlerocket-avc.txt >"$scratch/avc.json" \
	2>/dev/null
"$whittle" report -f seccomp --arg-rules "$scratch/avc.json" 2>"$scratch/err" \
	>"$scratch/out"
claim "a log with signull alone: signal 0 is enough for it" 1 \
	"$(grep -c 'kill with signal 0 is enough' "$scratch/err")"
"$whittle" merge -q -o "$scratch/merged.json" $nginx \
	tests/guest/profiles/nginx-runc.json
claim "two runs merged make no rule on arguments" 0 \
	"$("$whittle" report -q -f seccomp --arg-rules "$scratch/merged.json" |
		jq '[.syscalls[] | select(.names == ["socket"])] | length')"

exit $failed
