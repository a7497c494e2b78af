/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_advice.h - the nearest SELinux type that allows what a
 * workload did, by asking a policy through an asker.
 */

#ifndef WHITTLE_POLICIES_SELINUX_ADVICE_H
#define WHITTLE_POLICIES_SELINUX_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/profile.h"

enum selinux_answer {
	SELINUX_ALLOWED,
	SELINUX_REFUSED,
	SELINUX_UNKNOWN, /* the policy lacks a context, class or permission */
};

enum selinux_boolean {
	SELINUX_BOOLEAN_ABSENT,
	SELINUX_BOOLEAN_OFF,
	SELINUX_BOOLEAN_ON,
};

/* How to ask one policy. None of the operations fails or prints. */
struct selinux_asker {
	/* May SOURCE use PERMISSION of CLASS on TARGET (full contexts)? */
	enum selinux_answer (*allows)(void *data, const char *source,
				      const char *target, const char *class,
				      const char *permission);
	bool (*has_context)(void *data, const char *context);
	enum selinux_boolean (*boolean)(void *data, const char *name);
	void *data;
};

/* An access, or a part of it, that a type refuses. */
struct selinux_lack {
	const struct access *access; /* borrowed from the profile */
	struct string_list permissions;
};

/* What one candidate type says to the recorded accesses. */
struct selinux_candidate {
	const char *type;
	const char *level;   /* to be set with it; NULL: the engine's own */
	bool is_default;     /* what an engine gives when nobody asks */
	bool is_known;	     /* the policy has it */
	capset_t refused;    /* capabilities of the minimal set */
	const char *boolean; /* is off and lifts every refused one, or NULL */
	struct selinux_lack *lacks;
	size_t lack_count;
};

#define SELINUX_CANDIDATE_COUNT 2

enum selinux_state {
	SELINUX_NOT_RECORDED, /* the profile holds no accesses at all */
	SELINUX_NOT_ASKED,    /* there was no policy to ask */
	SELINUX_NO_TYPES,     /* the policy has none of the candidates */
	SELINUX_FITS,	      /* the chosen type allows it all */
	SELINUX_NEAREST,      /* none does; the chosen one comes nearest */
};

struct selinux_advice {
	enum selinux_state state;
	/* From nearest to farthest; the chosen one is among them. */
	struct selinux_candidate candidates[SELINUX_CANDIDATE_COUNT];
	const struct selinux_candidate *chosen; /* or NULL */
	/*
	 * What seLinuxOptions must say: NULL where the engine's default is
	 * already right.
	 */
	const char *type;
	const char *level;
	size_t noise;	/* accesses that cannot choose a type */
	size_t unknown; /* accesses the policy cannot judge */
};

/*
 * The run was watched by SELinux: the absence of a capability or an access in
 * PROFILE means something.
 */
bool selinux_was_recorded(const struct profile *profile);

/*
 * Fill *ADVICE from PROFILE and the MINIMAL set of capabilities. ASKER is
 * NULL where no policy can be asked. Fails with STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status selinux_advice_make(struct selinux_advice *advice,
					   const struct profile *profile,
					   capset_t minimal,
					   const struct selinux_asker *asker,
					   struct error *err);
void selinux_advice_done(struct selinux_advice *advice);

#endif
