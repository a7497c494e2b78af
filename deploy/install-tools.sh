#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deploy/install-tools.sh deb|rpm - what building packages needs, on Debian.

set -eu

case $1 in
deb) tools="debhelper lintian fakeroot dpkg-dev mandoc" ;;
rpm) tools="rpm mandoc" ;;
*) exit 2 ;;
esac
command -v apt-get >/dev/null 2>&1 || exit 0
# shellcheck disable=SC2086 # a list of words
exec sh lab/install-dependencies.sh $tools
