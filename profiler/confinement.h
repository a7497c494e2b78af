/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/confinement.h - what an enforced launch leaves to a workload, in
 * the place of everything: see whittle-verify(1).
 */

#ifndef WHITTLE_PROFILER_CONFINEMENT_H
#define WHITTLE_PROFILER_CONFINEMENT_H

#include <stdbool.h>

#include "profile/capset.h"

struct filter_program;

/* All borrowed. */
struct confinement {
	capset_t capabilities; /* of any set no more than these */
	/* The allowlist with its flags, as JSON for an engine and compiled
	   for a program; both NULL: the profile has none to enforce. */
	const char *seccomp;
	const struct filter_program *filter;
	/* The SELinux type; NULL: the launcher's own label. */
	const char *type;
	const char *level; /* NULL: a pair of categories of its own is drawn */
	/* A file of the container's type by which a program of the host
	   enters that type; NULL: it is executed itself. */
	const char *door;
	bool no_new_privileges;
};

#endif
