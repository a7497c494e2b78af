#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034 # variables of lab/steps
# tree.sh DIRECTORY: a MySQL server with what it is linked with, and an empty
# database in DIRECTORY/data. Debian has it in its unstable suite alone, so it
# does not come with the guest. Root.
set -eu
export LC_ALL=C
target=$1
[ ! -e "$target/data/mysql.ibd" ] || exit 0
lab=$(cd "$(dirname "$0")/../../lab" && pwd)
suite=sid
mirror=
is_quiet=false
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$lab/steps/common.sh"
. "$lab/steps/base.sh"

find_mirror
quietly debootstrap_tree $suite minbase "$work/base" mysql-server-core \
	--dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
	--dpkgopt='path-exclude=/usr/share/locale/*' \
	--dpkgopt='path-exclude=/usr/share/man/*'
cd "$work/base"
chroot . ldd /usr/sbin/mysqld | sed -n 's,^[^/]*\(/[^ ]*\) (.*,\1,p' >../libraries
# Libraries are links to files, and folders links to others.
while read -r library; do
	mkdir -p "../tree${library%/*}"
	cp -L ".$library" "../tree$library"
done <../libraries
mkdir -p ../tree/usr/sbin ../tree/usr/share/mysql ../tree/data ../tree/tmp \
	../tree/dev ../tree/proc ../tree/sys ../tree/etc
cp usr/sbin/mysqld ../tree/usr/sbin
cp -r usr/share/mysql/english usr/share/mysql/charsets ../tree/usr/share/mysql
echo 'root:x:0:0:root:/:/' >../tree/etc/passwd
chroot ../tree /usr/sbin/mysqld --no-defaults --user=root --datadir=/data \
	--innodb-redo-log-capacity=8M --initialize-insecure 2>../mysqld.log || {
	cat ../mysqld.log >&2
	exit 1
}
cd - >/dev/null
rm -rf "$target"
mkdir -p "$(dirname "$target")"
cp -a "$work/tree" "$target"
