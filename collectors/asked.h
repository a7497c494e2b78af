/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collectors/asked.h - one AVC of the harvest and all that is known with it.
 * Shared by harvest_event.c, harvest_capability.c and harvest_access.c.
 */

#ifndef WHITTLE_COLLECTORS_ASKED_H
#define WHITTLE_COLLECTORS_ASKED_H

#include "collectors/avc.h"
#include "collectors/harvest_private.h"
#include "collectors/object.h"
#include "collectors/syscall_record.h"

struct asked {
	struct avc avc;
	const struct record *record;
	const struct event *event;
	const struct syscall_record *syscall; /* NULL: no such record */
	struct maker maker;
	const struct known_label *target; /* NULL: not a context */
	enum phase phase;
	struct subject *subject;
	/* No check: the executed file of this PATH record has the
	   capability. Else NULL. */
	const struct record *item;
};

void harvest_capability(struct harvest *harvest, const struct asked *asked);
void harvest_access(struct harvest *harvest, const struct asked *asked);

/* harvest_exec.c: as whom SUBJECT did it */
void harvest_note_user(struct subject *subject,
		       const struct syscall_record *syscall);
/* harvest_exec.c: whose the SYSCALL record is, and who made it; NULL:
   nobody's who is looked for */
struct subject *harvest_subject_of_call(struct harvest *harvest,
					const struct record *record,
					const struct syscall_record *syscall,
					struct maker *maker);
/* harvest_refused.c: the SYSCALL RECORD of an event that was refused. */
void harvest_refused(struct harvest *harvest, const struct event *event,
		     const struct record *record,
		     const struct syscall_record *syscall);
/* harvest_exec.c: the SYSCALL RECORD of an event that executes a file or sets
   capabilities */
void harvest_call(struct harvest *harvest, const struct event *event,
		  const struct record *record,
		  const struct syscall_record *syscall);

/* The profile's own clean copy; NULL for none. */
const char *harvest_intern_name(struct profile *profile,
				const struct name *name);
const char *harvest_intern_path(struct profile *profile, const char *path);

#endif
