/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reporters/review.h - the answers in one sentence each, as text, markdown
 * and html have them. Text from a profile is escaped for a terminal.
 */

#ifndef WHITTLE_REPORTERS_REVIEW_H
#define WHITTLE_REPORTERS_REVIEW_H

#include "policies/advice.h"

/* "podman, localhost/nginx:lab, Linux 6.12, x86_64, 2 runs" */
void review_add_origin(struct text *text, const struct profile *profile);

/* "drop all, add 5" */
void review_add_capabilities(struct text *text, const struct advice *advice);

/* What CAPABILITY opens, and over what it was chosen. */
void review_add_opens(struct text *text, const struct advice *advice,
		      unsigned int capability);

/* Why an entry that is not granted itself is left out. */
void review_add_left_out(struct text *text, const struct capability_item *item);

/* "allow 114 system calls, 22 of them called; the rest gets EPERM" */
void review_add_seccomp(struct text *text,
			const struct seccomp_advice *seccomp);

/* Of which parts those are: "22 that were called, 3 of them ...". */
void review_add_seccomp_parts(struct text *text,
			      const struct seccomp_advice *seccomp);

/* "container_t fits, the engine's default: nothing to set" */
void review_add_selinux(struct text *text,
			const struct selinux_advice *selinux);

/* "the policy loaded here: the reference policy (Debian), ..." */
void review_add_policy(struct text *text, const struct selinux_advice *selinux);

/*
 * Every note, the profile's own first, with what was lost. COUNT tells how
 * many there are when TAKE is NULL.
 */
size_t review_visit_notes(const struct advice *advice,
			  const struct profile *profile,
			  void (*take)(void *data, const char *line),
			  void *data);

#endif
