#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Wrong uses that need no root: the exit status, and what is said of it.
# usage: wrong.sh [WHITTLE]     (default build/whittle)

set -u
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../fixtures" || exit 1
fixtures=$PWD
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0
cp "$fixtures/profiles/nginx.whittle.json" good.json
cp "$fixtures/logs/nginx-podman.log" a.log
: >empty
mkdir folder
printf '\357\273\277' | cat - good.json >bom.json
sed 's|whittle/profile/v1|whittle/profile/v2|' good.json >newer.json
head -c 3000 good.json >cut.json
gzip -k good.json
printf 'a: \377\n' >bytes

result() { # NAME WANTED GOT WORDS
	if [[ $3 != "$2" ]]; then
		echo "not ok $1: exit $3, not $2: $(head -c 500 said | tr '\n' '|')"
		failed=1
	elif [[ $4 ]] && ! grep -qF -- "$4" said; then
		echo "not ok $1: '$4' is not said: $(head -c 500 said |
			tr '\n' '|')"
		failed=1
	else
		echo "ok $1"
	fi
}

# refuses CODE WORDS ARGUMENT...
refuses() {
	local code=$1 words=$2

	shift 2
	"$whittle" "$@" >out 2>said </dev/null
	result "whittle $*" "$code" $? "$words"
}

# What is not a profile is called what it is, by each verb that reads one.
for verb in report 'explain SETUID' 'lint --against' 'merge -o x' 'diff good.json'; do
	read -ra words <<<"$verb"
	[[ $verb != lint* ]] || set -- "$fixtures/seccomp/names.json"
	[[ $verb == lint* ]] || set --
	refuses 5 "'a.log' is a log, no profile (whittle ingest makes" \
		"${words[@]}" a.log "$@"
	refuses 5 "'empty' is empty (whittle run, ingest and merge" \
		"${words[@]}" empty "$@"
	refuses 5 "'newer.json': schema: 'whittle/profile/v2', and this" \
		"${words[@]}" newer.json "$@"
	refuses 5 "'good.json.gz' is packed (unpack it first)" \
		"${words[@]}" good.json.gz "$@"
	refuses 5 "'cut.json' line 129: " "${words[@]}" cut.json "$@"
	refuses 5 "folder': Is a directory" "${words[@]}" folder "$@"
	refuses 5 "open 'none': No such file or directory" \
		"${words[@]}" none "$@"
done

refuses 5 'no audit record of the kernel in 509 lines (that is a profile: whittle report)' ingest good.json
refuses 5 'no audit record of the kernel in 0 lines' ingest empty
refuses 5 "'folder': read: Is a directory" ingest folder
refuses 5 "'good.json' holds no seccomp profile" lint good.json
refuses 5 "'bytes': byte 4: no UTF-8 text" lint bytes
refuses 5 "write '" merge -o folder good.json
refuses 2 'verify takes a profile and the workload: PROFILE -- COMMAND' \
	verify -- true
refuses 2 'verify takes a profile and the workload' verify good.json
refuses 2 "write -- before the command 'true'" verify good.json true
refuses 2 'no command, image or bundle to profile' run
refuses 5 "'folder' is a folder" run -o folder -- true
refuses 5 'the output has no name' run -o '' -- true
# A reader passes over what a merge at the end would not.
vote='"verdicts": [{"verdict": "needed", "instead": [], "runs": "7"}]'
sed "0,/\"verdict\":/s//$vote, &/" good.json >strict.json
refuses 0 '' report -f caps strict.json
refuses 5 "'strict.json': " run --refine strict.json -o x.json -- true
refuses 2 '--image needs an argument: REF' run --image
refuses 2 "--timeout is a duration such as 90s or 2m, not '5x'" \
	run --timeout 5x -- true
refuses 2 "--log-budget is a size such as 500M, or none, not '5Q'" \
	run --log-budget 5Q -- true
refuses 2 "--fail-on is low, medium, high, critical or 1 to 5, not '9'" \
	diff --fail-on 9 good.json good.json
refuses 2 "no verb 'reprot' (see whittle --help)" reprot good.json

# An editor's byte order mark is no fault.
for format in caps json; do
	"$whittle" report -f $format good.json >plain 2>/dev/null
	"$whittle" report -f $format bom.json >marked 2>said
	cmp -s plain marked
	result "a byte order mark before a profile, $format" 0 $? ''
done
"$whittle" merge -o merged bom.json 2>said
result "a byte order mark before a profile, merge" 0 $? '1 profile'

# An output that cannot be written is told once, whoever writes.
for words in 'report good.json' 'report -f json good.json' \
	'report -f k8s good.json' 'report -f seccomp good.json' \
	'report -f html good.json' "ingest a.log" 'merge -o - good.json' \
	'prepare -f node' 'explain --list' '--help' 'run --help' '--version'; do
	read -ra words <<<"$words"
	"$whittle" "${words[@]}" >/dev/full 2>all
	status=$?
	grep -v '^whittle: this profiling' all >said
	result "whittle ${words[*]} >/dev/full" 5 $status ' '
	[[ $(grep -c 'writ' said) == 1 ]] || {
		echo "not ok whittle ${words[*]} >/dev/full: $(<said)"
		failed=1
	}
done
exit $failed
