/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policies/engine_defaults.h - what each engine grants when nobody asks. */

#ifndef WHITTLE_POLICIES_ENGINE_DEFAULTS_H
#define WHITTLE_POLICIES_ENGINE_DEFAULTS_H

#include "profile/capset.h"

struct engine_default {
	const char *name; /* as --base takes it */
	capset_t capabilities;
	const char *source; /* where it is written, and the version read */
};

/* Ends with a NULL name. */
extern const struct engine_default engine_defaults[];

/* The row called NAME, or NULL. The result lives as long as the program. */
const struct engine_default *engine_default_find(const char *name);

#endif
