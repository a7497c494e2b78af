# SPDX-License-Identifier: GPL-2.0-or-later
# The names that podman's default seccomp file allows on x86_64 to a container
# with podman's default capabilities.
file=/usr/share/containers/seccomp.json
caps='CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID
	SETPCAP SETUID SYS_CHROOT'

printf 'default podman %s\n' "$(jq -r --arg caps "$caps" \
	-f /opt/whittle/guest/default-calls.jq "$file")"
printf 'version podman %s\n' \
	"$(dpkg-query -W -f '${Version}' golang-github-containers-common)"
