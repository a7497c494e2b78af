# SPDX-License-Identifier: GPL-2.0-or-later
# A seccomp file starts its container with every runtime, under no_new_privs
# and without, and lets an exec in.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

# As init starts servers: no login uid. With one, PAM's pam_loginuid changes it,
# which asks for AUDIT_CONTROL.
echo 4294967295 >/proc/self/loginuid

use_runtime() {
	mkdir -p /etc/containers/containers.conf.d
	printf '[engine]\nruntime = "%s"\n' "$1" \
		>/etc/containers/containers.conf.d/runtime.conf
}

# A server: it must become ready, let an exec in (as every probe is one) and do
# its work. 1: it does not start, 2: is never ready, 3: lets no exec in, 4: fails
# its exercise. It is told to stop, as when it was recorded: what postgres does
# after a kill was not.
serve() {
	local name=$1 status=0
	shift

	podman run -d --name $name "$@" >"$out/start.log" 2>&1 || status=1
	export WHITTLE_CONTAINER=$name
	if [ $status = 0 ]; then
		await_container || status=2
	fi
	if [ $status = 0 ]; then
		timeout 120 podman exec $name /bin/true >>"$out/start.log" 2>&1 ||
			status=3
	fi
	if [ $status = 0 ]; then
		timeout 120 sh -c "$exercise" >>"$out/start.log" 2>&1 || status=4
	fi
	podman logs $name >>"$out/start.log" 2>&1
	podman rm -f -t 10 $name >/dev/null 2>&1
	unset WHITTLE_CONTAINER
	return $status
}

# start_with RUNTIME NNP SECCOMP CAPS [TYPE]: 0, or as serve() has it. None is to
# fail by being slow: as patient as when it was recorded.
start_with() {
	local confined_patience=$patience flags=(--cap-drop=ALL "--security-opt=seccomp=$3") granted

	[ "$2" = no ] || flags+=(--security-opt=no-new-privileges)
	for granted in $4; do
		flags+=("--cap-add=${granted#CAP_}")
	done
	[ -z "${5:-}" ] || flags+=("--security-opt=label=type:$5")
	flags+=("${engine_args[@]}" "$image" "${command[@]}")
	use_runtime "$1"
	$setup
	if [ -n "$exercise" ]; then
		serve try-$$ "${flags[@]}"
	else
		timeout -k 5 $((confined_patience + 60)) podman run --rm \
			"${flags[@]}" >"$out/start.log" 2>&1 </dev/null
	fi
}

# starts NAME SECCOMP CAPS [TYPE]: with both runtimes, with and without
# no_new_privs. What came of each is in $cells, "yes | yes | no | yes".
starts() {
	local runtime nnp status

	cells=
	for runtime in crun runc; do
		for nnp in no yes; do
			status=0
			start_with $runtime $nnp "$2" "$3" "${4:-}" || status=$?
			claim "$1 starts with $runtime, no_new_privs $nnp" 0 $status
			[ $status = 0 ] || cat "$out/start.log" >&2
			cells+="${cells:+ | }$([ $status = 0 ] && echo yes || echo no)"
		done
	done
}

# seccomp_of PROFILE FILE [OPTION...]
seccomp_of() {
	local profile=$1 file=$2
	shift 2
	whittle report -q -f seccomp "$@" "$profile" >"$file"
}
