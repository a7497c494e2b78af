/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/audit_log_disk.h - who else writes the records down, and how much
 * of the host's history a flood would push out.
 * Source: auditd.conf(5); proc_net_netlink (/proc/net/netlink).
 */

#ifndef WHITTLE_PROFILER_AUDIT_LOG_DISK_H
#define WHITTLE_PROFILER_AUDIT_LOG_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct audit_log_disk {
	bool is_written; /* does anybody write records to a disk? */
	char writer[32]; /* "auditd", "systemd-journald" */
	uint64_t capacity_bytes; /* of the files that rotate; 0: not known */
	/* What may be added before the older half is gone. */
	uint64_t safe_bytes;
	bool stops_host; /* a full disk suspends or halts this host */
};

/* OWNER is the audit system's unicast owner, 0: none. Never fails: what is
   not known counts as written, with a cautious size. */
void audit_log_disk_get(uint32_t owner, struct audit_log_disk *ret);

/* The same of the saved machine whose files lie below ROOT ("": this one). */
void audit_log_disk_read(const char *root, uint32_t owner,
			 struct audit_log_disk *ret);

#endif
