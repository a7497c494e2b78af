# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/trial.sh - KVM or emulation? A trial boot tells.
#
# That /dev/kvm opens proves nothing: inside some virtual machines a stock
# kernel hangs under it, so "-accel kvm:tcg" would hang too. The trial starts
# the guest's kernel with no disk: where KVM works, it is at its panic for
# want of a root file system within a second or two.

trial_seconds=15

# What the answer depends on.
trial_key() {
	echo "$(uname -r), $("$cache/qemu" --version | sed 1q)"
}

accessible_kvm() {
	[ -c /dev/kvm ] && (exec 3<>/dev/kvm) 2>/dev/null
}

# boot_kernel KERNEL CONSOLE ARGUMENTS [QEMU-OPTION...]: until it panics.
boot_kernel() {
	local kernel=$1 console=$2 arguments=$3

	shift 3
	set -- -nodefaults -no-user-config -display none -no-reboot \
		-machine q35 -accel kvm -cpu host -m 512 \
		-serial "file:$console" -kernel "$kernel" \
		-append "console=ttyS0 panic=-1 $arguments" "$@"
	timeout "$trial_seconds" "$cache/qemu" "$@" >/dev/null 2>&1 </dev/null
}

# Writes the answer; runs beside the rest of the build.
try_kernel() {
	local kernel=$1 answer=$2 console="$work/trial.console" code=0

	: >"$console"
	boot_kernel "$kernel" "$console" '' || code=$?
	if grep -q 'Unable to mount root fs' "$console"; then
		printf 'kvm\na trial boot with /dev/kvm worked\n'
	elif [ "$code" = 124 ]; then
		printf 'tcg\n/dev/kvm opens, but a trial boot with it hung for %s s\n' \
			"$trial_seconds"
	else
		printf 'tcg\n/dev/kvm opens, but a trial boot with it failed\n'
	fi >"$answer"
}

start_trial() {
	trial=
	if ! accessible_kvm; then
		printf 'tcg\n/dev/kvm is missing or does not open\n' \
			>"$work/accelerator"
	elif [ "$(sed -n 3p "$cache/accelerator" 2>/dev/null)" = "$(trial_key)" ]; then
		cp -- "$cache/accelerator" "$work/accelerator"
	else
		try_kernel "$1" "$work/accelerator" &
		trial=$!
	fi
}

# A kernel that starts is not yet a system that runs: the guest's own first
# program must, too.
try_disk() {
	local console="$work/disk.console"

	[ "$(sed -n 1p "$work/accelerator")" = kvm ] || return 0
	boot_kernel "$guest/vmlinuz" "$console" \
		'root=/dev/nvme0n1 init=/usr/bin/true' \
		-drive "if=none,id=root,format=raw,snapshot=on,file=$guest/disk.img" \
		-device nvme,serial=root,drive=root || true
	grep -q 'Attempted to kill init! exitcode=0x00000000' "$console" ||
		printf 'tcg\nunder KVM the kernel starts, but no program\n' \
			>"$work/accelerator"
}

# KVM where it works; the answer is kept.
choose_accelerator() {
	[ -f "$work/accelerator" ] || [ -n "${trial-}" ] ||
		start_trial "$guest/vmlinuz"
	[ -z "$trial" ] || wait "$trial" || true
	if [ "$(wc -l <"$work/accelerator")" -lt 3 ]; then
		try_disk
		trial_key >>"$work/accelerator"
	fi
	mv -- "$work/accelerator" "$cache/accelerator"
	say "accelerator: $(sed -n '1p' "$cache/accelerator") ($(sed -n '2p' "$cache/accelerator"))"
}
