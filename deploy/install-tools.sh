#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deploy/install-tools.sh deb|rpm - what building packages needs, on Debian.

set -eu

case $1 in
deb) tools="debhelper lintian fakeroot dpkg-dev scdoc mandoc" ;;
rpm) tools="rpm scdoc mandoc" ;;
*) exit 2 ;;
esac
command -v apt-get >/dev/null 2>&1 || exit 0
sh lab/install-dependencies.sh
missing=
for package in $tools; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) ||
		state=
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
	echo "root has to install:$missing" >&2
	exit 4
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # a list of words
exec apt-get install -q -y --no-install-recommends $missing
