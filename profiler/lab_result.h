/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/lab_result.h - a file from the guest at the end of what a command
 * writes there: all up to a marker goes on to standard output, what stands
 * behind it is kept.
 */

#ifndef WHITTLE_PROFILER_LAB_RESULT_H
#define WHITTLE_PROFILER_LAB_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "profile/error.h"
#include "profile/text.h"

#define LAB_MARKER_SIZE 33 /* with its terminating byte */

/* All zero but SAVED (-1): none. */
struct lab_result {
	char marker[LAB_MARKER_SIZE];
	int saved; /* standard output as it was */
	int kept;  /* a memfd of what stands behind the marker */
	pid_t pid; /* the process between the two */
};

/*
 * From now on standard output goes through a process that looks for the
 * marker, which is random.
 */
MUST_CHECK enum status lab_result_begin(struct lab_result *result,
					struct error *err);

/* Standard output is as before; what stood behind the marker, into TEXT. */
MUST_CHECK enum status lab_result_end(struct lab_result *result,
				      struct text *text, struct error *err);

/* Where a marker is looked for. All zero is ready. */
struct lab_splitter {
	size_t matched; /* bytes of the marker at the end of what was read */
	bool is_behind;
};

/*
 * Split LENGTH more BYTES: PASS(CONTEXT, ...) gets what stands before MARKER,
 * KEEP what is behind it. Any part may be empty.
 */
void lab_splitter_feed(struct lab_splitter *splitter, const char *marker,
		       const char *bytes, size_t length,
		       void (*pass)(void *context, const char *bytes,
				    size_t length),
		       void (*keep)(void *context, const char *bytes,
				    size_t length),
		       void *context);

/* No more comes: what looked like the marker's begin is passed. */
void lab_splitter_end(struct lab_splitter *splitter, const char *marker,
		      void (*pass)(void *context, const char *bytes,
				   size_t length),
		      void *context);

#endif
