/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/journal.h - what a run changes on the host, written down before it
 * is changed, and undone at the end: by the run itself, by its watchdog, or
 * by doctor --restore. One run at a time: the lock.
 *
 * The file is text, a line each: "audit enabled 0 from 1" (the value to put
 * back, if it is still the run's own), "audit-rule NAME" (of
 * profiler/audit_rule.h, was added), "cgroup PATH",
 * "audit-rule NAME TYPE" (of an enforced run), "boolean NAME 0" (of the SELinux
 * policy, as it was), "booleans NAME..." (were on), "container ENGINE NAME",
 * "directory PATH", "seccomp-actions WORDS" (which were logged before).
 */

#ifndef WHITTLE_PROFILER_JOURNAL_H
#define WHITTLE_PROFILER_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/error.h"

#define JOURNAL_DIRECTORY "/run/whittle"
/* For what must be executable as any file of the host is. */
#define JOURNAL_STATE_DIRECTORY "/var/lib/whittle"

#define JOURNAL_WAIT_FOREVER UINT64_MAX

/*
 * Take the lock that one run on this host can hold, waiting up to WAIT_MS for
 * it. The kernel releases it when its holders are killed. It is held until
 * every copy of *RET_FD is closed. STATUS_UNSUPPORTED when another run holds
 * it.
 */
MUST_CHECK enum status journal_lock(uint64_t wait_ms, int *ret_fd,
				    struct error *err);

/* Is there a journal that a kill left (or that a run uses now)? */
bool journal_exists(void);

/* Add one line, before what it undoes is done. The lock must be held. */
PRINTF(2, 3)
MUST_CHECK enum status journal_add(struct error *err, const char *format, ...);

/*
 * The same for what a reboot does not reset, in a second journal that stands
 * in JOURNAL_STATE_DIRECTORY and is undone after the first: "module NAME" (of
 * the SELinux policy, was installed).
 */
PRINTF(2, 3)
MUST_CHECK enum status journal_add_lasting(struct error *err,
					   const char *format, ...);

/*
 * Undo all that the journal says and remove it; where somebody has removed it
 * since, what this process has written to it. Goes on after a failure; the
 * journal stays then and the first failure is returned. No journal is
 * STATUS_OK. When DONE is not NULL each step is told to it.
 */
MUST_CHECK enum status journal_undo(void (*done)(void *context,
						 const char *step),
				    void *context, struct error *err);

/* The same for the journal in DIRECTORY; journal_lock_in() makes it. */
MUST_CHECK enum status journal_lock_in(const char *directory, uint64_t wait_ms,
				       int *ret_fd, struct error *err);
bool journal_exists_in(const char *directory);
MUST_CHECK enum status journal_add_in(const char *directory, const char *line,
				      struct error *err);
MUST_CHECK enum status journal_undo_in(const char *directory,
				       void (*done)(void *context,
						    const char *step),
				       void *context, struct error *err);

#endif
