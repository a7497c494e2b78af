/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/lab_session.h - one command or shell in a guest of its own, from
 * the start of the machine to its end. The guest's side of the talk is
 * lab/overlay/usr/lib/whittle-lab/agent.
 */

#ifndef WHITTLE_PROFILER_LAB_SESSION_H
#define WHITTLE_PROFILER_LAB_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/error.h"
#include "profiler/lab_carry.h"
#include "profiler/lab_place.h"
#include "profiler/verb.h"

struct lab_request {
	const char *const *command; /* NULL: a shell on this terminal */
	uint64_t timeout_ms;	    /* for start and command; 0: none */
	bool has_progress;	    /* tell a terminal how long it lasts */
	const char *console;	    /* file for the console's log, or NULL */
};

/*
 * Start the guest at PLACE, carry CARRY in (this finishes it), run what
 * REQUEST says between our own standard streams and the guest's, and end the
 * guest. *RET_EXIT is the command's exit status. Fails when the guest does
 * not start, stops, or does not end in time.
 */
MUST_CHECK enum status lab_session_run(const struct invocation *invocation,
				       const struct lab_place *place,
				       const struct lab_request *request,
				       struct lab_carry *carry, int *ret_exit,
				       struct error *err);

#endif
