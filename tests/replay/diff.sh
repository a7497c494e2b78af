#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# diff and merge on stored profiles: a published history, real releases, what
# CI relies on, and the store. usage: diff.sh [WHITTLE]
# Prints "ok NAME" or "not ok NAME: why" for each claim.

set -u
export LC_ALL=C
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../.." || exit 1
history=tests/fixtures/history/datadog
releases=tests/guest/releases
profiles=tests/fixtures/profiles
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

# What a text comparison lists under a heading: "+ CAP_X" "- syscall y" ...
items_under() { # FILE HEADING
	awk -v heading="$2" '/^[A-Z]/ { inside = index($0, heading) == 1 }
		inside && /^  [-+~] / { sub(/ +risk .*/, ""); sub(/^  /, ""); print }' \
		"$1" | sort
}

# ---- the history: each step says what the changelog had to add --------------

# step NUMBER OWN RENAMED: the items that are the application's, and renames
step() {
	local old new number=$1

	old=$(printf '%s\n' $history/"$(printf '%02d' $((10#$number - 1)))"-*)
	new=$(printf '%s\n' $history/"$number"-*)
	"$whittle" diff -q "$old" "$new" >"$scratch/step"
	claim "history: $(basename "$new" .json): news" "$2" \
		"$(items_under "$scratch/step" 'The application' | xargs)"
	claim "history: $(basename "$new" .json): renames" "$3" \
		"$(items_under "$scratch/step" Renames | xargs)"
}

step 01 '+ syscall eventfd + syscall eventfd2' ''
step 02 '+ CAP_NET_BROADCAST' ''
step 03 '+ CAP_NET_RAW' ''
step 04 '+ syscall flock + syscall renameat + syscall symlinkat' ''
step 05 '+ CAP_CHOWN' ''
step 06 '+ syscall setitimer' ''
step 07 '+ syscall kill' ''
step 08 '' '+ syscall renameat2'
step 09 '' '+ syscall openat2'
step 10 '+ syscall chmod' ''
step 11 '' '+ syscall faccessat2'
step 12 '' '+ syscall clone3 + syscall rseq'
step 13 '' '+ syscall faccessat'
step 14 '+ CAP_DAC_READ_SEARCH' ''
step 15 '' '+ syscall statx'
step 16 '+ syscall memfd_create' ''
step 17 '+ syscall inotify_add_watch + syscall inotify_init1 + syscall inotify_rm_watch' ''
step 18 '+ syscall utimensat' ''
step 19 '+ syscall shutdown + syscall writev' ''

