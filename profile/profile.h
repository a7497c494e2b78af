/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile/profile.h - all that is known of a workload: the model that
 * collectors fill, that advice is made of, and that a file holds.
 *
 * Every string in a profile belongs to the profile (profile_intern) and
 * lives as long as it; the same text is the same pointer. Strings are clean
 * UTF-8 without control bytes: who interns text from outside makes it so
 * (text_sanitize).
 */

#ifndef WHITTLE_PROFILE_PROFILE_H
#define WHITTLE_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile/capset.h"
#include "profile/error.h"

#define PROFILE_SCHEMA "whittle/profile/v1"

/* When in the life of a workload something happened. */
#define PHASE_TABLE(X)                                                         \
	X(RUNTIME, "runtime")	/* the launcher, before the own execve */      \
	X(START, "start")	/* until the ready command succeeded */        \
	X(EXERCISE, "exercise") /* while the exercise command ran */           \
	X(RELOAD, "reload")                                                    \
	X(SHUTDOWN, "shutdown") /* after the order to stop */                  \
	X(WORKLOAD, "workload") /* the finer ones are not known */

enum phase {
#define X(id, name) PHASE_##id,
	PHASE_TABLE(X)
#undef X
		PHASE_COUNT
};

#define VERDICT_TABLE(X)                                                       \
	X(NEEDED, "needed")                                                    \
	X(ONE_OF, "one-of")		  /* itself or one of instead[] */     \
	X(OPPORTUNISTIC, "opportunistic") /* goes on without */                \
	X(RUNTIME, "runtime")		  /* the container runtime's */        \
	X(PROVEN, "proven")		  /* failed without it */              \
	X(UNNEEDED, "unneeded")		  /* worked without it */              \
	X(OWN_NAMESPACE, "own-namespace") /* in the workload's user ns */

enum verdict {
#define X(id, name) VERDICT_##id,
	VERDICT_TABLE(X)
#undef X
		VERDICT_COUNT
};

enum capability_namespace { NAMESPACE_HOST, NAMESPACE_USER };

const char *phase_name(enum phase phase);
const char *verdict_name(enum verdict verdict);
bool verdict_can_be_healed(enum verdict verdict);
const char *namespace_name(enum capability_namespace ns);
MUST_CHECK bool phase_from_name(const char *name, enum phase *ret);
MUST_CHECK bool verdict_from_name(const char *name, enum verdict *ret);
MUST_CHECK bool namespace_from_name(const char *name,
				    enum capability_namespace *ret);

/* A set of phases: bit N is enum phase N. */
typedef uint32_t phaseset_t;

/* A growing list of interned strings. */
struct string_list {
	const char **items;
	size_t count;
	size_t capacity;
};

/*
 * In which of the profile's runs an item occurred, where it did not in all:
 * ranges as profile/runset.h has them; NULL: in all. A merge writes it.
 */

/*
 * Healed: a softer verdict stood there, until it did not work with that. Means
 * something where the verdict is needed or one-of: verdict_can_be_healed().
 */

/* Who asked for a capability, in which call, on what. NULL: not known. */
struct evidence {
	const char *comm;
	const char *exe;
	const char *syscall; /* name, or "syscall_N" */
	const char *path;
	const char *mode;    /* permission bits in octal, "0640" */
	const char *owner;   /* "UID:GID" */
	const char *outcome; /* "success", "EACCES", "-523" */
	enum phase phase;
	const char *reason; /* the rule or table row that judged it */
	uint64_t count;	    /* records; in the file only with counts */
	const char *runs;   /* see above */
};

struct capability_need {
	unsigned int capability;
	enum capability_namespace ns;
	enum verdict verdict;
	capset_t instead;
	struct evidence *evidence;
	size_t evidence_count;
	size_t evidence_capacity;
	uint64_t count;
	const char *runs;
	bool has_dissent; /* runs judged it differently (a merge says so) */
	bool is_healed;	  /* see below */
};

/* Values of one argument of a call: profile/syscall_arguments.h. */
struct syscall_argument {
	unsigned int index;
	uint64_t *values; /* sorted; NULL: none were recorded */
	size_t count;
	bool is_complete; /* no call's value is missing */
	uint64_t runs;	  /* how many runs they are of */
};

struct syscall_use {
	uint32_t arch; /* as in profile/syscall_names.h */
	uint32_t number;
	const char *name; /* NULL: the library knows no name */
	phaseset_t phases;
	struct string_list comms;
	uint64_t count;
	const char *runs;
	struct syscall_argument argument;
	/* NEEDED: nothing is known but that it was called; PROVEN; UNNEEDED. */
	enum verdict verdict;
	bool is_healed; /* see below */
};

/*
 * One source asked one target for permissions of one class. The run's own
 * label is "@self", in SOURCE and in TARGET; a target of another type with
 * the run's own level has "@level" in the place of its level.
 */
struct access {
	const char *source;
	const char *target;
	const char *class;
	struct string_list permissions;
	const char *path;
	const char *comm;
	const char *outcome; /* "granted", "permissive" or "denied" */
	enum phase phase;
	bool is_unneeded; /* it went well where this was refused */
	uint64_t count;
	const char *runs;
};

