/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/profile_load.h - a profile from a file, for any verb. */

#ifndef WHITTLE_PROFILER_PROFILE_LOAD_H
#define WHITTLE_PROFILER_PROFILE_LOAD_H

#include "profile/profile.h"

/*
 * Read PATH ("-" is standard input) into PROFILE, which profile_init() made,
 * and sort it. Fails with STATUS_MALFORMED: it cannot be read or is no
 * profile; STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status profile_load(struct profile *profile, const char *path,
				    struct error *err);

#endif
