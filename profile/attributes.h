/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile/attributes.h - compiler attributes and cleanup helpers. */

#ifndef WHITTLE_PROFILE_ATTRIBUTES_H
#define WHITTLE_PROFILE_ATTRIBUTES_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MUST_CHECK	__attribute__((warn_unused_result))
#define PRINTF(f, a)	__attribute__((format(printf, f, a)))
#define NORETURN	__attribute__((noreturn))
#define CLEANUP(f)	__attribute__((cleanup(f)))
#define ARRAY_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static inline void cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_fclose(FILE **p)
{
	if (*p)
		fclose(*p);
}

static inline void cleanup_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* Heap memory, a stream, a descriptor (-1: none): released at scope's end. */
#define AUTO_FREE   CLEANUP(cleanup_free)
#define AUTO_FCLOSE CLEANUP(cleanup_fclose)
#define AUTO_CLOSE  CLEANUP(cleanup_close)

/* Give a descriptor away: the variable no longer owns it. */
static inline int take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

/* Give heap memory away: the variable no longer owns it. */
#define TAKE(p)                                                                \
	__extension__({                                                        \
		__typeof__(p) taken_ = (p);                                    \
		(p) = NULL;                                                    \
		taken_;                                                        \
	})

#endif
