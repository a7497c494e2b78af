/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/interner.h - one copy of each string, so that equal strings are
 * equal pointers.
 */

#ifndef WHITTLE_PROFILE_INTERNER_H
#define WHITTLE_PROFILE_INTERNER_H

struct interner;

struct interner *interner_new(void);	       /* NULL: no memory */
void interner_free(struct interner *interner); /* and all its strings */

/* The interner's copy of STRING; NULL when memory ran out. */
const char *interner_add(struct interner *interner, const char *string);

#endif
