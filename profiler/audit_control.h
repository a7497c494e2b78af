/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/audit_control.h - the audit system of this host: its state, its
 * settings, a socket to read it from. libaudit is met here only.
 *
 * Source: auditctl(8), audit_set_enabled(3), kernel/audit.c
 * audit_receive_msg().
 */

#ifndef WHITTLE_PROFILER_AUDIT_CONTROL_H
#define WHITTLE_PROFILER_AUDIT_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/error.h"
#include "profiler/audit_rule.h"

#define AUDIT_ENABLED_LOCKED 2u
#define AUDIT_FAILURE_PANIC  2u

struct audit_state {
	uint32_t enabled;    /* 0, 1, or 2: locked until reboot */
	uint32_t owner;	     /* pid of the unicast owner, 0: none */
	uint32_t rate_limit; /* records a second, 0: none */
	uint32_t backlog_limit;
	uint32_t backlog;
	uint32_t lost;	  /* records lost since boot */
	uint32_t failure; /* what a loss does: 0 silent, 1 printk, 2 panic */
};

/* What the loaded rules keep from a collector. */
struct audit_rules {
	bool has_task_never;	  /* no SYSCALL and PATH records at all */
	bool is_seccomp_excluded; /* SECCOMP records are dropped */
	bool is_avc_excluded;
	unsigned int count;
};

enum audit_setting {
	AUDIT_SETTING_ENABLED,
	AUDIT_SETTING_BACKLOG_LIMIT,
	AUDIT_SETTING_RATE_LIMIT,
};

enum collector_mode {
	COLLECTOR_AUTO, /* unicast where there is no owner, else multicast */
	COLLECTOR_UNICAST,
	COLLECTOR_MULTICAST,
};

/*
 * All fail with STATUS_UNSUPPORTED where the kernel has no audit, or does not
 * answer here (not the initial namespaces, no CAP_AUDIT_CONTROL).
 */
MUST_CHECK enum status audit_state_get(struct audit_state *ret,
				       struct error *err);
MUST_CHECK enum status audit_rules_get(struct audit_rules *ret,
				       struct error *err);
MUST_CHECK enum status audit_setting_set(enum audit_setting setting,
					 uint32_t value, struct error *err);
/* "enabled", "backlog_limit", "rate_limit" */
const char *audit_setting_name(enum audit_setting setting);
uint32_t audit_setting_of(const struct audit_state *state,
			  enum audit_setting setting);

/* Add or remove one rule (profiler/audit_rule.h; TYPE as there). One that is
   there already, or gone already, is STATUS_OK. */
MUST_CHECK enum status audit_rule_set(enum audit_rule_id id, const char *type,
				      bool is_wanted, struct error *err);

/* The name of the process that owns the audit system, "" when it is gone. */
void audit_owner_name(const struct audit_state *state, char *buffer,
		      size_t size);

/*
 * Open a non-blocking socket to read records from. MODE is unicast (become
 * the owner; fails when there is one) or multicast. BUFFER_BYTES is asked for
 * as receive buffer; *RET_BUFFER_BYTES (may be NULL) is what was given. Close
 * *RET_FD with audit_collector_close().
 */
MUST_CHECK enum status audit_collector_open(enum collector_mode mode,
					    uint64_t buffer_bytes, int *ret_fd,
					    uint64_t *ret_buffer_bytes,
					    struct error *err);
/* Give up ownership (unicast) and close. *FD becomes -1; -1 is fine. */
void audit_collector_close(enum collector_mode mode, int *fd);

#endif
