/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/profile_index.h - where in a profile's arrays an element is.
 * Private to profile.c and profile_sort.c.
 */

#ifndef WHITTLE_PROFILE_PROFILE_INDEX_H
#define WHITTLE_PROFILE_PROFILE_INDEX_H

#include "profile/profile.h"

struct profile_index;

struct profile_index *profile_index_new(void); /* NULL: no memory */
void profile_index_free(struct profile_index *index);

/* Forget all positions (the arrays were sorted); they are found again. */
void profile_index_reset(struct profile_index *index);

/*
 * The position of an element equal to the argument (but for counts and
 * lists); for a new one the array's present count, where the caller must
 * append it. NULL when memory ran out. All strings must be interned.
 */
size_t *profile_index_syscall(struct profile *profile, uint32_t arch,
			      uint32_t number);
size_t *profile_index_access(struct profile *profile,
			     const struct access *access);
size_t *profile_index_evidence(struct profile *profile,
			       const struct capability_need *need,
			       const struct evidence *evidence);

#endif
