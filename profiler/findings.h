/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/findings.h - what doctor finds out about this host: a list of
 * findings, each with its cure.
 */

#ifndef WHITTLE_PROFILER_FINDINGS_H
#define WHITTLE_PROFILER_FINDINGS_H

#include <stddef.h>

#include "profile/error.h"

enum finding_level {
	FINDING_OK,
	FINDING_NOTE, /* good to know; nothing is missing */
	FINDING_MISSING, /* whittle run will refuse, or record less */
};

struct finding {
	const char *id; /* "selinux-domain" */
	enum finding_level level;
	char text[400];
	char cure[300]; /* "" where there is nothing to cure */
};

#define FINDINGS_MAX 32

struct findings {
	struct finding items[FINDINGS_MAX];
	size_t count;
};

/* Look at everything. Never fails: what cannot be asked is a finding. */
void findings_collect(struct findings *ret);

/* STATUS_DIFFERS when anything is missing. */
enum status findings_status(const struct findings *findings);

#endif
