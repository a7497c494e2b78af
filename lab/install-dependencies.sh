#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lab/install-dependencies.sh - installs what building, testing and the guest
# need (lab/host-packages), and the packages that are its arguments. What is
# there already is left alone.

set -eu

lab=$(cd -- "$(dirname -- "$0")" && pwd)

if ! command -v apt-get >/dev/null 2>&1; then
	echo "make deps knows Debian only; the Makefile names Fedora's packages" >&2
	exit 4
fi

missing=
for package in $(sed 's/#.*//' "$lab/host-packages") "$@"; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) ||
		state=
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
	echo "make deps needs root to install:$missing" >&2
	exit 4
fi
export DEBIAN_FRONTEND=noninteractive
# A machine just started may be at its own updates: those hold the locks.
n=0
until apt-get update -q; do
	n=$((n + 1))
	[ "$n" -lt 10 ] || exit 1
	sleep 10
done
# shellcheck disable=SC2086 # a list of words
exec apt-get -o DPkg::Lock::Timeout=600 install -q -y \
	--no-install-recommends $missing
