# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2154 # variables of build-guest.sh
# lab/steps/common.sh - messages, keys and the work directory.

die() {
	local code=$1

	shift
	echo "whittle: $*" >&2
	exit "$code"
}

say() {
	"$is_quiet" || echo "whittle: lab: $*" >&2
}

# need TOOL PACKAGE
need() {
	command -v "$1" >/dev/null 2>&1 ||
		die 4 "building the guest needs $1 (Debian package $2)"
}

# Run a noisy function; what it said is shown only when it fails. To be called
# plainly: behind "||" or "if" the shell would ignore its failing commands.
quietly() {
	local log="$work/$1.log" code

	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1 </dev/null
	code=$?
	set -e
	[ "$code" != 0 ] || return 0
	tail -n 40 -- "$log" >&2
	die 6 "building the guest failed in $1 (exit $code)"
}

# The files of a list, without its comments, one word a line.
words_of() {
	sed 's/#.*//' -- "$1" | tr -s ' \t' '\n' | sed '/^$/d'
}

# The digest of standard input, short enough for a name.
digest() {
	sha256sum | cut -c1-16
}

# Contents alone count, not where they lie.
digest_files() {
	for file; do
		[ ! -f "$file" ] || sha256sum <"$file"
	done
}

base_key() {
	{
		echo "$suite"
		words_of "$lab/packages"
		digest_files "$lab/steps/base.sh"
	} | digest
}

guest_key() {
	{
		base_key
		digest_files "$lab/container-packages" "$lab/images" \
			"$lab/masked-units" "$lab/file_contexts.local" \
			"$lab/lab.cil" \
			"$lab/steps/containers.sh" "$lab/steps/closure.awk" \
			"$lab/steps/guest.sh" "$module"
		(cd "$lab/overlay" && find . -type f | sort |
			xargs sha256sum)
	} | digest
}

clean_up() {
	local code=$?

	trap - EXIT
	wait
	[ -z "$work" ] || rm -rf -- "$work"
	exit "$code"
}
