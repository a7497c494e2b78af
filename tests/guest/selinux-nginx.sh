# SPDX-License-Identifier: GPL-2.0-or-later
# A plain nginx: the engine's default type, and the boolean that this policy
# needs for its capabilities. Runs in the guest, enforcing.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

nginx_answers() {
	local flags=(--cap-drop=ALL) cap n=0 status=1

	for cap in $(whittle report -f caps nginx.json); do
		flags+=("--cap-add=${cap#CAP_}")
	done
	podman run -d --name proof "${flags[@]}" localhost/nginx:lab \
		>/dev/null 2>&1
	export WHITTLE_CONTAINER=proof
	while [ $((n += 1)) -lt 60 ] &&
		[ "$(podman inspect -f '{{.State.Running}}' proof)" = true ]; do
		sh -c "$ready" 2>/dev/null && status=0 && break
		sleep 0.3
	done
	podman rm -f -t 0 proof >/dev/null 2>&1
	unset WHITTLE_CONTAINER
	return $status
}

load_workload nginx_image
profile_workload nginx.json
setsebool container_use_host_all_caps off
whittle report -f json nginx.json >nginx.advice 2>/dev/null
claim "nginx needs the engine's type, and a boolean" \
	'container_t {"container_use_host_all_caps":true} {}' \
	"$(jq -rc '.selinux | (.alternatives[] | select(.chosen) |
		"\(.type) \(.booleans)") + " \(.options)"' nginx.advice)"
if nginx_answers; then
	not_ok 'nginx fails without the boolean' 'it works'
else
	ok 'nginx fails without the boolean'
fi
setsebool container_use_host_all_caps on
claim 'nginx works with the boolean' 0 "$(nginx_answers; echo $?)"
claim 'no module is made where a type fits' '; No module is needed: container_t fits' \
	"$(whittle report -f cil nginx.json 2>/dev/null)"
