# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/qemu.sh - which QEMU runs the guest.
#
# Version 7.2 crashed the guest under load, 10 has not. Where the host has
# none, or an old one, a known good one is unpacked aside and called through
# its own loader; it touches nothing of the host. Either way $cache/qemu is a
# script that calls it.

qemu_minimum=10
qemu_suite=trixie
firmware_directories='usr/share/qemu usr/share/seabios usr/lib/ipxe/qemu'

host_qemu_is_good() {
	local major

	command -v qemu-system-x86_64 >/dev/null 2>&1 || return 1
	major=$(qemu-system-x86_64 --version |
		sed -n '1s/.*version \([0-9]*\)\..*/\1/p')
	[ "${major:-0}" -ge "$qemu_minimum" ]
}

# Only what is called is kept.
extract_qemu() {
	debootstrap_tree "$qemu_suite" extract "$work/qemu" \
		qemu-system-x86,seabios
	(
		cd -- "$work/qemu" || exit
		rm -rf boot dev etc home proc root run sys tmp var usr/share/doc \
			usr/share/locale usr/share/man
	)
}

unpack_qemu() {
	find_mirror
	say "unpacking a QEMU of Debian $qemu_suite (the host has none from $qemu_minimum on)"
	quietly extract_qemu
	mv -- "$work/qemu" "$1"
}

# A word for the shell.
quote() {
	printf "'%s' " "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

# The script that calls the QEMU in a directory, or the host's.
qemu_script() {
	local directory=$1 firmware

	printf '#!/bin/sh\nexec '
	if [ -z "$directory" ]; then
		quote "$(command -v qemu-system-x86_64)"
	else
		quote "$directory/usr/lib64/ld-linux-x86-64.so.2"
		printf '%s ' --library-path
		quote "$directory/usr/lib/x86_64-linux-gnu"
		quote "$directory/usr/bin/qemu-system-x86_64"
		for firmware in $firmware_directories; do
			[ -d "$directory/$firmware" ] || continue
			printf '%s ' -L
			quote "$directory/$firmware"
		done
	fi
	printf '"$@"\n'
}

qemu_directory() {
	echo "$cache/qemu-$qemu_suite-$(digest_files "$lab/steps/qemu.sh" |
		digest)"
}

build_qemu() {
	local directory=

	if ! host_qemu_is_good; then
		directory=$(qemu_directory)
		[ -d "$directory" ] || unpack_qemu "$directory"
	fi
	qemu_script "$directory" >"$work/qemu-script"
	chmod 755 "$work/qemu-script"
	mv -- "$work/qemu-script" "$cache/qemu"
}
