/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/syscall_risk.h - what a system call opens to who has taken over a
 * workload, beyond reading, writing and computing. The scale is that of
 * policies/capability_table.h.
 */

#ifndef WHITTLE_POLICIES_SYSCALL_RISK_H
#define WHITTLE_POLICIES_SYSCALL_RISK_H

#define SYSCALL_RISK_MIN 1u
#define SYSCALL_RISK_MAX 5u

struct syscall_risk {
	const char *name;
	unsigned int risk; /* 2 to SYSCALL_RISK_MAX */
	const char *opens; /* what it gives to an attacker, one sentence */
};

/* Ends with a NULL name. */
extern const struct syscall_risk syscall_risks[];

/* The row of NAME; NULL: an ordinary call. */
const struct syscall_risk *syscall_risk_of(const char *name);

/* The row's risk; SYSCALL_RISK_MIN for an ordinary call. */
unsigned int syscall_risk_level(const char *name);

#endif
