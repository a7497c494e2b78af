/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/syscall_record.h - the fields of a SYSCALL record.
 * Source: kernel/auditsc.c audit_log_exit(), audit_log_task_info().
 */

#ifndef WHITTLE_COLLECTORS_SYSCALL_RECORD_H
#define WHITTLE_COLLECTORS_SYSCALL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "collectors/span.h"

struct syscall_record {
	uint32_t arch, number; /* as in profile/syscall_names.h */
	bool has_success, is_success;
	int64_t exit;
	bool lacks_args; /* one of them is no number, as in `ausearch -i` */
	uint64_t args[4];
	bool has_pid, has_session, has_ids;
	uint64_t pid, parent, session;
	uint32_t uid, euid, fsuid, gid, egid, fsgid;
	struct span comm, exe; /* as written */
};

/* False when arch=, syscall= or pid= are missing or make no sense. */
MUST_CHECK bool syscall_record_parse(struct span text,
				     struct syscall_record *ret);

#endif
