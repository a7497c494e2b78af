/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/unseen_checks.h - capability checks of the kernel that leave no
 * record: it asks for them not to be logged, or asks the capability module
 * alone. A profile can only say where they may have happened.
 */

#ifndef WHITTLE_POLICIES_UNSEEN_CHECKS_H
#define WHITTLE_POLICIES_UNSEEN_CHECKS_H

#include <stdbool.h>

#include "profile/profile.h"

struct unseen_check {
	const char *id; /* begins the note */
	unsigned int capability;
	/* Any of these in the run makes it relevant; blanks between. NULL:
	   no call tells it, so it is never noted. */
	const char *syscalls;
	const char *besides; /* one of these must occur too, or NULL */
	/* More that must be so, or NULL. */
	bool (*fits)(const struct profile *profile);
	const char *does;   /* "SYSCALL() may need CAPABILITY " ... */
	const char *find;   /* how to find out, or what it does */
	const char *source; /* kernel file and function() */
	const char *kernel; /* the version where it was read */
};

/* Ends with a NULL id. */
extern const struct unseen_check unseen_checks[];

/*
 * Add one note to PROFILE for each row of which a call occurs in a phase of
 * the workload (not only of the runtime), unless the capability is needed
 * anyway. The same notes come however often it is called. Fails with
 * STATUS_INTERNAL when memory ran out.
 */
MUST_CHECK enum status policy_note_unseen(struct profile *profile,
					  struct error *err);

#endif
