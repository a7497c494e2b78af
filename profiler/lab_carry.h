/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/lab_carry.h - what is carried into the guest: a tar in memory,
 * which nothing can leave behind.
 */

#ifndef WHITTLE_PROFILER_LAB_CARRY_H
#define WHITTLE_PROFILER_LAB_CARRY_H

#include "profile/error.h"

struct lab_carry {
	int fd; /* a memfd; -1: none */
};

/* Begin an empty archive. Freed with lab_carry_done(). */
MUST_CHECK enum status lab_carry_init(struct lab_carry *carry,
				      struct error *err);
void lab_carry_done(struct lab_carry *carry);

/*
 * Add PATH (a file, a symbolic link to one, or a directory with all in it) as
 * NAME. Sockets, devices and the like are left out. Fails with
 * STATUS_MALFORMED when something cannot be read.
 */
MUST_CHECK enum status lab_carry_add(struct lab_carry *carry, const char *path,
				     const char *name, struct error *err);

/* Add a file NAME that holds BYTES. */
MUST_CHECK enum status lab_carry_add_bytes(struct lab_carry *carry,
					   const char *name, const char *bytes,
					   size_t length, struct error *err);

/* End the archive and go to its beginning: FD is ready to be read. */
MUST_CHECK enum status lab_carry_finish(struct lab_carry *carry,
					struct error *err);

#endif
