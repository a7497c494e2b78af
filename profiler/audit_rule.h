/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/audit_rule.h - the audit rules that a run adds, and removes: a
 * table. Built here from the kernel's own structure, since libaudit's builder
 * keeps the state of the last rule in variables of its own and refuses the
 * next one's arch (seen with Debian 13's).
 *
 * That any rule is there makes the kernel collect the paths of a call at all
 * (kernel/auditsc.c audit_alloc(), context->dummy).
 *
 * Source: include/uapi/linux/audit.h; kernel/auditfilter.c
 * audit_data_to_entry().
 */

#ifndef WHITTLE_PROFILER_AUDIT_RULE_H
#define WHITTLE_PROFILER_AUDIT_RULE_H

#include <stdbool.h>
#include <stddef.h>

enum audit_rule_id {
	/* What the run's own processes execute, with its file capabilities,
	   and the capabilities that they keep. */
	AUDIT_RULE_EXEC,
	/* Who sends SIGHUP to whom, by pid and by pidfd: a reload. */
	AUDIT_RULE_HANGUP,
	AUDIT_RULE_HANGUP_PIDFD,
	/* Only in an enforced run: calls of its domain (of anybody, where it
	   has none) that fail with EPERM or EACCES. */
	AUDIT_RULE_REFUSED_EPERM,
	AUDIT_RULE_REFUSED_EACCES,
	/* Only with --arg-rules: the arguments of some calls of the run's own
	   processes (profile/syscall_arguments.h). The last one: of several
	   rules that fit a call, the first gives the record its key. */
	AUDIT_RULE_ARGUMENTS,
	AUDIT_RULE_COUNT,
};

/* "exec": the name in a journal. */
const char *audit_rule_name(enum audit_rule_id id);
/* False when no rule has NAME. */
bool audit_rule_from_name(const char *name, enum audit_rule_id *ret);

struct audit_rule_data;

/*
 * The rule for the kernel, of filter list "exit" and action "always"; freed
 * with free(). TYPE is the domain of an enforced run, else NULL. NULL when
 * memory ran out or this machine lacks one of its system calls.
 */
struct audit_rule_data *audit_rule_make(enum audit_rule_id id,
					const char *type);

/* Is it one of an enforced run's? */
bool audit_rule_is_of_refusals(enum audit_rule_id id);

#endif
