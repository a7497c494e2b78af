/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/watchdog.h - a process of its own that undoes the journal when
 * whittle dies without doing so, be it by SIGKILL. It holds the lock too, so
 * that the next run waits until it is through.
 */

#ifndef WHITTLE_PROFILER_WATCHDOG_H
#define WHITTLE_PROFILER_WATCHDOG_H

#include <sys/types.h>

#include "profile/error.h"

struct watchdog {
	pid_t pid;
	int pipe; /* its write end: closed without a word means we died */
};

/* LOCK_FD stays open in the watchdog. Start it before anything changes. */
MUST_CHECK enum status watchdog_start(struct watchdog *watchdog, int lock_fd,
				      struct error *err);
/* All is undone: it may go. Waits for it. */
void watchdog_stop(struct watchdog *watchdog);

#endif
