# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/containers.sh - the containers' root tree and podman's images.
#
# The tree is cut from the guest's own, by package: no second download, and
# no pull, for which a guest has no network. It stands twice in the guest: as
# the one layer of the images, and unpacked in /var/lib/whittle-lab/rootfs
# for OCI bundles ("root": {"path": "/var/lib/whittle-lab/rootfs"}).

rootfs=var/lib/whittle-lab/rootfs

list_container_files() {
	local want

	want=$(words_of "$lab/container-packages" | paste -sd' ')
	# shellcheck disable=SC2016 # dpkg-query expands them
	chroot "$work/root" dpkg-query -W \
		-f '${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n' |
		awk -v want="$want" -f "$lab/steps/closure.awk" \
			>"$work/container-packages"
	xargs chroot "$work/root" dpkg-query -L <"$work/container-packages" |
		sed 's,^/,,; /^\.$/d; /^$/d'
	# What maintainer scripts made.
	printf '%s\n' etc/group etc/hosts etc/ld.so.cache etc/nsswitch.conf \
		etc/passwd etc/rsyslog.conf etc/shadow
	(cd "$work/root" && find etc/alternatives etc/bind etc/chrony \
		etc/haproxy etc/nginx etc/pam.d etc/redis etc/security \
		etc/ssh home/someone \
		var/cache/bind var/lib/bind var/lib/chrony var/lib/haproxy \
		var/lib/redis var/log/nginx var/log/redis \
		var/www)
}

copy_container_tree() {
	mkdir -p "$work/root/$rootfs"
	list_container_files >"$work/container-list"
	# dpkg's lists hold what the path-excludes left out, too.
	sort -u "$work/container-list" |
		while IFS= read -r file; do
			[ ! -e "$work/root/$file" ] && [ ! -L "$work/root/$file" ] ||
				printf '%s\n' "$file"
		done >"$work/container-files"
	tar -C "$work/root" --no-recursion -cf "$work/container.tar" \
		-T "$work/container-files"
	tar -C "$work/root/$rootfs" -xpf "$work/container.tar"
	mkdir -p "$work/root/$rootfs/run/redis"
}

# In a mount namespace of its own: its mounts go with it. The storage wants a
# root that is a mount point.
import_images() {
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount --propagation private sh -eu -c '
		mount --bind "$1/root" "$1/root"
		cd "$1/root"
		mount -t proc proc proc
		mount -t sysfs sysfs sys
		mount -t tmpfs tmpfs run
		mount --bind "$1" mnt
		grep "^[a-z]" "$2" | while read -r name command; do
			chroot . podman import --quiet \
				--change "CMD $command" \
				/mnt/container.tar "localhost/$name:lab"
		done
	' import "$work" "$lab/images"
}
