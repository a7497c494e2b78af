/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/bundle.h - the config.json of an OCI bundle, changed for a
 * profiling run. Source: the OCI runtime specification.
 */

#ifndef WHITTLE_PROFILER_BUNDLE_H
#define WHITTLE_PROFILER_BUNDLE_H

#include "profile/error.h"
#include "profiler/workload.h"

struct bundle_facts {
	bool no_new_privileges;
	bool has_terminal;
};

/*
 * Read PLAN->bundle's config.json and write it to PLAN->directory/bundle:
 * with all capabilities, PLAN's label, the logging filter, PLAN's user and
 * environment, CGROUP as its group, and paths relative to the bundle made
 * absolute. The bundle itself is not touched. STATUS_MALFORMED when it is no
 * bundle.
 */
MUST_CHECK enum status bundle_prepare(const struct launch_plan *plan,
				      const char *cgroup,
				      struct bundle_facts *ret,
				      struct error *err);

#endif
