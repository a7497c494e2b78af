/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/run_signals.h - the signals that a run takes for itself and its
 * workload, and gives back in the end.
 */

#ifndef WHITTLE_PROFILER_RUN_SIGNALS_H
#define WHITTLE_PROFILER_RUN_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

#include "profile/error.h"

/* What the loop takes signals by; all else is as it was before. */
struct run_signals {
	int fd; /* signalfd; -1: none are blocked */
	sigset_t old_mask;
};

/* Is it one by which a person ends a program? */
bool run_signals_is_order(int number);

/* Block the signals that the loop takes, before any child is made. */
MUST_CHECK enum status run_signals_block(struct run_signals *signals,
					 struct error *err);

/*
 * Take what has come since the loop ended; true: an order to end was among it.
 * They stay blocked.
 */
bool run_signals_take(const struct run_signals *signals);

/*
 * Give the signals back: from here on they do what they do to any program,
 * also those that are pending. Nothing where none are blocked.
 */
void run_signals_release(struct run_signals *signals);

#endif
