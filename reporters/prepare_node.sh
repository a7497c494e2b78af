#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes this node ready to profile containers in the SELinux domain @TYPE@, and
# puts it back as it was. Written by: whittle prepare -f node. Run as root.
#
#   sh whittle-node.sh apply [-y]   install, set; asks before (-y: does not)
#   sh whittle-node.sh status       what is in force
#   sh whittle-node.sh collect      the node's audit log, for whittle ingest
#   sh whittle-node.sh undo         put back all that apply changed
#
# What is changed is written to $state first. Serves any number of containers.
set -u
LC_ALL=C
export LC_ALL
state=${WHITTLE_NODE_STATE:-/var/lib/whittle-node}
seccomp_dir=${WHITTLE_SECCOMP_DIR:-/var/lib/kubelet/seccomp}
seccomp_file=$seccomp_dir/@FILE@
backlog=65536

say() {
	printf 'whittle-node: %s\n' "$*" >&2
}

die() {
	say "$*"
	exit 4
}

module_text() {
	cat <<'END_OF_MODULE'
@MODULE@
END_OF_MODULE
}

seccomp_text() {
	cat <<'END_OF_SECCOMP'
@SECCOMP@
END_OF_SECCOMP
}

# audit_setting NAME: of the kernel's, as auditctl -s tells them
audit_setting() {
	auditctl -s | awk -v name="$1" '$1 == name { print $2 }'
}

# The rule: what containers in the domain execute, and which capabilities they
# keep. That there is any rule makes the kernel log paths.
rule() { # -a or -d
	auditctl "$1" always,exit -F arch=b64 -S execve,execveat,capset \
		-F subj_type=@TYPE@ -F key=whittle-exec
}

has_rule() {
	auditctl -l | grep -q 'subj_type=@TYPE@.*key=whittle-exec'
}

has_module() {
	semodule -l | awk '$1 == "whittle" { found = 1 } END { exit !found }'
}

note() {
	printf '%s\n' "$*" >>"$state/changes" && sync "$state/changes"
}

check_node() {
	[ "$(id -u)" = 0 ] || die "run as root"
	[ "$(uname -m)" = @ARCH@ ] ||
		die "the filter is for @ARCH@: make it with whittle on a $(uname -m)"
	[ -e /sys/fs/selinux/enforce ] || die "this node has no SELinux"
	for tool in semodule auditctl; do
		command -v "$tool" >/dev/null ||
			die "no $tool here (packages policycoreutils, auditd)"
	done
	grep -qw log /proc/sys/kernel/seccomp/actions_logged ||
		die "add log to sysctl kernel.seccomp.actions_logged"
	[ "$(audit_setting enabled)" != 2 ] ||
		die "audit is locked until the next boot (enabled 2)"
	auditctl -l | grep -Eq 'never,task|task,never' &&
		die "the audit rule task,never keeps records from being joined:" \
			"take it out (/etc/audit/rules.d)"
	auditctl -l | grep -Eq 'exclude.*msgtype=(AVC|SECCOMP)' &&
		die "an audit rule excludes AVC or SECCOMP records: take it out"
	if [ -e "$seccomp_file" ] &&
		! seccomp_text | cmp -s - "$seccomp_file"; then
		die "$seccomp_file is there and another's"
	fi
}

ask() {
	say "every system call of the profiled container becomes an audit record."
	if [ "$(audit_setting pid)" = 0 ]; then
		say "no auditd runs: they go to the kernel's log, which may drop some."
	else
		say "auditd writes them to its disk, and older records rotate away:"
		grep -Ei '^ *(max_log_file|num_logs|max_log_file_action) *=' \
			/etc/audit/auditd.conf >&2
	fi
	[ "$1" = -y ] && return
	[ -t 0 ] || die "nobody to ask: apply -y goes on without"
	printf 'Go on? [y/N] ' >&2
	read -r answer
	[ "$answer" = y ] || die "nothing was changed"
}

make_seccomp_dir() {
	missing=''
	path=$seccomp_dir
	while [ ! -d "$path" ]; do
		missing="$path
$missing"
		path=$(dirname -- "$path")
	done
	printf '%s' "$missing" | while IFS= read -r path; do
		note "directory $path"
		mkdir -m 755 "$path" || exit 1
	done
}

