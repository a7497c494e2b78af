/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/capability_table.h - what each capability opens, and what else the
 * kernel takes in its place. Source: the kernel's own checks, each row names
 * where; capabilities(7).
 */

#ifndef WHITTLE_POLICIES_CAPABILITY_TABLE_H
#define WHITTLE_POLICIES_CAPABILITY_TABLE_H

#include "profile/capset.h"

#define CAPABILITY_RISK_MIN 1 /* harms nobody but the workload itself */
#define CAPABILITY_RISK_MAX 5 /* as good as root on the host */

struct capability_row {
	const char *name; /* "CAP_CHOWN" */
	unsigned int risk;
	/* One sentence for a reviewer: what a holder can do with it. */
	const char *opens;
	/* Any of these satisfies the usual check too. */
	capset_t instead;
	const char *source; /* file and function, or header, in the kernel */
	const char *kernel; /* the version where it was read */
};

/*
 * The row of CAPABILITY, or NULL when it is newer than the table (then only
 * its number is known). The result lives as long as the program.
 */
const struct capability_row *capability_row(unsigned int capability);

/* The row's risk; CAPABILITY_RISK_MAX for one newer than the table. */
unsigned int capability_risk(unsigned int capability);

/* The member of SET of least risk, the lowest number of several; SET is not
   empty. */
unsigned int capability_least_risk(capset_t set);

#endif
