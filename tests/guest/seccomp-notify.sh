# SPDX-License-Identifier: GPL-2.0-or-later
# A mount that a seccomp agent answers, without the capability for it.
. /opt/whittle/guest/seccomp.sh

image=localhost/base:lab
profile=$out/mount.json
whittle run --image $image -o "$profile" --timeout 60s -- \
	mount -t tmpfs whittle /mnt >"$out/run.log" 2>&1 </dev/null
claim "a mount needs SYS_ADMIN" CAP_SYS_ADMIN \
	"$(whittle report -q -f caps "$profile" | grep -x CAP_SYS_ADMIN)"
claim "and not where an agent has it" '' \
	"$(whittle report -q -f caps --notify mount --listener /run/agent.sock \
		"$profile" | grep -x CAP_SYS_ADMIN)"
seccomp_of "$profile" "$out/notify.json" --notify mount \
	--listener /run/agent.sock
$tools/agent /run/agent.sock >"$out/agent.log" 2>&1 &
agent=$!
for runtime in runc; do
	use_runtime $runtime
	: >"$out/agent.log"
	timeout 60 podman run --rm --cap-drop=ALL \
		--security-opt=seccomp="$out/notify.json" $image \
		mount -t tmpfs whittle /mnt >"$out/start.log" 2>&1 </dev/null
	claim "$runtime: the agent answers the mount" 0 $?
	claim "$runtime: the agent was asked for mount" 165 \
		"$(sort -u "$out/agent.log")"
done
cat "$out/start.log" >&2
kill $agent