apply_seccomp() {
	[ ! -e "$seccomp_file" ] || return 0
	make_seccomp_dir && note "file $seccomp_file" &&
		seccomp_text >"$seccomp_file" && chmod 644 "$seccomp_file"
	[ -e "$seccomp_file" ] || return 1
	! command -v restorecon >/dev/null || restorecon "$seccomp_file"
}

apply_module() {
	if has_module; then
		say "the module whittle is installed already: it is left alone"
		return
	fi
	note "module whittle"
	# semodule's own domain may not read everything: a folder for anybody's
	# files it can.
	folder=$(mktemp -d) || return 1
	module_text >"$folder/whittle.cil" &&
		semodule -i "$folder/whittle.cil"
	status=$?
	rm -rf -- "$folder"
	return $status
}

apply_audit() {
	old=$(audit_setting backlog_limit)
	if [ "$old" -lt "$backlog" ]; then
		note "backlog $old"
		auditctl -b "$backlog" >/dev/null || return 1
	fi
	old=$(audit_setting rate_limit)
	if [ "$old" != 0 ]; then
		note "rate $old"
		auditctl -r 0 >/dev/null || return 1
	fi
	old=$(audit_setting enabled)
	if [ "$old" != 1 ]; then
		note "enabled $old"
		auditctl -e 1 >/dev/null || return 1
	fi
	has_rule || { note "rule" && rule -a >/dev/null; }
}

apply() {
	if [ -e "$state/changes" ]; then
		say "it is applied already (undo takes it back)"
		return
	fi
	check_node
	ask "${1-}"
	umask 077
	mkdir -p "$state" || die "$state cannot be made"
	: >"$state/changes" || die "$state cannot be written"
	if apply_module && apply_seccomp && apply_audit &&
		note "since $(date +%s)"; then
		say "ready; undo puts the node back"
		return
	fi
	say "it failed: taking back what was changed"
	undo
	exit 6
}

undo_one() { # WORD VALUE
	case $1 in
	rule) ! has_rule || rule -d >/dev/null ;;
	enabled) auditctl -e "$2" >/dev/null ;;
	rate) auditctl -r "$2" >/dev/null ;;
	backlog) auditctl -b "$2" >/dev/null ;;
	file) rm -f -- "$2" ;;
	directory) [ ! -d "$2" ] || rmdir --ignore-fail-on-non-empty -- "$2" ;;
	since) ;;
	module) ! has_module || semodule -r "$2" ;;
	*) false ;;
	esac
}

# The last change first.
undo() {
	[ -e "$state/changes" ] || { say "nothing to undo" && return; }
	failed=$(sed '1!G;h;$!d' "$state/changes" | while read -r word value; do
		undo_one "$word" "$value" >&2 || echo "$word $value"
	done)
	if [ -n "$failed" ]; then
		say "could not be undone, try again: $failed"
		exit 6
	fi
	rm -f -- "$state/changes"
	rmdir -- "$state"
	say "the node is as it was"
}

status() {
	if [ ! -e "$state/changes" ]; then
		echo "not applied"
		exit 1
	fi
	echo "applied; to be undone:"
	sed 's/^/  /' "$state/changes"
	has_module && [ -e "$seccomp_file" ] && has_rule &&
		[ "$(audit_setting enabled)" = 1 ] && return
	echo "but not all of it is in force (rebooted?): undo, and apply again"
	exit 1
}

# What was logged since apply: before, records may have been lost.
since_apply() {
	awk -v since="$(sed -n 's/^since //p' "$state/changes")" '
		match($0, /audit\([0-9]+/) &&
		substr($0, RSTART + 6, RLENGTH - 6) + 0 >= since + 0'
}

# The oldest first.
collect() {
	[ -e "$state/changes" ] || die "it is not applied"
	log=$(awk -F' *= *' '$1 == "log_file" { print $2 }' \
		/etc/audit/auditd.conf 2>/dev/null)
	log=${log:-/var/log/audit/audit.log}
	if [ -e "$log" ]; then
		for number in $(seq 999 -1 1); do
			[ ! -e "$log.$number" ] || cat -- "$log.$number"
		done | since_apply
		since_apply <"$log"
	elif command -v journalctl >/dev/null; then
		journalctl -o json _TRANSPORT=audit + _TRANSPORT=kernel
	else
		dmesg
	fi
}

case ${1-} in
apply) apply "${2-}" ;;
undo | status | collect) "$1" ;;
*)
	say "apply [-y], status, collect or undo"
	exit 2
	;;
esac
