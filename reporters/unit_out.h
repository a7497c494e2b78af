/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/unit_out.h - lines of a unit file (systemd, Quadlet), and the
 * comments that capabilities get in them.
 * Source: systemd.syntax(7).
 */

#ifndef WHITTLE_REPORTERS_UNIT_OUT_H
#define WHITTLE_REPORTERS_UNIT_OUT_H

#include <stdio.h>

#include "reporters/reporter.h"

struct unit_out {
	FILE *out; /* borrowed */
	bool has_comments;
};

/*
 * A comment, folded. Each line of it begins with "#", and none ends with a
 * backslash, which would take the next line along.
 */
PRINTF(2, 3)
void unit_out_comment(const struct unit_out *unit, const char *format, ...);

/* NAME=VALUE, of words that a unit takes as they are. */
PRINTF(3, 4)
void unit_out_set(const struct unit_out *unit, const char *name,
		  const char *format, ...);

/* What all units begin with: what it is, and what is wrong with it. */
void unit_out_begin(const struct unit_out *unit, const struct profile *profile,
		    const char *place, const char *section);

/*
 * NAME=CAP_... for each of the minimal set, with its why; before them what is
 * left out, and NAME= alone, which forgets what the unit itself adds.
 */
void unit_out_capabilities(const struct unit_out *unit,
			   const struct advice *advice, const char *name);

/* The comments beside an SELinux answer (why_selinux.h). */
void unit_out_comment_selinux(const struct unit_out *unit,
			      const struct advice *advice, const char *what);

#endif
