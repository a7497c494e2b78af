/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/refusal.h - calls that failed with EPERM or EACCES, as the audit
 * rules of an enforced run have them logged. Where the workload lacks a
 * capability the kernel makes no other record: the call is all that tells.
 */

#ifndef WHITTLE_COLLECTORS_REFUSAL_H
#define WHITTLE_COLLECTORS_REFUSAL_H

#include <stddef.h>
#include <stdint.h>

#include "profile/profile.h"

/* The key of the rules. */
#define REFUSAL_KEY "whittle-refused"

/* Strings belong to the harvest's profile; NULL: not known. */
struct refusal {
	const char *comm, *exe, *syscall, *path;
	const char *outcome; /* "EPERM", "EACCES" */
	enum phase phase;
	uint64_t count;
};

#define REFUSALS_MAX 256

/* All zero is empty; owns nothing. */
struct refusal_list {
	struct refusal items[REFUSALS_MAX];
	size_t count;
	uint64_t lost; /* past the limit */
};

#endif
