/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/advice.h - what to grant to the workload of a profile: the one
 * object that every report is written from. Pure: no I/O; the one question it
 * must ask, of an SELinux policy, goes through an asker.
 */

#ifndef WHITTLE_POLICIES_ADVICE_H
#define WHITTLE_POLICIES_ADVICE_H

#include "policies/capability_advice.h"
#include "policies/confinement.h"
#include "policies/pod_security.h"
#include "policies/seccomp_advice.h"
#include "policies/selinux_advice.h"

#define ADVICE_SCHEMA "whittle/advice/v1"

struct advice_options {
	/* The default set to compare with; NULL is Docker's. */
	const struct engine_default *base;
	struct selinux_advice_options selinux;
	struct seccomp_options seccomp; /* all zeros: the defaults */
};

/* Which of the answers a note belongs to. */
enum advice_topic {
	TOPIC_CAPABILITIES = 1,
	TOPIC_SECCOMP = 2,
	TOPIC_SELINUX = 4,
};

struct advice_note {
	unsigned int topics;
	char *text; /* one line */
};

struct advice {
	struct capability_advice capabilities;
	struct seccomp_advice seccomp;
	struct selinux_advice selinux;
	struct pod_security pod;
	struct confinement confinement;
	/* Else no capability and no access could be seen. */
	bool is_selinux_recorded;
	/*
	 * The run was made under no_new_privs, so the seccomp list holds what
	 * a container runtime calls under it, which is less.
	 */
	bool no_new_privileges;
	struct advice_note *notes; /* what a reader must know besides */
	size_t note_count;
};

/*
 * Fill *ADVICE from PROFILE, which must outlive it. OPTIONS are borrowed for
 * the call. *ADVICE is freed with advice_done(), also after a failure. Fails
 * with STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status advice_make(struct advice *advice,
				   const struct profile *profile,
				   const struct advice_options *options,
				   struct error *err);
void advice_done(struct advice *advice);
#define AUTO_ADVICE CLEANUP(advice_done)

#endif
