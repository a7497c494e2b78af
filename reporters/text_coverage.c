/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reporters/text_coverage.h"

#include "profile/coverage.h"

#define POINTS_MAX 8

void text_add_coverage(struct text *text, const struct profile *profile)
{
	struct coverage coverage = coverage_of(profile);
	const char *comma = "";

	text_addf(text, "%zu run%s, ", coverage.runs,
		  coverage.runs == 1 ? "" : "s");
	if (coverage.refined)
		text_addf(text, "%zu more for news only, ", coverage.refined);
	text_addf(text, "%zu items", coverage.items);
	if (coverage.runs > 1)
		text_addf(text,
			  ", %zu of them in one run only; the last run "
			  "brought %.1f new ones (mean over all orders)",
			  coverage.in_one, coverage.last_new);
	text_add(text, "; first seen in");
	for (unsigned int i = 0; i < PHASE_COUNT; i++) {
		if (!(coverage.phases >> i & 1))
			continue;
		text_addf(text, "%s %s %zu", comma, phase_name((enum phase)i),
			  coverage.first_in[i]);
		comma = ",";
	}
	if (!coverage.items)
		text_add(text, " nothing");
}

void text_add_growth(struct text *text, const struct profile *profile)
{
	size_t runs = coverage_of(profile).runs;
	size_t step = (runs + POINTS_MAX - 1) / POINTS_MAX;

	if (runs < 2)
		return;
	text_add(text, "items after so many runs:");
	for (size_t k = 1; k < runs; k += step)
		text_addf(text, " %zu: %.1f,", k, coverage_after(profile, k));
	text_addf(text, " %zu: %.1f", runs, coverage_after(profile, runs));
}
