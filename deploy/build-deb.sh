#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deploy/build-deb.sh BUILD - builds the Debian package from what Git knows
# (or, without Git, from the folder as it is) in BUILD/deb, and judges it with
# lintian. The packages stand in BUILD afterwards.

set -eu

build=$1
sh deploy/install-tools.sh deb
case $build in /*) ;; *) build=$PWD/$build ;; esac

rm -rf "$build/deb"
mkdir -p "$build/deb/whittle"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files -z | tar -c --null -T - | tar -x -C "$build/deb/whittle"
else
	tar -c --exclude=./build . | tar -x -C "$build/deb/whittle"
fi
(
	cd "$build/deb/whittle"
	unset MAKEFLAGS MAKELEVEL MFLAGS
	dpkg-buildpackage -b -us -uc >"$build/deb/log" 2>&1 || {
		tail -30 "$build/deb/log" >&2
		exit 6
	}
)
rm -f "$build"/*.deb
mv "$build"/deb/*.deb "$build/"
lintian --allow-root --fail-on error --tag-display-limit 0 "$build"/whittle_*.deb
mkdir -p "$build/package"
cp "$build"/whittle_*.deb "$build/package/whittle.deb"
ls "$build"/whittle_*.deb
