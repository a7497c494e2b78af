#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deploy/build-rpm.sh BUILD VERSION - builds the RPM package from what Git
# knows, in BUILD/rpm. On a Debian machine Fedora's packages are not there, so
# its build dependencies are not looked for: what this shows is that the spec
# is read, builds, and lists each file that is installed.

set -eu

build=$1 version=$2
sh deploy/install-tools.sh rpm
case $build in /*) ;; *) build=$PWD/$build ;; esac

rm -rf "$build/rpm"
mkdir -p "$build/rpm/SOURCES"
git archive --prefix="whittle-$version/" HEAD |
	gzip -n >"$build/rpm/SOURCES/whittle-$version.tar.gz"
nodeps=
! command -v dpkg >/dev/null 2>&1 || nodeps=--nodeps
unset MAKEFLAGS MAKELEVEL MFLAGS
rpmbuild -bb $nodeps --define "_topdir $build/rpm" \
	--define "whittle_version $version" deploy/whittle.spec \
	>"$build/rpm/log" 2>&1 || {
	tail -30 "$build/rpm/log" >&2
	exit 6
}
find "$build/rpm/RPMS" -name '*.rpm'
