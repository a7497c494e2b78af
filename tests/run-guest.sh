#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The guest tests: tests/guest/jobs/NAME.sh, each in a guest of its own, two
# guests (GUESTS) side by side. Prints what failed and, last, a line
# "N passed, N failed, N skipped". A job that did not come to its end is a
# failure of its own. Arguments: names of jobs; without any, all but those of
# make prove (prove-*). A job whose file has a line "# suite: NAME" runs in the
# guest of that Debian suite; one with "# where: host" runs here and starts its
# guests itself. For "# make: TARGET" that is made before, and what "# carry:
# PATH" names is carried into the guest.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/guest-logs
# The guest is kept below it; a service's environment may have none.
export HOME="${HOME:-/root}"

# header WORD JOB: what the lines "# WORD: ..." of the job's file say
header() {
	sed -n "s/^# $1: //p" "tests/guest/jobs/$2.sh"
}

job_suite() {
	suite=$(header suite "$1")
	echo "${suite:-trixie}"
}

# The claims of job $1, one a line.
run_job() {
	if grep -q '^# where: host$' "tests/guest/jobs/$1.sh"; then
		bash "tests/guest/jobs/$1.sh"
		return
	fi
	case $1 in
	prove-*) limit=2h ;;
	*) limit=90m ;; # against hanging alone
	esac
	proved=
	[ ! -d build/prove/seccomp ] || proved='--carry build/prove/seccomp'
	build/whittle lab run --suite "$(job_suite "$1")" --timeout $limit \
		--console "$logs/$1.console" --carry tests/guest \
		--carry build/tests/tools $proved \
		$(header carry "$1" | sed 's/^/--carry /') -- \
		bash /opt/whittle/guest/job.sh "$1"
}

# A guest has 2 GB and two processors.
guests_here() {
	if [ "$(nproc)" -lt 2 ] ||
		awk '/^MemAvailable:/ { exit $2 >= 5000000 }' /proc/meminfo; then
		echo 1
	else
		echo 2
	fi
}

# Called again for each job, by xargs.
if [ "${1-}" = --one ]; then
	begin=$(date +%s)
	run_job "$2" >"$logs/$2.log" 2>"$logs/$2.err" </dev/null
	echo "job $2: $(($(date +%s) - begin)) s," \
		"$(grep -c '^ok ' "$logs/$2.log") claims"
	exit 0
fi

[ $# -gt 0 ] || set -- $(cd tests/guest/jobs && ls -- *.sh |
	sed '/^prove-/d; s/\.sh$//')
make -s deps && make -s -j2 all helpers || exit 1
for target in $(for job; do header make "$job"; done | sort -u); do
	make -s "$target" >"build/$target.log" 2>&1 || {
		tail -30 "build/$target.log"
		echo "make $target failed"
	}
done
for suite in $(for job; do job_suite "$job"; done | sort -u); do
	build/whittle lab build --suite "$suite" || exit 1
done
rm -rf "$logs"
mkdir -p "$logs"
for job; do
	: >"$logs/$job.log"
	: >"$logs/$job.err"
done
printf '%s\n' "$@" |
	xargs -P "${GUESTS:-$(guests_here)}" -n 1 sh tests/run-guest.sh --one

passed=0 failed=0
for job; do
	if ! grep -q "^end of job $job$" "$logs/$job.log"; then
		failed=$((failed + 1))
		echo "FAILED job $job did not come to its end"
		tail -5 "$logs/$job.err"
	fi
	if grep '^not ok ' "$logs/$job.log"; then
		echo "--- what job $job said meanwhile:"
		tail -150 "$logs/$job.err"
	fi
	passed=$((passed + $(grep -c '^ok ' "$logs/$job.log")))
	failed=$((failed + $(grep -c '^not ok ' "$logs/$job.log")))
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
