/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/pod_security.h - the strictest Pod Security Standard that a
 * workload can run under, as far as its profile tells.
 * Source: Kubernetes Pod Security Standards, kubernetes.io/docs/concepts/
 * security/pod-security-standards, with the SELinux types of v1.31.
 */

#ifndef WHITTLE_POLICIES_POD_SECURITY_H
#define WHITTLE_POLICIES_POD_SECURITY_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/profile.h"

enum pod_level { POD_PRIVILEGED, POD_BASELINE, POD_RESTRICTED };

/* What keeps a workload from a level, in the field's words and ours. */
struct pod_obstacle {
	enum pod_level level; /* that it keeps from */
	const char *control;  /* "capabilities", "runAsNonRoot", ... */
	bool is_unknown;      /* not refuted, but not shown either */
	char *text;	      /* one line */
};

#define POD_OBSTACLES_MAX 9

struct pod_security {
	bool is_known; /* else capabilities were not recorded: no level */
	enum pod_level level;
	struct pod_obstacle obstacles[POD_OBSTACLES_MAX];
	size_t count;
	bool failed; /* private: memory ran out */
};

/* What is to be set, as far as the standard looks at it. */
struct pod_settings {
	bool is_recorded;	  /* capabilities were */
	capset_t capabilities;	  /* to add after dropping all */
	const char *selinux_type; /* to be set, or NULL */
	bool has_seccomp;	  /* there is an allowlist */
	bool no_new_privileges;	  /* the run was made under it */
	const char *no_apparmor;  /* why AppArmor is to be off; NULL: it is
				     not */
};

/* What a profile cannot tell, for a reader: one sentence. */
extern const char pod_security_unjudged[];

/*
 * Fill *POD; freed with pod_security_done(), also after a failure. Fails with
 * STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status pod_security_make(struct pod_security *pod,
					 const struct profile *profile,
					 const struct pod_settings *settings,
					 struct error *err);
void pod_security_done(struct pod_security *pod);

/* "privileged", "baseline", "restricted" */
const char *pod_level_name(enum pod_level level);

#endif
