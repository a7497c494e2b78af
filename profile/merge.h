/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/merge.h - one profile from the profiles of many runs.
 *
 * The same profiles give the same bytes, in whichever order and grouping they
 * are merged and however often each is given: what is kept is, of each run
 * and item, whether the run has it. A run is known by its id; a profile
 * without runs is one run, with the digest of its evidence as the id.
 *
 * In the result each item says in which runs it occurred, where it did not in
 * all; verdicts on which runs disagree stand beside the one that won; a run's
 * subject, environment and completeness stand in its entry where they are not
 * those of the whole. Keys not known are kept: objects are joined key by key,
 * lists as sets, of other values that conflict the greater one stays.
 */

#ifndef WHITTLE_PROFILE_MERGE_H
#define WHITTLE_PROFILE_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/error.h"

struct merge;

struct merge *merge_new(void); /* NULL: no memory */
void merge_free(struct merge *merge);

static inline void cleanup_merge(struct merge **merge)
{
	merge_free(*merge);
}
#define AUTO_MERGE CLEANUP(cleanup_merge)

/*
 * Take in the profile TEXT. NAME is for messages. STATUS_MALFORMED: it is
 * none; the merge is then of no use any more, as after STATUS_INTERNAL.
 */
MUST_CHECK enum status merge_add(struct merge *merge, const char *text,
				 size_t length, const char *name,
				 struct error *err);

/* The image's reference of every run's subject from now on. */
MUST_CHECK enum status merge_set_image(struct merge *merge, const char *image,
				       struct error *err);

/* The result as JSON text, freed with free(). */
MUST_CHECK enum status merge_finish(struct merge *merge, char **ret_text,
				    struct error *err);

/* What the person at the terminal should know of what was merged. */
struct merge_facts {
	size_t profiles; /* taken in */
	size_t runs;	 /* different ones */
	size_t repeated; /* given more than once, and counted once */
	size_t subjects; /* different descriptions of the subject */
	size_t environments;
	size_t complete_runs;
};

/* Goes through all runs: for the end. */
struct merge_facts merge_facts(const struct merge *merge);

/* So far, at once: to be asked before and after each file. */
struct merge_counts {
	size_t profiles, runs, repeated; /* as above */
	size_t subjects;		 /* descriptions that were ever met */
};

struct merge_counts merge_counts(const struct merge *merge);

#endif
