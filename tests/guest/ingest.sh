# SPDX-License-Identifier: GPL-2.0-or-later
# The log of a run gives the same capabilities, syscalls and accesses as the
# run itself: auditd's, enriched and raw, and the kernel's own text.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

# What both must agree on: all but the phases, which a log cannot tell, and
# the runtime's part, which it can.
essence() {
	jq -S '[
		(.capabilities[] | [.name, .namespace, .verdict, .instead,
			([.evidence[] | del(.phase)] | unique)]),
		([.syscalls[] | [.arch, .name, .number, .comms,
			(.phases | index("runtime") != null)]]),
		([.accesses[] | del(.phase) as $a | $a.permissions[] as $p |
			($a | del(.permissions)) + {permission: $p}] | unique)
	]' "$1"
}

same_essence() {
	essence "$2" >"$out/live"
	essence "$3" >"$out/log"
	if [ -s "$out/live" ] && cmp -s "$out/live" "$out/log"; then
		ok "$1"
	else
		diff "$out/live" "$out/log" >"$out/diff"
		not_ok "$1" "they differ" "$out/diff"
	fi
}

# log_round FORMAT WORKLOAD
log_round() {
	sed -i "s/^log_format.*/log_format = $1/" /etc/audit/auditd.conf
	rm -f /var/log/audit/audit.log
	start_auditd
	load_workload "$2"
	run_options=(--log-budget none)
	profile_workload "$out/live.json" || cat "$out/run.log" >&2
	flush_auditd
	systemctl stop auditd
	whittle ingest --type whittle_t -o "$out/log.json" /var/log/audit/audit.log \
		2>"$out/ingest.log" || cat "$out/ingest.log" >&2
	same_essence "auditd's $1 log of $2 gives what the run gave" \
		"$out/live.json" "$out/log.json"
}

log_round ENRICHED mount
log_round RAW nginx
log_round ENRICHED nginx_image

# Without an owner the kernel prints what the multicast reader reads as well.
sysctl -q kernel.printk_ratelimit=0
dmesg --clear
load_workload read_secret
run_options=(--collector multicast)
profile_workload "$out/live.json" || cat "$out/run.log" >&2
dmesg >"$out/kernel.log"
whittle ingest --type whittle_t -o "$out/log.json" "$out/kernel.log" 2>"$out/ingest.log" ||
	cat "$out/ingest.log" >&2
same_essence "the kernel's own text gives what the run gave" \
	"$out/live.json" "$out/log.json"
