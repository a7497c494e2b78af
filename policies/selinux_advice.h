/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/selinux_advice.h - the nearest SELinux context that allows what a
 * workload did, by asking a policy through an asker; and a module for what no
 * narrow context allows.
 */

#ifndef WHITTLE_POLICIES_SELINUX_ADVICE_H
#define WHITTLE_POLICIES_SELINUX_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/selinux_asker.h"
#include "policies/selinux_candidate.h"
#include "profile/profile.h"
#include "profile/text.h"

/* An access, or a part of it, that a context refuses. */
struct selinux_lack {
	const struct access *access; /* borrowed from the profile */
	struct string_list permissions;
	unsigned int refusals; /* enum selinux_refusal; 0: not known why */
};

#define SELINUX_FLIPS_MAX 4

struct selinux_flip {
	char *name;
	bool is_on; /* what it has to become */
};

/* What one candidate says to the recorded accesses. */
struct selinux_candidate {
	const char *user; /* NULL: the engine's own, as are the next two */
	const char *role;
	const char *type;
	char *level;	     /* to be set with it; NULL: the engine draws one */
	char *other_level;   /* helps, yet not enough; else NULL */
	const char *purpose; /* what it is for; NULL: the user named it */
	bool is_default;     /* what an engine gives when nobody asks */
	bool is_wide;	     /* opens the host */
	bool is_known;	  /* the policy has it, and a container may enter it */
	capset_t refused; /* capabilities of the minimal set */
	/* Booleans that, set so, lift all that it lacks. */
	struct selinux_flip flips[SELINUX_FLIPS_MAX];
	size_t flip_count;
	struct selinux_lack *lacks;
	size_t lack_count;
	/* What it opens of selinux_probes, by index, and nobody needs here. */
	bool *opens;
	size_t open_count;
};

#define SELINUX_CANDIDATES_MAX 24

enum selinux_state {
	SELINUX_NOT_RECORDED, /* the profile holds no accesses at all */
	SELINUX_NOT_ASKED,    /* there was no policy to ask */
	SELINUX_NO_TYPES,     /* the policy has none of the candidates */
	SELINUX_FITS,	      /* the chosen type allows it all */
	SELINUX_NEAREST,      /* none does; the chosen one comes nearest */
};

/* Denials that all mean one thing: the files of a volume have a wrong label. */
struct selinux_relabel {
	const char *type; /* the wrong one; NULL: there is nothing to relabel */
	char *path;	  /* the volume, as the workload sees it; or NULL */
	bool is_system;	  /* other programs of the host have files of it */
	/*
	 * Relabelling is the answer. Else the path is a place of the host's
	 * own, and the label is right for it.
	 */
	bool is_answer;
};

/* A launching domain, and whether the policy lets it change to the label. */
struct selinux_launch {
	const char *launcher;
	bool can_launch;
	bool can_under_nnp; /* no_new_privs is set before the execve */
	bool can_from_nosuid;
};

#define SELINUX_LAUNCHES_MAX 8

/* A type of its own, where else only a wide type would fit. */
struct selinux_module {
	char *name;  /* "whittle_NAME" */
	char *type;  /* "whittle_NAME_t" */
	char *level; /* NULL: the engine draws it */
	const char *base;
	char *text; /* compiled; NULL: none is needed or could be made */
	/* One of them per line: what it allows beyond BASE, as CIL. */
	struct selinux_rule *rules;
	size_t rule_count;
	char *problem; /* why there is none, though one would help; or NULL */
};

/* One allow rule of a module. */
struct selinux_rule {
	char *target; /* a type, or "self" */
	const char *class;
	struct string_list permissions;
};

struct selinux_advice {
	enum selinux_state state;
	/* Whose answer it is, and from where (NULL: not known). */
	enum selinux_platform platform;
	const char *policy;
	/* From nearest to farthest; the chosen one is among them. */
	struct selinux_candidate candidates[SELINUX_CANDIDATES_MAX];
	size_t candidate_count;
	const struct selinux_candidate *chosen; /* or NULL */
	/*
	 * What seLinuxOptions must say: NULL where the engine's default is
	 * already right.
	 */
	const char *user, *role, *type, *level;
	size_t noise;	   /* accesses that cannot choose a type */
	size_t unknown;	   /* accesses the policy cannot judge */
	size_t side_paths; /* refused in silence: programs go on without */
	struct selinux_relabel relabel;
	struct selinux_launch launches[SELINUX_LAUNCHES_MAX];
	size_t launch_count;
	/* The label of the program that was executed (the profile's), and
	   whether the chosen type may be entered through it; NULL: unknown. */
	const char *entry;
	bool can_enter;
	struct selinux_module module;
};

struct selinux_advice_options {
	/* NULL: there is no policy to ask. */
	const struct selinux_asker *asker;
	/* PLATFORM_UNKNOWN: told by the policy. */
	enum selinux_platform platform;
	/* Types to try besides, NULL-terminated and borrowed; or NULL. */
	const char *const *types;
	/* Which policy that is, in words, borrowed: "the policy loaded here".
	 */
	const char *policy;
};

/*
 * The run was watched by SELinux: the absence of a capability or an access in
 * PROFILE means something.
 */
bool selinux_was_recorded(const struct profile *profile);

/*
 * Fill *ADVICE from PROFILE and the MINIMAL set of capabilities. OPTIONS is
 * borrowed for the call, its strings for the life of *ADVICE.
 * Fails with STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status selinux_advice_make(
	struct selinux_advice *advice, const struct profile *profile,
	capset_t minimal, const struct selinux_advice_options *options,
	struct error *err);
void selinux_advice_done(struct selinux_advice *advice);

#endif
