# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/guest.sh - from the packages' tree to a disk (second layer).

disk_size=6G

# Mode and owner do not depend on how the sources were checked out.
install_overlay() {
	local file mode

	(cd "$lab/overlay" && find . -type f) | while IFS= read -r file; do
		mode=644
		[ ! -x "$lab/overlay/$file" ] || mode=755
		install -D -o root -g root -m "$mode" -- "$lab/overlay/$file" \
			"$work/root/$file"
	done
}

mask_units() {
	local name directory

	for name in $(words_of "$lab/masked-units"); do
		directory=$work/root/etc/systemd/system
		case $name in
		*-generator | *-generator.sh)
			directory=$work/root/etc/systemd/system-generators
			;;
		esac
		mkdir -p "$directory"
		ln -sfn /dev/null "$directory/$name"
	done
	# Its socket starts it, when a device comes.
	rm -f "$work/root/usr/lib/systemd/system/sysinit.target.wants/systemd-udevd.service"
	ln -sfn whittle-lab.target \
		"$work/root/etc/systemd/system/default.target"
}

configure_tree() {
	install_overlay
	mask_units
	rm -f "$work/root/etc/fstab"
	mkdir -p "$work/root/opt/whittle" "$work/root/var/www/html"
	ln -sfn /opt/whittle/bin/whittle "$work/root/usr/local/bin/whittle"
	echo 'whittle lab' >"$work/root/var/www/html/index.html"
	sed -i 's/^SELINUX=.*/SELINUX=enforcing/' "$work/root/etc/selinux/config"
	# Somebody to log in as.
	chroot "$work/root" useradd --create-home --shell /bin/bash someone
	# auditd is installed, without rules and not started.
	: >"$work/root/etc/audit/rules.d/audit.rules"
	: >"$work/root/etc/audit/audit.rules"
}

# The policy as on distributions that ship container-selinux, where containers
# may use the capabilities that the engine gives them; and whittle's module,
# since installing it in a running guest takes most of a minute.
configure_policy() {
	local store=var/lib/selinux/default/active

	cat "$lab/file_contexts.local" >>"$work/root/$store/file_contexts.local"
	chroot "$work/root" setsebool -N -P container_use_host_all_caps=1
	[ -f "$module" ] || return 0
	cp -- "$module" "$lab/lab.cil" "$work/root/tmp/"
	chroot "$work/root" semodule -n -s default -i /tmp/whittle.cil \
		-i /tmp/lab.cil
	rm -f "$work/root/tmp/whittle.cil" "$work/root/tmp/lab.cil"
}

# By the guest's own setfiles: a host needs neither SELinux nor its tools.
label_tree() {
	chroot "$work/root" setfiles -F \
		/etc/selinux/default/contexts/files/file_contexts /
}

# No journal and no reserve: a start works on a snapshot that is thrown away.
make_disk() {
	truncate -s "$disk_size" "$work/guest/disk.img"
	mke2fs -q -F -t ext4 -m 0 -O ^has_journal -L whittle-lab \
		-d "$work/root" "$work/guest/disk.img"
}

build_guest() {
	say "making the guest's disk"
	mkdir -p "$work/guest"
	cp -a -- "$base" "$work/root"
	check_kernel
	copy_kernel
	start_trial "$work/guest/vmlinuz"
	configure_tree
	quietly configure_policy
	quietly copy_container_tree
	quietly import_images
	quietly label_tree
	quietly make_disk
	mv -- "$work/guest" "$guest"
}

# Unpacked where that works: it saves each start a second of emulation.
copy_kernel() {
	local packed="$work/guest/vmlinuz" plain="$work/guest/vmlinux" offset

	cp -- "$work"/root/boot/vmlinuz-* "$packed"
	offset=$(grep -aboP '\x28\xb5\x2f\xfd' "$packed" |
		sed -n '1s/:.*//p')
	tail -c "+$((${offset:-0} + 1))" "$packed" |
		chroot "$work/root" zstd -dcq >"$plain" 2>/dev/null || true
	if grep -q '^CONFIG_PVH=y' "$work"/root/boot/config-* &&
		[ "$(head -c 4 "$plain")" = "$(printf '\177ELF')" ]; then
		mv -- "$plain" "$packed"
	else
		rm -f -- "$plain"
	fi
}

check_kernel() {
	local driver

	for driver in BLK_DEV_NVME EXT4_FS VIRTIO_PCI VIRTIO_CONSOLE; do
		grep -q "^CONFIG_$driver=y" "$work"/root/boot/config-* ||
			die 6 "the kernel of Debian $suite has no built-in $driver"
	done
}
