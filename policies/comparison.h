/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/comparison.h - what a new profile wants that an old one did not,
 * ranked, and whose doing each difference is. Pure: no I/O.
 */

#ifndef WHITTLE_POLICIES_COMPARISON_H
#define WHITTLE_POLICIES_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/selinux_advice.h"
#include "profile/profile.h"

enum comparison_kind {
	COMPARE_CAPABILITY,
	COMPARE_SYSCALL,
	COMPARE_ACCESS,
	COMPARE_SELINUX, /* the type that seLinuxOptions must say */
};

enum comparison_change { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_VERDICT };

/* Whose doing it is: the first one is what a reviewer must look at. */
enum comparison_cause {
	CAUSE_APPLICATION,
	CAUSE_FAMILY,	   /* a call in the place of another of its family */
	CAUSE_ENVIRONMENT, /* kernel, runtime, policy or architecture */
};

struct comparison_item {
	enum comparison_kind kind;
	enum comparison_change change;
	enum comparison_cause cause;
	char *name;	   /* "CAP_NET_RAW", "openat", "etc_t:file" */
	char *what;	   /* details beside the name, or NULL */
	unsigned int risk; /* 1 to 5 */
	const char *opens; /* why this risk; lives as long as the program */
	char *why;	   /* why this cause; NULL for the application's */
	bool grants_more;  /* more must be granted than before */
	const struct capability_need *old_need, *new_need; /* or NULL */
	const struct syscall_use *old_use, *new_use;
	const struct access *old_access, *new_access; /* the first of many */
	const char *allowed; /* the allow file's reason, borrowed; or NULL */
};

/* Which parts of both profiles can be compared at all. */
struct comparison {
	const struct profile *old, *new; /* borrowed */
	struct comparison_item *items;	 /* ranked */
	size_t count, capacity;
	struct text *warnings; /* a sentence each */
	size_t warning_count, warning_capacity;
	bool has_capabilities; /* both recorded capabilities and accesses */
	bool has_syscalls;     /* both recorded system calls */
	capset_t old_minimal, new_minimal;
	char *environment; /* "kernel 6.1.0 -> 6.12.0, ..."; "" for the same */
};

/*
 * Compare OLD and NEW, which must outlive *RET. Without an asker in
 * SELINUX (or NULL) seLinuxOptions are not compared. *RET is freed with
 * comparison_done(), also after a failure. STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status comparison_make(
	struct comparison *ret, const struct profile *old,
	const struct profile *new, const struct selinux_advice_options *selinux,
	struct error *err);
void comparison_done(struct comparison *comparison);
#define AUTO_COMPARISON CLEANUP(comparison_done)

/*
 * The highest risk among what the application wants more than before and
 * nobody allowed; 0: nothing.
 */
unsigned int comparison_worst(const struct comparison *comparison);

/* Differences that nobody allowed. */
size_t comparison_open(const struct comparison *comparison);

const char *comparison_kind_name(enum comparison_kind kind);
const char *comparison_change_name(enum comparison_change change);
const char *comparison_cause_name(enum comparison_cause cause);

/* A verdict that the minimal set heeds. */
bool comparison_is_granted(const struct capability_need *need);

#endif
