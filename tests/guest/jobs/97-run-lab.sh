# SPDX-License-Identifier: GPL-2.0-or-later
# where: host
# whittle run --lab: a program of this host is recorded in the guest, and its
# profile comes back; whittle verify --lab the same.
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
cp "$out/first.json" "$out/named.json"
build/whittle verify --lab --name verified -o "$out/named.json" \
	"$out/first.json" -- build/tests/tools/flood 1000 \
	>"$out/verified.out" 2>"$out/verified.err" </dev/null
claim "verify --lab: the profile goes along, and is verified there" \
	"0 verified 1" "$? $(jq -r '"\(.subject.name) \(.verifications | length)"' \
		"$out/named.json")"
before=$(sha256sum <"$out/first.json")
build/whittle verify --lab --confined-only "$out/first.json" -- \
	chroot / true \
	>"$out/less.out" 2>"$out/less.err" </dev/null
claim "... and what another command lacks is told here" '1 1' \
	"$? $(grep -c 'denied by seccomp: chroot: system call chroot$' \
		"$out/less.err")"
claim "... while the file stays as it was" "$before" \
	"$(sha256sum <"$out/first.json")"
echo "end of job 97-run-lab"
