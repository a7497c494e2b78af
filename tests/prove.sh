#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The long proof: each server, as a program and as a container, under
# enforcement with exactly what its report grants, and without each capability
# of it in turn. The table in docs/results/capabilities.md is written from what
# was seen; a workload with a claim that failed keeps no row. Arguments: the
# workloads to prove anew (their rows alone are replaced); without any, all.
set -u
cd "$(dirname "$0")/.." || exit 1
some=tests/guest/jobs/prove-some.sh
trap 'rm -f "$some"' EXIT

if [ $# -gt 0 ]; then
	echo "step table.sh $*" >"$some"
	sh tests/run-guest.sh prove-some
else
	sh tests/run-guest.sh prove-images prove-programs
fi
status=$?
sh tests/prove-table.sh "$@" || status=1
sed -n 's/^time //p' build/guest-logs/prove-*.log
exit $status
