# SPDX-License-Identifier: GPL-2.0-or-later
# The operations of tests/tools/ask: which capability each asks for, what the
# kernel takes in its place, and how much each opens. This is the tests' own
# knowledge, from the kernel's source; whittle's tables are held against it.

ask=$tools/ask
work=/srv/ask

# operation, capability, verdict, what would do instead ("-": nothing)
asks='
chown		CHOWN			needed		-
write-theirs	DAC_OVERRIDE		needed		-
read-theirs	DAC_READ_SEARCH		one-of		DAC_OVERRIDE
chmod-theirs	FOWNER			needed		-
keep-setgid	FSETID			opportunistic	-
signal		KILL			needed		-
setgid		SETGID			needed		-
setuid		SETUID			needed		-
drop-bound	SETPCAP			needed		-
immutable	LINUX_IMMUTABLE		needed		-
low-port	NET_BIND_SERVICE	needed		-
all-namespaces	NET_BROADCAST		needed		-
queue-length	NET_ADMIN		needed		-
packet-socket	NET_RAW			needed		-
lock-memory	IPC_LOCK		needed		-
closed-queue	IPC_OWNER		needed		-
load-module	SYS_MODULE		needed		-
io-port		SYS_RAWIO		needed		-
chroot		SYS_CHROOT		needed		-
look-into	SYS_PTRACE		needed		-
accounting	SYS_PACCT		needed		-
mount		SYS_ADMIN		needed		-
ctrl-alt-del	SYS_BOOT		opportunistic	-
no-next-kernel	SYS_BOOT		needed		-
nice		SYS_NICE		needed		-
oom-score	SYS_RESOURCE		needed		-
adjust-clock	SYS_TIME		needed		-
hang-up		SYS_TTY_CONFIG		needed		-
mknod		MKNOD			needed		-
lease		LEASE			needed		-
audit-message	AUDIT_WRITE		needed		-
audit-status	AUDIT_CONTROL		needed		-
file-capability	SETFCAP			needed		-
unknown-label	MAC_ADMIN		needed		-
kernel-log	SYSLOG			needed		-
wake-timer	WAKE_ALARM		needed		-
stay-awake	BLOCK_SUSPEND		opportunistic	-
audit-log	AUDIT_READ		needed		-
count-events	PERFMON			one-of		SYS_ADMIN
bpf-map		BPF			one-of		SYS_ADMIN
map-files	CHECKPOINT_RESTORE	one-of		SYS_ADMIN
'

# Where the capability is needed, or shows more, and the kernel keeps silent
# (its place), and the note that tells of it where a system call gives it away.
unseen='
filter		SYS_ADMIN	seccomp-filter	 seccomp_prepare_filter()
kernel-addresses SYSLOG		-		 kallsyms_show_value()
ring-memory	IPC_LOCK	io-uring-memory	 io_uring_create()
map-root	SETFCAP		user-namespace-root verify_root_map()
'

# 1 (harms nobody but the workload) to 5 (as good as root on the host), of
# those between which there is a choice
risks='DAC_READ_SEARCH=3 DAC_OVERRIDE=4 PERFMON=4 BPF=4 CHECKPOINT_RESTORE=2
	SYS_ADMIN=5'

# What the operations need that another capability would make.
prepare_asks() {
	mkdir -p $work/mnt
	echo secret | tee $work/theirs $work/lent >$work/shared
	chmod 0600 $work/theirs
	chmod 0644 $work/lent $work/shared
	chown 1234:1234 $work/theirs
	chown 1234:0 $work/lent
	chown 0:1234 $work/shared
	$ask --prepare
	setpriv --reuid 1234 --regid 1234 --clear-groups sleep infinity \
		</dev/null >/dev/null 2>&1 &
	echo $! >$work/pid
	retry 60 $! grep -q '^Uid:.1234' /proc/$!/status
	# Debian's 3 asks SYS_ADMIN of who counts events; 2 is the kernel's own.
	sysctl -q kernel.perf_event_paranoid=2
}

# profile_ask FILE OPERATION...
profile_ask() {
	local file=$1

	shift
	rm -f "$file"
	whittle run -q -o "$file" -- $ask "$@" >"$out/run.log" 2>&1 </dev/null
}

# The widest type of a container, with tests/guest/lacks.cil for the matrix:
# what is proved here are capabilities and system calls. To ask the policy for
# the narrowest type takes seconds each.
ask_label=system_u:system_r:spc_t:s0

# What the profile's report says, for prove_ask. No report means no proof.
read_reports() {
	whittle report -f seccomp "$1" >"$out/seccomp.json" \
		2>"$out/report.log"
}

# Capabilities as a line: sorted, CAP_ before each.
name_caps() {
	[ -z "$1" ] || printf 'CAP_%s\n' $1 | sort | tr '\n' ' '
}

reported_caps() {
	whittle report -f caps "$1" 2>/dev/null | sort | tr '\n' ' '
}

# prove_ask CAPS OPERATION...: enforced, with what read_reports read. Prints
# what became of it: the names of the operations done, or the refused one's.
prove_ask() {
	local caps=$1 status=0

	shift
	clear_workload
	command=($ask "$@")
	confine_program "$caps" "$out/seccomp.json" "$ask_label" || status=$?
	if [ $status = 0 ]; then
		tr '\n' ' ' <"$out/confined.log"
	else
		sed -n 's/^ask: \([a-z-]*\): .*/refused \1/p' "$out/confined.log"
	fi
}
