/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/verify_grant.h - what the reports of a profile grant on this host,
 * made into a enforcement.
 */

#ifndef WHITTLE_PROFILER_VERIFY_GRANT_H
#define WHITTLE_PROFILER_VERIFY_GRANT_H

#include "policies/seccomp_advice.h"
#include "profile/profile.h"
#include "profile/text.h"
#include "profiler/enforcement.h"
#include "profiler/workload.h"

/* Who launches it, and whether SELinux is to have a part in it. */
struct verify_target {
	const struct workload_ops *launch;
	const char *engine;
	bool is_without_selinux;
	/* Install a module for it, where only a wide type would fit. */
	bool has_module;
};

/* Not to be met together with collectors/, whose spans are others. */
struct invocation;
struct verify_grant;

/*
 * Make *RET from PROFILE for TARGET; SECCOMP as for seccomp_advice_make().
 * PROFILE must outlive it and stay as it is. Freed with verify_grant_free().
 * Fails with STATUS_UNSUPPORTED: this host cannot enforce it.
 */
MUST_CHECK enum status verify_grant_make(struct verify_grant **ret,
					 const struct profile *profile,
					 const struct verify_target *target,
					 const struct seccomp_options *seccomp,
					 struct error *err);
void verify_grant_free(struct verify_grant *grant);

static inline void cleanup_verify_grant(struct verify_grant **grant)
{
	verify_grant_free(*grant);
}
#define AUTO_VERIFY_GRANT CLEANUP(cleanup_verify_grant)

/* Borrowed from GRANT. */
const struct enforcement *verify_grant_enforcement(
	const struct verify_grant *grant);

/* The runtime cannot have refusals of seccomp logged. */
/* What -v tells of how it came to be. */
void verify_grant_tell(const struct verify_grant *grant, bool with_selinux,
		       const struct invocation *invocation);

bool verify_grant_is_unlogged(const struct verify_grant *grant);

/* Does it grant what NEED asks for? */
bool verify_grant_covers(const struct verify_grant *grant,
			 const struct capability_need *need);

/* Does it allow the system call NAME, or has it no allowlist? */
bool verify_grant_allows(const struct verify_grant *grant, const char *name);

/* Does its allowlist refuse NAME on purpose, so that a library goes on? */
bool verify_grant_refuses(const struct verify_grant *grant, const char *name);

/* A type nearer than the one enforced, which refuses some of what was asked. */
struct verify_nearer {
	const char *type, *level; /* level NULL: a pair is drawn */
	capset_t refused;	  /* of the minimal set */
};

/* Number INDEX of them, the nearest first; false: there are not so many. */
bool verify_grant_nearer(const struct verify_grant *grant, size_t index,
			 struct verify_nearer *ret);

/* What that refuses is unneeded, in PROFILE, which the grant was made from and
   is no more to be asked about. */
void verify_grant_set_unneeded(const struct verify_grant *grant, size_t index,
			       struct profile *profile);

/* "5 capabilities, 67 system calls, container_t". */
void verify_grant_describe(const struct verify_grant *grant, struct text *text);

#endif
