# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/base.sh - the tree that the packages make (first layer).

# The mirror of this host's own release, from apt's sources.
find_mirror() {
	local codename

	[ -z "$mirror" ] || return 0
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
	# shellcheck disable=SC2016 # apt expands them
	mirror=$(apt-get indextargets \
		--format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
		'Created-By: Packages' 2>/dev/null |
		awk -v codename="$codename" '$3 == "main" && ($2 == codename ||
			$2 ~ /^(stable|testing|unstable|sid)$/) { print $1; exit }')
	[ -n "$mirror" ] ||
		die 4 "no Debian mirror in apt's sources (give one with lab build --mirror URL)"
}

# mmdebstrap does not read the host's apt configuration: pass its proxies on.
apt_options() {
	local scheme proxy

	for scheme in http https; do
		proxy=
		eval "$(apt-config shell proxy "Acquire::$scheme::Proxy")"
		[ -z "$proxy" ] ||
			echo "--aptopt=Acquire::$scheme::Proxy \"$proxy\""
	done
	# A mirror may be a snapshot of another day.
	echo '--aptopt=Acquire::Check-Valid-Until "false"'
	echo '--aptopt=Acquire::Languages "none"'
}

# debootstrap_tree SUITE VARIANT TARGET PACKAGES-WITH-COMMAS [OPTION...]
debootstrap_tree() {
	local suite=$1 variant=$2 target=$3 packages=$4 option

	shift 4
	while IFS= read -r option; do
		set -- "$@" "$option"
	done <<-END
		$(apt_options)
	END
	mmdebstrap --mode=root --variant="$variant" --include="$packages" \
		"$@" "$suite" "$target" "$mirror"
}

build_base() {
	find_mirror
	say "installing Debian $suite from $mirror (a minute or two)"
	# The kernel starts without an initial RAM disk: do not make one.
	export INITRD=No
	quietly install_base
	mv -- "$work/base" "$base"
}

# LLVM is postgres' just-in-time compiler: a third of the tree, not called.
install_base() {
	debootstrap_tree "$suite" minbase "$work/base" \
		"$(words_of "$lab/packages" | paste -sd,)" \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/lib/llvm-*' \
		--dpkgopt='path-exclude=/usr/lib/*/libLLVM*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/info/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/man/*'
}
