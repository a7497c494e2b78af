#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The long proof of seccomp files: each server's container is profiled on Debian
# 13, and the file made of it starts it there and on the next release, with both
# runtimes, under no_new_privs and without. The table in
# docs/results/seccomp-starts.md is written from what was seen. Arguments: the
# workloads to prove anew (their rows alone are replaced); without any, all.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/guest-logs
jobs=tests/guest/jobs
first=prove-seccomp next=prove-seccomp-next
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" $jobs/prove-some-seccomp.sh $jobs/prove-some-next.sh' EXIT

if [ $# -gt 0 ]; then
	first=prove-some-seccomp next=prove-some-next
	echo "step seccomp-prove.sh $*" >$jobs/$first.sh
	printf '# suite: forky\nstep seccomp-prove-next.sh %s\n' "$*" >$jobs/$next.sh
fi

sh tests/run-guest.sh $first
status=$?
mkdir -p build/prove/seccomp
sed -n 's/^artefact //p' "$logs/$first.log" | while read -r name data; do
	echo "$data" | base64 -d | gunzip >"build/prove/seccomp/$name"
done
sed -n 's/^row //p' "$logs/$first.log" >"$scratch/first"
sed -n 's/^time //p' "$logs/$first.log"

sh tests/run-guest.sh $next || status=1
sed -n 's/^row //p' "$logs/$next.log" >"$scratch/next"
sed -n 's/^time //p' "$logs/$next.log"

sh tests/prove-seccomp-table.sh "$scratch/first" "$scratch/next" "$@" || status=1
exit $status
