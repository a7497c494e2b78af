/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile/coverage.h"

#include "profile/runset.h"

enum phase phase_first(phaseset_t phases)
{
	/* PHASE_TABLE is in the order of life. */
	for (unsigned int phase = 0; phase < PHASE_COUNT; phase++)
		if (phases >> phase & 1)
			return (enum phase)phase;
	return PHASE_WORKLOAD;
}

static phaseset_t phases_of_need(const struct capability_need *need)
{
	phaseset_t phases = 0;

	for (size_t i = 0; i < need->evidence_count; i++)
		phases |= 1u << need->evidence[i].phase;
	return phases;
}

static size_t refined_count(const struct profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < profile->run_count; i++)
		count += profile->runs[i].is_refined;
	return count;
}

/*
 * How many of the runs that looked for everything have it, where REFINED of
 * them looked for news alone.
 */
static size_t seen_in(const struct profile *profile, const char *runs,
		      size_t refined, size_t *ret_refined)
{
	size_t seen = 0;
	AUTO_RUNSET struct runset set = {0};

	*ret_refined = 0;
	if (!refined || !runs ||
	    !runset_parse(&set, runs, profile->run_count)) {
		*ret_refined = runs ? 0 : refined;
		return runset_text_count(runs, profile->run_count) -
		       *ret_refined;
	}
	for (size_t i = 0; i < profile->run_count; i++) {
		if (!runset_has(&set, i))
			continue;
		if (profile->runs[i].is_refined)
			++*ret_refined;
		else
			seen++;
	}
	return seen;
}

/* Those that looked for everything; a profile without a list is one. */
static size_t full_runs(const struct profile *profile, size_t refined)
{
	return profile->run_count ? profile->run_count - refined : 1;
}

size_t coverage_runs(const struct profile *profile, const char *runs,
		     size_t *ret_seen)
{
	size_t all = refined_count(profile), refined;
	size_t seen = seen_in(profile, runs, all, &refined);

	*ret_seen = seen + refined;
	return full_runs(profile, all) + refined;
}

/* Call VISIT for each item: in how many runs it is, and its phases. */
static void visit_items(const struct profile *profile,
			void (*visit)(void *data, size_t seen,
				      phaseset_t phases),
			void *data)
{
	size_t all = refined_count(profile), refined;

	for (size_t i = 0; i < profile->capability_count; i++)
		visit(data,
		      seen_in(profile, profile->capabilities[i].runs, all,
			      &refined),
		      phases_of_need(&profile->capabilities[i]));
	for (size_t i = 0; i < profile->syscall_count; i++)
		visit(data,
		      seen_in(profile, profile->syscalls[i].runs, all,
			      &refined),
		      profile->syscalls[i].phases);
	for (size_t i = 0; i < profile->access_count; i++)
		visit(data,
		      seen_in(profile, profile->accesses[i].runs, all,
			      &refined),
		      1u << profile->accesses[i].phase);
}

static void count_item(void *data, size_t seen, phaseset_t phases)
{
	struct coverage *coverage = data;

	coverage->items++;
	coverage->in_all += seen == coverage->runs;
	coverage->in_one += seen == 1 && coverage->runs > 1;
	coverage->phases |= phases;
	coverage->first_in[phase_first(phases)]++;
}

struct coverage coverage_of(const struct profile *profile)
{
	size_t refined = refined_count(profile);
	struct coverage coverage = {.runs = full_runs(profile, refined),
				    .refined = refined};

	visit_items(profile, count_item, &coverage);
	/* An item of one run is new with it exactly when that run is last. */
	coverage.last_new = coverage.runs > 1 ? (double)coverage.in_one /
							(double)coverage.runs
					      : (double)coverage.items;
	return coverage;
}

phaseset_t coverage_phases(const struct profile *profile)
{
	return coverage_of(profile).phases;
}

struct curve {
	size_t runs, k;
	double sum;
};

/* The chance that K runs out of all hold one of the SEEN. */
static void add_chance(void *data, size_t seen, phaseset_t phases)
{
	struct curve *curve = data;
	size_t fewer, more;
	double missing = 1;

	(void)phases;
	/* The same with K and SEEN exchanged: the shorter way. */
	fewer = curve->k < seen ? curve->k : seen;
	more = curve->k < seen ? seen : curve->k;
	for (size_t i = 0; i < fewer && missing > 1e-9; i++)
		missing *= curve->runs - i > more
				   ? (double)(curve->runs - i - more) /
					     (double)(curve->runs - i)
				   : 0;
	curve->sum += 1 - missing;
}

double coverage_after(const struct profile *profile, size_t k)
{
	struct curve curve = {
		.runs = full_runs(profile, refined_count(profile)), .k = k};

	if (curve.k > curve.runs)
		curve.k = curve.runs;
	visit_items(profile, add_chance, &curve);
	return curve.sum;
}
