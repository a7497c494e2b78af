# SPDX-License-Identifier: GPL-2.0-or-later
# where: host
# whittle run --lab: a program of this host is recorded in the guest, and its
# profile comes back.
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# claim NAME WANTED GOT
claim() {
	if [ "$2" = "$3" ]; then
		echo "ok $1"
	else
		echo "not ok $1: wanted '$2', got '$3'"
	fi
}

build/whittle run --lab -o "$out/first.json" --counts -- \
	build/tests/tools/flood 1000 >"$out/first.out" </dev/null
claim "run --lab returns the run's status and writes its profile" '0 true' \
	"$? $(jq .completeness.complete "$out/first.json")"
claim "a program of this host ran in the guest" 1000 \
	"$(jq '.syscalls[] | select(.name == "getppid").count' \
		"$out/first.json")"
claim "it was recorded under SELinux there" whittle_t \
	"$(jq -r .environment.selinux.type "$out/first.json")"
build/whittle run --lab -o "$out/second.json" --refine "$out/first.json" -- \
	sh -c 'echo said; exit 3' >"$out/second.out" </dev/null
claim "what the workload writes is all that is written" '0 said' \
	"$? $(cat "$out/second.out")"
claim "the profile to refine went along and came back merged" '3 true' \
	"$(jq -r '[.runs[] | select(.refined)][0] | "\(.exit) \(.refined)"' \
		"$out/second.json")"
build/whittle run --lab -o "$out/none.json" -- no-such-program \
	>"$out/none.out" 2>"$out/none.err" </dev/null
claim "a command that the guest lacks is wrong usage, and leaves no file" \
	'2 no' "$? $([ -e "$out/none.json" ] && echo yes || echo no)"
echo "end of job 97-run-lab"