"$whittle" diff -q $history/*.json >"$scratch/matrix"
claim "history: when a capability came" 'since 03-2.9.6' \
	"$(sed -n 's/^  CAP_NET_RAW .*  \(since\)/\1/p' "$scratch/matrix")"
claim "history: when a risky call came" 'since 12-3.1.8' \
	"$(sed -n 's/^  clone3 .*  \(since\)/\1/p' "$scratch/matrix")"
"$whittle" diff -q $history/{19,03,02}-*.json >"$scratch/matrix"
claim "history: when a capability went" 'gone in 02-2.4.11' \
	"$(sed -n 's/^  CAP_NET_RAW .*  \(gone\)/\1/p' "$scratch/matrix")"

# ---- real releases ----------------------------------------------------------

"$whittle" diff -q $releases/chronyd-{trixie,forky}.json >"$scratch/chronyd"
claim "chronyd: nothing of its own is new" '' \
	"$(items_under "$scratch/chronyd" 'The application')"
claim "chronyd: the rename is told as one" '+ syscall lchown - syscall chown' \
	"$(items_under "$scratch/chronyd" Renames | xargs)"
"$whittle" diff -q $releases/nginx-{plain,stream}.json >"$scratch/nginx"
claim "nginx: the module's capability is news" '+ CAP_NET_RAW' \
	"$(items_under "$scratch/nginx" 'The application' | grep CAP_)"
claim "nginx: its evidence is there" 1 \
	"$(grep -c 'nginx: setsockopt' "$scratch/nginx")"
claim "nginx: the advice says what to grant" 1 \
	"$(grep -c 'to grant besides: NET_RAW$' "$scratch/nginx")"

# ---- exit codes, and what CI relies on --------------------------------------

code() { # ARGUMENT... (in a folder of its own)
	(cd "$scratch" && "$whittle" "$@" >/dev/null 2>err </dev/null)
	echo $?
}
old=$PWD/$releases/nginx-plain.json
new=$PWD/$releases/nginx-stream.json
claim "the same is 0" 0 "$(code diff "$old" "$old")"
claim "different is 1" 1 "$(code diff "$old" "$new")"
claim "news of risk 2 fail on low" 1 "$(code diff --fail-on low "$old" "$new")"
claim "and not on high" 0 "$(code diff --fail-on high "$old" "$new")"
claim "levels are numbers, too" 1 "$(code diff --fail-on 1 "$old" "$new")"
claim "a level that is none is 2" 2 "$(code diff --fail-on 6 "$old" "$new")"
claim "what is gone fails on nothing" 0 \
	"$(code diff --fail-on low "$PWD"/$history/{03,02}-*.json)"
claim "one profile is 2" 2 "$(code diff "$old")"
claim "no profile is 5" 5 "$(code diff "$old" /dev/null)"
claim "an unknown format is 2" 2 "$(code diff -f xml "$old" "$new")"

claim "a policy that is none is 5" 5 \
	"$(code diff --policy /dev/null "$old" "$new")"
accessed() { # TYPE: a profile with one access
	printf '{"schema":"whittle/profile/v1","accesses":[{"source":"@self",'
	printf '"target":"system_u:object_r:%s:s0","class":"file",' "$1"
	printf '"permissions":["write"]}]}'
}
accessed data_t >"$scratch/near.json"
accessed secret_t >"$scratch/far.json"
"$whittle" diff -q --platform bottlerocket "$scratch/near.json" \
	"$scratch/far.json" >"$scratch/types" 2>/dev/null
claim "a known policy tells the type that is needed now" 1 \
	"$(grep -c 'type spc_t, was container_t' "$scratch/types")"
claim "an unknown platform is 2" 2 \
	"$(code diff --platform none "$old" "$new")"
claim "a boolean without a value is 2" 2 \
	"$(code diff --platform bottlerocket --boolean x "$old" "$new")"

allow=$scratch/whittle.allow
step3=("$PWD"/$history/{02,03}-*.json)
printf '# reviewed\nCAP_NET_RAW 2999-12-31 it must ping\n' >"$allow"
claim "allowed news are 0" 0 "$(code diff "${step3[@]}")"
claim "and shown with their reason" 1 \
	"$(cd "$scratch" && "$whittle" diff "${step3[@]}" | grep -c 'allowed: it must ping')"
printf 'CAP_NET_RAW 2020-01-31 it must ping\n' >"$allow"
claim "an allowance that ended does not count" 1 "$(code diff "${step3[@]}")"
claim "and is named" 1 "$(grep -c "CAP_NET_RAW' ended on 2020-01-31" "$scratch/err")"
claim "news without allowance fail" 1 \
	"$(code diff --fail-on low --allow /dev/null "${step3[@]}")"
while IFS= read -r line; do
	printf '%s\n' "$line" >"$allow"
	claim "no entry: '$line'" 5 "$(code diff "${step3[@]}")"
done <<'END'
CAP_NET_RAW
CAP_NET_RAW 2999-12-31
CAP_NET_RAW 2999-02-29 no such day
CAP_NO_SUCH 2999-12-31 none
syscall: 2999-12-31 none
something 2999-12-31 else
END
rm "$allow"

# ---- what cannot be trusted -------------------------------------------------

"$whittle" diff -q $profiles/hostile.whittle.json "$new" >"$scratch/out" 2>"$scratch/err"
claim "an incomplete old profile: warning says for what" 1 \
	"$(grep -c 'the old profile is incomplete.*may have been needed before' "$scratch/err")"
"$whittle" diff -q "$new" $profiles/hostile.whittle.json >"$scratch/out" 2>"$scratch/err"
claim "an incomplete new profile: warning says for what" 1 \
	"$(grep -c 'the new profile is incomplete.*may still be needed' "$scratch/err")"
for format in text json markdown html; do
	"$whittle" diff -q -f $format "$new" $profiles/hostile.whittle.json \
		2>/dev/null | grep -q $'[\001-\010\013-\037\177]'
	claim "$format: no control character of a hostile profile" 1 $?
done
claim "html: no tag of a hostile profile" 0 \
	"$("$whittle" diff -q -f html "$old" tests/browser/hostile.json 2>/dev/null |
		grep -c '<img\|<script>alert')"
claim "markdown: neither" 0 \
	"$("$whittle" diff -q -f markdown "$old" tests/browser/hostile.json 2>/dev/null |
		grep -c '<img\|<script')"

awk 'BEGIN {
	printf "{\"schema\":\"whittle/profile/v1\",\"runs\":[{\"id\":\"a\"}],"
	printf "\"syscalls\":[{\"arch\":\"x86_64\",\"number\":0,\"comms\":["
	for (i = 0; i < 200000; i++) printf "%s\"c%d\"", i ? "," : "", i
	print "]}]}" }' >"$scratch/long.json"
claim "a list of 200,000 takes no square of it" 0 "$(code_of_long=0
	timeout 60 "$whittle" diff -q "$scratch/long.json" "$scratch/long.json" \
		>/dev/null 2>&1 || code_of_long=$?; echo $code_of_long)"

# ---- merge and the store ----------------------------------------------------

"$whittle" merge -q -o "$scratch/one.json" "$new"
claim "one profile merged is itself" "$(cksum <"$new")" \
	"$(cksum <"$scratch/one.json")"
"$whittle" merge -q -o "$scratch/a.json" "$old" "$new" "$old"
"$whittle" merge -q -o "$scratch/b.json" "$scratch/a.json" "$new"
claim "any order gives the same bytes" "$(cksum <"$scratch/a.json")" \
	"$(cksum <"$scratch/b.json")"
claim "coverage is in the file" 1 \
	"$(grep -A99 '"CAP_NET_RAW"' "$scratch/a.json" | grep -m1 '"runs"' |
		grep -c '"[01]"')"
claim "and in the report" 1 \
	"$("$whittle" report -q "$scratch/a.json" 2>/dev/null | grep -c '^COVERAGE  *2 runs')"
claim "merge without a place is 2" 2 "$(code merge "$old")"
claim "merge of no profile is 5" 5 "$(code merge -o - /dev/null)"
claim "an incomplete run is 3" 3 \
	"$(code merge -o - "$old" "$PWD/$profiles/hostile.whittle.json")"
claim "and disagreement is told" 1 "$(grep -c 'disagree on complete' "$scratch/err")"

store=$scratch/store
"$whittle" merge -q --store "$store" --as localhost:5000/web:1 "$old"
"$whittle" merge -q --store "$store" --as localhost:5000/web:2 "$new"
claim "the store is a folder of files" 2 \
	"$(find "$store/whittle/localhost:5000/web" -name 'sha256-*.json' | wc -l)"
claim "releases are found by tag" 1 \
	"$(code diff --store "$store" localhost:5000/web:{1,2})"
claim "and are what was put in" 0 \
	"$(code diff --store "$store" localhost:5000/web:{2,2})"
claim "a tag that is not there is 5" 5 \
	"$(code diff --store "$store" localhost:5000/web:{1,3})"
claim "and the message names those that are" 1 \
	"$(grep -c 'there are: [12], [12]' "$scratch/err")"
"$whittle" merge -q --store "$store" $profiles/nginx.whittle.json
claim "an image goes to its digest" 1 \
	"$(find "$store/whittle/localhost/nginx" -name 'sha256-2222*.json' | wc -l)"
claim "and is found by it" 0 "$(code diff --store "$store" \
	localhost/nginx:lab localhost/nginx@sha256:222222222222)"
for name in ../x:1 /etc/x:1 a/../../x:1 a//b:1 .hidden:1 'a b:1' -x:1; do
	code merge --store "$store/inner" --as "$name" "$old" >"$scratch/code"
	claim "no place in a store: '$name'" "" \
		"$(find "$scratch" -path '*inner*' -o -name 'x' | xargs)"
done

exit $failed
