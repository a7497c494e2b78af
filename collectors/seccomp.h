/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/seccomp.h - the fields of a SECCOMP record.
 * Source: kernel/auditsc.c audit_seccomp(), audit_log_task().
 */

#ifndef WHITTLE_COLLECTORS_SECCOMP_H
#define WHITTLE_COLLECTORS_SECCOMP_H

#include <stdbool.h>
#include <stdint.h>

#include "collectors/span.h"

#define SECCOMP_CODE_LOG 0x7ffc0000u

struct seccomp {
	uint32_t arch, number; /* as in profile/syscall_names.h */
	bool has_pid, has_session;
	uint64_t pid, session;
	uint64_t code;	       /* what the filter said; 0 when not there */
	struct span label;     /* subj=, as written */
	struct span comm, exe; /* as written */
};

/* False when arch= or syscall= are missing or a number makes no sense. */
MUST_CHECK bool seccomp_parse(struct span text, struct seccomp *ret);

#endif
