#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Are the field's own tools here that ingest is compared with? They are not
# installed by themselves: auditd would begin to write this host's records.
PATH=$PATH:/usr/sbin:/sbin
missing=

need() { # COMMAND PACKAGE
	command -v "$1" >/dev/null 2>&1 && return
	case " $missing " in *" $2 "*) return ;; esac
	missing="$missing $2"
}

need python3 python3
need ausearch auditd
need checkpolicy checkpolicy
need audit2allow policycoreutils-python-utils
[ -z "$missing" ] && exit 0
echo "missing:$missing (on Debian, as root: apt-get install" \
	"--no-install-recommends$missing; auditd begins to write the host's" \
	"records, so better in a container)" >&2
exit 4
