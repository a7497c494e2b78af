# SPDX-License-Identifier: GPL-2.0-or-later
# A false list told from a true one: the same domain without its auditallow
# rules hides the mount, and whittle does not run in it.
. /opt/whittle/guest/lib.sh

# The list from the kernel's log of `mount` in the domain, without whittle's
# launch; its argument is a level of its own, which the kernel has not seen.
list_of_mount() {
	dmesg --clear
	runcon -u system_u -r system_r -t whittle_t -l "$1" \
		mount -t tmpfs whittle /mnt
	umount /mnt
	dmesg >"$out/kernel.log"
	whittle ingest --type whittle_t -o "$out/mount.json" \
		"$out/kernel.log" 2>"$out/ingest.log" || cat "$out/ingest.log" >&2
	whittle report -f caps "$out/mount.json" 2>/dev/null
}

# "complete mount": nothing was lost, and the mount itself is on record.
mounts_on_record() {
	jq -r 'if .completeness.complete then "complete" else "cut" end,
		(.accesses[] | select(.class == "filesystem") |
		.permissions[] | select(. == "mount"))' "$out/mount.json" |
		tr '\n' ' '
}

# Nothing is lost on the way into the kernel's log.
sysctl -q kernel.printk_ratelimit=0
auditctl -b 8192 >/dev/null
claim "the domain's log shows that mount needs SYS_ADMIN" CAP_SYS_ADMIN \
	"$(list_of_mount s0:c1,c2)"

semodule -r whittle -i /opt/whittle/guest/deaf.cil >"$out/semodule.log" 2>&1 ||
	cat "$out/semodule.log" >&2
claim "without auditallow the log of the same mount shows no capability" "" \
	"$(list_of_mount s0:c1,c2)"
claim "though the log is complete and the mount in it" "complete mount " \
	"$(mounts_on_record)"

status=0
whittle run -o "$out/deaf.json" -- mount -t tmpfs whittle /mnt \
	>"$out/run.log" 2>&1 </dev/null || status=$?
claim "whittle does not run in such a domain" 4 $status
claim "it says that a check could stay unseen, and the cure" yes \
	"$(grep -q 'does not audit .* a check could stay unseen.*whittle policy install' \
		"$out/run.log" && echo yes)"
claim "nothing was run and no profile written" "no no" \
	"$(mountpoint -q /mnt && echo yes || echo no) $(
		[ -e "$out/deaf.json" ] && echo yes || echo no)"
