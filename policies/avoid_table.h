/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/avoid_table.h - ways around granting a capability: for each its
 * kind of evidence, what it costs and where that is known from. A row is
 * keyed by capability, syscall and object, never by a program's name.
 */

#ifndef WHITTLE_POLICIES_AVOID_TABLE_H
#define WHITTLE_POLICIES_AVOID_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/reason.h"
#include "profile/profile.h"
#include "profile/text.h"

#define AVOID_ANY_CAPABILITY (CAPABILITY_MAX + 1u)

struct avoid_row {
	const char *id;
	unsigned int capability; /* or AVOID_ANY_CAPABILITY */
	const char *syscalls;	 /* names with a blank between; NULL: any */
	/* More that one evidence of NEED must have, or NULL. */
	bool (*fits)(const struct capability_need *need,
		     const struct evidence *evidence,
		     const struct reason *reason);
	const char *way; /* what to do, where no evidence can be named */
	/* The same, naming what EVIDENCE names; or NULL. */
	void (*describe)(struct text *text, const struct evidence *evidence,
			 const struct reason *reason);
	const char *costs;
	const char *source; /* manual page, or kernel file and function() */
};

/* Ends with a NULL id. What serves best comes first. */
extern const struct avoid_row avoid_rows[];

/* A row that fits the evidence of a need, or some of it. */
struct avoid_way {
	const struct avoid_row *row;
	const struct evidence *first; /* that it fits */
	size_t fitting;		      /* how many of the need's evidence */
};

#define AVOID_WAYS_MAX 16

/*
 * The ways that fit NEED, those that fit most of its evidence first. Returns
 * how many; WAYS has room for AVOID_WAYS_MAX.
 */
size_t avoid_ways_find(const struct capability_need *need,
		       struct avoid_way *ways);

/* What to do, with the file and the ids of the way's first evidence. */
void avoid_way_describe(struct text *text, const struct avoid_way *way);

/* ROW is about CAPABILITY: one of its own, or one for all that is so. */
bool avoid_row_concerns(const struct avoid_row *row, unsigned int capability);

#endif
