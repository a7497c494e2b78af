# SPDX-License-Identifier: GPL-2.0-or-later
# A seccomp file starts its container with every runtime, under no_new_privs
# and without, and lets an exec in.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

use_runtime() {
	mkdir -p /etc/containers/containers.conf.d
	printf '[engine]\nruntime = "%s"\n' "$1" \
		>/etc/containers/containers.conf.d/runtime.conf
}

# start_with RUNTIME NNP SECCOMP CAPS: and exercise it, and enter it
start_with() {
	local flags=(--cap-drop=ALL "--security-opt=seccomp=$3") name=try-$$
	local status=0

	[ "$2" = no ] || flags+=(--security-opt=no-new-privileges)
	for cap in $4; do
		flags+=("--cap-add=${cap#CAP_}")
	done
	use_runtime "$1"
	podman run -d --name $name "${engine_args[@]}" "${flags[@]}" \
		"$image" "${command[@]}" >"$out/start.log" 2>&1 || status=1
	export WHITTLE_CONTAINER=$name
	if [ $status = 0 ]; then
		retry 30 0 sh -c "$ready" || status=2
	fi
	if [ $status = 0 ]; then
		timeout 30 podman exec $name /bin/true >>"$out/start.log" 2>&1 ||
			status=3
	fi
	podman logs $name >>"$out/start.log" 2>&1
	podman rm -f -t 0 $name >/dev/null 2>&1
	unset WHITTLE_CONTAINER
	return $status
}

# starts NAME SECCOMP CAPS: with both runtimes, with and without no_new_privs
starts() {
	local runtime nnp status

	for runtime in crun runc; do
		for nnp in no yes; do
			status=0
			start_with $runtime $nnp "$2" "$3" || status=$?
			claim "$1 starts with $runtime, no_new_privs $nnp" 0 $status
			[ $status = 0 ] || cat "$out/start.log" >&2
		done
	done
}

# seccomp_of PROFILE FILE [OPTION...]
seccomp_of() {
	local profile=$1 file=$2
	shift 2
	whittle report -q -f seccomp "$@" "$profile" >"$file"
}
