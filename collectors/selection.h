/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/selection.h - whose records count. Every condition that is set
 * must hold; with none set nothing is chosen (a survey).
 */

#ifndef WHITTLE_COLLECTORS_SELECTION_H
#define WHITTLE_COLLECTORS_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Strings and arrays are borrowed. */
struct selection {
	const char *context; /* a label, may have "*" and "?"; its level may
				be left out: any */
	const char *type;    /* the type of a label */
	const char *comm;
	const char *exe;
	const uint64_t *pids; /* sorted */
	size_t pid_count;
	bool by_session; /* sessions are given to
			    harvest_session_add() */
	/* Of a context and a session either will do: what a container's
	   runtime does under the filter, before its label, has the session
	   alone, what is executed in the container later the label alone. */
	bool by_either;
	/* by_either: others may have the context as well, so that of a record
	   with it whose session is known that must be one of the run's, or
	   OTHER_SESSION: what is executed in a container later has it. */
	bool is_shared;
	uint64_t other_session;
	/* Without labels: is a process of this name still the launcher's?
	   NULL: what is known of runc and crun (runtime_is_hinted()). */
	bool (*is_launcher)(const char *comm, const char *exe);
	bool all; /* everybody's */
};

/* Is any condition set? */
bool selection_is_set(const struct selection *selection);

#endif
