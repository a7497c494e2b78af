/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/enforcement.h - what an enforced launch leaves to a workload, in
 * the place of everything: see whittle-verify(1).
 */

#ifndef WHITTLE_PROFILER_ENFORCEMENT_H
#define WHITTLE_PROFILER_ENFORCEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/capset.h"

struct filter_program;

struct enforcement_boolean {
	const char *name;
	bool is_on;
};

/* All borrowed. */
struct enforcement {
	capset_t capabilities; /* of any set no more than these */
	/* The allowlist with its flags, as JSON for an engine and compiled
	   for a program; both NULL: the profile has none to enforce. */
	const char *seccomp;
	const struct filter_program *filter;
	/* The SELinux type; NULL: the launcher's own label. */
	const char *type;
	const char *level; /* NULL: a pair of categories of its own is drawn */
	bool no_new_privileges;
	/* Booleans of the policy that TYPE needs turned over for the time. */
	const struct enforcement_boolean *booleans;
	size_t boolean_count;
	/* The module (CIL) that has TYPE, installed for the time; NULL: the
	   policy has it. */
	const char *module_name, *module_text;
};

#endif
