/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/detail.h - what -v tells of a profile and of the advice made of it:
 * what was decided, and by which row or rule. All on standard error, and
 * nothing without -v.
 */

#ifndef WHITTLE_PROFILER_DETAIL_H
#define WHITTLE_PROFILER_DETAIL_H

#include "profile/profile.h"
#include "profiler/verb.h"

/* Not to be met together with collectors/, whose spans are others. */
struct advice;
struct selinux_request;
struct selinux_source;

/* "read 'FILE': nginx (podman, ...), 5 capabilities, ..., complete". */
void detail_profile(const struct invocation *invocation,
		    const struct profile *profile, const char *path);

/* Each capability's verdict with what decided it, and the notes. */
void detail_verdicts(const struct invocation *invocation,
		     const struct profile *profile);
void detail_notes(const struct invocation *invocation,
		  const struct profile *profile);

/* Which SELinux policy is asked, or that none is, and why. */
void detail_selinux_source(const struct invocation *invocation,
			   const struct selinux_source *source,
			   const struct selinux_request *request);

/* What became of the profile's items; TOPICS are those of the format. */
void detail_advice(const struct invocation *invocation,
		   const struct advice *advice, unsigned int topics);

#endif
