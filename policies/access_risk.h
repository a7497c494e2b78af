/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/access_risk.h - what an SELinux access opens, for ranking news.
 * The scale is that of policies/capability_table.h. A rough one: the type of
 * the target says more, and only a person knows what lies under it.
 */

#ifndef WHITTLE_POLICIES_ACCESS_RISK_H
#define WHITTLE_POLICIES_ACCESS_RISK_H

struct access_risk {
	unsigned int risk; /* 1 to 5 */
	const char *opens; /* lives as long as the program */
};

/* Of PERMISSION of CLASS on the label TARGET ("@self": the workload's own). */
struct access_risk access_risk(const char *target, const char *class,
			       const char *permission);

#endif
