# SPDX-License-Identifier: GPL-2.0-or-later
# A mount that a seccomp agent answers, without the capability for it.
. /opt/whittle/guest/seccomp.sh

image=localhost/base:lab
profile=$out/mount.json
whittle run --image $image -o "$profile" --timeout 300s -- \
	mount -t tmpfs whittle /mnt >"$out/run.log" 2>&1 </dev/null
claim "a mount needs SYS_ADMIN" CAP_SYS_ADMIN \
	"$(whittle report -q -f caps "$profile" | grep -x CAP_SYS_ADMIN)"
claim "and not where an agent has it" '' \
	"$(whittle report -q -f caps --notify mount --listener /run/agent.sock \
		"$profile" | grep -x CAP_SYS_ADMIN)"
seccomp_of "$profile" "$out/notify.json" --notify mount \
	--listener /run/agent.sock
$tools/agent /run/agent.sock >>"$out/agent.log" 2>&1 &
agent=$!
retry 60 $agent test -S /run/agent.sock
# notify_with RUNTIME NNP: mount as an unprivileged container
notify_with() {
	local flags=(--cap-drop=ALL "--security-opt=seccomp=$out/notify.json")

	[ "$2" = no ] || flags+=(--security-opt=no-new-privileges)
	use_runtime "$1"
	: >"$out/agent.log"
	timeout 300 podman run --rm "${flags[@]}" $image \
		mount -t tmpfs whittle /mnt >"$out/start.log" 2>&1 </dev/null
}

for runtime in crun runc; do
	for nnp in no yes; do
		status=0
		notify_with $runtime $nnp || status=$?
		claim "$runtime, no_new_privs $nnp: the agent answers the mount" \
			0 $status
		[ $status = 0 ] || cat "$out/start.log" >&2
		claim "$runtime, no_new_privs $nnp: it was asked for mount" 165 \
			"$(sort -u "$out/agent.log")"
	done
done
kill $agent
