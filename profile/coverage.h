/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/coverage.h - how far a profile can be trusted: what a further run
 * would bring, judged by what the runs so far brought.
 *
 * Runs have no order in a profile (there is no clock in it), so what is told
 * is the mean over all orders in which they may have come.
 */

#ifndef WHITTLE_PROFILE_COVERAGE_H
#define WHITTLE_PROFILE_COVERAGE_H

#include "profile/profile.h"

struct coverage {
	size_t runs;	 /* that looked for everything */
	size_t refined;	 /* further ones, that looked for news only */
	size_t items;	 /* capabilities, system calls and accesses */
	size_t in_all;	 /* of these, seen in every run */
	size_t in_one;	 /* seen in one run only, where there are several */
	double last_new; /* new items that the last run brought, on average */
	phaseset_t phases;
	/* Items of which this is the first phase in the life of a workload. */
	size_t first_in[PHASE_COUNT];
};

struct coverage coverage_of(const struct profile *profile);

/*
 * How many of PROFILE's runs looked for an item that occurred in RUNS (as in
 * the file): a refined run (run --refine) looks for what is new to it only, so
 * that it counts where it has the item. *RET_SEEN: how many have it.
 */
size_t coverage_runs(const struct profile *profile, const char *runs,
		     size_t *ret_seen);

/* How many items K of the profile's runs have together, on average. */
double coverage_after(const struct profile *profile, size_t k);

/* All phases in which anything was seen. */
phaseset_t coverage_phases(const struct profile *profile);

/* A phase by its place in the life of a workload. */
enum phase phase_first(phaseset_t phases);

#endif
