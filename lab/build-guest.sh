#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# lab/build-guest.sh - builds the guest of `whittle lab` into a cache.
#
#   build-guest.sh key   [--suite SUITE]
#   build-guest.sh build [--suite SUITE] --cache DIRECTORY [--mirror URL]
#                        [--refresh] [--quiet]
#
# `key` prints the digest of all that goes into the guest. `build` does
# nothing when that guest is there. It has two layers, each in the cache under
# its own key, since packages take a minute and change seldom:
#
#   base-SUITE-KEY/   the tree that the packages make
#   guest-SUITE-KEY/  disk.img, vmlinuz
#   qemu-SUITE-KEY/   a QEMU unpacked aside, where the host's is missing or old
#   qemu              a script that calls QEMU
#   accelerator       "kvm" or "tcg", then why: what a trial boot said
#
# Exit: 0 done, 4 this host cannot (what is missing is named), 6 it failed.

# shellcheck shell=dash source-path=SCRIPTDIR

set -eu
export LC_ALL=C

lab=$(cd -- "$(dirname -- "$0")" && pwd)
module=$lab/../policies/whittle.cil
suite=trixie
cache=
mirror=
is_quiet=false
is_refresh=false
work=

. "$lab/steps/common.sh"
. "$lab/steps/base.sh"
. "$lab/steps/qemu.sh"
. "$lab/steps/containers.sh"
. "$lab/steps/guest.sh"
. "$lab/steps/trial.sh"

parse_options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--suite) suite=$2 && shift ;;
		--cache) cache=$2 && shift ;;
		--mirror) mirror=$2 && shift ;;
		--refresh) is_refresh=true ;;
		--quiet) is_quiet=true ;;
		*) die 6 "build-guest.sh does not know '$1'" ;;
		esac
		shift
	done
	case $suite in
	*[!a-z0-9.-]* | '') die 2 "'$suite' is no name of a suite" ;;
	esac
}

check_host() {
	[ "$(id -u)" = 0 ] ||
		die 4 "building the guest needs root: it makes a tree of root's files and labels them"
	[ "$(uname -m)" = x86_64 ] ||
		die 4 "the guest is built on x86_64 only, and this is $(uname -m)"
	need mmdebstrap mmdebstrap
	need mke2fs e2fsprogs
	need flock util-linux
	need unshare util-linux
	need mount mount
	need tar tar
	need awk mawk
	need sha256sum coreutils
}

# One build at a time in a cache. The second then finds the first one's work.
lock_cache() {
	mkdir -p -- "$cache"
	cache=$(cd -- "$cache" && pwd)
	chmod 700 -- "$cache" # the trees have programs that are setuid root
	exec 9>"$cache/lock"
	flock -n 9 && return
	say "another build is running, waiting for it"
	flock 9
}

# Remove the likes of a directory, unless a running guest holds them.
remove_others() {
	local keep=$1 directory

	for directory in "${keep%-*}"-*; do
		if [ -d "$directory" ] && [ "$directory" != "$keep" ]; then
			flock -n -x "$directory" rm -rf -- "$directory" || true
		fi
	done
}

build() {
	check_host
	lock_cache
	trap clean_up EXIT
	trap 'exit 6' HUP INT TERM
	rm -rf -- "$cache"/work-*
	work=$(mktemp -d "$cache/work-XXXXXX")
	base=$cache/base-$suite-$(base_key)
	guest=$cache/guest-$suite-$(guest_key)

	if "$is_refresh"; then
		rm -rf -- "$base" "$guest" "$cache"/qemu-* "$cache/accelerator"
	fi
	build_qemu &
	qemu_build=$!
	[ -d "$base" ] || build_base
	wait "$qemu_build" || exit $?
	[ -d "$guest" ] || build_guest
	choose_accelerator
	remove_others "$base"
	remove_others "$guest"
	remove_others "$(qemu_directory)"
}

case ${1-} in
key | build) action=$1 && shift ;;
*) die 6 "build-guest.sh: 'key' or 'build'?" ;;
esac
parse_options "$@"
case $action in
key) guest_key ;;
build) build ;;
esac