struct profile_subject {
	const char *name;
	const char *image;
	const char *digest;
	struct string_list command;
	const char *engine; /* "program", "podman", "crun", "runc", "log" */
	const char *user;
};

struct profile_boolean {
	const char *name;
	bool is_on;
};

struct profile_environment {
	const char *kernel;	  /* uname -r */
	const char *arch;	  /* libseccomp's name */
	const char *selinux_mode; /* "enforcing", "permissive", "disabled" */
	const char *selinux_policy;
	const char *selinux_type; /* of the run's domain */
	struct profile_boolean *booleans;
	size_t boolean_count;
	const char *libseccomp;
	const char *runtime_name;
	const char *runtime_version;
	bool has_no_new_privileges; /* the value below is known */
	bool no_new_privileges;
};

struct profile_source {
	const char *name; /* "audit-unicast", "audit-multicast", "log", ... */
	uint64_t lost;
};

struct profile_run {
	const char *id; /* hex SHA-256 of the run's evidence */
	bool has_exit;
	int exit_status; /* as a shell has it: 128 + N for signal N */
	bool has_exercise;
	int exercise_status;
	/* It did not end by itself: whittle, or a signal to it, stopped it; not
	   told where an exercise had ended. */
	bool was_stopped;
	/* What earlier runs had found was not looked at again. */
	bool is_refined;
	uint64_t milliseconds; /* in the file only with counts */
};

struct profile {
	struct profile_subject subject;
	struct profile_environment environment;
	bool is_complete; /* profile_init says true */
	uint64_t lost;
	struct string_list notes;
	struct profile_source *sources;
	size_t source_count;
	struct profile_run *runs;
	size_t run_count;
	struct capability_need *capabilities;
	size_t capability_count;
	struct syscall_use *syscalls;
	size_t syscall_count;
	size_t syscall_capacity;
	struct access *accesses;
	size_t access_count;
	size_t access_capacity;
	struct interner *strings;    /* private to profile.c */
	struct profile_index *index; /* private to profile.c */
	bool failed; /* memory ran out: profile_check() reports it */
};

void profile_init(struct profile *profile);
void profile_done(struct profile *profile);
#define AUTO_PROFILE CLEANUP(profile_done)

/*
 * STATUS_INTERNAL once any addition below ran out of memory (they never
 * return NULL for a non-NULL argument otherwise). Check before using or
 * writing a filled profile.
 */
MUST_CHECK enum status profile_check(const struct profile *profile,
				     struct error *err);

/* The profile's own copy of STRING; NULL for NULL. */
const char *profile_intern(struct profile *profile, const char *string);
/* The same for text from outside: cleaned by text_sanitize first. */
const char *profile_intern_raw(struct profile *profile, const char *bytes,
			       size_t length);

/* Add STRING once; interned. */
void profile_list_add(struct profile *profile, struct string_list *list,
		      const char *string);
/* Add STRING at the end, also when it is there already (command lines). */
void profile_list_append(struct profile *profile, struct string_list *list,
			 const char *string);

/* A note of what could not be seen, once each. Does not touch is_complete. */
PRINTF(2, 3)
void profile_note(struct profile *profile, const char *format, ...);
/* The same, and the profile is incomplete. */
PRINTF(2, 3)
void profile_note_incomplete(struct profile *profile, const char *format, ...);

/* Count a source's losses; a loss makes the profile incomplete. */
void profile_source_add(struct profile *profile, const char *name,
			uint64_t lost);

struct profile_run *profile_run_add(struct profile *profile);

/*
 * Count one check. The strings of EVIDENCE must be interned here; evidence
 * that differs in nothing but its count is one. VERDICT and INSTEAD are
 * reconciled with what is known: the cautious one wins (needed before one-of
 * before opportunistic before runtime).
 */
void profile_capability_add(struct profile *profile, unsigned int capability,
			    enum capability_namespace ns, enum verdict verdict,
			    capset_t instead, const struct evidence *evidence);

/* Count COUNT calls. COMM is interned here, NULL is fine. */
void profile_syscall_add(struct profile *profile, uint32_t arch,
			 uint32_t number, enum phase phase, const char *comm,
			 uint64_t count);

/*
 * Count one access. ACCESS's permissions are ignored, PERMISSION is added to
 * the access that is otherwise the same.
 */
void profile_access_add(struct profile *profile, const struct access *access,
			const char *permission);

/* The same for a set of phases; COMMS may be NULL. */
void profile_syscall_merge(struct profile *profile, uint32_t arch,
			   uint32_t number, phaseset_t phases,
			   const struct string_list *comms, uint64_t count);

/* The same with all of ACCESS's permissions and its count. */
void profile_access_merge(struct profile *profile, const struct access *access);

/*
 * The workload goes well where PERMISSIONS (interned here) of access number
 * INDEX are refused. They become an access of their own, at the end, unless
 * they are all that it has.
 */
void profile_access_set_unneeded(struct profile *profile, size_t index,
				 const struct string_list *permissions);

struct capability_need *profile_capability_find(const struct profile *profile,
						unsigned int capability,
						enum capability_namespace ns);

/*
 * Sort everything, so that equal knowledge is equal bytes. Invalidates
 * pointers into the profile's arrays.
 */
void profile_sort(struct profile *profile);

#endif
