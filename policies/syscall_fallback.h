/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/syscall_fallback.h - calls that libraries try first, and without
 * which they go another way, if the answer is ENOSYS. EPERM they take for
 * the answer of the call itself, and fail.
 */

#ifndef WHITTLE_POLICIES_SYSCALL_FALLBACK_H
#define WHITTLE_POLICIES_SYSCALL_FALLBACK_H

struct syscall_fallback {
	const char *name;
	const char *instead; /* what is tried then */
	const char *who;     /* who does so */
};

/* Ends with a NULL name. */
extern const struct syscall_fallback syscall_fallbacks[];

/* The row of NAME, or NULL. */
const struct syscall_fallback *syscall_fallback_of(const char *name);

#endif
