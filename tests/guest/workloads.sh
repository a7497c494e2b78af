# SPDX-License-Identifier: GPL-2.0-or-later
# The table of workloads: what to launch, how to exercise it, and what comes
# of it. One file a server, tests/guest/workloads/*.sh; a name is
# workload_NAME, in the image workload_NAME_image. The rows' words:
#
#   command, user         what is run; launch=image, image, engine_args
#   setup                 a function, called before each launch
#   ready, exercise       as whittle run takes them
#   patience              seconds that profiling may take; confined_patience:
#                         those until it is ready when it is confined
#   stops                 yes: told to stop, it must not have to be killed
#   expect                exactly the capabilities to grant
#   opportunistic         it asks for them, too, and the report leaves them out
#   covered               it asks for them, too, and one of expect will do
#   tolerated             of expect, those that it also works without: how
#                         this program takes a refusal no table can foresee
#   documented            what others say it needs (docs/results)
#
# All else in expect must make it fail when it is left out. Every server is
# Debian's own, with Debian's own configuration, but for what a row says.

# A container_t may not write to the pipes of Debian's podman, so what an exec
# in it prints is lost: it is asked from outside.
inspect_container='podman inspect $WHITTLE_CONTAINER -f'
container_address="\$($inspect_container '{{.NetworkSettings.IPAddress}}')"
container_pid="\$($inspect_container '{{.State.Pid}}')"
container_get="curl -sf -m 30 -o /dev/null http://$container_address/"
# Within a minute; by then it may have been removed.
container_has_ended="n=0; while [ \"\$($inspect_container '{{.State.Status}}' \
	2>/dev/null)\" = running ]; do
		n=\$((n + 1)); [ \$n -lt 120 ] || exit 1; sleep 0.5;
	done"

# A folder that containers may use, empty.
container_folder() {
	rm -rf "$1"
	mkdir -p "$1"
	chcon -t container_file_t "$1"
}

# A program that gives its users contexts of their own (sshd, cron) asks
# libselinux which, and fails where its own domain has none. Here they stay in
# it, at its level.
know_domains() {
	local contexts=/etc/selinux/default/contexts/default_contexts domain

	! grep -q whittle_t $contexts || return 0
	for domain in whittle_t spc_t; do
		echo "system_r:$domain:s0 system_r:$domain:s0" >>$contexts
	done
	echo 'someone:system_u' >>/etc/selinux/default/seusers
}

for file in /opt/whittle/guest/workloads/*.sh; do
	. "$file"
done
