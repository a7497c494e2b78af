#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The proof of whittle verify: each server, as a program and as a container, is
# verified, fails without one item of its profile, and is healed; the table in
# docs/results/verify.md is written from what was seen. Without arguments also
# what --minimize finds, and what is left of it when it is killed. Arguments:
# the workloads to prove anew (their rows alone are replaced).
set -u
cd "$(dirname "$0")/.." || exit 1
some=tests/guest/jobs/prove-some.sh
trap 'rm -f "$some"' EXIT

if [ $# -gt 0 ]; then
	echo "step verify-table.sh $*" >"$some"
	sh tests/run-guest.sh prove-some
else
	sh tests/run-guest.sh prove-verify-images prove-verify-programs \
		prove-minimize prove-minimize-mysql \
		prove-calls prove-module
fi
status=$?
sed -n 's/^time //p' build/guest-logs/prove-*.log
sh tests/prove-table.sh verify "$@" || status=1
exit $status
