/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_candidate.h - what is known of SELinux policies beside
 * themselves: which types they have for containers, and who launches them.
 */

#ifndef WHITTLE_POLICIES_SELINUX_CANDIDATE_H
#define WHITTLE_POLICIES_SELINUX_CANDIDATE_H

#include "policies/selinux_asker.h"

/* A type that a container can be given. */
struct selinux_type {
	enum selinux_platform platform;
	const char *name;
	const char *level; /* to be set with it; NULL: the engine draws one */
	bool is_default;   /* what engines give when nobody asks */
	bool is_wide;	   /* opens the host: no confinement worth the name */
	const char *purpose;
	const char *source;
};

/* From narrow to wide within a platform; ends with a NULL name. */
extern const struct selinux_type selinux_types[];

/* A domain that starts containers, in the context it has. */
struct selinux_launcher {
	enum selinux_platform platform; /* PLATFORM_UNKNOWN: any */
	const char *context;
	const char *name;
};

/* Ends with a NULL context. */
extern const struct selinux_launcher selinux_launchers[];

/* Something on a host that most containers have no business with. */
struct selinux_probe {
	const char *what; /* "reads the host's logs" */
	const char *target;
	const char *class;
	const char *permission;
};

/*
 * How wide a type is, is how many of these it may do. Ends with a NULL what.
 * Targets at the level of another container hold a pair that no engine draws.
 */
extern const struct selinux_probe selinux_probes[];

/* "refpolicy" and its other names ("debian"). False: no such platform. */
MUST_CHECK bool selinux_platform_from_name(const char *name,
					   enum selinux_platform *ret);
const char *selinux_platform_name(enum selinux_platform platform);
/* Whose policy that is, in words: "the reference policy, as of Debian". */
const char *selinux_platform_owner(enum selinux_platform platform);

/* Told by types that only one of them has. */
enum selinux_platform selinux_platform_of(const struct selinux_asker *asker);

#endif
