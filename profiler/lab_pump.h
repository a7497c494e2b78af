/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profiler/lab_pump.h - bytes from one descriptor to another, with poll(2). */

#ifndef WHITTLE_PROFILER_LAB_PUMP_H
#define WHITTLE_PROFILER_LAB_PUMP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/attributes.h"

struct lab_pump {
	int from;	/* borrowed; -1: nothing (more) to do */
	int to;		/* borrowed; a socket is shut down at the end of FROM */
	uint64_t total; /* written so far */
	size_t start;
	size_t length; /* bytes waiting in BUFFER from START on */
	int error;     /* errno of a failed write; 0: none */
	char buffer[64 * 1024];
};

/* Free with free(). NULL when memory ran out. */
MUST_CHECK struct lab_pump *lab_pump_new(int from, int to);

/* What the pump waits for: fill SLOT. An idle pump waits for nothing. */
void lab_pump_prepare(const struct lab_pump *pump, struct pollfd *slot);

/* Move what SLOT says can be moved. */
void lab_pump_move(struct lab_pump *pump, const struct pollfd *slot);

#endif
