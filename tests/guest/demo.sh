# SPDX-License-Identifier: GPL-2.0-or-later
# make demo, inside the guest.
set -eu
tools=
. /opt/whittle/guest/workloads.sh
cd /root
echo "SELinux is $(getenforce)."

# show NAME COMMAND...
show() {
	local name=$1

	shift
	echo
	echo "\$ whittle run$(printf " '%s'" "$@" | tr '\n\t' '  ' | tr -s ' ')"
	whittle run "$@"
	echo
	echo "\$ whittle report $name.whittle.json"
	whittle report "$name.whittle.json"
	echo
	echo "\$ whittle report -f helm --helm-path $name.securityContext" \
		"$name.whittle.json"
	whittle report -f helm --helm-path "$name.securityContext" \
		"$name.whittle.json"
}

forget_logs
workload_rsyslogd
show rsyslogd --ready "$ready" --exercise "$exercise" -- "${command[@]}"
workload_nginx_image
show nginx --image "$image" --ready "$ready" --exercise "$exercise"
