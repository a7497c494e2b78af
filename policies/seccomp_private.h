/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/seccomp_private.h - what the files of the allowlist share:
 * seccomp_advice.c (the interface, what was seen), seccomp_group.c (groups),
 * seccomp_drift.c (tables, families, fallbacks), seccomp_narrow.c (rules on
 * arguments).
 */

#ifndef WHITTLE_POLICIES_SECCOMP_PRIVATE_H
#define WHITTLE_POLICIES_SECCOMP_PRIVATE_H

#include "policies/seccomp_advice.h"
#include "profile/syscall_arguments.h"

#define ACTION_ALLOW  "SCMP_ACT_ALLOW"
#define ACTION_ERRNO  "SCMP_ACT_ERRNO"
#define ACTION_NOTIFY "SCMP_ACT_NOTIFY"

/*
 * clone's flags that make namespaces, in its first argument: CLONE_NEWNS,
 * CGROUP, UTS, IPC, USER, PID, NET. Source: linux/sched.h.
 */
#define CLONE_NAMESPACES 0x7e020000u

/* Memory that runs out is remembered in ADVICE (failed). */

/* A new last group. Pointers to others end. NULL: no memory. */
PRINTF(3, 4)
struct seccomp_group *seccomp_group_new(struct seccomp_advice *advice,
					enum seccomp_reason reason,
					const char *format, ...);
void seccomp_group_add(struct seccomp_advice *advice,
		       struct seccomp_group *group, const char *name);
/* Sort, each name once. */
void seccomp_group_sort(struct seccomp_group *group);
bool seccomp_group_has(const struct seccomp_group *group, const char *name);
/* True when it was there. */
bool seccomp_group_remove(struct seccomp_group *group, const char *name);
/* Some group has NAME, whatever it does with it. */
bool seccomp_advice_has(const struct seccomp_advice *advice, const char *name);
/* A copy of WORD that lives as long as ADVICE. */
const char *seccomp_keep(struct seccomp_advice *advice, const char *word);

/*
 * Which argument ROW's is on all architectures that were seen. False: not the
 * same one on all.
 */
bool seccomp_argument_index(const struct seccomp_advice *advice,
			    const struct syscall_argument_row *row,
			    unsigned int *index);

PRINTF(2, 3)
void seccomp_note(struct seccomp_advice *advice, const char *format, ...);

/* seccomp_drift.c */
void seccomp_add_runtimes(struct seccomp_advice *advice,
			  const struct seccomp_options *options);
void seccomp_check_runtime(struct seccomp_advice *advice,
			   const struct profile *profile);
void seccomp_add_families(struct seccomp_advice *advice);
void seccomp_add_fallbacks(struct seccomp_advice *advice);
/* Can a program that the list is for call NAME where it may be put to use? */
bool seccomp_is_called_there(const struct seccomp_advice *advice,
			     const char *name);

/* seccomp_narrow.c */
void seccomp_narrow(struct seccomp_advice *advice,
		    const struct profile *profile,
		    const struct seccomp_options *options);

#endif
