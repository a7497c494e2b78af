/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/user_namespace.h - what each capability is worth in a user
 * namespace of the workload's own (hostUsers: false, --userns=auto), where a
 * grant counts nothing on the host.
 */

#ifndef WHITTLE_POLICIES_USER_NAMESPACE_H
#define WHITTLE_POLICIES_USER_NAMESPACE_H

enum userns_reach {
	USERNS_WORKS,  /* does there what it does on the host */
	USERNS_PARTLY, /* some of it */
	USERNS_NEVER,  /* the kernel asks for it on the host only */
};

struct userns_row {
	enum userns_reach reach;
	const char *words;  /* what works there, or why nothing does */
	const char *source; /* where the kernel asks, in 6.12.107 */
};

/* The row of CAPABILITY, or NULL when it is newer than the table. */
const struct userns_row *userns_row(unsigned int capability);

/* "works", "partly", "never" */
const char *userns_reach_name(enum userns_reach reach);

#endif
