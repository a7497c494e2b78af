/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/diff.h - a comparison of two or more releases in one format: one
 * row of a table, one file.
 */

#ifndef WHITTLE_REPORTERS_DIFF_H
#define WHITTLE_REPORTERS_DIFF_H

#include <stdio.h>

#include "policies/comparison.h"
#include "policies/history.h"
#include "profile/text.h"

/* All borrowed. */
struct diff_view {
	const char *const *labels; /* one a release, old to new */
	const struct profile *const *profiles;
	size_t count;			/* of releases, at least 2 */
	const struct comparison *steps; /* from each to the next */
	const struct history *history;
	bool is_colored;
	size_t width; /* of the reader's terminal; 0: 80 columns */
};

typedef enum status (*diff_write)(FILE *out, const struct diff_view *view,
				  struct error *err);

struct diff_format {
	const char *name;
	diff_write write;
	bool has_warnings; /* writes them itself */
};

/* Ends with a NULL name. The first is the default. */
extern const struct diff_format diff_formats[];

enum status diff_text(FILE *out, const struct diff_view *view,
		      struct error *err);
enum status diff_json(FILE *out, const struct diff_view *view,
		      struct error *err);
enum status diff_markdown(FILE *out, const struct diff_view *view,
			  struct error *err);
enum status diff_html(FILE *out, const struct diff_view *view,
		      struct error *err);

/* ---- words that several formats use; text is escaped for a terminal ------ */

/* "web: 1.4 -> 1.5". */
void diff_add_title(struct text *text, const struct diff_view *view);

/* "CAP_NET_RAW", "syscall openat", "access etc_t:file", "type spc_t". */
void diff_add_item(struct text *text, const struct comparison_item *item);

/*
 * Who and where: the first pieces of evidence of the side that has the item,
 * LINE given each, without line end.
 */
void diff_visit_evidence(const struct comparison_item *item, size_t most,
			 void (*line)(void *data, const char *words),
			 void *data);

/* "in 2 of 3 runs"; nothing when in all, or when there is one. */
void diff_add_runs(struct text *text, const struct comparison *comparison,
		   const struct comparison_item *item);

/* "3 runs, 140 items, 12 of them in one run only; ...". */
void diff_add_coverage(struct text *text, const struct profile *profile);

/* What is to be granted besides, and what can be taken away. */
void diff_add_grants(struct text *text, capset_t set);

/* The heading of a cause, for people. */
const char *diff_cause_heading(enum comparison_cause cause);

/* "needed", "called", "-" or "?" for a cell of the matrix. */
const char *diff_cell_word(const struct history_cell *cell);

/* When the row came and went: "since 1.5", "1.4 to 1.6". */
void diff_add_life(struct text *text, const struct diff_view *view,
		   const struct history_row *row);

#endif
