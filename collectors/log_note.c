/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile is told of a log's losses. */
#include <inttypes.h>

#include "collectors/log.h"

static void note_serials(const struct log_stats *stats, struct profile *profile)
{
	if (stats->serials.missing)
		profile_note_incomplete(
			profile,
			"%" PRIu64 " events are missing in %" PRIu64
			" gaps between the serials of the log: lost, or cut "
			"out "
			"of it",
			stats->serials.missing, stats->serials.gaps);
	if (stats->serials.is_picked)
		profile_note(profile,
			     "the log is a choice of events: whether others "
			     "were lost cannot be seen in its serials");
	if (stats->has_no_head)
		profile_note_incomplete(
			profile,
			"the log begins in the middle of an event: what was "
			"before stands in an older file");
}

void log_note_losses(const struct log_stats *stats, struct profile *profile)
{
	for (int i = 0; i < RECORD_RESULT_COUNT; i++) {
		if (!stats->results[i] || i == RECORD_BAD_FIELDS ||
		    !record_result_is_damage((enum record_result)i))
			continue;
		profile_note_incomplete(
			profile,
			"%" PRIu64 " lines were damaged, %s: the first is line "
			"%" PRIu64,
			stats->results[i],
			record_result_text((enum record_result)i),
			stats->first_line[i]);
	}
	note_serials(stats, profile);
	if (stats->damage)
		profile_note_incomplete(profile,
					"%s: what follows was not read",
					stats->damage);
	if (stats->has_losses)
		profile_note_incomplete(
			profile,
			"the log says that records were lost before they "
			"reached it");
	profile_source_add(profile, "log",
			   stats->lost + stats->serials.missing);
}
