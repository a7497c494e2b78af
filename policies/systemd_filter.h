/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policies/systemd_filter.h - an allowlist in the words of a unit's
 * SystemCallFilter=, with systemd's groups where all of a group is allowed.
 * Source: systemd.exec(5), "SYSTEM CALL FILTERING".
 */

#ifndef WHITTLE_POLICIES_SYSTEMD_FILTER_H
#define WHITTLE_POLICIES_SYSTEMD_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "policies/seccomp_advice.h"
#include "profile/text.h"

/* A set of calls that systemd has a name for. */
struct systemd_group {
	const char *name;  /* "@io-event" */
	const char *calls; /* a blank between */
};

/* Ends with a NULL name. */
extern const struct systemd_group systemd_groups[];
/* Whose they are, and of when: "systemd 257 (...)". */
extern const char systemd_groups_version[];

/* What systemd allows in each list, asked or not. */
#define SYSTEMD_DEFAULT_GROUP "@default"

struct systemd_word {
	const char *name;		   /* of a call or a group */
	enum seccomp_reason reason;	   /* of a call */
	const struct systemd_group *group; /* NULL: a call */
};

struct systemd_filter {
	struct systemd_word *words; /* groups first, then by reason and name */
	size_t count;
	/*
	 * Of SystemCallErrorNumber=; 0: killed. A unit has one for all (an
	 * allowlist takes no other beside a call), so it is ENOSYS where the
	 * list has calls that must seem not to be there.
	 */
	int default_errno;
	bool is_errno_for_all;
	/* clone is allowed, and namespaces are what it must not make. */
	bool restricts_namespaces;
	/* Calls on the list and allowed by systemd anyway; what it allows
	   beside the list. */
	size_t implied, beyond;
	struct text notes; /* a line each, of what a unit cannot say */
	bool failed;	   /* private: memory ran out */
};

/*
 * Fill *FILTER from ADVICE, whose strings it borrows; freed with
 * systemd_filter_done(), also after a failure. Fails with STATUS_UNSUPPORTED:
 * a unit cannot say that; STATUS_INTERNAL: no memory.
 */
MUST_CHECK enum status systemd_filter_make(struct systemd_filter *filter,
					   const struct seccomp_advice *advice,
					   struct error *err);
void systemd_filter_done(struct systemd_filter *filter);
#define AUTO_SYSTEMD_FILTER CLEANUP(systemd_filter_done)

/* systemd's name of ARCH ("x86-64"); NULL: not known. */
const char *systemd_arch_name(uint32_t arch);

#endif
