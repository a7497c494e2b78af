/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/minimize_key.h - of what a minimization's state is. */

#ifndef WHITTLE_PROFILER_MINIMIZE_KEY_H
#define WHITTLE_PROFILER_MINIMIZE_KEY_H

#include "profiler/verify.h"

/*
 * All that decides how a trial ends but for what questions tell, as a hex
 * digest: what is enforced, the workload as it is now (the image's id, the
 * program's or the bundle's file), its commands and its time. Verdicts that an
 * earlier call has written into the profile change nothing. Fails with
 * STATUS_INTERNAL.
 */
MUST_CHECK enum status minimize_key(const struct verify_job *job,
				    const struct enforcement *enforcement,
				    char key[65], struct error *err);

#endif
