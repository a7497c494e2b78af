/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profiler/domain.h - the profiling domain on this host: is it loaded and as
 * it must be, a fresh label for a run, starting a program in it.
 *
 * Source: security_compute_av_flags(3), setexeccon(3).
 */

#ifndef WHITTLE_PROFILER_DOMAIN_H
#define WHITTLE_PROFILER_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/error.h"

#define DOMAIN_TYPE "whittle_t"

struct selinux_status {
	bool is_enabled;
	bool is_enforcing;
	bool has_mls;
	char policy[64];   /* of /etc/selinux/config: "default", "targeted" */
	char context[256]; /* this process's own */
};

/* SELinux as it is now. A host without it is a result, no failure. */
void selinux_state_get(struct selinux_status *ret);

/*
 * Ask the loaded policy whether DOMAIN_TYPE exists, allows itself no
 * capability, is permissive and audits every check, and whether this process
 * may start programs in it. STATUS_UNSUPPORTED with the reason and its cure
 * where not.
 */
MUST_CHECK enum status domain_check(const struct selinux_status *state,
				    struct error *err);

/* One finding of the above, for those who want to go on (doctor). */
bool domain_is_known(const struct selinux_status *state);

/*
 * A context in domain TYPE with LEVEL, or where that is NULL with a pair of
 * categories nobody was given by us before:
 * "system_u:system_r:whittle_t:s0:c12,c700", into BUFFER. *RET_LEVEL is the
 * level's place in it. Without MLS there is no pair and every run has the
 * same label: STATUS_UNSUPPORTED.
 */
MUST_CHECK enum status domain_make_label(const struct selinux_status *state,
					 const char *type, const char *level,
					 char *buffer, size_t size,
					 const char **ret_level,
					 struct error *err);

/* A level with such a pair, for a host that need not be this one. */
#define DOMAIN_LEVEL_SIZE 24
MUST_CHECK enum status domain_draw_level(char buffer[DOMAIN_LEVEL_SIZE],
					 struct error *err);

/* The next execve of this process (thread) runs as CONTEXT. */
MUST_CHECK int domain_set_exec(const char *context);

/* What this thread makes next is labelled CONTEXT; NULL: as the policy says. */
MUST_CHECK int domain_set_create(const char *context);

/* Set a boolean's active value, not for good. One that is gone by now is
   STATUS_OK. */
MUST_CHECK enum status selinux_boolean_set(const char *name, bool is_on,
					   struct error *err);

/* A boolean's active value; false when the policy has none of that NAME. */
MUST_CHECK bool selinux_boolean_get(const char *name, bool *ret);

/*
 * Set the active values of the booleans in NAMES, parted by blanks, in one
 * commit: all of them, or none.
 */
MUST_CHECK enum status selinux_booleans_set(const char *names, bool is_on,
					    struct error *err);

#endif
