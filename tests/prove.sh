#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The long proof: each server, as a program and as a container, under
# enforcement with exactly what its report grants, and without each capability
# of it in turn. The tables in docs/results/capabilities.md and seccomp.md are
# written from what was seen, and the profiles are left in build/prove; a
# workload with a claim that failed has neither. Arguments: the workloads to
# prove anew (their rows alone are replaced); without any, all, then whittle
# prepare where the module is not there before, the seccomp files of the
# containers on two releases (tests/prove-seccomp.sh), and whittle verify
# (tests/prove-verify.sh).
set -u
cd "$(dirname "$0")/.." || exit 1
some=tests/guest/jobs/prove-some.sh
trap 'rm -f "$some"' EXIT

if [ $# -gt 0 ]; then
	{
		echo "step default-calls.sh"
		echo "step table.sh $*"
	} >"$some"
	sh tests/run-guest.sh prove-some
else
	sh tests/run-guest.sh prove-images prove-programs prove-prepare
fi
status=$?
mkdir -p build/prove
grep -h '^artefact ' build/guest-logs/prove-*.log | while read -r _ name data; do
	echo "$data" | base64 -d | gunzip >"build/prove/$name"
done
sh tests/prove-table.sh capabilities "$@" || status=1
sh tests/prove-calls.sh "$@" || status=1
sed -n 's/^time //p' build/guest-logs/prove-*.log
[ $# -gt 0 ] || sh tests/prove-seccomp.sh || status=1
[ $# -gt 0 ] || sh tests/prove-verify.sh || status=1
exit $status
