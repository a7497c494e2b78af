/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/audit_change.h - what somebody else changes of the audit system
 * while a run records, as far as it takes records from the run. The kernel
 * says so itself, in records of AUDIT_CONFIG_CHANGE.
 *
 * Source: kernel/audit.c audit_log_config_change(), audit_receive_msg();
 * kernel/auditfilter.c audit_log_rule_change(); kernel/auditsc.c
 * audit_seccomp_actions_logged() (6.12).
 */

#ifndef WHITTLE_PROFILER_AUDIT_CHANGE_H
#define WHITTLE_PROFILER_AUDIT_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "collectors/record.h"
#include "profile/profile.h"
#include "profiler/audit_control.h"

/* All zero: nothing was changed. */
struct audit_change {
	uint64_t lost_at_resets; /* what the count of losses stood at, each
				    time it was set back to zero */
	bool was_turned_off;	 /* enabled=0: no SYSCALL or PATH records */
	bool were_rules_removed; /* of this run's */
	bool was_log_removed;	 /* "log", from seccomp's actions_logged */
};

/* RECORD is any: take from it what it says of a change. */
void audit_change_add(struct audit_change *change, const struct record *record);

/*
 * Say in PROFILE what it may lack for CHANGE. AFTER and RULES are the state
 * and the rules at the end, NULL where they are not known. HAS_CHECKS: a run
 * that goes by more than system calls.
 */
void audit_change_note(const struct audit_change *change,
		       const struct audit_state *after,
		       const struct audit_rules *rules, bool has_checks,
		       struct profile *profile);

#endif
