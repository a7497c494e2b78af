/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/confinement.h - what a container's settings may say beside
 * capabilities, seccomp and SELinux, as far as the profile shows it: its user,
 * its root file system, AppArmor, a user namespace of its own.
 */

#ifndef WHITTLE_POLICIES_CONFINEMENT_H
#define WHITTLE_POLICIES_CONFINEMENT_H

#include <stdbool.h>

#include "profile/profile.h"

enum fact_state {
	FACT_NOT_SHOWN, /* the profile tells neither */
	FACT_HOLDS,
	FACT_FAILS,
};

struct fact {
	enum fact_state state;
	char *why; /* one line; NULL: nothing to say */
};

struct confinement {
	struct fact non_root;	    /* it ran as another user than root */
	struct fact read_only_root; /* it changed nothing in its own image */
	/* All that is granted counts also in a user namespace of its own. */
	struct fact own_users;
	/* The profile that engines load by default lets it work; never known
	   to hold. */
	struct fact default_apparmor;
	bool has_uid, has_gid; /* of the user that it ran as, if in numbers */
	unsigned int uid, gid;
	bool failed; /* private: memory ran out */
};

/*
 * Fill *CONFINEMENT from PROFILE and the MINIMAL set; IS_RECORDED:
 * capabilities and accesses were. Freed with confinement_done(), also after
 * a failure. Fails with STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status confinement_make(struct confinement *confinement,
					const struct profile *profile,
					capset_t minimal, bool is_recorded,
					struct error *err);
void confinement_done(struct confinement *confinement);

/* The workload, not its runtime, acted as uid 0 on the host's objects. */
bool confinement_has_acted_as_root(const struct profile *profile);

/* USER, as a container's configuration has it ("0:0"), is root. */
bool confinement_is_root_name(const char *user);

#endif
