#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs the commands that the documents show. usage: run.sh here|guest ROOT
#
# A block of commands, "```sh", has a comment in the line before it:
#   <!-- run: here -->            runs on any machine, with whittle alone
#   <!-- run: here, exit 1 -->    and its last command ends with 1
#   <!-- run: guest -->           wants root, SELinux and podman
#   <!-- not run: WHY -->
# One without is a failure. Behind "<!-- output of the last command -->" stands
# what the block before it printed at its end. The blocks of a document are run
# in their order, in one folder, which stage.sh fills with what it names.
set -u
where=$1 root=$2
cd "$root" || exit 1
# shellcheck source=tests/docs/stage.sh
. tests/docs/stage.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

claim() { # NAME WHY (empty: it holds)
	if [ -z "$2" ]; then
		echo "ok $1"
		passed=$((passed + 1))
	else
		echo "not ok $1: $2"
		failed=$((failed + 1))
	fi
}

# run_block NAME EXIT: the commands in $scratch/block
run_block() {
	local got

	(cd "$scratch/work" && PATH=$PWD:$PATH timeout 1800 bash -eu "$scratch/block") \
		>"$scratch/output" 2>"$scratch/errors" </dev/null
	got=$?
	[ "$got" = "$2" ] || cat "$scratch/output" "$scratch/errors" | tail -n 20 >&2
	claim "$1" "$([ "$got" = "$2" ] || echo "exit $got, not $2")"
}

# end_block NAME KIND MARKER: what was read, as the marker says
end_block() {
	local code=0

	case $2,$3 in
	*,'output'*)
		tail -n "$(wc -l <"$scratch/block")" "$scratch/output" |
			diff "$scratch/block" - >&2
		claim "$1 as shown" "$([ "${PIPESTATUS[1]}" = 0 ] ||
			echo "it prints something else")"
		;;
	sh,'run: '*)
		[[ $3 != *', exit '* ]] || code=${3##*, exit }
		[[ $3 != "run: $where"* ]] || run_block "$1" "$code"
		;;
	sh,'not run: '*) ;;
	sh,*) claim "$1" "nothing says how it is run" ;;
	esac
}

run_document() { # FILE
	local marker= kind= number=0 line was_run=no

	rm -rf "$scratch/work"
	mkdir "$scratch/work"
	stage "$1" "$scratch/work"
	while IFS= read -r line; do
		if [[ $kind && $line = '```' ]]; then
			end_block "$1: block $number" "$kind" "$marker"
			kind= marker=
		elif [[ $kind ]]; then
			printf '%s\n' "$line" >>"$scratch/block"
		elif [[ $line = '```'* ]]; then
			kind=${line#'```'} kind=${kind:-text}
			number=$((number + 1))
			: >"$scratch/block"
			if [[ $marker = output* && $was_run = no ]]; then
				marker=
			fi
		elif [[ $line = '<!-- '*' -->' ]]; then
			marker=${line#'<!-- '} marker=${marker%' -->'}
			[[ $marker != *'run: '* ]] || was_run=no
			[[ $marker != "run: $where"* ]] || was_run=yes
		elif [[ $line ]]; then
			marker=
		fi
	done <"$1"
}

for document in README.md docs/guides/*.md; do
	run_document "$document"
done
echo "documents: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
